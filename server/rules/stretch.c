/* SPDX-License-Identifier: MIT */
#include "rules/stretch.h"

bool stretch_direct(const struct spell *s)
{
    return !s->declared && s->basis != BASIS_AGENCY;
}

/* Who supplied a bank worker is not on record: at best it was direct, and never permanent. */
static bool counts(const struct spell *s, struct reading r)
{
    bool temporary = s->basis != BASIS_SUBSTANTIVE;
    bool unsettled = s->basis == BASIS_BANK || s->service == SERVICE_MIXED || s->disputed;
    return stretch_direct(s) && (r.temporary || !temporary) && (r.unsettled || !unsettled);
}

static struct date later(struct date a, struct date b)
{
    return date_before(a, b) ? b : a;
}

/* The spell's days that count, from a day on; false where there are none. One without a first day has none.
 */
static bool clipped(const struct facts *facts, const struct spell *s, struct date from, struct stretch *out)
{
    struct date before_start = date_add_days(facts->start_date, -1);
    struct date qualified = facts->qualified_on;
    bool runs = !date_given(s->last_day) || date_before(before_start, s->last_day);
    out->first = later(s->start_date, from);
    if (date_given(qualified)) {
        out->first = later(out->first, date_add_days(qualified, 1));
    }
    out->last = runs ? before_start : s->last_day;
    return date_given(s->start_date) && !date_before(out->last, out->first);
}

static bool earliest(const struct facts *facts, struct reading r, struct date from, struct stretch *out)
{
    struct stretch days;
    bool found = false;
    for (size_t i = 0; i < facts->spell_count; i++) {
        const struct spell *s = &facts->spells[i];
        if (counts(s, r) && clipped(facts, s, from, &days) &&
            (!found || date_before(days.first, out->first))) {
            *out = days;
            found = true;
        }
    }
    return found;
}

/* Does a spell go on where the stretch ends, or before? Then the stretch ends with it. */
static bool lengthen(const struct facts *facts, struct reading r, struct date from, struct stretch *out)
{
    struct stretch days;
    for (size_t i = 0; i < facts->spell_count; i++) {
        const struct spell *s = &facts->spells[i];
        if (counts(s, r) && clipped(facts, s, from, &days) && date_before(out->last, days.last) &&
            !date_before(date_add_days(out->last, 1), days.first)) {
            out->last = days.last;
            return true;
        }
    }
    return false;
}

bool stretch_next(const struct facts *facts, struct reading r, struct date from, struct stretch *out)
{
    bool found = earliest(facts, r, from, out);
    while (found && lengthen(facts, r, from, out)) {
    }
    return found;
}
