/* SPDX-License-Identifier: MIT */
/*
 * Rate caps: what an hour may cost, by agreement, job type, pay type and period. Append-only: publishing one
 * ends the open one before it. Row-level security decides who sees drafts.
 */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/parameters.h"
#include "resources/routes.h"
#include "resources/sweep.h"

#include <string.h>

static step_fn list, show, effect, effect_found, add, add_done;

struct rate_cap {
    struct uuid id, agreement;
    const char *agreement_name;
    unsigned job_type;
    const char *band;
    unsigned pay_type, coverage;
    int64_t cap_pence;
    struct date effective_from, effective_to;
    unsigned status;
    const char *source;
};
static const struct field rate_cap_fields[] = {
    FIELD(struct rate_cap, id, ALWAYS),
    FIELD(struct rate_cap, agreement, ALWAYS | REQUIRED, .about = "The agreement's id",
          .example = AGREEMENT_EXAMPLE),
    FIELD(struct rate_cap, agreement_name, OUT),
    CODE(struct rate_cap, job_type, job_type, ALWAYS | REQUIRED, .example = "\"SW\""),
    FIELD(struct rate_cap, band, OUT | IN, .max = 80,
          .about = "A band within the job type, as published; for reading"),
    CODE(struct rate_cap, pay_type, pay_type, ALWAYS | REQUIRED, .example = "\"UMBRELLA\""),
    CODE(struct rate_cap, coverage, coverage, ALWAYS | REQUIRED, .about = "What the cap covers",
         .example = "\"PAY_HOL_ENI_LEVY\""),
    FIELD(struct rate_cap, cap_pence, ALWAYS | REQUIRED, .min = 1, .max = 100000, .about = "Pence an hour",
          .example = "3800"),
    FIELD(struct rate_cap, effective_from, OUT | IN, .about = "First day", .example = "\"2025-10-01\""),
    FIELD(struct rate_cap, effective_to, OUT | IN, .about = "Last day; open unless given"),
    CODE(struct rate_cap, status, cap_status, ALWAYS | REQUIRED,
         .about = "Rates are tested against PUBLISHED ones only", .example = "\"PUBLISHED\""),
    FIELD(struct rate_cap, source, ALWAYS | REQUIRED, .max = 2000,
          .about = "Where the figure was agreed or published", .example = "\"Board, 12 September 2025\""),
    {0},
};
static const struct shape rate_cap_shape = SHAPE("rate_cap", struct rate_cap, rate_cap_fields);
LIST_SHAPE(rate_cap_list_shape, rate_cap_shape);

struct cap_effect {
    int64_t placements, over_cap, authorities, not_comparable;
    bool suppressed;
};
static const struct field cap_effect_fields[] = {
    FIELD(struct cap_effect, placements, OUT,
          .about = "Running placements in the cap's job type and pay type, at authorities that it binds"),
    FIELD(struct cap_effect, over_cap, OUT,
          .about = "Those of them that would be over it at their next extension or change"),
    FIELD(struct cap_effect, authorities, OUT, .about = "How many authorities have these"),
    FIELD(struct cap_effect, not_comparable, OUT,
          .about = "Those whose rate cannot be brought to the cap's coverage"),
    FIELD(struct cap_effect, suppressed, OUT,
          .about = "Counts are left out: too few are over the cap, or within it, or there at all"),
    {0},
};
static const struct shape cap_effect_shape = SHAPE("rate_cap_effect", struct cap_effect, cap_effect_fields);

static const struct code sort_items[] = {{NULL, ""},
                                         {"effective_from", "the first in force first"},
                                         {"-effective_from", "the last in force first"},
                                         {"cap_pence", "the lowest first"},
                                         {"-cap_pence", "the highest first"}};
static const struct codes sorts = SORTS(sort_items);

struct list_query {
    struct page page;
    unsigned sort;
    struct uuid agreement;
    struct code_set job_type;
    unsigned status;
};
static const struct field list_query_fields[] = {
    PAGE_FIELDS(struct list_query),
    SORT_FIELD(struct list_query, sort, sorts),
    FIELD(struct list_query, agreement, IN, .about = "Only this agreement's", .example = AGREEMENT_EXAMPLE),
    FIELD(struct list_query, job_type, IN, .codes = &job_type_codes,
          .about = "Only these, separated by commas", .example = "[\"SW\"]"),
    CODE(struct list_query, status, cap_status, IN),
    {0},
};
static const struct shape list_query_shape = SHAPE("parameters", struct list_query, list_query_fields);

static const enum fault add_faults[] = {FAULT_OVERLAP, FAULT_NONE};

const struct route rate_cap_routes[] = {
    {.method = "GET",
     .path = "/v1/rate-caps",
     .first = list,
     .roles = ANYBODY,
     .query = &list_query_shape,
     .out = &rate_cap_list_shape,
     .status = 200,
     .about = "Caps that the caller may see, the latest recorded first"},
    {.method = "GET",
     .path = "/v1/rate-caps/{id}",
     .first = show,
     .roles = ANYBODY,
     .out = &rate_cap_shape,
     .status = 200,
     .about = "One cap"},
    {.method = "GET",
     .path = "/v1/rate-caps/{id}/effect",
     .first = effect,
     .roles = MAY(REGION_ADMIN),
     .out = &cap_effect_shape,
     .status = 200,
     .about = "What a cap means for what is running, counted: ask it of a draft before you publish"},
    {.method = "POST",
     .path = "/v1/rate-caps",
     .first = add,
     .roles = MAY(REGION_ADMIN),
     .in = &rate_cap_shape,
     .out = &rate_cap_shape,
     .status = 201,
     .creates = true,
     .action = "rate_cap.add",
     .about = "Adds a cap to an agreement of your region; a published one ends the open one before it",
     .faults = add_faults},
    {0},
};

