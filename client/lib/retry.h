/* SPDX-License-Identifier: MIT */
/* Whether a call is tried again, and when. Pure: the clock and the dice are arguments. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct retry_limits {
    int tries;           /* in total, the first included */
    int64_t patience_ms; /* from the first try's start to the last one's */
};

/* How the latest try went, and what was spent till then. */
struct attempt {
    int made; /* tries, this one included */
    int64_t spent_ms;
    bool lost;             /* no answer, and the way there may be open again soon */
    int status;            /* HTTP; 0 without an answer */
    bool retryable;        /* the problem says so */
    int64_t retry_after_s; /* 0: not said */
};

enum { RETRY_NO = -1 };

/*
 * Milliseconds to wait before the next try, or RETRY_NO. What Retry-After asks for, and a part by chance
 * (`dice` is any number) of a time that doubles: clients that failed together do not come back together.
 */
int64_t retry_wait(const struct retry_limits *, const struct attempt *, uint32_t dice);
