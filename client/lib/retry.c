/* SPDX-License-Identifier: MIT */
#include "retry.h"

#include <stddef.h>

static const int64_t first_ms = 100, longest_ms = 5000;
static const int always[] = {429, 502, 503, 504};
static const int when_told[] = {409};

static bool is_among(int status, const int *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == status) {
            return true;
        }
    }
    return false;
}

static bool is_worth_it(const struct attempt *a)
{
    return a->lost || is_among(a->status, always, sizeof always / sizeof *always) ||
           (a->retryable && is_among(a->status, when_told, sizeof when_told / sizeof *when_told));
}

/* Up to 100 ms before the second try, 200 before the third, … and never over five seconds. */
static int64_t by_chance(int made, uint32_t dice)
{
    int64_t longest = first_ms;
    for (int i = 1; i < made && longest < longest_ms; i++) {
        longest *= 2;
    }
    return dice % ((longest < longest_ms ? longest : longest_ms) + 1);
}

int64_t retry_wait(const struct retry_limits *limits, const struct attempt *a, uint32_t dice)
{
    if (!is_worth_it(a) || a->made >= limits->tries || a->retry_after_s > limits->patience_ms / 1000) {
        return RETRY_NO;
    }
    int64_t wait = a->retry_after_s * 1000 + by_chance(a->made, dice);
    return a->spent_ms + wait < limits->patience_ms ? wait : RETRY_NO;
}
