/* SPDX-License-Identifier: MIT */
/*
 * A placement as it is shown and kept: the record that its submission and all that happens to it later share,
 * and what may be done with it in each status.
 */
#pragma once
#include "resources/check.h"

struct decision_view {
    const char *finding; /* "RULE/LAYER" */
    unsigned decision;
    const char *reason;
    struct uuid decided_by;
    struct instant decided_at;
};
extern const struct shape placement_decision_shape;

struct placement {
    struct uuid id;
    const char *reference;
    unsigned status;
    int32_t version;
    struct instant recorded_at;
    struct date end_date, equal_treatment_from;
    unsigned end_reason;
    int32_t notice_served_days;
    struct date rate_from;
    int64_t comparable_pence;
    unsigned engagement;
    struct proposal sent;
    struct uuid eligibility_check, recheck;
    unsigned outcome;
    struct shape_list findings;
    struct shape_list decisions; /* struct decision_view */
    struct text_list not_checked;
    struct text_list allowed_actions;
    const char *contest;
};

extern const struct shape placement_shape;     /* whole */
extern const struct shape placement_row_shape; /* in lists: without findings */
extern const struct shape placement_breach_shape;

enum placement_action {
    PLACEMENT_UPDATE,
    PLACEMENT_RATE,
    PLACEMENT_EXTENSION,
    PLACEMENT_DECISION,
    PLACEMENT_END,
    PLACEMENT_CONVERSION,
    PLACEMENT_ACTIONS
};

/*
 * One row of sql_placement_get, whole: NULL with *flow where there is none. Then what follows from the row:
 * the outcome of the findings that stand, and what may be done next.
 */
struct placement *placement_read(struct req *, const struct rows *, enum flow *);
void placement_complete(struct req *, struct placement *);
/* False with *flow, CONFLICT, where its status does not allow it. */
bool placement_may(struct req *, const struct placement *, enum placement_action, enum flow *);
/* Whether that last day would be an extension: later than was planned, and still to come. What has gone on
 * for longer is recorded as it was. */
bool placement_extends(const struct req *, const struct placement *, struct date last_day);
/* The status that the findings and the decisions make of it, whether it is a proposal or under way. */
enum placement_status placement_status_of(const struct placement *);
bool placement_decided(const struct placement *, const struct finding_view *);
/* Whether a person must decide on the finding: a REFER; in a placement that is REFERRED also a BREACH. */
bool placement_refers(const struct placement *, const struct finding_view *);

/* What the findings come to, those aside whose breach is signed off. */
enum outcome placement_unsigned(const struct shape_list *findings);
/*
 * Refuses for a breach: keeps the check and the answer, and says `detail`, and why those of the exceptions
 * that were named serve nothing (struct problem_error).
 */
enum flow placement_refuse(struct req *, const struct proposal *, const struct check_made *,
                           struct shape_list unserved, const char *detail);
/* The rate in the benchmark's coverage; INTEGER_NONE where it cannot be brought there. */
int64_t placement_comparable(const struct check_made *);
void placement_store_rate(struct req *, const struct placement *);
/* Adds what makes the row as the record says, from the version before it; `matched`: the caller's If-Match.
 */
void placement_move(struct req *, const struct placement *, bool matched);
/*
 * Opens the breach that a finding is, signed off or not, unless it is on record as such. What was not known
 * until the placement had begun is not held against the authority.
 */
void placement_store_breach(struct req *, const struct placement *, const struct finding *,
                            bool known_after_start);
