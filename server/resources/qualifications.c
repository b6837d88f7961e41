/* SPDX-License-Identifier: MIT */
/*
 * When a worker qualified, as an authority has it from Social Work England's register. Another date takes the
 * place of the one that the authority recorded before; the same again is a duplicate.
 */
#include "base/random.h"
#include "flow/req.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"

static step_fn record, record_done;

struct qualification {
    struct uuid id;
    const char *authority, *swe_number;
    struct date qualified_on;
    struct instant recorded_at;
};
static const struct field qualification_fields[] = {
    FIELD(struct qualification, id, ALWAYS),
    FIELD(struct qualification, authority, ALWAYS, .about = "Whose record it is: a DfE code"),
    SWE_NUMBER(struct qualification, OUT | REQUIRED),
    FIELD(struct qualification, qualified_on, OUT | REQUIRED,
          .about = "The day from which the worker counts as qualified, by the register",
          .example = "\"2019-07-01\""),
    FIELD(struct qualification, recorded_at, ALWAYS),
    {0},
};
static const struct shape qualification_shape =
    SHAPE("worker_qualification", struct qualification, qualification_fields);

static const enum fault record_faults[] = {FAULT_DUPLICATE, FAULT_STALE_FACTS, FAULT_NONE};

const struct route qualification_routes[] = {
    {.method = "POST",
     .path = "/v1/workers/qualification",
     .first = record,
     .roles = MAY(OFFICER) | MAY(HR),
     .in = &qualification_shape,
     .out = &qualification_shape,
     .status = 201,
     .creates = true,
     .action = "worker.qualify",
     .about = "Records when a worker qualified, in place of what the authority recorded before",
     .faults = record_faults},
    {0},
};

static enum flow record(struct req *rq)
{
    const struct qualification *want = rq->in;
    if (date_before(rq->today, want->qualified_on))
        return fail_field(rq, FAULT_INVALID, "/qualified_on", "out_of_range", "That day has not come yet.");
    *STATE(rq, struct rows *) = sql_facts_version(rq->batch, want->swe_number);
    return await(rq, record_done);
}

struct version_row {
    int64_t version;
};
static const struct field version_fields[] = {FIELD(struct version_row, version, OUT), {0}};
static const struct shape version_shape = SHAPE("facts version", struct version_row, version_fields);

static enum flow record_done(struct req *rq)
{
    struct qualification made = *(const struct qualification *)rq->in;
    const struct version_row *facts = row_of(rq, *STATE(rq, struct rows *), &version_shape);
    made.id = random_uuid();
    made.authority = rq->who.authority_code;
    made.recorded_at = rq->now;
    promise(rq, &made, "worker_qualification", made.id);
    sql_facts_claim(rq->batch, made.swe_number, facts->version, random_uuid());
    sql_rechecks_of_worker(rq->batch, made.swe_number, NAME_OF(recheck_cause, RECHECK_CAUSE_FACTS));
    sql_qualification_replace(rq->batch, made.swe_number, made.qualified_on, made.recorded_at);
    sql_qualification_add(rq->batch, made.id, made.swe_number, made.qualified_on, made.recorded_at);
    return settle(rq);
}
