/* SPDX-License-Identifier: MIT */
#include "rules/conversion_fee.h"

/* Ten years; keeps the dates within the years that dates have. */
enum { WEEKS_MAX = 520, DAYS_MAX = 7 * WEEKS_MAX };

struct window {
    int64_t from_first, from_last; /* weeks */
    int64_t gap_resets;            /* days */
};

static bool within(int64_t value, int64_t most)
{
    return value >= 0 && value <= most;
}

static bool window_on(const struct ruleset *ruleset, struct date on, struct window *out)
{
    return ruleset_integer(ruleset, PARAMETER_conversion_from_first_day, on, &out->from_first) &&
           ruleset_integer(ruleset, PARAMETER_conversion_from_last_day, on, &out->from_last) &&
           ruleset_integer(ruleset, PARAMETER_conversion_gap_resets, on, &out->gap_resets) &&
           within(out->from_first, WEEKS_MAX) && within(out->from_last, WEEKS_MAX) &&
           within(out->gap_resets, DAYS_MAX);
}

static struct date later(struct date a, struct date b)
{
    return date_before(a, b) ? b : a;
}

static struct date last_of(const struct supply *s, size_t count)
{
    struct date last = s[0].last;
    for (size_t i = 1; i < count; i++) {
        last = later(last, s[i].last);
    }
    return last;
}

/* A gap of more days than that begins anew. */
static struct date first_of(const struct supply *s, size_t count, int64_t gap_resets)
{
    struct supply run = s[0];
    for (size_t i = 1; i < count; i++) {
        int64_t gap = (int64_t)s[i].first.day - run.last.day - 1;
        run = gap > gap_resets ? s[i] : (struct supply){run.first, later(run.last, s[i].last)};
    }
    return run.first;
}

/* The first day is a day of its weeks; the weeks from the last begin the day after. */
bool conversion_fee_window(const struct ruleset *ruleset, const struct supply *supplies, size_t count,
                           struct date *out)
{
    struct window w;
    if (count == 0 || !window_on(ruleset, last_of(supplies, count), &w)) {
        return false;
    }
    struct date first = first_of(supplies, count, w.gap_resets);
    *out = later(date_add_days(first, 7 * (int)w.from_first - 1),
                 date_add_days(last_of(supplies, count), 7 * (int)w.from_last));
    return true;
}
