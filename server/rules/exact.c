/* SPDX-License-Identifier: MIT */
#include "rules/exact.h"

struct exact_pence exact_of(int64_t numerator, int64_t denominator)
{
    return (struct exact_pence){numerator / denominator, numerator % denominator, denominator};
}

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

struct exact_pence exact_less(struct exact_pence a, struct exact_pence b)
{
    int64_t divisor = common_divisor(a.denominator, b.denominator);
    int64_t times_a = b.denominator / divisor, times_b = a.denominator / divisor;
    struct exact_pence d = {
        .whole = a.whole - b.whole,
        .numerator = a.numerator * times_a - b.numerator * times_b,
        .denominator = a.denominator * times_a,
    };
    if (d.numerator < 0) {
        d.whole--;
        d.numerator += d.denominator;
    }
    return d;
}

bool exact_above(struct exact_pence p, int64_t pence)
{
    return p.whole > pence || (p.whole == pence && p.numerator > 0);
}

int64_t exact_round(struct exact_pence p)
{
    return p.whole + (p.numerator >= p.denominator - p.numerator ? 1 : 0);
}
