/* SPDX-License-Identifier: MIT */
/*
 * The spells as one layer of COOL_OFF sees them: the national one, or one agreement's. What differs between
 * the layers (the period, and whom it concerns) is here; rules/cool_off.c says the same of both.
 */
#pragma once
#include "base/must.h"
#include "rules/ruleset.h"
#include "rules/spell.h"

struct view {
    const struct facts *facts;
    const struct ruleset *ruleset;
    const struct cool_off_terms *terms; /* NULL: the national layer */
    const struct spell *unconfirmed; /* what the worker said of the last post, if the record does not agree */
};

/* False where it is not laid down how long the period lasts for a start on that day. */
MUST_CHECK bool view_period(const struct view *, struct date start, struct period *out);
/* The worst of the recorded spells, for a start on that day. */
enum verdict view_verdict(const struct view *, const struct period *, struct date start);
/* The first day on which this layer would not breach: the given one, or a later. */
struct date view_earliest(const struct view *, struct date start);
/* Is the worker's own account to be settled in this layer? */
bool view_unconfirmed(const struct view *);
/* Of an agreement: is it in force on the start, and does it bind both ends? */
bool view_concerns(const struct view *);
