/* SPDX-License-Identifier: MIT */
/*
 * Disputes: what a worker says is wrong on record, told to an officer of any signatory. It lands at the
 * authority that is said to have recorded the fact. Nothing is looked up for whoever opens it: the answer is
 * the same whether there is such a record or not.
 */
#include "resources/dispute.h"

#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/parameters.h"
#include "resources/routes.h"
#include "rules/ruleset.h"

static step_fn open_, open_known, show, list;

static const struct field dispute_fields[] = {
    FIELD(struct dispute, id, ALWAYS),
    AUTHORITY_CODE(struct dispute, recording_authority, OUT | REQUIRED),
    FIELD(struct dispute, opened_through, ALWAYS,
          .about = "The authority through which the worker opened it: a DfE code"),
    SWE_NUMBER(struct dispute, OUT | REQUIRED),
    CODE(struct dispute, fact, disputed_fact, OUT | REQUIRED, .about = "What is said to be wrong",
         .example = "\"LAST_DAY\""),
    FIELD(struct dispute, statement, OUT | REQUIRED, .max = 2000,
          .about = "What the worker says; nothing on anybody's health",
          .example = "\"My last day was 12 June, not 30 June\""),
    FIELD(struct dispute, due_on, OUT, .about = "The day by which it is to be decided"),
    CODE(struct dispute, state, dispute_state, ALWAYS),
    FIELD(struct dispute, opened_at, ALWAYS),
    FIELD(struct dispute, decided_at, OUT, .about = "When it was decided"),
    FIELD(struct dispute, record, OUT,
          .about = "The record that it is about; to the authority that decides alone"),
    FIELD(struct dispute, reason, OUT, .about = "Why it was decided so; to the authority that decides alone"),
    {0},
};
const struct shape dispute_shape = SHAPE("dispute", struct dispute, dispute_fields);
LIST_SHAPE(dispute_list_shape, dispute_shape);

struct filters {
    struct page page;
    struct code_set state;
    bool to_decide;
};
static const struct field filters_fields[] = {
    PAGE_FIELDS(struct filters),
    FIELD(struct filters, state, IN, .codes = &dispute_state_codes,
          .about = "Only these, separated by commas"),
    FIELD(struct filters, to_decide, IN, .about = "Only those that wait for the caller's authority"),
    {0},
};
static const struct shape filters_shape = SHAPE("parameters", struct filters, filters_fields);

static const enum fault open_faults[] = {FAULT_DUPLICATE, FAULT_NONE};

const struct route dispute_routes[] = {
    {.method = "POST",
     .path = "/v1/disputes",
     .first = open_,
     .roles = DISPUTE_HANDLERS,
     .in = &dispute_shape,
     .out = &dispute_shape,
     .status = 201,
     .creates = true,
     .after_leaving = true,
     .action = "dispute.open",
     .about = "Opens a dispute for a worker, at the authority that is said to have recorded the fact",
     .faults = open_faults},
    {.method = "GET",
     .path = "/v1/disputes/{id}",
     .first = show,
     .roles = DISPUTE_READERS,
     .out = &dispute_shape,
     .status = 200,
     .action = "dispute.read",
     .about = "A dispute that the caller's authority opened or decides"},
    {.method = "GET",
     .path = "/v1/disputes",
     .first = list,
     .roles = DISPUTE_READERS,
     .query = &filters_shape,
     .out = &dispute_list_shape,
     .status = 200,
     .action = "dispute.list",
     .about = "The disputes that the caller's authority opened or decides, newest first"},
    {0},
};

struct opening {
    struct rows *authority, *ruleset;
};

static enum flow open_(struct req *rq)
{
    const struct dispute *want = rq->in;
    struct opening *o = STATE(rq, struct opening);
    o->authority = sql_authority_find(rq->batch, want->recording_authority);
    o->ruleset = sql_ruleset_of(rq->batch, INTEGER_NONE);
    return await(rq, open_known);
}

static bool due(struct req *rq, struct date *out)
{
    struct ruleset ruleset = parameters_read(rq, STATE(rq, struct opening)->ruleset);
    int64_t months;
    if (!ruleset_integer(&ruleset, PARAMETER_dispute_due_months, rq->today, &months))
        return false;
    *out = date_add_months(rq->today, (int)months);
    return true;
}

static enum flow open_known(struct req *rq)
{
    struct dispute made = *(const struct dispute *)rq->in;
    const struct code_row *authority = row_of(rq, STATE(rq, struct opening)->authority, &code_row_shape);
    if (authority == NULL)
        return fail_field(rq, FAULT_INVALID, "/recording_authority", "unknown",
                          "There is no authority of that code.");
    if (!due(rq, &made.due_on))
        return fail(rq, FAULT_CONFLICT, "The ruleset does not say how long a dispute may take.");
    made.id = random_uuid();
    made.recording_authority = authority->dfe_code;
    made.opened_through = rq->who.authority_code;
    made.state = DISPUTE_STATE_OPEN;
    made.opened_at = rq->now;
    promise(rq, &made, "dispute", made.id);
    sql_may_share_with(rq->batch, authority->id, rq->today);
    sql_dispute_add(rq->batch, made.id, authority->id, made.swe_number, NAME_OF(disputed_fact, made.fact),
                    made.statement, made.due_on, made.opened_at);
    return settle(rq);
}

static enum flow show(struct req *rq)
{
    return show_row(rq, sql_dispute_get(rq->batch, rq->id));
}

static enum flow list(struct req *rq)
{
    const struct filters *filters = rq->query;
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(rq,
                     sql_dispute_list(rq->batch, form_codes(rq->arena, &dispute_state_codes, filters->state),
                                      filters->to_decide, after.id, page_ask(rq), page_counted(rq)));
}
