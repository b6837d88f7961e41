/* SPDX-License-Identifier: MIT */
/* Exceptions: asking for one, and reading them. Only the hiring authority sees its own. */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/exception.h"
#include "resources/routes.h"

#include <string.h>

static step_fn ask, ask_grounded, show, show_found, list;

LIST_SHAPE(exception_list_shape, exception_row_shape);

struct filters {
    struct page page;
    struct code_set status, rule;
};
static const struct field filters_fields[] = {
    PAGE_FIELDS(struct filters),
    FIELD(struct filters, status, IN, .codes = &exception_status_codes,
          .about = "Only these, separated by commas"),
    FIELD(struct filters, rule, IN, .codes = &rule_codes, .about = "Only these, separated by commas"),
    {0},
};
static const struct shape filters_shape = SHAPE("parameters", struct filters, filters_fields);

static const enum fault ask_faults[] = {FAULT_STALE_FACTS, FAULT_NONE};

const struct route exception_routes[] = {
    {.method = "POST",
     .path = "/v1/exceptions",
     .first = ask,
     .roles = MAY(OFFICER),
     .in = &exception_shape,
     .out = &exception_shape,
     .status = 201,
     .creates = true,
     .action = "exception.ask",
     .about = "Drafts an exception from a rule, for a worker's start, rate or extension",
     .faults = ask_faults},
    {.method = "GET",
     .path = "/v1/exceptions/{id}",
     .first = show,
     .roles = EXCEPTION_READERS,
     .out = &exception_shape,
     .status = 200,
     .action = "exception.read",
     .about = "An exception of the caller's authority, with who has signed"},
    {.method = "GET",
     .path = "/v1/exceptions",
     .first = list,
     .roles = EXCEPTION_READERS,
     .query = &filters_shape,
     .out = &exception_list_shape,
     .status = 200,
     .action = "exception.list",
     .about = "The exceptions of the caller's authority, newest first"},
    {0},
};

/* The layers in which a rule finds anything that could be departed from. */
static unsigned layers_of(unsigned rule)
{
    unsigned national = 1u << LAYER_NATIONAL, regional = 1u << LAYER_REGIONAL;
    return rule == RULE_COOL_OFF ? national | regional : rule == RULE_PRICE_CAP ? regional : national;
}

static void complain_of_rule(struct req *rq, const struct rule_exception *want)
{
    if (!(layers_of(want->rule) & 1u << want->layer))
        complain(rq, "/layer", "conflicts", "The rule finds nothing in that layer.");
    if (uuid_given(want->agreement) && want->layer != LAYER_REGIONAL)
        complain(rq, "/agreement", "conflicts", "A national rule is of no agreement.");
}

static void complain_of_amounts(struct req *rq, const struct rule_exception *want)
{
    static const struct {
        const char *pointer;
        size_t offset;
    } amounts[] = {{"/cap_pence", offsetof(struct rule_exception, cap_pence)},
                   {"/comparable_pence", offsetof(struct rule_exception, comparable_pence)}};
    bool priced = want->rule == RULE_PRICE_CAP;
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
        bool given = *(const int64_t *)(const void *)((const char *)want + amounts[i].offset) != INTEGER_NONE;
        if (given != priced)
            complain(rq, amounts[i].pointer, priced ? "required" : "conflicts",
                     "An exception from the price cap, and no other, says the cap and the rate.");
    }
    if (priced && want->cap_pence != INTEGER_NONE && want->comparable_pence != INTEGER_NONE &&
        want->comparable_pence < want->cap_pence)
        complain(rq, "/comparable_pence", "out_of_range", "A rate within the cap needs no exception.");
}

static void complain_of_days(struct req *rq, const struct rule_exception *want)
{
    if (date_before(want->expires_on, want->start_date))
        complain(rq, "/expires_on", "out_of_range", "The last day does not come before the first.");
    else if (date_before(want->expires_on, rq->today))
        complain(rq, "/expires_on", "out_of_range", "The last day has passed already.");
}

