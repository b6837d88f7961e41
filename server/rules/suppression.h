/* SPDX-License-Identifier: MIT */
/*
 * Which cells of a benchmark may be shown. A cell is shown only if, after any one contributor is taken away,
 * enough placements of enough other authorities remain; where a single cell of a table is suppressed, the
 * smallest of the shown ones goes with it, so that no total gives it away.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct suppression_limits { /* benchmark_* parameters of the ruleset */
    int64_t min_placements, min_placements_quartiles, min_other_authorities, round_to_pence;
};

struct cell {
    int64_t placements, authorities;
    int64_t largest;                               /* placements of the authority with most of them */
    double lower_quartile, median, upper_quartile; /* R-7, unrounded pence */
    int64_t over_cap;                              /* -1: no cap */
    /* Set by suppress(): */
    bool shown, quartiles_shown, over_cap_shown;
    int64_t lower_quartile_pence, median_pence, upper_quartile_pence;
};

/*
 * The cells must be all those of one table, whatever the caller asked to see of it. Limits that are not above
 * zero show nothing.
 */
void suppress(struct cell *, size_t count, const struct suppression_limits *);
