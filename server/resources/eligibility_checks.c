/* SPDX-License-Identifier: MIT */
/*
 * Eligibility checks: every rule's finding on a proposed placement. A check is advice, immutable, and the
 * hiring authority's alone: nobody sees another's.
 */
#include "flow/page.h"
#include "queries.h"
#include "resources/check.h"
#include "resources/routes.h"

static step_fn check, check_facts, show, show_found, list;

LIST_SHAPE(check_list_shape, check_shape);

#define READERS (MAY(OFFICER) | MAY(REQUESTER) | MAY(DCS) | MAY(CHIEF_EXECUTIVE))

static const enum fault check_faults[] = {FAULT_OUT_OF_SCOPE, FAULT_NONE};

const struct route eligibility_check_routes[] = {
    {.method = "POST",
     .path = "/v1/eligibility-checks",
     .first = check,
     .roles = MAY(OFFICER) | MAY(REQUESTER),
     .in = &check_proposal_shape,
     .out = &check_shape,
     .status = 201,
     .creates = true,
     .action = "eligibility_check.make",
     .about = "Runs every rule on a proposed placement",
     .faults = check_faults},
    {.method = "GET",
     .path = "/v1/eligibility-checks/{id}",
     .first = show,
     .roles = READERS,
     .out = &check_shape,
     .status = 200,
     .action = "eligibility_check.read",
     .about = "A check of the caller's authority"},
    {.method = "GET",
     .path = "/v1/eligibility-checks",
     .first = list,
     .roles = READERS,
     .query = &page_shape,
     .out = &check_list_shape,
     .status = 200,
     .action = "eligibility_check.list",
     .about = "The checks of the caller's authority, newest first"},
    {0},
};

/* Ask for everything the rules need, in one round trip. */
static enum flow check(struct req *rq)
{
    enum flow refusal;
    if (proposal_refused(rq, rq->in, &refusal))
        return refusal;
    facts_ask(rq, rq->in, STATE(rq, struct facts_asked));
    return await(rq, check_facts);
}

static enum flow check_facts(struct req *rq)
{
    enum flow refusal;
    struct check_made *made = arena_alloc(rq->arena, sizeof *made);
    if (!check_make(rq, rq->in, rq->state, rules_check, made, &refusal))
        return refusal;
    promise(rq, &made->view, "eligibility_check", made->view.id);
    check_store(rq, rq->in, made);
    return settle(rq);
}

static enum flow show(struct req *rq)
{
    *STATE(rq, struct rows *) = sql_eligibility_check_get(rq->batch, rq->id);
    return await(rq, show_found);
}

static enum flow show_found(struct req *rq)
{
    const struct check_view *found = row_of(rq, *STATE(rq, struct rows *), &check_shape);
    if (found == NULL)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    struct check_view view = *found;
    view.advisory = true;
    view.contest = check_contest;
    return reply(rq, &view);
}

static enum flow list(struct req *rq)
{
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(rq, sql_eligibility_check_list(rq->batch, after.id, page_ask(rq), page_counted(rq)));
}
