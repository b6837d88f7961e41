/* SPDX-License-Identifier: MIT */
/*
 * Pence that need not be whole, exactly. The whole part stands apart, so that sums of large amounts with
 * large denominators stay within int64_t, and an amount is compared without multiplying.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

/* whole + numerator / denominator, where 0 <= numerator < denominator. */
struct exact_pence {
    int64_t whole, numerator, denominator;
};

/* Of a quotient that is not negative. */
struct exact_pence exact_of(int64_t numerator, int64_t denominator);
/* a - b. The least common multiple of the denominators must fit. */
struct exact_pence exact_less(struct exact_pence a, struct exact_pence b);
bool exact_above(struct exact_pence, int64_t pence);
/* Half up. */
int64_t exact_round(struct exact_pence);
