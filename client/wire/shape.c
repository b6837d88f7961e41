/* SPDX-License-Identifier: MIT */
#include "wire/shape_inside.h"

#include <string.h>

/* The lists are read and written through `struct list`. */
#define LIES_AS_LIST(S)                                                             \
    _Static_assert(sizeof(struct S) == sizeof(struct list) &&                       \
                       offsetof(struct S, count) == offsetof(struct list, count) && \
                       sizeof(((struct S *)0)->at) == sizeof(const void *),         \
                   #S " lies as struct list")
LIES_AS_LIST(shape_list);
LIES_AS_LIST(integer_list);
LIES_AS_LIST(uuid_list);
LIES_AS_LIST(text_list);

static const struct values_none {
    int64_t integer;
    int32_t integer32;
    bool no;
    const char *text;
    struct date date;
    struct instant instant;
    struct uuid uuid;
    unsigned code;
    struct code_set code_set;
    struct list list;
    struct shape_one one;
} none = {
    .integer = INTEGER_NONE,
    .integer32 = INTEGER32_NONE,
    .date = {INT32_MIN},
    .instant = {INT64_MIN},
};

/* Of each type: how "not given" lies in memory. */
static const struct {
    const void *none;
    size_t size;
} kinds[FIELD_TYPES] = {
#define KIND(member)                     \
    {                                    \
        &none.member, sizeof none.member \
    }
    [FIELD_INTEGER] = KIND(integer),   [FIELD_INTEGER32] = KIND(integer32),
    [FIELD_BOOL] = KIND(no),           [FIELD_TEXT] = KIND(text),
    [FIELD_DATE] = KIND(date),         [FIELD_INSTANT] = KIND(instant),
    [FIELD_UUID] = KIND(uuid),         [FIELD_CODE] = KIND(code),
    [FIELD_CODE_SET] = KIND(code_set), [FIELD_LIST] = KIND(list),
    [FIELD_ONE] = KIND(one),           [FIELD_INTEGERS] = KIND(list),
    [FIELD_UUIDS] = KIND(list),        [FIELD_TEXTS] = KIND(list),
};

struct list shape_list_at(const void *member)
{
    struct list list;
    memcpy(&list, member, sizeof list);
    return list;
}

void shape_clear(const struct shape *shape, void *out)
{
    for (const struct field *f = shape->fields; f->name; f++) {
        memcpy((char *)out + f->offset, kinds[f->type].none, kinds[f->type].size);
    }
}

/* A list is empty by its count, wherever it points. */
bool shape_given(const struct field *field, const void *record)
{
    const void *member = shape_member(field, record);
    if (field->type == FIELD_BOOL) {
        return true;
    }
    if (kinds[field->type].none == &none.list) {
        return shape_list_at(member).count > 0;
    }
    return memcmp(member, kinds[field->type].none, kinds[field->type].size) != 0;
}

size_t shape_size(enum field_type type)
{
    return kinds[type].size;
}

enum field_type shape_item_type(enum field_type type)
{
    static const enum field_type items[FIELD_TYPES] = {
        [FIELD_CODE_SET] = FIELD_CODE, [FIELD_LIST] = FIELD_ONE,   [FIELD_INTEGERS] = FIELD_INTEGER32,
        [FIELD_UUIDS] = FIELD_UUID,    [FIELD_TEXTS] = FIELD_TEXT,
    };
    return items[type];
}

bool shape_is_list(enum field_type type)
{
    return kinds[type].none == &none.list || type == FIELD_CODE_SET;
}

bool shape_takes(const struct field *field, unsigned code)
{
    return code > 0 && code <= field->codes->count && !(field->codes_except & shape_code_bit(code));
}

const struct field *shape_field(const struct shape *shape, const char *name)
{
    const struct field *f = shape->fields;
    while (f->name && strcmp(f->name, name) != 0) {
        f++;
    }
    return f->name ? f : NULL;
}

static bool is_named(const char *name, struct text_list names)
{
    for (size_t i = 0; i < names.count; i++) {
        if (strcmp(names.at[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_members(const struct shape *shape, struct text_list names, const char **unknown)
{
    *unknown = NULL;
    for (size_t i = 0; i < names.count; i++) {
        const struct field *f = shape_field(shape, names.at[i]);
        if (!f || !(f->use & FIELD_OUT)) {
            *unknown = names.at[i];
            return false;
        }
    }
    return true;
}

size_t shape_field_count(const struct shape *shape)
{
    size_t count = 0;
    while (shape->fields[count].name) {
        count++;
    }
    return count;
}

/* A shape with room for all fields of another. */
static struct shape *shape_like(const struct shape *shape, struct arena *arena, struct field **fields)
{
    struct shape *like = arena_alloc(arena, sizeof *like);
    *fields = like ? arena_alloc(arena, (shape_field_count(shape) + 1) * sizeof **fields) : NULL;
    if (!*fields) {
        return NULL;
    }
    *like = (struct shape){shape->name, shape->size, *fields};
    return like;
}

const struct shape *shape_pick(const struct shape *shape, struct text_list names, struct arena *arena,
                               const char **unknown)
{
    struct field *fields;
    struct shape *picked = has_members(shape, names, unknown) ? shape_like(shape, arena, &fields) : NULL;
    for (const struct field *f = shape->fields; picked && f->name; f++) {
        if (is_named(f->name, names)) {
            *fields++ = *f;
        }
    }
    return picked;
}

const struct shape *shape_with(const struct shape *shape, const struct field *field,
                               const struct shape *record, struct arena *arena)
{
    struct field *fields;
    struct shape *with = shape_like(shape, arena, &fields);
    if (with) {
        memcpy(fields, shape->fields, shape_field_count(shape) * sizeof *fields);
        fields[field - shape->fields].record = record;
    }
    return with;
}