static enum flow ask(struct req *rq)
{
    const struct rule_exception *want = rq->in;
    complain_of_rule(rq, want);
    complain_of_amounts(rq, want);
    complain_of_days(rq, want);
    if (complained(rq))
        return fail_complained(rq);
    *STATE(rq, struct rows *) =
        sql_exception_ground(rq->batch, want->swe_number, want->placement, NAME_OF(rule, want->rule),
                             NAME_OF(layer, want->layer), want->start_date);
    return await(rq, ask_grounded);
}

/* What sql_exception_ground gives. */
struct ground {
    int64_t facts_version;
    struct text_list sign_off_chain;
    const char *swe_number; /* of the placement */
    struct date start_date;
};
static const struct field ground_fields[] = {
    FIELD(struct ground, facts_version, OUT),
    FIELD(struct ground, sign_off_chain, OUT),
    FIELD(struct ground, swe_number, OUT),
    FIELD(struct ground, start_date, OUT),
    {0},
};
static const struct shape ground_shape = SHAPE("ground", struct ground, ground_fields);

static void complain_of_placement(struct req *rq, const struct rule_exception *want,
                                  const struct ground *ground)
{
    if (!uuid_given(want->placement))
        return;
    if (ground->swe_number == NULL) {
        complain(rq, "/placement", "unknown", "Your authority has no such placement.");
        return;
    }
    if (strcmp(ground->swe_number, want->swe_number) != 0)
        complain(rq, "/swe_number", "conflicts", "The placement is of another worker.");
    if (date_before(want->start_date, ground->start_date))
        complain(rq, "/start_date", "out_of_range", "The placement had not begun by then.");
}

static void store(struct req *rq, const struct rule_exception *e)
{
    exception_claim(rq, e);
    sql_exception_add(rq->batch, e->id, e->swe_number, NAME_OF(rule, e->rule), NAME_OF(layer, e->layer),
                      e->agreement, e->placement, e->start_date, e->local_role, e->cap_pence,
                      e->comparable_pence, e->excess_pence, NAME_OF(exception_grounds, e->grounds), e->reason,
                      e->alternatives, e->expires_on, rq->now);
}

/* At least a penny: what is over the cap by less is over it. */
static int64_t excess_of(const struct rule_exception *e)
{
    if (e->rule != RULE_PRICE_CAP)
        return INTEGER_NONE;
    int64_t excess = e->comparable_pence - e->cap_pence;
    return excess < 1 ? 1 : excess;
}

static enum flow ask_grounded(struct req *rq)
{
    const struct ground *ground = row_of(rq, *STATE(rq, struct rows *), &ground_shape);
    struct rule_exception made = *(const struct rule_exception *)rq->in;
    if (ground == NULL)
        return fail(rq, FAULT_INTERNAL, NULL);
    complain_of_placement(rq, &made, ground);
    if (complained(rq))
        return fail_complained(rq);
    made.id = random_uuid();
    made.version = 1;
    made.authority = rq->who.authority_code;
    made.excess_pence = excess_of(&made);
    made.status = EXCEPTION_STATUS_DRAFT;
    made.recorded_at = rq->now;
    made.sign_off_chain = ground->sign_off_chain;
    made.facts_version = ground->facts_version;
    exception_complete(rq, &made);
    promise(rq, &made, "exception", made.id);
    store(rq, &made);
    return settle(rq);
}

static enum flow show(struct req *rq)
{
    *STATE(rq, struct rows *) = sql_exception_get(rq->batch, rq->id, rq->today, true);
    return await(rq, show_found);
}

static enum flow show_found(struct req *rq)
{
    const struct rule_exception *found = row_of(rq, *STATE(rq, struct rows *), &exception_shape);
    if (found == NULL)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    struct rule_exception shown = *found;
    exception_complete(rq, &shown);
    return reply(rq, &shown);
}

static enum flow list(struct req *rq)
{
    const struct filters *want = rq->query;
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(rq, sql_exception_list(rq->batch,
                                            form_codes(rq->arena, &exception_status_codes, want->status),
                                            form_codes(rq->arena, &rule_codes, want->rule), rq->today,
                                            after.id, page_ask(rq), page_counted(rq)));
}
