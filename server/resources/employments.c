/* SPDX-License-Identifier: MIT */
/*
 * Employments: spells of a worker at the caller's authority. Ending one is what starts a cooling-off period.
 * Writing on a worker claims the worker's facts.
 */
#include "resources/employment.h"

#include "base/random.h"
#include "flow/page.h"
#include "queries.h"

static step_fn record_done, show, list, search;

static const struct field evidence_fields[] = {
    FIELD(struct evidence, kind, ALWAYS | REQUIRED, .max = 40,
          .about = "What document: REDUNDANCY_NOTICE, RESIGNATION_LETTER, …",
          .example = "\"RESIGNATION_LETTER\""),
    FIELD(struct evidence, dated, ALWAYS | REQUIRED, .about = "Its date", .example = "\"2026-03-31\""),
    {0},
};
const struct shape evidence_shape = SHAPE("evidence", struct evidence, evidence_fields);

static const struct field employment_fields[] = {EMPLOYMENT_FIELDS(REQUIRED, IN)};
const struct shape employment_shape = SHAPE("employment", struct employment, employment_fields);
LIST_SHAPE(employment_list_shape, employment_shape);

static const struct code sort_items[] = {{NULL, ""},
                                         {"last_day", "the first to leave first"},
                                         {"-last_day", "the last to leave first"},
                                         {"start_date", "the first to start first"},
                                         {"-start_date", "the last to start first"}};
static const struct codes sorts = SORTS(sort_items);

struct list_query {
    struct page page;
    unsigned sort;
    struct code_set basis;
    struct date last_day_from, last_day_to;
};
static const struct field list_query_fields[] = {
    PAGE_FIELDS(struct list_query),
    SORT_FIELD(struct list_query, sort, sorts),
    FIELD(struct list_query, basis, IN, .codes = &basis_codes, .about = "Only these, separated by commas"),
    FIELD_NAMED(struct list_query, last_day_from, "last_day.gte", IN, .about = "Ended on that day or later"),
    FIELD_NAMED(struct list_query, last_day_to, "last_day.lte", IN, .about = "Ended on that day or earlier"),
    {0},
};
static const struct shape list_query_shape = SHAPE("parameters", struct list_query, list_query_fields);

struct search {
    const char *swe_number;
};
static const struct field search_fields[] = {SWE_NUMBER(struct search, REQUIRED), {0}};
static const struct shape search_shape = SHAPE("employment_search", struct search, search_fields);

static const enum fault record_faults[] = {FAULT_OUT_OF_SCOPE, FAULT_DUPLICATE, FAULT_STALE_FACTS,
                                           FAULT_NONE};

static const enum fault correct_faults[] = {FAULT_DUPLICATE, FAULT_STALE_FACTS, FAULT_NONE};

const struct route employment_routes[] = {
    {.method = "POST",
     .path = "/v1/employments",
     .first = employment_record,
     .roles = MAY(OFFICER) | MAY(HR),
     .in = &employment_shape,
     .out = &employment_shape,
     .status = 201,
     .creates = true,
     .action = "employment.record",
     .about = "Records a spell of a worker at the caller's authority",
     .faults = record_faults},
    {.method = "GET",
     .path = "/v1/employments/{id}",
     .first = show,
     .roles = EMPLOYMENT_READERS,
     .out = &employment_shape,
     .status = 200,
     .action = "employment.read",
     .about = "A spell on record at the caller's authority"},
    {.method = "GET",
     .path = "/v1/employments",
     .first = list,
     .roles = EMPLOYMENT_READERS,
     .query = &list_query_shape,
     .out = &employment_list_shape,
     .status = 200,
     .action = "employment.list",
     .about = "The spells on record at the caller's authority, newest first"},
    {.method = "PATCH",
     .path = "/v1/employments/{id}",
     .first = employment_correct,
     .roles = MAY(OFFICER) | MAY(HR),
     .in = &employment_correction_shape,
     .out = &employment_shape,
     .status = 200,
     .changes = true,
     .after_leaving = true,
     .action = "employment.correct",
     .about = "Ends or corrects a spell: a new version, while the earlier ones stay on record",
     .faults = correct_faults},
    {.method = "POST",
     .path = "/v1/employments/search",
     .first = search,
     .roles = EMPLOYMENT_READERS,
     .in = &search_shape,
     .query = &list_query_shape,
     .out = &employment_list_shape,
     .status = 200,
     .action = "employment.search",
     .about = "One worker's spells on record at the caller's authority, newest first"},
    {0},
};

