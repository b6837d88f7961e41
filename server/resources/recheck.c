/* SPDX-License-Identifier: MIT */
#include "resources/recheck.h"

#include "base/random.h"
#include "queries.h"
#include "resources/departures.h"

#include <string.h>

const enum fault recheck_faults[] = {FAULT_RULE_BREACH, FAULT_CONFLICT,    FAULT_DUPLICATE,
                                     FAULT_STALE_FACTS, FAULT_STALE_RULES, FAULT_NONE};

struct hirer {
    int32_t authority;
    struct date since; /* none: the placement's own authority */
};
static const struct field hirer_fields[] = {
    FIELD(struct hirer, authority, OUT),
    FIELD(struct hirer, since, OUT),
    {0},
};
static const struct shape hirer_shape = SHAPE("hirer", struct hirer, hirer_fields);

enum flow recheck_hold(struct req *rq, struct recheck *r, struct uuid placement, step_fn *next)
{
    r->rows = sql_placement_get(rq->batch, placement, false, DATE_NONE);
    r->hirers = sql_placement_hirers(rq->batch, placement);
    return await(rq, next);
}

static bool has_id(struct uuid_list list, struct uuid id)
{
    for (size_t i = 0; i < list.count; i++)
        if (uuid_equal(list.at[i], id))
            return true;
    return false;
}

bool recheck_open(struct req *rq, struct recheck *r, enum placement_action action, enum flow *flow)
{
    const struct placement *p = placement_read(rq, r->rows, flow);
    if (p == NULL || !placement_may(rq, p, action, flow))
        return false;
    r->held = p;
    r->want = p->sent;
    r->want.placement = p->id;
    r->want.began = p->sent.start_date;
    return true;
}

/* The named ones first, so that their places are those of the request. */
void recheck_name(struct req *rq, struct recheck *r, struct uuid_list exceptions)
{
    const struct uuid_list *held = &r->held->sent.exceptions;
    struct uuid *all = arena_alloc(rq->arena, (exceptions.count + held->count) * sizeof *all);
    size_t count = 0;
    for (size_t i = 0; i < exceptions.count; i++)
        all[count++] = exceptions.at[i];
    for (size_t i = 0; i < held->count; i++)
        if (!has_id(exceptions, held->at[i]))
            all[count++] = held->at[i];
    r->named = exceptions;
    r->want.exceptions = (struct uuid_list){.at = all, .count = count};
}

/* Of the placement's authority and its successors the one that hires on the day. */
static int32_t hirer_on(struct req *rq, const struct recheck *r, struct date day)
{
    size_t count;
    const struct hirer *line = rows_of(rq, r->hirers, &hirer_shape, &count);
    int32_t hirer = INTEGER32_NONE;
    for (size_t i = 0; i < count; i++)
        if (!date_given(line[i].since) || !date_before(day, line[i].since))
            hirer = line[i].authority;
    return hirer;
}

/*
 * What binds the hirer of a day before a succession bound the predecessor. What was offered was the
 * placement: whoever changes it later commits to that on its first day.
 */
enum flow recheck_ask(struct req *rq, struct recheck *r, struct date day, unsigned purpose, step_fn *next)
{
    r->want.start_date = day;
    r->want.purpose = purpose;
    r->want.authority = NULL;
    if (!date_equal(day, r->held->sent.start_date))
        r->want.offer_date = DATE_NONE;
    struct facts_as_of now = facts_now(rq);
    now.hirer = hirer_on(rq, r, day);
    facts_ask(rq, &r->want, &now, &r->asked);
    return await(rq, next);
}

static bool is_among(unsigned rules, unsigned rule)
{
    return rules & 1u << rule;
}

/* The least is the worst. What is left out of those that are asked stays as it was found; the rule on teams
 * builds on it. */
static unsigned rate_found(const struct recheck *r, unsigned rules)
{
    const struct finding_view *f = r->held->findings.at;
    unsigned worst = VERDICT_NONE;
    if (is_among(rules, RULE_PRICE_CAP) || !uuid_given(r->want.project_team))
        return worst;
    for (size_t i = 0; i < r->held->findings.count; i++)
        if (f[i].rule == RULE_PRICE_CAP && (worst == VERDICT_NONE || f[i].verdict < worst))
            worst = f[i].verdict;
    return worst;
}

