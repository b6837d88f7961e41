/* SPDX-License-Identifier: MIT */
/* The cooling-off periods that may run on a day, as the rules take them for a start today. */
#pragma once
#include "flow/req.h"
#include "rules/spell.h"

/* The national one, where it is laid down, then the agreements' that bind the caller. */
struct layer_period {
    enum layer layer;
    struct uuid agreement;
    const char *name;
    bool covers_own_authority;
    struct period period;
};
struct running_periods {
    struct rows *ruleset, *terms; /* as they were asked for */
    struct layer_period *all;
    size_t count;
};

/* Adds to the batch what running_periods_open reads. */
void running_periods_ask(struct req *, struct running_periods *);
void running_periods_open(struct req *, struct running_periods *);
/* The earliest last day whose national window is still open; DATE_NONE where none is laid down. */
struct date running_periods_national(const struct req *, const struct running_periods *);
/* "{a,b}" of the agreements, and of the earliest last day for each. */
void running_periods_agreed(struct req *, const struct running_periods *, const char **agreements,
                            const char **days);
