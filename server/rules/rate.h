/* SPDX-License-Identifier: MIT */
/* A rate of pay brought to what a cap covers (R4), in exact arithmetic. */
#pragma once
#include "base/must.h"
#include "rules/exact.h"
#include "rules/ruleset.h"

/*
 * In pence an hour. False where there is no way from one coverage to the other, or where hours, a parameter
 * or the fees are missing; `reason` (a clause without a full stop) says which then, and is written only then.
 */
MUST_CHECK bool rate_to_coverage(const struct rate *, enum coverage, const struct ruleset *, struct date on,
                                 struct exact_pence *out, const char **reason);
