/* SPDX-License-Identifier: MIT */
/*
 * Employments: spells of a worker at the caller's authority. Ending one is what starts a cooling-off period;
 * cooling-off records are the short form of recording a leaver. Writing on a worker claims the worker's
 * facts.
 */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"

static step_fn record, record_done, record_leaver, show, list;

struct evidence {
    const char *kind;
    struct date dated;
};
static const struct field evidence_fields[] = {
    FIELD(struct evidence, kind, OUT | REQUIRED, .max = 40,
          .about = "What document: REDUNDANCY_NOTICE, RESIGNATION_LETTER, …"),
    FIELD(struct evidence, dated, OUT | REQUIRED, .about = "Its date"),
    {0},
};
static const struct shape evidence_shape = SHAPE("evidence", struct evidence, evidence_fields);

struct employment {
    struct uuid id;
    int32_t version;
    const char *authority, *swe_number;
    unsigned basis, service, job_type;
    struct date start_date, last_day, probation_end;
    unsigned leaving_reason;
    struct shape_one evidence;
    const char *external_ref;
    bool disputed;
    struct instant recorded_at;
};

/* The record and its short form differ in what must be given. */
#define EMPLOYMENT_FIELDS(whole, leaver)                                                           \
    FIELD(struct employment, id, OUT), FIELD(struct employment, version, OUT),                     \
        FIELD(struct employment, authority, OUT, .about = "The employer's DfE code"),              \
        SWE_NUMBER(struct employment, OUT | REQUIRED),                                             \
        CODE(struct employment, basis, basis, OUT | (whole), .about = "SUBSTANTIVE unless given"), \
        CODE(struct employment, service, service, OUT | IN,                                        \
             .about = "CHILDREN unless given; ADULT is out of scope"),                             \
        CODE(struct employment, job_type, job_type, OUT | IN),                                     \
        FIELD(struct employment, start_date, OUT | (whole), .about = "First day of employment"),   \
        FIELD(struct employment, last_day, OUT | (leaver),                                         \
              .about = "Last day of employment, after notice; not the last day worked"),           \
        FIELD(struct employment, probation_end, OUT | IN, .about = "Last day of probation"),       \
        CODE(struct employment, leaving_reason, leaving_reason, OUT | (leaver)),                   \
        FIELD(struct employment, evidence, OUT | IN, .record = &evidence_shape,                    \
              .about = "What shows the reason"),                                                   \
        FIELD(struct employment, external_ref, OUT | IN, .max = 100,                               \
              .about = "The payroll's own reference"),                                             \
        FIELD(struct employment, disputed, OUT), FIELD(struct employment, recorded_at, OUT),       \
    {                                                                                              \
        0                                                                                          \
    }

static const struct field employment_fields[] = {EMPLOYMENT_FIELDS(REQUIRED, IN)};
static const struct shape employment_shape = SHAPE("employment", struct employment, employment_fields);
static const struct field leaver_fields[] = {EMPLOYMENT_FIELDS(IN, REQUIRED)};
static const struct shape leaver_shape = SHAPE("cooling_off_record", struct employment, leaver_fields);
LIST_SHAPE(employment_list_shape, employment_shape);

#define READERS (MAY(OFFICER) | MAY(HR) | MAY(DCS) | MAY(CHIEF_EXECUTIVE))

static const enum fault record_faults[] = {FAULT_OUT_OF_SCOPE, FAULT_DUPLICATE, FAULT_STALE_FACTS,
                                           FAULT_NONE};

const struct route employment_routes[] = {
    {.method = "POST",
     .path = "/v1/employments",
     .first = record,
     .roles = MAY(OFFICER) | MAY(HR),
     .in = &employment_shape,
     .out = &employment_shape,
     .status = 201,
     .creates = true,
     .action = "employment.record",
     .about = "Records a spell of a worker at the caller's authority",
     .faults = record_faults},
    {.method = "POST",
     .path = "/v1/cooling-off-records",
     .first = record_leaver,
     .roles = MAY(OFFICER) | MAY(HR),
     .in = &leaver_shape,
     .out = &leaver_shape,
     .status = 201,
     .creates = true,
     .action = "employment.record",
     .about = "Records a leaver in short",
     .faults = record_faults},
    {.method = "GET",
     .path = "/v1/employments/{id}",
     .first = show,
     .roles = READERS,
     .out = &employment_shape,
     .status = 200,
     .action = "employment.read",
     .about = "A spell on record at the caller's authority"},
    {.method = "GET",
     .path = "/v1/employments",
     .first = list,
     .roles = READERS,
     .query = &page_shape,
     .out = &employment_list_shape,
     .status = 200,
     .action = "employment.list",
     .about = "The spells on record at the caller's authority, newest first"},
    {0},
};

static void complain_of_employment(struct req *rq, const struct employment *e)
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

static enum flow record(struct req *rq)
{
    const struct employment *want = rq->in;
    if (want->service == SERVICE_ADULT)
        return fail_field(rq, FAULT_OUT_OF_SCOPE, "/service", "out_of_scope",
                          "Posts in adults' services alone are outside the agency rules.");
    complain_of_employment(rq, want);
    if (complained(rq))
        return fail_complained(rq);
    *STATE(rq, struct rows *) = sql_facts_version(rq->batch, want->swe_number);
    return await(rq, record_done);
}

static enum flow record_leaver(struct req *rq)
{
    struct employment *want = arena_alloc(rq->arena, sizeof *want);
    *want = *(const struct employment *)rq->in;
    want->basis = want->basis == 0 ? BASIS_SUBSTANTIVE : want->basis;
    rq->in = want;
    return record(rq);
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
    store_employment(rq, &made);
    return settle(rq);
}

static enum flow show(struct req *rq)
{
    return show_row(rq, sql_employment_get(rq->batch, rq->id));
}

static enum flow list(struct req *rq)
{
    struct uuid after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(rq, sql_employment_list(rq->batch, after, page_ask(rq)));
}
