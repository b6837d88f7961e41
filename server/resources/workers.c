/* SPDX-License-Identifier: MIT */
/*
 * Workers, by number: the ids of what the caller's authority has on record, for those who may read all of it.
 * The number travels in the body, and what another authority holds is not told.
 */
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"

static step_fn lookup;

struct wanted {
    const char *swe_number;
};
static const struct field wanted_fields[] = {SWE_NUMBER(struct wanted, REQUIRED), {0}};
static const struct shape wanted_shape = SHAPE("worker_lookup", struct wanted, wanted_fields);

struct held {
    struct uuid_list employments, placements, eligibility_checks;
};
static const struct field held_fields[] = {
    FIELD(struct held, employments, OUT | EVEN_EMPTY, .about = "Ids of spells, the newest first"),
    FIELD(struct held, placements, OUT | EVEN_EMPTY, .about = "Ids of placements, the newest first"),
    FIELD(struct held, eligibility_checks, OUT | EVEN_EMPTY, .about = "Ids of checks, the newest first"),
    {0},
};
static const struct shape held_shape = SHAPE("worker", struct held, held_fields);

const struct route worker_routes[] = {
    {.method = "POST",
     .path = "/v1/workers/lookup",
     .first = lookup,
     .roles = MAY(OFFICER) | MAY(DCS) | MAY(CHIEF_EXECUTIVE),
     .in = &wanted_shape,
     .out = &held_shape,
     .status = 200,
     .action = "worker.lookup",
     .about = "The ids of what the caller's authority has on record of a worker"},
    {0},
};

static enum flow lookup(struct req *rq)
{
    const struct wanted *wanted = rq->in;
    return show_row(rq, sql_worker_lookup(rq->batch, wanted->swe_number));
}
