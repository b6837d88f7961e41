/* SPDX-License-Identifier: MIT */
/*
 * Conversions: a worker who was placed is taken on for good. The placement ends the day before, if it has not
 * ended already, and a permanent spell begins, which will have a cooling-off period of its own. Of two at
 * once, or of one and an end, the later sees the earlier: the placement's version orders them.
 */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/parameters.h"
#include "resources/placement.h"
#include "resources/routes.h"
#include "rules/conversion_fee.h"

static step_fn list, convert, held, known;

struct conversion {
    struct uuid id, placement;
    struct date permanent_start;
    bool extended_hire;
    int64_t fee_pence;
    struct date fee_until;
    struct uuid employment;
    struct instant recorded_at;
};
static const struct field conversion_fields[] = {
    FIELD(struct conversion, id, ALWAYS),
    FIELD(struct conversion, placement, ALWAYS),
    FIELD(struct conversion, permanent_start, ALWAYS | REQUIRED,
          .about = "The first day of the permanent post", .example = "\"2027-01-04\""),
    FIELD(struct conversion, extended_hire, ALWAYS | IN,
          .about = "An extended period of hire was chosen in place of a fee"),
    FIELD(struct conversion, fee_pence, IN | OUT, .about = "The fee that was charged, in pence"),
    FIELD(struct conversion, fee_until, OUT,
          .about = "The last permanent start for which a fee might be charged, by the ruleset's parameters, "
                   "which are to be confirmed; a framework may be kinder"),
    FIELD(struct conversion, employment, ALWAYS, .about = "The spell that it began"),
    FIELD(struct conversion, recorded_at, ALWAYS),
    {0},
};
static const struct shape conversion_shape = SHAPE("conversion", struct conversion, conversion_fields);
LIST_SHAPE(conversion_list_shape, conversion_shape);

static const enum fault convert_faults[] = {FAULT_CONFLICT, FAULT_DUPLICATE, FAULT_STALE_FACTS, FAULT_NONE};

const struct route conversion_routes[] = {
    {.method = "GET",
     .path = "/v1/conversions",
     .first = list,
     .roles = MAY(OFFICER) | MAY(DCS) | MAY(CHIEF_EXECUTIVE),
     .query = &page_shape,
     .out = &conversion_list_shape,
     .status = 200,
     .action = "conversion.list",
     .about = "The placements of the caller's authority that became permanent, newest first"},
    {.method = "POST",
     .path = "/v1/placements/{id}/conversion",
     .first = convert,
     .roles = MAY(OFFICER),
     .in = &conversion_shape,
     .out = &conversion_shape,
     .status = 201,
     .creates = true,
     .action = "placement.convert",
     .about = "Records that the worker is taken on for good, and the permanent spell with it",
     .faults = convert_faults},
    {0},
};

static enum flow list(struct req *rq)
{
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(rq, sql_conversion_list(rq->batch, after.id, page_ask(rq), page_counted(rq)));
}

struct converting {
    struct rows *rows, *version, *supplies, *ruleset;
    const struct placement *held;
};

/* The day before the permanent post, which is the placement's last where it lasts till then. */
static struct date last_day(const struct conversion *want)
{
    return (struct date){want->permanent_start.day - 1};
}

static enum flow convert(struct req *rq)
{
    const struct conversion *want = rq->in;
    if (want->extended_hire && want->fee_pence != INTEGER_NONE)
        return fail_field(rq, FAULT_INVALID, "/fee_pence", "conflicts",
                          "An extended hire is chosen in place of a fee.");
    STATE(rq, struct converting)->rows = sql_placement_get(rq->batch, rq->id, false, last_day(want));
    return await(rq, held);
}

