/* SPDX-License-Identifier: MIT */
/*
 * Rates of placements, and their extensions. A new one of either asks the rules again that depend on it, on
 * its first day. Of what is under way a breach is recorded, and opened; of a proposal that has not begun it
 * is refused. A breach that the later rate has put in order is resolved.
 */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/placement.h"
#include "resources/routes.h"

#include <string.h>

static step_fn list, change_rate, rate_held, rate_checked, extend, extension_held, extension_checked;

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
    {0},
};
static const struct shape rate_shape = SHAPE("placement_rate", struct proposal, rate_fields);

struct extension {
    struct date planned_end_date;
    unsigned reason;
};
static const struct field extension_fields[] = {
    FIELD(struct extension, planned_end_date, REQUIRED, .about = "The new last day as planned",
          .example = "\"2027-03-26\""),
    CODE(struct extension, reason, placement_reason, REQUIRED, .about = "Why agency work goes on",
         .example = "\"VACANCY\""),
    {0},
};
static const struct shape extension_shape = SHAPE("placement_extension", struct extension, extension_fields);

static const enum fault change_faults[] = {FAULT_RULE_BREACH, FAULT_CONFLICT,    FAULT_DUPLICATE,
                                           FAULT_STALE_FACTS, FAULT_STALE_RULES, FAULT_NONE};

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
     .first = change_rate,
     .roles = MAY(OFFICER),
     .in = &rate_shape,
     .out = &placement_shape,
     .problem = &placement_breach_shape,
     .status = 201,
     .creates = true,
     .action = "placement.rate",
     .about = "Changes the rate from a day on",
     .faults = change_faults},
    {.method = "POST",
     .path = "/v1/placements/{id}/extensions",
     .first = extend,
     .roles = MAY(OFFICER),
     .in = &extension_shape,
     .out = &placement_shape,
     .problem = &placement_breach_shape,
     .status = 201,
     .creates = true,
     .action = "placement.extend",
     .about = "Extends the placement to a later day",
     .faults = change_faults},
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

struct recheck {
    struct rows *rows;
    const struct placement *held;
    struct proposal want; /* as the rules are told it: the change's first day, with the pay from then on */
    struct facts_asked asked;
};

static enum flow hold(struct req *rq, step_fn *next)
{
    STATE(rq, struct recheck)->rows = sql_placement_get(rq->batch, rq->id, false, DATE_NONE);
    return await(rq, next);
}

static enum flow change_rate(struct req *rq)
{
    const struct proposal *rate = rq->in;
    if (rate->pay_unit == PAY_UNIT_DAY && rate->minutes_per_day == INTEGER32_NONE)
        return fail_field(rq, FAULT_INVALID, "/minutes_per_day", "required",
                          "A day rate needs the contracted minutes a day.");
    return hold(rq, rate_held);
}

static enum flow extend(struct req *rq)
{
    return hold(rq, extension_held);
}

/* The placement, where it may be changed so; else *flow. */
static const struct placement *held(struct req *rq, enum placement_action action, enum flow *flow)
{
    struct recheck *r = rq->state;
    const struct placement *p = placement_read(rq, r->rows, flow);
    r->held = p != NULL && placement_may(rq, p, action, flow) ? p : NULL;
    if (r->held != NULL)
        r->want = p->sent;
    return r->held;
}

/* The hirer is the caller's authority: the row's, or its successor. */
static enum flow ask_again(struct req *rq, struct date day, unsigned purpose, step_fn *next)
{
    struct recheck *r = rq->state;
    r->want.start_date = day;
    r->want.purpose = purpose;
    r->want.authority = NULL;
    facts_ask(rq, &r->want, &r->asked);
    return await(rq, next);
}

static enum flow rate_held(struct req *rq)
{
    const struct proposal *rate = rq->in;
    struct recheck *r = rq->state;
    enum flow refusal;
    const struct placement *p = held(rq, PLACEMENT_RATE, &refusal);
    if (p == NULL)
        return refusal;
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
    return ask_again(rq, rate->start_date, PURPOSE_review, rate_checked);
}

/* The first day that the extension adds; of a placement without a planned end, the day of asking. */
static struct date first_added(const struct req *rq, const struct placement *p)
{
    struct date day = p->sent.planned_end_date;
    if (date_given(day))
        day.day++;
    else
        day = date_before(rq->today, p->sent.start_date) ? p->sent.start_date : rq->today;
    return day;
}

static enum flow extension_held(struct req *rq)
{
    const struct extension *extension = rq->in;
    enum flow refusal;
    const struct placement *p = held(rq, PLACEMENT_EXTENSION, &refusal);
    if (p == NULL)
        return refusal;
    struct date day = first_added(rq, p);
    if (date_before(extension->planned_end_date, day))
        return fail_field(rq, FAULT_INVALID, "/planned_end_date", "out_of_range",
                          "An extension ends after the day on which the placement would have ended.");
    return ask_again(rq, day, PURPOSE_extension, extension_checked);
}

/* Where the authority maps the title, its mapping of that day stands, whatever was resolved at the start. */
static bool check_again(struct req *rq, struct check_made *made, enum flow *flow)
{
    struct recheck *r = rq->state;
    if (rows_count(r->asked.mapping) > 0)
        r->want.job_type = 0;
    return check_make(rq, &r->want, &r->asked, rules_recheck, made, flow);
}

static bool refused(const struct req *rq, const struct check_made *made)
{
    const struct recheck *r = rq->state;
    return made->view.outcome == OUTCOME_BREACH && date_before(rq->today, r->held->sent.start_date);
}

