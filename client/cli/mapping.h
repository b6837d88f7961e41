/* SPDX-License-Identifier: MIT */
/*
 * Which column of an authority's own file is which member, and what its values mean: an ini file that the
 * authority keeps. Columns that it does not name are not looked at.
 *
 *     [columns]
 *     swe_number = SWE registration
 *     leaving_reason = Reason
 *
 *     [leaving_reason]
 *     Voluntary resignation = RESIGNED
 */
#pragma once
#include "input.h"
#include "sheet.h"

enum { MAPPING_INPUTS_MAX = 16 };
static const size_t mapping_nowhere = (size_t)-1;

struct mapping_value {
    size_t input;
    const char *from, *to;
};

struct mapping {
    struct arena *arena;
    const struct input *inputs; /* the members that there are; ends with a nameless one */
    const char *columns[MAPPING_INPUTS_MAX];
    size_t places[MAPPING_INPUTS_MAX]; /* in the sheet, or mapping_nowhere */
    struct mapping_value *values;
    size_t value_count, value_cap;
    const char *wrong;
};

/* False, with a complaint made. */
bool mapping_read(struct arena *, const char *path, const struct input *inputs, struct mapping *out)
    __attribute__((warn_unused_result));
/* Finds the columns. False, with a complaint for each that is not there. */
bool mapping_place(struct mapping *, const struct sheet *) __attribute__((warn_unused_result));
/* What the row says of the nth input, in the words of the service; "" where it says nothing. */
const char *mapping_value(const struct mapping *, const struct sheet_row *, size_t nth);
