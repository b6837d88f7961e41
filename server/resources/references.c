/* SPDX-License-Identifier: MIT */
/*
 * References, as their two parties see them: who holds one and who gave it. How one is made is in
 * reference_making.c, what happens to it later in reference_answers.c, reference_ends.c and reference_acts.c.
 */
#include "flow/page.h"
#include "queries.h"
#include "resources/reference.h"

static step_fn show, list, search;

struct list_query {
    struct page page;
    struct code_set status;
    bool to_answer;
};
static const struct field list_query_fields[] = {
    PAGE_FIELDS(struct list_query),
    FIELD(struct list_query, status, IN, .codes = &reference_status_codes,
          .about = "Only these, separated by commas"),
    FIELD(struct list_query, to_answer, IN, .about = "Only those that another authority waits for"),
    {0},
};
static const struct shape list_query_shape = SHAPE("parameters", struct list_query, list_query_fields);
LIST_SHAPE(reference_row_list_shape, reference_row_shape);

struct search {
    const char *swe_number;
};
static const struct field search_fields[] = {SWE_NUMBER(struct search, REQUIRED), {0}};
static const struct shape search_shape = SHAPE("reference_search", struct search, search_fields);

static const enum fault make_faults[] = {FAULT_FORBIDDEN, FAULT_DUPLICATE, FAULT_STALE_FACTS, FAULT_NONE};

const struct route reference_routes[] = {
    {.method = "POST",
     .path = "/v1/references",
     .first = reference_make,
     .roles = MAY(OFFICER) | MAY(REQUESTER) | MAY(HR),
     .in = &reference_shape,
     .out = &reference_shape,
     .status = 201,
     .creates = true,
     .action = "reference.make",
     .about = "Asks another authority for a reference (INTERNAL), records one that was received outside "
              "(EXTERNAL), or writes one at the end of an own placement (OWN)",
     .faults = make_faults},
    {.method = "GET",
     .path = "/v1/references",
     .first = list,
     .roles = REFERENCE_READERS,
     .query = &list_query_shape,
     .out = &reference_row_list_shape,
     .status = 200,
     .action = "reference.list",
     .about =
         "The references that the caller's authority holds, has asked for or is asked for, newest first"},
    {.method = "GET",
     .path = "/v1/references/{id}",
     .first = show,
     .roles = REFERENCE_READERS,
     .out = &reference_shape,
     .status = 200,
     .action = "reference.read",
     .about = "One of them, with its answers"},
    {.method = "POST",
     .path = "/v1/references/search",
     .first = search,
     .roles = REFERENCE_READERS,
     .in = &search_shape,
     .query = &list_query_shape,
     .out = &reference_row_list_shape,
     .status = 200,
     .action = "reference.search",
     .about = "One worker's among them, newest first"},
    {0},
};

static enum flow show(struct req *rq)
{
    return show_row(rq, sql_reference_get(rq->batch, rq->id, true, rq->today));
}

static enum flow ask_page(struct req *rq, const char *swe_number)
{
    const struct list_query *want = rq->query;
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(
        rq, sql_reference_list(rq->batch, form_codes(rq->arena, &reference_status_codes, want->status),
                               want->to_answer, swe_number, after.id, page_ask(rq), page_counted(rq)));
}

static enum flow list(struct req *rq)
{
    return ask_page(rq, NULL);
}

static enum flow search(struct req *rq)
{
    const struct search *asked = rq->in;
    return ask_page(rq, asked->swe_number);
}