static enum flow refuse(struct req *rq, const struct check_made *made)
{
    const struct recheck *r = rq->state;
    return placement_refuse(rq, &r->want, made,
                            "The placement has not begun: it stays as it was. The findings say why; a rule "
                            "may be departed from with an exception, signed beforehand by those whom it "
                            "names.");
}

static bool has_rule(const struct shape_list *findings, unsigned rule)
{
    const struct finding_view *f = findings->at;
    for (size_t i = 0; i < findings->count; i++)
        if (f[i].rule == rule)
            return true;
    return false;
}

/* The new findings, in place of the earlier ones of the same rules. */
static struct shape_list merged(struct req *rq, const struct shape_list *old, const struct shape_list *new)
{
    struct finding_view *all = arena_alloc(rq->arena, (old->count + new->count) * sizeof *all);
    const struct finding_view *before = old->at, *now = new->at;
    size_t count = 0;
    for (size_t i = 0; i < old->count; i++)
        if (!has_rule(new, before[i].rule))
            all[count++] = before[i];
    for (size_t i = 0; i < new->count; i++)
        all[count++] = now[i];
    return (struct shape_list){.at = all, .count = count};
}

/* Without the decisions on findings of rules that have been asked again. */
static struct shape_list standing_decisions(struct req *rq, const struct placement *p,
                                            const struct shape_list *new)
{
    const struct decision_view *old = p->decisions.at;
    struct decision_view *kept = arena_alloc(rq->arena, p->decisions.count * sizeof *kept);
    size_t count = 0;
    for (size_t i = 0; i < p->decisions.count; i++)
        if (!has_rule(new, codes_find(&rule_codes, old[i].finding, strcspn(old[i].finding, "/"))))
            kept[count++] = old[i];
    return (struct shape_list){.at = kept, .count = count};
}

static struct placement after(struct req *rq, const struct check_made *made)
{
    const struct recheck *r = rq->state;
    struct placement p = *r->held;
    p.version++;
    p.recheck = made->view.id;
    p.decisions = standing_decisions(rq, r->held, &made->view.findings);
    p.findings = merged(rq, &r->held->findings, &made->view.findings);
    p.status = placement_status_of(&p);
    placement_complete(rq, &p);
    return p;
}

/* Agreements under which the rule is not in order yet: "{…}". */
static const char *not_in_order(struct req *rq, const struct shape_list *findings, unsigned rule)
{
    const struct finding_view *f = findings->at;
    struct text out = text_in(rq->arena);
    char id[UUID_SIZE];
    text_puts(&out, "{");
    for (size_t i = 0; i < findings->count; i++)
        if (f[i].rule == rule && uuid_given(f[i].agreement) &&
            rules_weigh((enum verdict)f[i].verdict, f[i].due_by) != OUTCOME_CLEAR)
            text_printf(&out, "%s%s", out.len == 1 ? "" : ",", uuid_print(f[i].agreement, id));
    text_puts(&out, "}");
    return out.at;
}

static void settle_rules(struct req *rq, const struct placement *p, const struct check_made *made)
{
    for (unsigned rule = 1; rule <= rule_codes.count; rule++) {
        if (!has_rule(&made->view.findings, rule))
            continue;
        sql_placement_decisions_end(rq->batch, p->id, NAME_OF(rule, rule), rq->now);
        sql_breaches_resolve(rq->batch, p->id, NAME_OF(rule, rule),
                             not_in_order(rq, &made->view.findings, rule), made->view.start_date);
    }
    placement_store_breaches(rq, p, made);
}

/* The claim comes first: whatever else was recorded of the worker or the placement makes it run again. */
static void keep(struct req *rq, const struct placement *p, const struct check_made *made)
{
    const struct recheck *r = rq->state;
    promise(rq, p, "placement", p->id);
    sql_facts_claim(rq->batch, p->sent.swe_number, made->relied.facts_version, random_uuid());
    sql_rules_unchanged(rq->batch, made->relied.rules_version);
    check_store(rq, &r->want, made);
    placement_move(rq, p, false);
    settle_rules(rq, p, made);
}

static enum flow rate_checked(struct req *rq)
{
    const struct recheck *r = rq->state;
    struct check_made *made = arena_alloc(rq->arena, sizeof *made);
    enum flow refusal;
    if (!check_again(rq, made, &refusal))
        return refusal;
    if (refused(rq, made))
        return refuse(rq, made);
    struct placement p = after(rq, made);
    struct date last = made->view.start_date;
    last.day--;
    proposal_take_pay(&p.sent, &r->want);
    p.rate_from = made->view.start_date;
    p.comparable_pence = placement_comparable(made);
    keep(rq, &p, made);
    sql_placement_rate_until(rq->batch, p.id, last, rq->now);
    placement_store_rate(rq, &p);
    return settle(rq);
}

static enum flow extension_checked(struct req *rq)
{
    const struct extension *extension = rq->in;
    const struct recheck *r = rq->state;
    struct check_made *made = arena_alloc(rq->arena, sizeof *made);
    enum flow refusal;
    if (!check_again(rq, made, &refusal))
        return refusal;
    if (refused(rq, made))
        return refuse(rq, made);
    struct placement p = after(rq, made);
    p.sent.planned_end_date = extension->planned_end_date;
    keep(rq, &p, made);
    sql_placement_extension_add(rq->batch, random_uuid(), p.id, r->held->sent.planned_end_date,
                                extension->planned_end_date, NAME_OF(placement_reason, extension->reason),
                                rq->now);
    return settle(rq);
}
