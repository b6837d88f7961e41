/* SPDX-License-Identifier: MIT */
#include "wire/document.h"

#include "wire/document_node.h"

#include <string.h>

enum { ITEMS_FIRST = 8 };

enum document_kind document_kind(const struct document *d)
{
    return d ? d->kind : DOCUMENT_NULL;
}

static bool holds_items(const struct document *d)
{
    return document_kind(d) == DOCUMENT_ARRAY || document_kind(d) == DOCUMENT_OBJECT;
}

size_t document_count(const struct document *d)
{
    return holds_items(d) ? d->items.count : 0;
}

const struct document *document_item(const struct document *d, size_t i)
{
    return i < document_count(d) ? d->items.at[i] : NULL;
}

const char *document_member_name(const struct document *d, size_t i)
{
    const struct document *member = document_item(d, i);
    return member ? member->name : NULL;
}

/* Where the member is, or the count of members. */
static size_t member_index(const struct document *object, const char *name)
{
    size_t i = 0, count = document_count(object);
    while (i < count && strcmp(object->items.at[i]->name, name) != 0) {
        i++;
    }
    return i;
}

const struct document *document_member(const struct document *d, const char *name)
{
    return document_kind(d) == DOCUMENT_OBJECT ? document_item(d, member_index(d, name)) : NULL;
}

const char *document_text(const struct document *d)
{
    enum document_kind kind = document_kind(d);
    return kind == DOCUMENT_TEXT || kind == DOCUMENT_REAL ? d->text : NULL;
}

bool document_integer(const struct document *d, int64_t *out)
{
    if (document_kind(d) != DOCUMENT_INTEGER) {
        return false;
    }
    *out = d->integer;
    return true;
}

bool document_bool(const struct document *d)
{
    return document_kind(d) == DOCUMENT_BOOL && d->yes;
}

static struct document *keep(struct arena *arena, struct document node)
{
    struct document *d = arena_alloc(arena, sizeof *d);
    if (d) {
        *d = node;
    }
    return d;
}

struct document *document_new_object(struct arena *arena)
{
    return keep(arena, (struct document){.kind = DOCUMENT_OBJECT, .items.arena = arena});
}

struct document *document_new_array(struct arena *arena)
{
    return keep(arena, (struct document){.kind = DOCUMENT_ARRAY, .items.arena = arena});
}

struct document *document_new_text(struct arena *arena, const char *text)
{
    const char *copy = arena_copy(arena, text, strlen(text));
    return copy ? keep(arena, document_node_text(copy)) : NULL;
}

struct document *document_new_integer(struct arena *arena, int64_t integer)
{
    return keep(arena, document_node_integer(integer));
}

struct document *document_new_bool(struct arena *arena, bool yes)
{
    return keep(arena, document_node_bool(yes));
}

static bool make_room(struct document *d)
{
    if (d->items.count < d->items.cap) {
        return true;
    }
    size_t cap = d->items.cap ? d->items.cap * 2 : ITEMS_FIRST;
    struct document **at = arena_alloc(d->items.arena, cap * sizeof(struct document *));
    if (!at) {
        return false;
    }
    if (d->items.count > 0) {
        memcpy(at, d->items.at, d->items.count * sizeof(struct document *));
    }
    d->items.at = at;
    d->items.cap = cap;
    return true;
}

static bool put(struct document *object, size_t i, const char *name, struct document *value)
{
    const char *copy = arena_copy(object->items.arena, name, strlen(name));
    if (!copy || !make_room(object)) {
        return false;
    }
    value->name = copy;
    object->items.at[i] = value;
    object->items.count += i == object->items.count ? 1 : 0;
    return true;
}

bool document_set(struct document *object, const char *name, struct document *value)
{
    return value && document_kind(object) == DOCUMENT_OBJECT &&
           put(object, member_index(object, name), name, value);
}

bool document_add(struct document *object, const char *name, struct document *value)
{
    return value && put(object, object->items.count, name, value);
}

bool document_append(struct document *array, struct document *item)
{
    if (!item || document_kind(array) != DOCUMENT_ARRAY || !make_room(array)) {
        return false;
    }
    array->items.at[array->items.count++] = item;
    return true;
}