static enum flow list(struct req *rq)
{
    const struct list_query *query = rq->query;
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(rq, sql_rate_cap_list(rq->batch, query->agreement,
                                           form_codes(rq->arena, &job_type_codes, query->job_type),
                                           query->status == 0 ? NULL : NAME_OF(cap_status, query->status),
                                           form_code(&sorts, query->sort), after.key, after.id, page_ask(rq),
                                           page_counted(rq)));
}

static enum flow show(struct req *rq)
{
    return show_row(rq, sql_rate_cap_get(rq->batch, rq->id));
}

struct effect_asked {
    struct rows *counted, *ruleset;
};

static enum flow effect(struct req *rq)
{
    *STATE(rq, struct effect_asked) = (struct effect_asked){
        .counted = sql_rate_cap_effect(rq->batch, rq->id),
        .ruleset = sql_ruleset_of(rq->batch, INTEGER_NONE),
    };
    return await(rq, effect_found);
}

static bool few(int64_t count, int64_t enough)
{
    return count > 0 && count < enough;
}

/*
 * A draft may name any cap, so that counts over several of them would tell the highest rate and the lowest.
 * None over it, or none within, is as few: otherwise the cap at which that begins to be left out is
 * somebody's rate.
 */
static struct cap_effect told(const struct cap_effect *counted, int64_t enough)
{
    struct cap_effect told = *counted;
    int64_t compared = counted->placements - counted->not_comparable;
    int64_t within = compared - counted->over_cap;
    if (few(counted->placements, enough))
        told.placements = INTEGER_NONE;
    if (few(counted->not_comparable, enough))
        told.not_comparable = INTEGER_NONE;
    if (compared > 0 && (counted->over_cap < enough || within < enough))
        told.over_cap = told.authorities = INTEGER_NONE;
    told.suppressed = told.placements == INTEGER_NONE || told.not_comparable == INTEGER_NONE ||
                      told.over_cap == INTEGER_NONE;
    return told;
}

/* Without a limit in the ruleset nothing is enough. */
static enum flow effect_found(struct req *rq)
{
    const struct effect_asked *asked = rq->state;
    struct ruleset ruleset = parameters_read(rq, asked->ruleset);
    int64_t enough;
    if (!ruleset_integer(&ruleset, PARAMETER_benchmark_min_placements_median, rq->today, &enough))
        enough = INT64_MAX;
    const struct cap_effect *counted = row_of(rq, asked->counted, &cap_effect_shape);
    struct cap_effect answer = told(counted, enough);
    return reply(rq, &answer);
}

static void complain_of_cap(struct req *rq, const struct rate_cap *cap)
{
    if (cap->status != CAP_STATUS_HISTORICAL && !date_given(cap->effective_from))
        complain(rq, "/effective_from", "required", "Only a HISTORICAL cap may lack its first day.");
    if (cap->status != CAP_STATUS_HISTORICAL && cap->coverage == COVERAGE_UNSTATED)
        complain(rq, "/coverage", "not_in_list", "Only a HISTORICAL cap may leave open what it covers.");
    if (date_given(cap->effective_to) && date_given(cap->effective_from) &&
        date_before(cap->effective_to, cap->effective_from))
        complain(rq, "/effective_to", "out_of_range", "The last day is before the first.");
}

static enum flow add(struct req *rq)
{
    const struct rate_cap *want = rq->in;
    complain_of_cap(rq, want);
    if (complained(rq))
        return fail_complained(rq);
    *STATE(rq, struct rows *) = sql_agreement_lead(rq->batch, want->agreement);
    return await(rq, add_done);
}

static enum flow add_done(struct req *rq)
{
    struct rate_cap made = *(const struct rate_cap *)rq->in;
    const char *lead = rows_value(*STATE(rq, struct rows *), "lead_region");
    const char *job_type = NAME_OF(job_type, made.job_type), *pay_type = NAME_OF(pay_type, made.pay_type);
    if (lead == NULL || rq->who.region == NULL || strcmp(lead, rq->who.region) != 0)
        return fail_field(rq, FAULT_INVALID, "/agreement", "unknown",
                          "Your region administers no agreement of that id.");
    made.id = random_uuid();
    promise(rq, &made, "rate_cap", made.id);
    if (made.status == CAP_STATUS_PUBLISHED)
        sql_rate_cap_end_earlier(rq->batch, random_uuid(), made.agreement, job_type, made.band, pay_type,
                                 made.effective_from);
    sql_rate_cap_add(rq->batch, made.id, made.agreement, job_type, made.band, pay_type,
                     NAME_OF(coverage, made.coverage), made.cap_pence, made.effective_from, made.effective_to,
                     NAME_OF(cap_status, made.status), made.source);
    if (made.status == CAP_STATUS_PUBLISHED)
        sweep(rq, SWEEP_KIND_CAP, made.id, made.effective_from, DATE_NONE);
    return settle(rq);
}
