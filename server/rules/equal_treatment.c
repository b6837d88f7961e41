/* SPDX-License-Identifier: MIT */
#include "rules/equal_treatment.h"

/* Ten years; keeps the date within the years that dates have. */
enum { WEEKS_MAX = 520 };

bool equal_treatment_from(const struct ruleset *ruleset, struct date first, struct date *out)
{
    int64_t weeks;
    if (!ruleset_integer(ruleset, PARAMETER_equal_treatment_weeks, first, &weeks) || weeks < 0 ||
        weeks > WEEKS_MAX) {
        return false;
    }
    *out = date_add_days(first, 7 * (int)weeks);
    return true;
}