/* Where the authority maps the title, its mapping of that day stands, whatever was resolved at the start. */
bool recheck_make(struct req *rq, struct recheck *r, unsigned rules, enum flow *flow)
{
    if (rows_count(r->asked.mapping) > 0)
        r->want.job_type = 0;
    r->want.rate_found = rate_found(r, rules);
    return check_make(rq, &r->want, &r->asked, rules, &r->made, flow);
}

bool recheck_refused(struct req *rq, const struct recheck *r, enum flow *flow)
{
    if (placement_unsigned(&r->made.view.findings) != OUTCOME_BREACH ||
        !date_before(rq->today, r->held->sent.start_date))
        return false;
    *flow = placement_refuse(
        rq, &r->want, &r->made,
        departures_unserved(rq, &r->want, &r->asked, &r->made.facts, &r->made.check.findings, r->named),
        "The placement has not begun: it stays as it was. The findings say why; a rule "
        "may be departed from with an exception, signed beforehand by those whom it "
        "names.");
    return true;
}

/* A rule that was asked may say nothing: a rate that is under the cap by now needs nobody's signature. */
static bool was_asked(const struct recheck *r, unsigned rule)
{
    return is_among(r->made.check.asked, rule);
}

/* Adds those of one rule to the first `count`; how many there are then. */
static size_t add_of(struct finding_view *all, size_t count, const struct shape_list *findings, unsigned rule)
{
    const struct finding_view *f = findings->at;
    for (size_t i = 0; i < findings->count; i++)
        if (f[i].rule == rule)
            all[count++] = f[i];
    return count;
}

/*
 * The new findings, in place of the earlier ones of the rules that were asked: rule by rule, in whatever
 * parts they were asked before.
 */
static struct shape_list merged(struct req *rq, const struct recheck *r)
{
    const struct shape_list *old = &r->held->findings, *new = &r->made.view.findings;
    struct finding_view *all = arena_alloc(rq->arena, (old->count + new->count) * sizeof *all);
    size_t count = 0;
    for (unsigned rule = 1; rule <= rule_codes.count; rule++)
        count = add_of(all, count, was_asked(r, rule) ? new : old, rule);
    return (struct shape_list){.at = all, .count = count};
}

/* Without the decisions on findings of rules that have been asked again. */
static struct shape_list standing_decisions(struct req *rq, const struct recheck *r)
{
    const struct shape_list *decisions = &r->held->decisions;
    const struct decision_view *old = decisions->at;
    struct decision_view *kept = arena_alloc(rq->arena, decisions->count * sizeof *kept);
    size_t count = 0;
    for (size_t i = 0; i < decisions->count; i++)
        if (!was_asked(r, codes_find(&rule_codes, old[i].finding, strcspn(old[i].finding, "/"))))
            kept[count++] = old[i];
    return (struct shape_list){.at = kept, .count = count};
}

/* The same findings in the same order, whatever their reasons say. */
static bool alike(const struct finding_view *a, const struct finding_view *b)
{
    return a->rule == b->rule && a->layer == b->layer && a->verdict == b->verdict &&
           date_equal(a->due_by, b->due_by) && check_signed_off(a) == check_signed_off(b) &&
           uuid_equal(a->agreement, b->agreement) && a->comparable_pence == b->comparable_pence &&
           a->cap_pence == b->cap_pence;
}

/* What was found before by the rules that were asked again. */
static struct shape_list found_before(struct req *rq, const struct recheck *r)
{
    const struct shape_list *all = &r->held->findings;
    struct finding_view *some = arena_alloc(rq->arena, (all->count + 1) * sizeof *some);
    size_t count = 0;
    for (unsigned rule = 1; rule <= rule_codes.count; rule++)
        if (was_asked(r, rule))
            count = add_of(some, count, all, rule);
    return (struct shape_list){.at = some, .count = count};
}

bool recheck_differs(struct req *rq, const struct recheck *r)
{
    const struct shape_list *new = &r->made.view.findings;
    struct shape_list old = found_before(rq, r);
    const struct finding_view *before = old.at, *now = new->at;
    bool same = old.count == new->count;
    for (size_t i = 0; same && i < new->count; i++)
        same = alike(&before[i], &now[i]);
    return !same;
}

