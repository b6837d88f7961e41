/* SPDX-License-Identifier: MIT */
#include "record.h"

#include <string.h>

enum accord_kind accord_record_kind(const accord_record *record, const char *name)
{
    static const enum accord_kind kinds[] = {
        [DOCUMENT_NULL] = ACCORD_KIND_NONE,       [DOCUMENT_BOOL] = ACCORD_KIND_BOOL,
        [DOCUMENT_INTEGER] = ACCORD_KIND_INTEGER, [DOCUMENT_REAL] = ACCORD_KIND_TEXT,
        [DOCUMENT_TEXT] = ACCORD_KIND_TEXT,       [DOCUMENT_ARRAY] = ACCORD_KIND_LIST,
        [DOCUMENT_OBJECT] = ACCORD_KIND_RECORD,
    };
    return record == NULL ? ACCORD_KIND_NONE : kinds[document_kind(document_member(record->node, name))];
}

static const struct document *member(const accord_record *record, const char *name)
{
    return record == NULL ? NULL : document_member(record->node, name);
}

static const char *text_or_empty(const struct document *node)
{
    const char *text = document_text(node);
    return text == NULL ? "" : text;
}

const char *accord_record_text(const accord_record *record, const char *name)
{
    return text_or_empty(member(record, name));
}

bool accord_record_integer(const accord_record *record, const char *name, int64_t *out)
{
    return document_integer(member(record, name), out);
}

bool accord_record_bool(const accord_record *record, const char *name)
{
    return document_bool(member(record, name));
}

/* The handle on an item of a handle's node; NULL where there is none, or no memory. */
static const accord_record *handle(const accord_record *of, size_t i)
{
    const struct document *node = of == NULL ? NULL : document_item(of->node, i);
    accord_record *holder = (accord_record *)of; /* handles are no part of what a record says */
    if (node == NULL) {
        return NULL;
    }
    if (holder->items == NULL) {
        holder->items = arena_alloc(of->arena, document_count(of->node) * sizeof *holder->items);
    }
    if (holder->items != NULL && holder->items[i] == NULL) {
        holder->items[i] = arena_alloc(of->arena, sizeof *holder);
        if (holder->items[i] != NULL) {
            *holder->items[i] = (accord_record){.arena = of->arena, .node = (struct document *)node};
        }
    }
    return holder->items == NULL ? NULL : holder->items[i];
}

static const accord_record *handle_named(const accord_record *record, const char *name, enum accord_kind kind)
{
    size_t i = 0;
    if (accord_record_kind(record, name) != kind) {
        return NULL;
    }
    while (strcmp(document_member_name(record->node, i), name) != 0) {
        i++;
    }
    return handle(record, i);
}

const accord_record *accord_record_child(const accord_record *record, const char *name)
{
    return handle_named(record, name, ACCORD_KIND_RECORD);
}

size_t accord_record_count(const accord_record *record, const char *name)
{
    return accord_record_kind(record, name) == ACCORD_KIND_LIST ? document_count(member(record, name)) : 0;
}

const accord_record *accord_record_item(const accord_record *record, const char *name, size_t nth)
{
    const accord_record *item = handle(handle_named(record, name, ACCORD_KIND_LIST), nth);
    return item != NULL && document_kind(item->node) == DOCUMENT_OBJECT ? item : NULL;
}

const char *accord_record_item_text(const accord_record *record, const char *name, size_t nth)
{
    return nth < accord_record_count(record, name) ? text_or_empty(document_item(member(record, name), nth))
                                                   : "";
}

size_t accord_record_size(const accord_record *record)
{
    return record == NULL ? 0 : document_count(record->node);
}

const char *accord_record_name(const accord_record *record, size_t nth)
{
    return record == NULL ? NULL : document_member_name(record->node, nth);
}

struct named {
    const char *name;
    int value;
};

/* 0 where none has the name. */
static int value_of(const struct named *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i].name, name) == 0) {
            return list[i].value;
        }
    }
    return 0;
}

enum accord_outcome accord_record_outcome(const accord_record *record)
{
    static const struct named outcomes[] = {
#define OUTCOME(name, words, exit) {#name, ACCORD_OUTCOME_##name},
#include "accord/findings.def"
    };
    return (enum accord_outcome)value_of(outcomes, sizeof outcomes / sizeof *outcomes,
                                         accord_record_text(record, "outcome"));
}

enum accord_verdict accord_record_verdict(const accord_record *record)
{
    static const struct named verdicts[] = {
#define VERDICT(name, words) {#name, ACCORD_VERDICT_##name},
#include "accord/findings.def"
    };
    return (enum accord_verdict)value_of(verdicts, sizeof verdicts / sizeof *verdicts,
                                         accord_record_text(record, "verdict"));
}
