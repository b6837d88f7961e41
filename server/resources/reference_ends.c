/* SPDX-License-Identifier: MIT */
/*
 * How asking for a reference ends without one: whoever was asked declines, or whoever asked withdraws.
 */
#include "resources/reference.h"

static step_fn decline, declined, withdraw, withdrawn;

static const struct reference_act declines = {
    .parties = PARTY_WRITER,
    .status = REFERENCE_STATUS_ASKED,
    .others = "Whoever was asked for it declines.",
    .otherwise = "Nobody waits for this reference: it was answered, declined or withdrawn.",
};
static const struct reference_act withdraws = {
    .parties = PARTY_HOLDER,
    .status = REFERENCE_STATUS_ASKED,
    .others = "Whoever asked for it withdraws.",
    .otherwise = "This reference is not asked for: it was answered, declined or withdrawn.",
};

struct declined {
    unsigned reason;
};
static const struct field declined_fields[] = {
    CODE(struct declined, reason, decline_reason, REQUIRED, .about = "Why none is given",
         .example = "\"NOT_WORKED_HERE\""),
    {0},
};
static const struct shape declined_shape = SHAPE("reference_declined", struct declined, declined_fields);

static const enum fault end_faults[] = {FAULT_CONFLICT, FAULT_STALE_FACTS, FAULT_NONE};

const struct route reference_end_routes[] = {
    {.method = "POST",
     .path = "/v1/references/{id}/decline",
     .first = decline,
     .roles = MAY(OFFICER) | MAY(HR),
     .in = &declined_shape,
     .out = &reference_shape,
     .status = 200,
     .creates = true,
     .action = "reference.decline",
     .about = "Says why your authority gives no reference",
     .faults = end_faults},
    {.method = "POST",
     .path = "/v1/references/{id}/withdraw",
     .first = withdraw,
     .roles = MAY(OFFICER) | MAY(REQUESTER),
     .out = &reference_shape,
     .status = 200,
     .action = "reference.withdraw",
     .about = "No longer asks for a reference",
     .faults = end_faults},
    {0},
};

static enum flow decline(struct req *rq)
{
    return reference_ask(rq, declined);
}

static enum flow declined(struct req *rq)
{
    const struct declined *d = rq->in;
    enum flow refusal;
    const struct reference_held *was = reference_hold(rq, *STATE(rq, struct rows *), &declines, &refusal);
    if (was == NULL)
        return refusal;
    struct reference_record next = was->now;
    next.status = REFERENCE_STATUS_DECLINED;
    next.decline_reason = d->reason;
    return reference_go_on(rq, was, &next);
}

static enum flow withdraw(struct req *rq)
{
    return reference_ask(rq, withdrawn);
}

static enum flow withdrawn(struct req *rq)
{
    enum flow refusal;
    const struct reference_held *was = reference_hold(rq, *STATE(rq, struct rows *), &withdraws, &refusal);
    if (was == NULL)
        return refusal;
    struct reference_record next = was->now;
    next.status = REFERENCE_STATUS_WITHDRAWN;
    return reference_go_on(rq, was, &next);
}
