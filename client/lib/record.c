/* SPDX-License-Identifier: MIT */
#include "record.h"

#include <stdlib.h>
#include <string.h>

/* Takes the arena over. */
static accord_record *hold(struct arena *arena, struct document *node)
{
    accord_record *record = node == NULL ? NULL : arena_alloc(arena, sizeof *record);
    if (record == NULL) {
        arena_free(arena);
        return NULL;
    }
    *record = (accord_record){.arena = arena, .node = node};
    return record;
}

accord_record *accord_record_new(void)
{
    struct arena *arena = arena_new(NULL);
    return arena == NULL ? NULL : hold(arena, document_new_object(arena));
}

void accord_record_free(accord_record *record)
{
    if (record != NULL) {
        arena_free(record->arena);
    }
}

static enum accord_fault read_object(struct arena *arena, const char *json, size_t len, struct document **out)
{
    const char *detail;
    enum fault fault = document_read(json, len, arena, out, &detail);
    if (fault != FAULT_NONE) {
        return fault == FAULT_MALFORMED_JSON ? ACCORD_FAULT_MALFORMED_JSON : ACCORD_NO_MEMORY;
    }
    return document_kind(*out) == DOCUMENT_OBJECT ? ACCORD_OK : ACCORD_FAULT_MALFORMED_JSON;
}

enum accord_fault accord_record_parse(const char *json, size_t len, accord_record **out)
{
    struct document *node = NULL;
    struct arena *arena = arena_new(NULL);
    if (arena == NULL) {
        return ACCORD_NO_MEMORY;
    }
    enum accord_fault fault = read_object(arena, json, len, &node);
    if (fault != ACCORD_OK) {
        arena_free(arena);
        return fault;
    }
    accord_record *record = hold(arena, node);
    if (record == NULL) {
        return ACCORD_NO_MEMORY;
    }
    *out = record;
    return ACCORD_OK;
}

void record_write(const accord_record *record, struct text *out)
{
    if (record == NULL) {
        json_begin(out, '{');
        json_end(out, '}');
    } else {
        document_write(record->node, out);
    }
}

char *accord_record_json(const accord_record *record)
{
    struct arena *arena = arena_new(NULL);
    if (arena == NULL) {
        return NULL;
    }
    struct text json = text_in(arena);
    record_write(record, &json);
    char *out = json.failed ? NULL : strndup(json.at, json.len);
    arena_free(arena);
    return out;
}

char *accord_record_member_json(const accord_record *record, const char *name)
{
    struct arena *arena = arena_new(NULL);
    if (arena == NULL) {
        return NULL;
    }
    struct text json = text_in(arena);
    document_write(record == NULL ? NULL : document_member(record->node, name), &json);
    char *out = json.failed ? NULL : strndup(json.at, json.len);
    arena_free(arena);
    return out;
}

static void set(accord_record *record, const char *name, struct document *value)
{
    record->items = NULL;
    record->incomplete = !document_set(record->node, name, value) || record->incomplete;
}

void accord_record_set_text(accord_record *record, const char *name, const char *value)
{
    if (record != NULL && value != NULL) {
        set(record, name, document_new_text(record->arena, value));
    }
}

void accord_record_set_integer(accord_record *record, const char *name, int64_t value)
{
    if (record != NULL) {
        set(record, name, document_new_integer(record->arena, value));
    }
}

void accord_record_set_bool(accord_record *record, const char *name, bool value)
{
    if (record != NULL) {
        set(record, name, document_new_bool(record->arena, value));
    }
}

/* The child's tree in the record's own arena, by way of its JSON; NULL where memory runs out. */
static struct document *adopt(accord_record *record, accord_record *child)
{
    struct document *copy = NULL;
    const char *detail;
    if (child == NULL) {
        return NULL;
    }
    struct text json = text_in(child->arena);
    if (!child->incomplete) {
        record_write(child, &json);
    }
    if (json.at == NULL || json.failed ||
        document_read(json.at, json.len, record->arena, &copy, &detail) != FAULT_NONE) {
        copy = NULL;
    }
    accord_record_free(child);
    return copy;
}

void accord_record_set_record(accord_record *record, const char *name, accord_record *child)
{
    if (record == NULL) {
        accord_record_free(child);
    } else {
        set(record, name, adopt(record, child));
    }
}

/* The list of that name, made where there is none; NULL when out of memory. */
static struct document *list_of(accord_record *record, const char *name)
{
    if (document_kind(document_member(record->node, name)) != DOCUMENT_ARRAY) {
        set(record, name, document_new_array(record->arena));
    }
    /* The tree is this record's own, and only ever lent as const. */
    return (struct document *)document_member(record->node, name);
}

static void append(accord_record *record, const char *name, struct document *value)
{
    struct document *list = list_of(record, name);
    record->items = NULL;
    record->incomplete = !document_append(list, value) || record->incomplete;
}

void accord_record_append_text(accord_record *record, const char *name, const char *value)
{
    if (record != NULL && value != NULL) {
        append(record, name, document_new_text(record->arena, value));
    }
}

void accord_record_append_integer(accord_record *record, const char *name, int64_t value)
{
    if (record != NULL) {
        append(record, name, document_new_integer(record->arena, value));
    }
}

void accord_record_append_record(accord_record *record, const char *name, accord_record *child)
{
    if (record == NULL) {
        accord_record_free(child);
    } else {
        append(record, name, adopt(record, child));
    }
}

bool accord_record_complete(const accord_record *record)
{
    return record != NULL && !record->incomplete;
}