void employment_complain(struct req *rq, const struct employment *e)
{
    bool ended = date_given(e->last_day);
    if (ended && e->leaving_reason == 0)
        complain(rq, "/leaving_reason", "required", "An employment that has ended needs its leaving reason.");
    if (!ended && e->leaving_reason != 0)
        complain(rq, "/last_day", "required", "A leaving reason needs the last day of employment.");
    if (ended && date_given(e->start_date) && date_before(e->last_day, e->start_date))
        complain(rq, "/last_day", "out_of_range", "The last day is before the first.");
    if (date_given(e->probation_end) && date_given(e->start_date) &&
        date_before(e->probation_end, e->start_date))
        complain(rq, "/probation_end", "out_of_range", "The probation ends before the employment begins.");
    if (e->leaving_reason == LEAVING_REASON_END_FIXED_TERM && e->basis != BASIS_FIXED_TERM)
        complain(rq, "/leaving_reason", "conflicts", "END_FIXED_TERM needs basis FIXED_TERM.");
}

enum flow employment_record(struct req *rq)
{
    const struct employment *want = rq->in;
    if (want->service == SERVICE_ADULT)
        return fail_field(rq, FAULT_OUT_OF_SCOPE, "/service", "out_of_scope",
                          "Posts in adults' services alone are outside the agency rules.");
    employment_complain(rq, want);
    if (complained(rq))
        return fail_complained(rq);
    *STATE(rq, struct rows *) = sql_facts_version(rq->batch, want->swe_number);
    return await(rq, record_done);
}

struct version_row {
    int64_t version;
};
static const struct field version_fields[] = {FIELD(struct version_row, version, OUT), {0}};
static const struct shape version_shape = SHAPE("facts version", struct version_row, version_fields);

static void store_employment(struct req *rq, const struct employment *e)
{
    const struct evidence *evidence = e->evidence.at;
    sql_employment_add(rq->batch, e->id, e->swe_number, NAME_OF(basis, e->basis),
                       NAME_OF(service, e->service), e->job_type == 0 ? NULL : NAME_OF(job_type, e->job_type),
                       e->start_date, e->last_day, e->probation_end,
                       e->leaving_reason == 0 ? NULL : NAME_OF(leaving_reason, e->leaving_reason),
                       evidence == NULL ? NULL : evidence->kind,
                       evidence == NULL ? DATE_NONE : evidence->dated, e->external_ref, e->recorded_at);
}

static enum flow record_done(struct req *rq)
{
    struct employment made = *(const struct employment *)rq->in;
    const struct version_row *facts = row_of(rq, *STATE(rq, struct rows *), &version_shape);
    made.id = random_uuid();
    made.version = 1;
    made.authority = rq->who.authority_code;
    made.service = made.service == 0 ? SERVICE_CHILDREN : made.service;
    made.recorded_at = rq->now;
    promise(rq, &made, "employment", made.id);
    sql_facts_claim(rq->batch, made.swe_number, facts->version, random_uuid());
    sql_rechecks_of_worker(rq->batch, made.swe_number, NAME_OF(recheck_cause, RECHECK_CAUSE_FACTS));
    store_employment(rq, &made);
    return settle(rq);
}

static enum flow show(struct req *rq)
{
    return show_row(rq, sql_employment_get(rq->batch, rq->id));
}

static enum flow ask_page(struct req *rq, const char *swe_number)
{
    const struct list_query *want = rq->query;
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(rq, sql_employment_list(rq->batch, form_codes(rq->arena, &basis_codes, want->basis),
                                             want->last_day_from, want->last_day_to, swe_number,
                                             form_code(&sorts, want->sort), after.key, after.id, page_ask(rq),
                                             page_counted(rq)));
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
