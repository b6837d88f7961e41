/* SPDX-License-Identifier: MIT */
#include "rules/suppression.h"

static bool limits_hold(const struct suppression_limits *l)
{
    return l->min_placements > 0 && l->min_placements_quartiles > 0 && l->min_other_authorities > 0 &&
           l->round_to_pence > 0;
}

/* The contributor to take away is the largest: every other leaves more. */
static bool enough(const struct cell *c, const struct suppression_limits *l)
{
    return c->placements - c->largest >= l->min_placements && c->authorities - 1 >= l->min_other_authorities;
}

/* The only suppressed cell that holds anything, or NULL where there are none or several. */
static const struct cell *only_suppressed(const struct cell *cells, size_t count)
{
    const struct cell *only = NULL;
    for (size_t i = 0; i < count; i++) {
        if (cells[i].shown || cells[i].placements == 0) {
            continue;
        }
        if (only) {
            return NULL;
        }
        only = &cells[i];
    }
    return only;
}

static struct cell *smallest_shown(struct cell *cells, size_t count)
{
    struct cell *smallest = NULL;
    for (size_t i = 0; i < count; i++) {
        if (cells[i].shown && (!smallest || cells[i].placements < smallest->placements)) {
            smallest = &cells[i];
        }
    }
    return smallest;
}

/* A total less the shown cells would give a single suppressed one away. */
static void complement(struct cell *cells, size_t count)
{
    struct cell *with = smallest_shown(cells, count);
    if (with && only_suppressed(cells, count)) {
        with->shown = false;
    }
}

/* Half up; pence are not negative. */
static int64_t rounded(bool shown, double pence, int64_t to)
{
    return shown ? (int64_t)(pence / (double)to + 0.5) * to : 0;
}

static void fill(struct cell *c, const struct suppression_limits *l)
{
    c->quartiles_shown = c->shown && c->placements >= l->min_placements_quartiles;
    c->over_cap_shown = c->shown && c->over_cap >= l->min_placements;
    c->median_pence = rounded(c->shown, c->median, l->round_to_pence);
    c->lower_quartile_pence = rounded(c->quartiles_shown, c->lower_quartile, l->round_to_pence);
    c->upper_quartile_pence = rounded(c->quartiles_shown, c->upper_quartile, l->round_to_pence);
}

void suppress(struct cell *cells, size_t count, const struct suppression_limits *limits)
{
    bool hold = limits_hold(limits);
    for (size_t i = 0; i < count; i++) {
        cells[i].shown = hold && enough(&cells[i], limits);
    }
    complement(cells, count);
    for (size_t i = 0; i < count; i++) {
        fill(&cells[i], limits);
    }
}
