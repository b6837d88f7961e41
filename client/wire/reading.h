/* SPDX-License-Identifier: MIT */
/* One reading of a record from outside: where it stands, and what it has found wrong. */
#pragma once
#include "wire/arena.h"
#include "wire/problem.h"

#include <stdbool.h>
#include <stddef.h>

/* A caller's text is never repeated beyond this. */
enum { ECHO_MAX = 64 };
/* Who sent as many mistakes as this reads no further ones. */
enum { READING_ERRORS_MAX = 64 };

/* A chain from a value up to the whole: "/periods/2/start_date" is three places, each on its reader's stack.
 */
struct place {
    const struct place *above; /* NULL: a member of the top */
    const char *name;          /* NULL: an item */
    size_t index;
};

struct reading {
    struct arena *arena;
    bool
        trusted; /* what was checked when it was stored: limits and forms do not apply, nobody reads errors */
    bool by_name; /* places are told as a query parameter's name, not as a JSON Pointer */
    struct problem_error *errors;
    size_t refused; /* how many values were; errors has the first READING_ERRORS_MAX of them */
};

/* Notes that the value at `place` (NULL: the whole) is refused; the format makes a sentence. */
void reading_refuse(struct reading *, const struct place *, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Nothing more would be noted. */
bool reading_full(const struct reading *);
/* A text as it may be shown: cut, and with '?' for whatever is a control or is not UTF-8. Never NULL. */
const char *reading_echo(struct reading *, const char *text, size_t len);
/* What the reading comes to: FAULT_NONE, `refused`, or FAULT_INTERNAL when memory ran out. Fills *problem
 * unless FAULT_NONE. */
enum fault reading_end(const struct reading *, enum fault refused, struct problem *)
    __attribute__((warn_unused_result));
