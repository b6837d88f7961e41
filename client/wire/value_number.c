/* SPDX-License-Identifier: MIT */
#include "wire/value_inside.h"

#include <inttypes.h>

/* What a field without limits of its own takes; the least is 0. */
static const int64_t integer_max = 1000000000;

/* The lowest value of each type is its "not given" and never a value. */
static struct limits type_limits(enum field_type type)
{
    return type == FIELD_INTEGER32 ? (struct limits){INT32_MIN + 1, INT32_MAX}
                                   : (struct limits){INT64_MIN + 1, INT64_MAX};
}

struct limits value_number_limits(const struct field *field, enum field_type type)
{
    struct limits of_type = type_limits(type), limits = {field->min, field->max};
    if (limits.min == 0 && limits.max == 0) {
        limits.max = integer_max;
    }
    limits.min = limits.min > of_type.min ? limits.min : of_type.min;
    limits.max = limits.max < of_type.max ? limits.max : of_type.max;
    return limits;
}

/* A number of the field's range, or false once it has been refused. */
static bool integer_of(struct reading *r, const struct value *v, int64_t *out)
{
    struct limits limits = r->trusted ? type_limits(v->type) : value_number_limits(v->field, v->type);
    int64_t number = 0;
    document_integer(v->given, &number);
    if (number < limits.min || number > limits.max) {
        reading_refuse(r, v->place, "out_of_range", "%" PRId64 " is not between %" PRId64 " and %" PRId64 ".",
                       number, limits.min, limits.max);
        return false;
    }
    *out = number;
    return true;
}

void value_read_integer(struct reading *r, const struct value *v, void *member)
{
    integer_of(r, v, member);
}

void value_read_integer32(struct reading *r, const struct value *v, void *member)
{
    int64_t number;
    if (integer_of(r, v, &number)) {
        *(int32_t *)member = (int32_t)number;
    }
}

void value_read_bool(struct reading *r, const struct value *v, void *member)
{
    (void)r;
    *(bool *)member = document_bool(v->given);
}
