/* SPDX-License-Identifier: MIT */
/*
 * Erasure: an authority's administrator asks that all of its rows of a worker go. The host carries it out
 * (accordd purge); each authority has its own rows erased, and the number itself goes with the last of them.
 * The answer does not have the number, so that the request's key does not keep it.
 */
#include "base/random.h"
#include "flow/req.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"

static step_fn ask, ask_done;

struct erasure {
    struct uuid id;
    const char *authority, *swe_number;
    struct instant requested_at;
};
static const struct field erasure_fields[] = {
    FIELD(struct erasure, id, ALWAYS),
    FIELD(struct erasure, authority, ALWAYS, .about = "Whose rows are erased: a DfE code"),
    SWE_NUMBER(struct erasure, REQUIRED),
    FIELD(struct erasure, requested_at, ALWAYS),
    {0},
};
static const struct shape erasure_shape = SHAPE("worker_erasure", struct erasure, erasure_fields);

static const enum fault erasure_faults[] = {FAULT_CONFLICT, FAULT_DUPLICATE, FAULT_NONE};

const struct route erasure_routes[] = {
    {.method = "POST",
     .path = "/v1/workers/erasure",
     .first = ask,
     .roles = MAY(AUTHORITY_ADMIN),
     .in = &erasure_shape,
     .out = &erasure_shape,
     .status = 201,
     .creates = true,
     .after_leaving = true,
     .action = "worker.erase",
     .about = "Asks that all that the caller's authority holds on a worker is erased, by the next purge",
     .faults = erasure_faults},
    {0},
};

static enum flow ask(struct req *rq)
{
    return await(rq, ask_done);
}

static enum flow ask_done(struct req *rq)
{
    struct erasure made = *(const struct erasure *)rq->in;
    made.id = random_uuid();
    made.authority = rq->who.authority_code;
    made.requested_at = rq->now;
    promise(rq, &made, "erasure", made.id);
    sql_erasure_may(rq->batch, made.swe_number);
    sql_erasure_add(rq->batch, made.id, made.swe_number, made.requested_at);
    return settle(rq);
}
