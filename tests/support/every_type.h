/* SPDX-License-Identifier: MIT */
/* A record with a field of every type: what the shape engine is tested and fuzzed with. */
#pragma once
#include "values/swe.h"
#include "wire/shape.h"

#include <string.h>

struct period {
    struct date start_date, end_date;
    int32_t days;
    const char *note;
};

struct every {
    struct uuid id;
    int64_t pay_pence;
    int32_t hours;
    bool agreed;
    const char *swe_number, *title;
    struct date start_date;
    struct instant at;
    struct uuid worker;
    unsigned job_type;
    struct code_set pay_types;
    struct shape_list periods;
    struct shape_one first;
    struct integer_list authorities;
    struct uuid_list ids;
    struct text_list names;
};

static bool as_swe(const char *text, size_t len, struct arena *arena, const char **out)
{
    char swe[SWE_SIZE];
    const char *copy = swe_normalise(text, len, swe) ? arena_copy(arena, swe, strlen(swe)) : NULL;
    if (!copy) {
        return false;
    }
    *out = copy;
    return true;
}

static const struct field period_fields[] = {
    FIELD(struct period, start_date, REQUIRED | OUT),
    FIELD(struct period, end_date, IN | OUT),
    FIELD(struct period, days, OUT),
    FIELD(struct period, note, IN | OUT),
    {0},
};
static const struct shape period_shape = SHAPE("period", struct period, period_fields);

static const struct field every_fields[] = {
    FIELD(struct every, id, OUT),
    FIELD(struct every, pay_pence, IN | OUT, .about = "What is paid, in pence."),
    FIELD(struct every, hours, IN | OUT, .min = 1, .max = 48),
    FIELD(struct every, agreed, IN | OUT),
    FIELD(struct every, swe_number, IN | OUT, .normalise = as_swe, .form = "a number like SW900123"),
    FIELD(struct every, title, IN | OUT, .min = 2, .max = 10),
    FIELD(struct every, start_date, REQUIRED | OUT, .about = "The first day."),
    FIELD(struct every, at, IN | OUT),
    FIELD(struct every, worker, IN | OUT),
    FIELD(struct every, job_type, IN | OUT, .codes = &job_type_codes),
    FIELD(struct every, pay_types, IN | OUT, .codes = &pay_type_codes, .codes_except = 1u << PAY_TYPE_ALL),
    FIELD(struct every, periods, IN | OUT | EVEN_EMPTY, .record = &period_shape),
    FIELD(struct every, first, IN | OUT, .record = &period_shape),
    FIELD(struct every, authorities, IN | OUT, .min = 100, .max = 999),
    FIELD(struct every, ids, IN | OUT),
    FIELD(struct every, names, IN | OUT),
    {0},
};
static const struct shape every_shape = SHAPE("every", struct every, every_fields);
