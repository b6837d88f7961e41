/* SPDX-License-Identifier: MIT */
/* What the files of the shape engine share. */
#pragma once
#include "wire/document.h"
#include "wire/reading.h"
#include "wire/shape.h"

enum { FIELD_TYPES = FIELD_TEXTS + 1 };

/* A list member, whatever it is a list of: shape_list, integer_list, uuid_list and text_list lie alike. */
struct list {
    const void *at;
    size_t count;
};
struct list shape_list_at(const void *member);

static inline const void *shape_member(const struct field *field, const void *record)
{
    return (const char *)record + field->offset;
}

/* Whether the member holds something other than its "not given". */
bool shape_given(const struct field *, const void *record);
/* Bytes of a value of that type, as a member and as an item of a list. */
size_t shape_size(enum field_type);
bool shape_is_list(enum field_type);
/* What the items of a list type are; a list of records has FIELD_ONE. */
enum field_type shape_item_type(enum field_type);
/* Whether the field takes that code on input. */
bool shape_takes(const struct field *, unsigned code);
size_t shape_field_count(const struct shape *);
/* The field of that name, or NULL. */
const struct field *shape_field(const struct shape *, const char *name);

/* A value that is given, as JSON. */
void shape_write_value(const struct field *, const void *value, struct text *);

/* Reads an object's members into a record, which is cleared first. `place` is where the object stands. */
void shape_read_members(struct reading *, const struct shape *, const struct document *object,
                        const struct place *, void *out);
/* Refuses the record for want of the field, which is missed at `place`. */
void shape_require(struct reading *, const struct field *, const struct place *);
