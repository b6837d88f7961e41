/* SPDX-License-Identifier: MIT */
#include "wire/pg_array.h"
#include "wire/shape_inside.h"
#include "wire/value.h"

#include <stdint.h>
#include <string.h>

static const struct value_spelling as_printed = {.yes = "t", .no = "f"};

/* Makes a node of a column's text. False: the text is malformed or memory ran out. */
typedef bool node_fn(struct arena *, enum field_type, const char *text, struct document *out);

static bool scalar_node(struct arena *arena, enum field_type type, const char *text, struct document *out)
{
    (void)arena;
    return value_node(type, &as_printed, text, out);
}

/* The result may be gone before the record is: its text is copied. */
static bool text_node(struct arena *arena, enum field_type type, const char *text, struct document *out)
{
    const char *copy = arena_copy(arena, text, strlen(text));
    return copy && scalar_node(arena, type, copy, out);
}

static bool array_node(struct arena *arena, enum field_type type, const char *text, struct document *out)
{
    const char *const *items;
    size_t count;
    struct document *array = document_new_array(arena);
    if (!array || !pg_array_split(text, arena, &items, &count)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        struct document *item = arena_alloc(arena, sizeof *item);
        if (!item || !value_node(shape_item_type(type), &as_printed, items[i], item) ||
            !document_append(array, item)) {
            return false;
        }
    }
    *out = *array;
    return true;
}

static bool jsonb_node(struct arena *arena, enum field_type type, const char *text, struct document *out)
{
    (void)type;
    struct document *document;
    const char *detail;
    if (document_read(text, strlen(text), arena, &document, &detail) != FAULT_NONE) {
        return false;
    }
    *out = *document;
    return true;
}

static bool column_node(struct arena *arena, enum field_type type, const char *text, struct document *out)
{
    static node_fn *const by_type[FIELD_TYPES] = {
        [FIELD_INTEGER] = scalar_node, [FIELD_INTEGER32] = scalar_node, [FIELD_BOOL] = scalar_node,
        [FIELD_TEXT] = text_node,      [FIELD_DATE] = scalar_node,      [FIELD_INSTANT] = scalar_node,
        [FIELD_UUID] = scalar_node,    [FIELD_CODE] = scalar_node,      [FIELD_CODE_SET] = array_node,
        [FIELD_LIST] = jsonb_node,     [FIELD_ONE] = jsonb_node,        [FIELD_INTEGERS] = array_node,
        [FIELD_UUIDS] = array_node,    [FIELD_TEXTS] = array_node,
    };
    return by_type[type](arena, type, text, out);
}

/* One value into its member. A jsonb null is SQL's NULL. */
static bool read_column(struct reading *r, const struct field *field, const char *text, void *record)
{
    struct document node;
    struct value value = {.field = field, .type = field->type, .given = &node};
    if (!column_node(r->arena, field->type, text, &node)) {
        return false;
    }
    if (document_kind(&node) != DOCUMENT_NULL) {
        value_read(r, &value, (char *)record + field->offset);
    }
    return r->refused == 0 && !arena_failed(r->arena);
}

static bool read_field(struct reading *r, const struct shape *shape, const struct field *field,
                       const struct row_source *source, char *records)
{
    int column = source->column(source->rows, field->name);
    for (size_t row = 0; column >= 0 && row < source->count; row++) {
        const char *text = source->value(source->rows, row, column);
        if (text && !read_column(r, field, text, records + row * shape->size)) {
            return false;
        }
    }
    return true;
}

static char *cleared_records(const struct shape *shape, size_t count, struct arena *arena)
{
    bool any = count > 0 && count <= SIZE_MAX / shape->size;
    char *records = any ? arena_alloc(arena, count * shape->size) : NULL;
    for (size_t i = 0; records && i < count; i++) {
        shape_clear(shape, records + i * shape->size);
    }
    return records;
}

void *shape_read_rows(const struct shape *shape, const struct row_source *source, struct arena *arena,
                      const char **bad)
{
    struct reading reading = {.arena = arena, .trusted = true};
    char *records = cleared_records(shape, source->count, arena);
    *bad = NULL;
    for (const struct field *f = shape->fields; records && f->name; f++) {
        if (!read_field(&reading, shape, f, source, records)) {
            *bad = arena_failed(arena) ? NULL : f->name;
            return NULL;
        }
    }
    return records;
}
