/* SPDX-License-Identifier: MIT */
/* What becomes of an exception without a signature: it is submitted, withdrawn, refused. */
#include "queries.h"
#include "resources/exception.h"
#include "resources/person.h"
#include "resources/routes.h"

static step_fn submit, submit_held, withdraw, withdraw_held, refuse, refuse_held;

struct refusal {
    const char *reason;
};
static const struct field refusal_fields[] = {
    FIELD(struct refusal, reason, REQUIRED, .max = 1000, .about = "Why; nothing on anybody's health",
          .example = "\"There is a candidate within the cap\""),
    {0},
};
static const struct shape refusal_shape = SHAPE("exception_refusal", struct refusal, refusal_fields);

static const enum fault move_faults[] = {FAULT_CONFLICT, FAULT_STALE_FACTS, FAULT_NONE};

const struct route exception_move_routes[] = {
    {.method = "POST",
     .path = "/v1/exceptions/{id}/submit",
     .first = submit,
     .roles = MAY(OFFICER),
     .out = &exception_shape,
     .status = 200,
     .action = "exception.submit",
     .about = "Asks those who must sign a draft to sign it",
     .faults = move_faults},
    {.method = "POST",
     .path = "/v1/exceptions/{id}/withdraw",
     .first = withdraw,
     .roles = MAY(OFFICER),
     .out = &exception_shape,
     .status = 200,
     .action = "exception.withdraw",
     .about = "Withdraws an exception, signed or not",
     .faults = move_faults},
    {.method = "POST",
     .path = "/v1/exceptions/{id}/refuse",
     .first = refuse,
     .roles = MAY(DCS) | MAY(CHIEF_EXECUTIVE),
     .in = &refusal_shape,
     .out = &exception_shape,
     .status = 200,
     .creates = true,
     .action = "exception.refuse",
     .about = "Refuses to sign an exception, for good",
     .faults = move_faults},
    {0},
};

struct moving {
    struct rows *exception, *person;
};

static enum flow hold(struct req *rq, step_fn *next)
{
    STATE(rq, struct moving)->exception = sql_exception_get(rq->batch, rq->id, rq->today, false);
    return await(rq, next);
}

static enum flow move(struct req *rq, enum exception_action action, enum exception_status status,
                      const char *refusal)
{
    enum flow refused;
    const struct rule_exception *held =
        exception_held(rq, STATE(rq, struct moving)->exception, action, &refused);
    if (held == NULL)
        return refused;
    struct rule_exception after = exception_after(rq, held, status);
    after.refusal = refusal;
    promise(rq, &after, "exception", after.id);
    exception_claim(rq, &after);
    exception_move(rq, &after);
    return settle(rq);
}

static enum flow submit(struct req *rq)
{
    return hold(rq, submit_held);
}

static enum flow submit_held(struct req *rq)
{
    return move(rq, EXCEPTION_SUBMIT, EXCEPTION_STATUS_SUBMITTED, NULL);
}

static enum flow withdraw(struct req *rq)
{
    return hold(rq, withdraw_held);
}

static enum flow withdraw_held(struct req *rq)
{
    return move(rq, EXCEPTION_WITHDRAW, EXCEPTION_STATUS_WITHDRAWN, NULL);
}

static enum flow refuse(struct req *rq)
{
    STATE(rq, struct moving)->person = person_ask(rq);
    return hold(rq, refuse_held);
}

static enum flow refuse_held(struct req *rq)
{
    const struct refusal *refusal = rq->in;
    const struct moving *m = rq->state;
    enum flow refused;
    const struct rule_exception *held = exception_held(rq, m->exception, EXCEPTION_REFUSE, &refused);
    if (held == NULL || !person_decides(rq, m->person, &refused))
        return refused;
    if (!exception_asks(held, rq->who.role))
        return fail(rq, FAULT_FORBIDDEN, "Whoever need not sign for this rule does not refuse to.");
    return move(rq, EXCEPTION_REFUSE, EXCEPTION_STATUS_REFUSED, refusal->reason);
}
