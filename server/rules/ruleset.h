/* SPDX-License-Identifier: MIT */
/* Reading parameters of a ruleset: dated rows, looked up by a name from one list. */
#pragma once
#include "base/must.h"
#include "rules/facts.h"

#define PARAMETERS(X)                        \
    X(cool_off_months)                       \
    X(cool_off_last_day)                     \
    X(experience_years)                      \
    X(experience_requires_permanent)         \
    X(references_required)                   \
    X(references_trigger)                    \
    X(notice_days_max)                       \
    X(transition_end)                        \
    X(caps_in_force)                         \
    X(equal_treatment_weeks)                 \
    X(conversion_from_first_day)             \
    X(conversion_from_last_day)              \
    X(conversion_gap_resets)                 \
    X(paye_holiday_basis_points)             \
    X(paye_employer_ni_basis_points)         \
    X(paye_employer_ni_weekly_threshold)     \
    X(paye_apprenticeship_levy_basis_points) \
    X(benchmark_min_placements_median)       \
    X(benchmark_min_placements_quartiles)    \
    X(benchmark_min_other_authorities)       \
    X(benchmark_round_to)                    \
    X(reference_turnaround_days)             \
    X(review_do_not_place_months)            \
    X(dispute_due_months)

#define PARAMETER_ENUMERATOR(name) PARAMETER_##name,
enum parameter_name { PARAMETERS(PARAMETER_ENUMERATOR) PARAMETER_COUNT };

/* The day whose parameters test a placement: its start, or the rules' first day where it began before them.
 */
struct date ruleset_day(const struct ruleset *, struct date start);
/* The value on that day; false or NULL where none is, or where it is not of the kind asked for. */
MUST_CHECK bool ruleset_integer(const struct ruleset *, enum parameter_name, struct date on, int64_t *out);
MUST_CHECK const char *ruleset_text(const struct ruleset *, enum parameter_name, struct date on);
/* A date that is itself a parameter (the transition's end, the caps' first day): not looked up by day. */
MUST_CHECK bool ruleset_date(const struct ruleset *, enum parameter_name, struct date *out);
