/* SPDX-License-Identifier: MIT */
/*
 * Leaving an agreement. The leavers of whoever leaves stay bound for the periods that had begun: what bound
 * them was on record for their last day, and stays so. Where no other membership goes on, the authority has
 * left: from the day after, its people read for as long as the ruleset says and write no more, but for
 * corrections of what others rest on and for taking access away (begin_as). Signing again ends that.
 */
#include "base/random.h"
#include "flow/req.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"
#include "resources/sweep.h"

#include <string.h>

static step_fn end, end_done;

struct ending {
    struct date to;
};
static const struct field ending_fields[] = {
    FIELD(struct ending, to, REQUIRED, .about = "Last day as a signatory", .example = "\"2027-03-31\""),
    {0},
};
static const struct shape ending_shape = SHAPE("membership_end", struct ending, ending_fields);

struct ended {
    struct uuid id, agreement;
    const char *lead_region, *authority;
    int32_t authority_id;
    struct date from, to, sharing_agreement_signed_on;
    int32_t phase;
    bool leaves;
    struct date left_on, reads_until;
};
/* Without use: read, and not shown. */
static const struct field ended_fields[] = {
    FIELD(struct ended, id, ALWAYS, .about = "The membership's id, as it stands from now on"),
    FIELD(struct ended, agreement, ALWAYS),
    FIELD(struct ended, lead_region, 0),
    FIELD(struct ended, authority, ALWAYS, .about = "Who leaves: a DfE code"),
    FIELD(struct ended, authority_id, 0),
    FIELD(struct ended, from, OUT, .about = "First day as a signatory"),
    FIELD(struct ended, to, OUT, .about = "Last day as a signatory"),
    FIELD(struct ended, sharing_agreement_signed_on, OUT),
    FIELD(struct ended, phase, OUT),
    FIELD(struct ended, leaves, ALWAYS, .about = "Whether no membership of any agreement goes on"),
    FIELD(struct ended, left_on, OUT, .about = "Then: the last day of the last of them"),
    FIELD(struct ended, reads_until, OUT, .about = "Then: the last day on which its people may read"),
    {0},
};
static const struct shape ended_shape = SHAPE("membership_ended", struct ended, ended_fields);

static const enum fault end_faults[] = {FAULT_CONFLICT, FAULT_STALE_RULES, FAULT_NONE};

const struct route membership_routes[] = {
    {.method = "POST",
     .path = "/v1/memberships/{id}/end",
     .first = end,
     .roles = MAY(REGION_ADMIN),
     .in = &ending_shape,
     .out = &ended_shape,
     .status = 200,
     .creates = true,
     .action = "membership.end",
     .about = "Ends a membership after a last day; its leavers stay bound for the periods that had begun",
     .faults = end_faults},
    {0},
};

static enum flow end(struct req *rq)
{
    const struct ending *want = rq->in;
    *STATE(rq, struct rows *) = sql_membership_get(rq->batch, rq->id, want->to);
    return await(rq, end_done);
}

static bool leads(const struct req *rq, const struct ended *membership)
{
    return membership != NULL && rq->who.region != NULL &&
           strcmp(membership->lead_region, rq->who.region) == 0;
}

static void record_departure(struct req *rq, const struct ended *ended)
{
    sql_departure_end(rq->batch, ended->authority_id, rq->now);
    if (ended->leaves)
        sql_departure_add(rq->batch, random_uuid(), ended->authority_id, ended->lead_region, ended->left_on,
                          ended->reads_until, rq->now);
}

static enum flow end_done(struct req *rq)
{
    const struct ending *want = rq->in;
    const struct ended *membership = row_of(rq, *STATE(rq, struct rows *), &ended_shape);
    if (!leads(rq, membership))
        return fail(rq, FAULT_NOT_FOUND, NULL);
    if (date_before(want->to, membership->from))
        return fail_field(rq, FAULT_INVALID, "/to", "out_of_range", "The last day is before the first.");
    struct ended ended = *membership;
    ended.id = random_uuid();
    ended.to = want->to;
    if (!ended.leaves)
        ended.left_on = ended.reads_until = DATE_NONE;
    promise(rq, &ended, "membership", ended.id);
    sql_membership_end(rq->batch, rq->id, ended.id, want->to, rq->now);
    sql_membership_phases_follow(rq->batch, rq->id, ended.id);
    sql_membership_leaves(rq->batch, ended.id, ended.leaves);
    sweep_membership(rq, rq->id, date_add_days(want->to, 1), DATE_NONE);
    record_departure(rq, &ended);
    return settle(rq);
}