struct placement recheck_after(struct req *rq, const struct recheck *r)
{
    struct placement p = *r->held;
    p.version++;
    p.recheck = r->made.view.id;
    p.decisions = standing_decisions(rq, r);
    p.findings = merged(rq, r);
    p.sent.exceptions = r->want.exceptions;
    p.status = PLACEMENT_STATUS_NONE;
    p.status = placement_status_of(&p);
    placement_complete(rq, &p);
    return p;
}

static const char *standing_as(struct req *rq, const struct finding_view *f, unsigned state)
{
    char id[UUID_SIZE];
    return arena_printf(rq->arena, "%s/%s/%s", NAME_OF(layer, f->layer),
                        uuid_given(f->agreement) ? uuid_print(f->agreement, id) : "",
                        NAME_OF(breach_state, state));
}

/* Breaches of the rule that stand: a breach as it is found now, and what is not known to be in order as it
 * was. */
static const char *not_in_order(struct req *rq, const struct shape_list *findings, unsigned rule)
{
    const struct finding_view *f = findings->at;
    const char **names = arena_alloc(rq->arena, 2 * findings->count * sizeof *names);
    size_t count = 0;
    for (size_t i = 0; i < findings->count; i++) {
        if (f[i].rule != rule || rules_weigh((enum verdict)f[i].verdict, f[i].due_by) == OUTCOME_CLEAR)
            continue;
        if (f[i].verdict != VERDICT_BREACH || !check_signed_off(&f[i]))
            names[count++] = standing_as(rq, &f[i], BREACH_STATE_OPEN);
        if (f[i].verdict != VERDICT_BREACH || check_signed_off(&f[i]))
            names[count++] = standing_as(rq, &f[i], BREACH_STATE_SIGNED_OFF);
    }
    return form_texts(rq->arena, (struct text_list){.at = names, .count = count});
}

/* The finding of the same rule, layer and agreement before; NULL: there was none. */
static const struct finding_view *before_of(const struct recheck *r, const struct finding *f)
{
    const struct finding_view *held = r->held->findings.at;
    for (size_t i = 0; i < r->held->findings.count; i++)
        if (held[i].rule == f->rule && held[i].layer == f->layer &&
            uuid_equal(held[i].agreement, f->agreement))
            return &held[i];
    return NULL;
}

/* What was to come and did not is nobody's news, whatever else it is asked for; nor is an exception's end. */
static bool is_news(const struct recheck *r, const struct finding *f, enum recheck_why why)
{
    const struct finding_view *before = before_of(r, f);
    if (why == RECHECK_ON_REQUEST || before == NULL)
        return why != RECHECK_ON_REQUEST;
    bool was_due = before->verdict == VERDICT_UNKNOWN && date_given(before->due_by);
    return !was_due && !(why == RECHECK_WHEN_DUE && check_signed_off(before));
}

static void settle_rules(struct req *rq, const struct placement *p, const struct recheck *r,
                         enum recheck_why why)
{
    const struct check_made *made = &r->made;
    for (unsigned rule = 1; rule <= rule_codes.count; rule++) {
        if (!was_asked(r, rule))
            continue;
        sql_placement_decisions_end(rq->batch, p->id, NAME_OF(rule, rule), rq->now);
        sql_breaches_resolve(rq->batch, p->id, NAME_OF(rule, rule),
                             not_in_order(rq, &made->view.findings, rule), made->view.start_date);
    }
    for (size_t i = 0; i < made->check.findings.count; i++) {
        const struct finding *f = &made->check.findings.at[i];
        placement_store_breach(rq, p, f, is_news(r, f, why));
    }
}

/* The claim comes first. */
void recheck_keep(struct req *rq, const struct recheck *r, const struct placement *p, enum recheck_why why)
{
    sql_facts_claim(rq->batch, p->sent.swe_number, r->made.relied.facts_version, random_uuid());
    sql_rules_unchanged(rq->batch, r->made.relied.rules_version);
    if (r->named.count > 0)
        sql_exceptions_unused(rq->batch, p->sent.swe_number, p->id, form_uuids(rq->arena, r->named));
    check_store(rq, &r->want, &r->made);
    placement_move(rq, p, false);
    settle_rules(rq, p, r, why);
}
