/* SPDX-License-Identifier: MIT */
/* R11: never in a check; for the task that comes up when the day is reached. */
#pragma once
#include "base/must.h"
#include "rules/ruleset.h"

/* The first day after so many whole weeks in the same role, of which `first` is the first day; false where
 * the ruleset does not say how many. */
MUST_CHECK bool equal_treatment_from(const struct ruleset *, struct date first, struct date *out);
