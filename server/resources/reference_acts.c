/* SPDX-License-Identifier: MIT */
/*
 * What happens to a reference once it was given: its holder verifies it; who wrote it shares it with the
 * worker, and records what the worker says of it; either records that the worker disputes it. Each is a later
 * version.
 */
#include "resources/reference.h"

static step_fn share, shared, comment, commented, dispute, disputed, verify, verified;

static const char not_there[] = "There is no reference yet: it was not answered.";
static const struct reference_act writes_on = {
    .parties = PARTY_WRITER,
    .status = REFERENCE_STATUS_ANSWERED,
    .others = "Whoever gave the reference shares it with the worker.",
    .otherwise = not_there,
};
static const struct reference_act disputes = {
    .parties = PARTY_HOLDER | PARTY_WRITER,
    .status = REFERENCE_STATUS_ANSWERED,
    .otherwise = not_there,
};
static const struct reference_act verifies = {
    .parties = PARTY_HOLDER,
    .status = REFERENCE_STATUS_ANSWERED,
    .others = "Whoever holds a reference verifies it.",
    .otherwise = not_there,
};

struct day {
    struct date on;
};
static const struct field shared_fields[] = {
    FIELD(struct day, on, REQUIRED, .about = "The day on which the worker was shown it",
          .example = "\"2026-09-11\""),
    {0},
};
static const struct shape shared_shape = SHAPE("reference_shared", struct day, shared_fields);

struct comments {
    const char *comments;
};
static const struct field comments_fields[] = {
    FIELD(struct comments, comments, REQUIRED, .max = 4000,
          .about = "What the worker says of it, in the worker's words", .example = "\"I agree with it\""),
    {0},
};
static const struct shape comments_shape = SHAPE("reference_comments", struct comments, comments_fields);

struct disputed {
    bool disputed;
};
static const struct field disputed_fields[] = {
    FIELD(struct disputed, disputed, REQUIRED,
          .about = "True: the worker disputes it; false: that is settled, as somebody else records than who "
                   "recorded the dispute",
          .example = "true"),
    {0},
};
static const struct shape disputed_shape = SHAPE("reference_disputed", struct disputed, disputed_fields);

struct verified {
    struct date on;
    const char *how;
};
static const struct field verified_fields[] = {
    FIELD(struct verified, on, REQUIRED, .about = "The day on which you made sure that it is genuine",
          .example = "\"2026-09-14\""),
    FIELD(struct verified, how, REQUIRED, .max = 500, .about = "How",
          .example = "\"A call to the council's switchboard\""),
    {0},
};
static const struct shape verified_shape = SHAPE("reference_verified", struct verified, verified_fields);

#define KEEPERS (MAY(OFFICER) | MAY(HR))

static const enum fault act_faults[] = {FAULT_CONFLICT, FAULT_STALE_FACTS, FAULT_NONE};

const struct route reference_act_routes[] = {
    {.method = "POST",
     .path = "/v1/references/{id}/share",
     .first = share,
     .roles = KEEPERS,
     .in = &shared_shape,
     .out = &reference_shape,
     .status = 200,
     .creates = true,
     .action = "reference.share",
     .about = "Records that the worker was shown the reference",
     .faults = act_faults},
    {.method = "POST",
     .path = "/v1/references/{id}/comments",
     .first = comment,
     .roles = KEEPERS,
     .in = &comments_shape,
     .out = &reference_shape,
     .status = 200,
     .creates = true,
     .action = "reference.comment",
     .about = "Records what the worker says of the reference, in place of what was said before",
     .faults = act_faults},
    {.method = "POST",
     .path = "/v1/references/{id}/dispute",
     .first = dispute,
     .roles = KEEPERS,
     .in = &disputed_shape,
     .out = &reference_shape,
     .status = 200,
     .creates = true,
     .action = "reference.dispute",
     .about =
         "Records that the worker disputes the reference, so that it counts as not verified, or that this is "
         "settled",
     .faults = act_faults},
    {.method = "POST",
     .path = "/v1/references/{id}/verify",
     .first = verify,
     .roles = KEEPERS,
     .in = &verified_shape,
     .out = &reference_shape,
     .status = 200,
     .creates = true,
     .action = "reference.verify",
     .about = "Records that you made sure that a reference is genuine",
     .faults = act_faults},
    {0},
};

static const struct reference_held *held(struct req *rq, const struct reference_act *act, enum flow *flow)
{
    return reference_hold(rq, *STATE(rq, struct rows *), act, flow);
}

static enum flow share(struct req *rq)
{
    const struct day *day = rq->in;
    reference_complain_of_day(rq, day->on, "/on");
    return complained(rq) ? fail_complained(rq) : reference_ask(rq, shared);
}

static enum flow shared(struct req *rq)
{
    const struct day *day = rq->in;
    enum flow refusal;
    const struct reference_held *was = held(rq, &writes_on, &refusal);
    if (was == NULL)
        return refusal;
    if (date_given(was->now.shared_with_worker_on))
        return fail(rq, FAULT_CONFLICT, "The worker was shown this reference already.");
    if (date_before(day->on, was->now.dated))
        return fail_field(rq, FAULT_INVALID, "/on", "out_of_range", "The reference was written later.");
    struct reference_record next = was->now;
    next.shared_with_worker_on = day->on;
    return reference_go_on(rq, was, &next);
}

static enum flow comment(struct req *rq)
{
    return reference_ask(rq, commented);
}

static enum flow commented(struct req *rq)
{
    const struct comments *c = rq->in;
    enum flow refusal;
    const struct reference_held *was = held(rq, &writes_on, &refusal);
    if (was == NULL)
        return refusal;
    if (!date_given(was->now.shared_with_worker_on))
        return fail(rq, FAULT_CONFLICT, "The worker comments on what was shared: record that first.");
    struct reference_record next = was->now;
    next.worker_comments = c->comments;
    return reference_go_on(rq, was, &next);
}

static enum flow dispute(struct req *rq)
{
    return reference_ask(rq, disputed);
}

static enum flow disputed(struct req *rq)
{
    const struct disputed *d = rq->in;
    enum flow refusal;
    const struct reference_held *was = held(rq, &disputes, &refusal);
    if (was == NULL)
        return refusal;
    if (was->now.disputed == d->disputed)
        return fail(rq, FAULT_CONFLICT,
                    d->disputed ? "This reference is disputed already." : "This reference is not disputed.");
    if (!d->disputed && uuid_equal(was->disputed_by, rq->who.principal))
        return fail(rq, FAULT_FORBIDDEN, "Somebody other than who recorded the dispute settles it.");
    struct reference_record next = was->now;
    next.disputed = d->disputed;
    return reference_go_on(rq, was, &next);
}

static enum flow verify(struct req *rq)
{
    const struct verified *v = rq->in;
    reference_complain_of_day(rq, v->on, "/on");
    return complained(rq) ? fail_complained(rq) : reference_ask(rq, verified);
}

static enum flow verified(struct req *rq)
{
    const struct verified *v = rq->in;
    enum flow refusal;
    const struct reference_held *was = held(rq, &verifies, &refusal);
    if (was == NULL)
        return refusal;
    if (date_given(was->now.verified_on))
        return fail(rq, FAULT_CONFLICT, "This reference has been verified already.");
    if (date_before(v->on, was->now.received_on))
        return fail_field(rq, FAULT_INVALID, "/on", "out_of_range", "The reference was received later.");
    struct reference_record next = was->now;
    next.verified_on = v->on;
    next.verified_how = v->how;
    next.verified_by = rq->who.principal;
    return reference_go_on(rq, was, &next);
}
