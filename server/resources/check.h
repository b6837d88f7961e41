/* SPDX-License-Identifier: MIT */
/*
 * A check made: the rules' findings on a proposal, as they are shown, stored and relied on. Both eligibility
 * checks and placements make one.
 */
#pragma once
#include "resources/facts.h"

/* A finding as it is shown. */
struct finding_view {
    unsigned rule, layer, verdict, obligation;
    const char *reason;
    const char *basis, *to_do, *state;
    struct date earliest_start_date, due_by;
    int64_t comparable_pence, cap_pence, excess_pence;
    struct uuid agreement;
    const char *agreement_name;
    int32_t silent_authorities;
    int32_t have, need, required_days, on_record_days;
};
extern const struct shape finding_shape;
/* Of a breach: whether those whom the rule names have signed for it beforehand. */
bool check_signed_off(const struct finding_view *);

struct check_view {
    struct uuid id;
    const char *authority;
    const char *swe_number;
    struct date start_date;
    unsigned purpose;
    struct instant checked_at;
    const char *ruleset;
    bool advisory;
    unsigned outcome;
    struct date earliest_start_date;
    struct text_list not_checked;
    struct shape_list findings; /* struct finding_view */
    const char *facts_digest;
    const char *contest;
};
extern const struct shape check_shape;

/* What the request made, and what it relied on. */
struct check_made {
    struct check_view view;
    struct check check; /* as the rules gave it */
    struct facts facts;
    struct ruleset ruleset;
    struct facts_relied relied;
    const char *digest; /* of the facts, "\\x…" */
};

/* Findings as they are kept. */
const char *findings_json(struct req *, const struct shape_list *findings);

/* How somebody contests a finding or departs from a rule: the same words wherever findings are shown. */
extern const char check_contest[];

/* From facts that were asked for: false with *flow where the request is refused (facts_open). */
bool check_make(struct req *, const struct proposal *, const struct facts_asked *, unsigned rules,
                struct check_made *, enum flow *);
/* Adds to the batch what keeps the check: the caller's authority's, or the placement's that is asked again.
 */
void check_store(struct req *, const struct proposal *, const struct check_made *);
