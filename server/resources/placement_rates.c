/* SPDX-License-Identifier: MIT */
/*
 * Rates of placements. A new one asks the rules again that depend on it, on its first day: of a proposal that
 * has not begun a breach is refused, of what is under way it is recorded.
 */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/recheck.h"
#include "resources/routes.h"

static step_fn list, change, held, checked;

/* A rate as it is on record. */
struct placement_rate {
    struct uuid id;
    struct date from, to;
    unsigned pay_type, coverage, pay_unit;
    int64_t pay_pence, agency_margin_pence, msp_fee_pence, charge_pence, comparable_pence;
    struct instant superseded_at;
};
static const struct field placement_rate_fields[] = {
    FIELD(struct placement_rate, id, ALWAYS),
    FIELD(struct placement_rate, from, ALWAYS, .about = "The rate's first day"),
    FIELD(struct placement_rate, to, OUT,
          .about = "Its last day; none until the placement ends or another rate follows"),
    CODE(struct placement_rate, pay_type, pay_type, ALWAYS, .about = "How the worker is paid"),
    CODE(struct placement_rate, coverage, coverage, ALWAYS, .about = "What pay_pence covers"),
    CODE(struct placement_rate, pay_unit, pay_unit, ALWAYS,
         .about = "Whether pay_pence is for an hour or a day"),
    FIELD(struct placement_rate, pay_pence, ALWAYS,
          .about = "Pence an hour (or a day), with what coverage says"),
    FIELD(struct placement_rate, agency_margin_pence, OUT, .about = "The agency's margin, pence an hour"),
    FIELD(struct placement_rate, msp_fee_pence, OUT, .about = "The managing supplier's fee, pence an hour"),
    FIELD(struct placement_rate, charge_pence, OUT,
          .about = "What the authority is charged in all, for record"),
    FIELD(struct placement_rate, comparable_pence, OUT,
          .about = "The rate with holiday pay, employer NI and levy, pence an hour"),
    FIELD(struct placement_rate, superseded_at, OUT,
          .about = "When it fell away, since the placement ends before its first day"),
    {0},
};
static const struct shape placement_rate_shape =
    SHAPE("placement_rate", struct placement_rate, placement_rate_fields);
LIST_SHAPE(placement_rate_list_shape, placement_rate_shape);

/* A rate is a proposal's pay from a day on: start_date is that day. */
static const struct field rate_fields[] = {
    FIELD_NAMED(struct proposal, start_date, "from", REQUIRED, .about = "The rate's first day",
                .example = "\"2026-11-02\""),
    PAY_FIELDS(struct proposal, , IN, REQUIRED),
    FIELD(struct proposal, minutes_per_day, IN, .min = 1, .max = 1440,
          .about = "Contracted minutes a day, for a day rate"),
    FIELD(struct proposal, exceptions, IN,
          .about = "Approved exceptions, one for each rule that is breached"),
    {0},
};
static const struct shape rate_shape = SHAPE("placement_rate", struct proposal, rate_fields);

const struct route placement_rate_routes[] = {
    {.method = "GET",
     .path = "/v1/placements/{id}/rates",
     .first = list,
     .roles = MAY(OFFICER) | MAY(DCS) | MAY(CHIEF_EXECUTIVE),
     .query = &page_shape,
     .out = &placement_rate_list_shape,
     .status = 200,
     .action = "placement_rate.list",
     .about = "The rates of a placement of the caller's authority, newest first"},
    {.method = "POST",
     .path = "/v1/placements/{id}/rates",
     .first = change,
     .roles = MAY(OFFICER),
     .in = &rate_shape,
     .out = &placement_shape,
     .problem = &placement_breach_shape,
     .status = 201,
     .creates = true,
     .action = "placement.rate",
     .about = "Changes the rate from a day on",
     .faults = recheck_faults},
    {0},
};

static enum flow list(struct req *rq)
{
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    sql_placement_held(rq->batch, rq->id);
    return show_page(rq,
                     sql_placement_rate_list(rq->batch, rq->id, after.id, page_ask(rq), page_counted(rq)));
}

static enum flow change(struct req *rq)
{
    const struct proposal *rate = rq->in;
    if (rate->pay_unit == PAY_UNIT_DAY && rate->minutes_per_day == INTEGER32_NONE)
        return fail_field(rq, FAULT_INVALID, "/minutes_per_day", "required",
                          "A day rate needs the contracted minutes a day.");
    return recheck_hold(rq, STATE(rq, struct recheck), rq->id, held);
}

static enum flow held(struct req *rq)
{
    const struct proposal *rate = rq->in;
    struct recheck *r = rq->state;
    enum flow refusal;
    if (!recheck_open(rq, r, PLACEMENT_RATE, &refusal))
        return refusal;
    const struct placement *p = r->held;
    if (date_before(rate->start_date, p->rate_from))
        return fail_field(rq, FAULT_INVALID, "/from", "out_of_range",
                          "A rate change comes after the placement's latest, and not before its start.");
    if (rate->start_date.day == p->rate_from.day)
        return fail_field(rq, FAULT_DUPLICATE, "/from", "duplicate",
                          "The placement has a rate from this day already.");
    if (date_given(p->sent.planned_end_date) && date_before(p->sent.planned_end_date, rate->start_date))
        return fail_field(rq, FAULT_INVALID, "/from", "out_of_range",
                          "The placement is planned to have ended by then: extend it first.");
    proposal_take_pay(&r->want, rate);
    r->want.pay_unit = rate->pay_unit == 0 ? PAY_UNIT_HOUR : rate->pay_unit;
    recheck_name(rq, r, rate->exceptions);
    return recheck_ask(rq, r, rate->start_date, PURPOSE_review, checked);
}

static enum flow checked(struct req *rq)
{
    struct recheck *r = rq->state;
    const struct check_made *made = &r->made;
    enum flow refusal;
    if (!recheck_make(rq, r, RULES_RATE, &refusal) || recheck_refused(rq, r, &refusal))
        return refusal;
    struct placement p = recheck_after(rq, r);
    struct date last = made->view.start_date;
    last.day--;
    proposal_take_pay(&p.sent, &r->want);
    p.rate_from = made->view.start_date;
    p.comparable_pence = placement_comparable(made);
    promise(rq, &p, "placement", p.id);
    recheck_keep(rq, r, &p, RECHECK_ON_REQUEST);
    sql_placement_rate_until(rq->batch, p.id, last, rq->now);
    placement_store_rate(rq, &p);
    return settle(rq);
}