static enum flow held(struct req *rq)
{
    const struct conversion *want = rq->in;
    struct converting *c = rq->state;
    enum flow refusal;
    const struct placement *p = placement_read(rq, c->rows, &refusal);
    if (p == NULL || !placement_may(rq, p, PLACEMENT_CONVERSION, &refusal))
        return refusal;
    struct date before = date_given(p->end_date) ? p->end_date : p->sent.start_date;
    if (!date_before(before, want->permanent_start))
        return fail_field(rq, FAULT_INVALID, "/permanent_start", "out_of_range",
                          "The permanent post begins after the placement did, and after its end.");
    if (!date_given(p->end_date) && placement_extends(rq, p, last_day(want)))
        return fail_field(rq, FAULT_INVALID, "/permanent_start", "out_of_range",
                          "The placement is planned to have ended by then: end it, or extend it, first.");
    c->held = p;
    c->version = sql_facts_version(rq->batch, p->sent.swe_number);
    c->supplies = sql_conversion_supplies(rq->batch, p->id, last_day(want));
    c->ruleset = sql_ruleset_of(rq->batch, INTEGER_NONE);
    return await(rq, known);
}

struct version_row {
    int64_t version;
};
static const struct field version_fields[] = {FIELD(struct version_row, version, OUT), {0}};
static const struct shape version_shape = SHAPE("facts version", struct version_row, version_fields);

static const struct field supply_fields[] = {
    FIELD(struct supply, first, OUT),
    FIELD(struct supply, last, OUT),
    {0},
};
static const struct shape supply_shape = SHAPE("supply", struct supply, supply_fields);

static struct date fee_until(struct req *rq, const struct converting *c)
{
    struct ruleset ruleset = parameters_read(rq, c->ruleset);
    size_t count;
    const struct supply *supplies = rows_of(rq, c->supplies, &supply_shape, &count);
    struct date until;
    return conversion_fee_window(&ruleset, supplies, count, &until) ? until : DATE_NONE;
}

static struct placement converted(struct req *rq, const struct placement *p, const struct conversion *want)
{
    struct placement moved = *p;
    moved.version++;
    moved.status = PLACEMENT_STATUS_CONVERTED;
    if (!date_given(p->end_date))
        moved.end_date = last_day(want);
    placement_complete(rq, &moved);
    return moved;
}

static void end_placement(struct req *rq, const struct placement *moved)
{
    placement_move(rq, moved, false);
    sql_placement_rate_until(rq->batch, moved->id, moved->end_date, rq->now);
    sql_breaches_resolve(rq->batch, moved->id, NULL, "{}", moved->end_date);
}

static void begin_spell(struct req *rq, const struct placement *p, const struct conversion *made)
{
    sql_employment_add(rq->batch, made->employment, p->sent.swe_number, NAME_OF(basis, BASIS_SUBSTANTIVE),
                       NAME_OF(service, SERVICE_CHILDREN), form_code(&job_type_codes, p->sent.job_type),
                       made->permanent_start, DATE_NONE, DATE_NONE, NULL, NULL, DATE_NONE, NULL,
                       made->recorded_at);
}

static enum flow known(struct req *rq)
{
    const struct converting *c = rq->state;
    const struct version_row *facts = row_of(rq, c->version, &version_shape);
    struct conversion made = *(const struct conversion *)rq->in;
    struct placement moved = converted(rq, c->held, &made);
    made.id = random_uuid();
    made.placement = c->held->id;
    made.fee_until = fee_until(rq, c);
    made.employment = random_uuid();
    made.recorded_at = rq->now;
    promise(rq, &made, "placement", made.placement);
    sql_facts_claim(rq->batch, moved.sent.swe_number, facts->version, random_uuid());
    end_placement(rq, &moved);
    begin_spell(rq, &moved, &made);
    sql_rechecks_of_worker(rq->batch, moved.sent.swe_number, NAME_OF(recheck_cause, RECHECK_CAUSE_FACTS));
    sql_conversion_add(rq->batch, made.id, made.placement, made.permanent_start, made.extended_hire,
                       made.fee_pence, made.fee_until, made.employment, made.recorded_at);
    return settle(rq);
}
