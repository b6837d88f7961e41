/* SPDX-License-Identifier: MIT */
/* R10: never in a check; for the record of a conversion. A framework may be kinder. */
#pragma once
#include "base/must.h"
#include "rules/ruleset.h"

/* Days on which a supplier supplied the worker to the authority, without a day between. */
struct supply {
    struct date first, last;
};

/*
 * The last permanent start for which a fee may be charged, of supplies in the order of their first days.
 * False where there is none, or where the ruleset does not say how long the window is on the last day of
 * supply.
 */
MUST_CHECK bool conversion_fee_window(const struct ruleset *, const struct supply *, size_t count,
                                      struct date *out);
