/* SPDX-License-Identifier: MIT */
/*
 * Direct employment on record as unbroken stretches of days, before the start and after the qualification
 * (R2): overlapping spells once, adjoining ones together.
 */
#pragma once
#include "base/must.h"
#include "rules/facts.h"

/* Which spells are taken to count. A permanent children's post that is not disputed always does. */
struct reading {
    bool temporary; /* fixed-term posts */
    bool unsettled; /* what a person would have to settle: mixed posts, disputed spells, bank work */
};

struct stretch {
    struct date first, last;
};

/* On record, and direct employment in every reading that takes all in. */
bool stretch_direct(const struct spell *);
/* The first stretch that begins on or after a day; false where there is none. */
MUST_CHECK bool stretch_next(const struct facts *, struct reading, struct date from, struct stretch *out);
