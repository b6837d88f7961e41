/* SPDX-License-Identifier: MIT */
/* What one spell of work means for one cooling-off period (R1). */
#pragma once
#include "rules/facts.h"

/* A cooling-off period as a layer defines it on one day. */
struct period {
    int32_t months;
    enum last_day_reading last_day;
    unsigned exceptions; /* bit set of 1u << enum exception */
};

/* On record, and a post whose end may start a cooling-off period. */
bool spell_counts(const struct spell *);
/* BREACH, REFER, EXEMPT or PASS, of a spell that counts and is in scope. */
enum verdict spell_verdict(const struct spell *, const struct period *, struct date start);
/* The first day after the period, of a spell that has ended. */
struct date spell_free_from(const struct spell *, const struct period *);
