/* SPDX-License-Identifier: MIT */
#include "resources/placement.h"

#include "base/random.h"
#include "queries.h"
#include "rules/rate.h"

#include <string.h>

static const struct field decision_fields[] = {
    FIELD(struct decision_view, finding, ALWAYS, .about = "The finding, as RULE/LAYER"),
    CODE(struct decision_view, decision, decision, ALWAYS),
    FIELD(struct decision_view, reason, ALWAYS, .about = "Why, in the decider's words"),
    FIELD(struct decision_view, decided_by, ALWAYS, .about = "The person who decided"),
    FIELD(struct decision_view, decided_at, ALWAYS),
    {0},
};
const struct shape placement_decision_shape = SHAPE("decision_taken", struct decision_view, decision_fields);

#define PLACEMENT_FIELDS                                                                      \
    FIELD(struct placement, id, ALWAYS),                                                      \
        FIELD(struct placement, reference, ALWAYS, .about = "What people call it by"),        \
        CODE(struct placement, status, placement_status, ALWAYS),                             \
        FIELD(struct placement, version, ALWAYS, .about = "Moves with every change"),         \
        FIELD(struct placement, recorded_at, ALWAYS), FIELD(struct placement, end_date, OUT), \
        FIELD(struct placement, equal_treatment_from, OUT,                                    \
              .about = "The first day after twelve weeks in the role, counted from this "     \
                       "placement's first day: work before it is not counted"),               \
        FIELD(struct placement, comparable_pence, OUT,                                        \
              .about = "The rate with holiday pay, employer NI and levy, pence an hour"),     \
        CODE(struct placement, engagement, engagement, ALWAYS),                               \
        PROPOSAL_FIELDS(struct placement, sent., OUT, OUT, OUT)

static const struct field placement_fields[] = {
    PLACEMENT_FIELDS,
    FIELD_NAMED(struct placement, sent.contract_prevents, "contract_prevents", OUT,
                .record = &prevented_shape,
                .about = "Rules that an existing contract prevented, until 1 October 2025"),
    FIELD_NAMED(struct placement, sent.declared_last_post, "declared_last_post", OUT,
                .record = &declared_post_shape, .about = "What the worker said of the last post"),
    FIELD_NAMED(struct placement, sent.history_complete, "history_complete", OUT,
                .about = "The authority had declared the worker's history on record to be whole"),
    CODE(struct placement, end_reason, end_reason, OUT, .about = "Why it ended"),
    FIELD(struct placement, notice_served_days, OUT, .about = "Notice that was served before the end"),
    FIELD_NAMED(struct placement, sent.exceptions, "exceptions", OUT,
                .about = "Exceptions that were named for it"),
    FIELD(struct placement, rate_from, OUT, .about = "The first day of the rate that is shown"),
    FIELD(struct placement, eligibility_check, OUT, .about = "The check that this rests on"),
    FIELD(struct placement, recheck, OUT, .about = "The check of its latest rate change or extension"),
    CODE(struct placement, outcome, outcome, ALWAYS),
    FIELD(struct placement, findings, OUT | EVEN_EMPTY, .record = &finding_shape),
    FIELD(struct placement, decisions, OUT, .record = &placement_decision_shape,
          .about = "What was decided on findings that a rule refers to a person"),
    FIELD(struct placement, not_checked, OUT | EVEN_EMPTY, .about = "Rules that this release does not have"),
    FIELD(struct placement, allowed_actions, OUT | EVEN_EMPTY, .about = "What can be done with it next"),
    FIELD(struct placement, contest, OUT, .about = "How to contest a finding"),
    {0},
};
const struct shape placement_shape = SHAPE("placement", struct placement, placement_fields);

static const struct field placement_row_fields[] = {
    PLACEMENT_FIELDS,
    FIELD(struct placement, eligibility_check, OUT, .about = "The check that this rests on"),
    {0},
};
const struct shape placement_row_shape = SHAPE("placement_row", struct placement, placement_row_fields);

/* The answer to a proposal that breaches: a problem that carries the findings. */
struct breach_problem {
    const char *type, *title;
    int32_t status;
    const char *code, *detail, *request_id;
    bool retryable;
    struct shape_list errors; /* struct problem_error */
    struct check_view check;
};
static const struct field error_fields[] = {
    FIELD(struct problem_error, pointer, ALWAYS,
          .about = "The exception that serves nothing, by JSON Pointer"),
    FIELD(struct problem_error, code, ALWAYS, .about = "Always unserved"),
    FIELD(struct problem_error, detail, ALWAYS, .about = "Why"),
    {0},
};
static const struct shape error_shape = SHAPE("unserved_exception", struct problem_error, error_fields);

static const struct field breach_problem_fields[] = {
    FIELD(struct breach_problem, type, ALWAYS),
    FIELD(struct breach_problem, title, ALWAYS),
    FIELD(struct breach_problem, status, ALWAYS),
    FIELD(struct breach_problem, code, ALWAYS),
    FIELD(struct breach_problem, detail, OUT),
    FIELD(struct breach_problem, request_id, OUT),
    FIELD(struct breach_problem, retryable, OUT),
    FIELD(struct breach_problem, errors, OUT, .record = &error_shape,
          .about = "Exceptions that were named and serve nothing"),
    FIELD_NAMED(struct breach_problem, check.id, "eligibility_check", OUT),
    FIELD_NAMED(struct breach_problem, check.outcome, "outcome", OUT, .codes = &outcome_codes),
    FIELD_NAMED(struct breach_problem, check.earliest_start_date, "earliest_start_date", OUT),
    FIELD_NAMED(struct breach_problem, check.findings, "findings", OUT | EVEN_EMPTY,
                .record = &finding_shape),
    FIELD_NAMED(struct breach_problem, check.not_checked, "not_checked", OUT | EVEN_EMPTY),
    FIELD_NAMED(struct breach_problem, check.contest, "contest", OUT),
    {0},
};
const struct shape placement_breach_shape =
    SHAPE("rule_breach", struct breach_problem, breach_problem_fields);

#define DOES(action) (1u << PLACEMENT_##action)
#define WHILE_IT_LASTS (DOES(UPDATE) | DOES(RATE) | DOES(EXTENSION) | DOES(END) | DOES(CONVERSION))

static const unsigned allowed[] = {
    [PLACEMENT_STATUS_PROVISIONAL] = WHILE_IT_LASTS,
    [PLACEMENT_STATUS_REFERRED] = WHILE_IT_LASTS | DOES(DECISION),
    [PLACEMENT_STATUS_CONFIRMED] = WHILE_IT_LASTS,
    [PLACEMENT_STATUS_IN_BREACH] = WHILE_IT_LASTS,
    [PLACEMENT_STATUS_ENDED] = DOES(CONVERSION),
    [PLACEMENT_STATUS_CONVERTED] = 0,
    [PLACEMENT_STATUS_WITHDRAWN] = 0,
    [PLACEMENT_STATUS_REFUSED] = 0,
};
static const char *const action_names[PLACEMENT_ACTIONS] = {
    [PLACEMENT_UPDATE] = "update",      [PLACEMENT_RATE] = "rates", [PLACEMENT_EXTENSION] = "extensions",
    [PLACEMENT_DECISION] = "decisions", [PLACEMENT_END] = "end",    [PLACEMENT_CONVERSION] = "conversion",
};

/* What becomes of a placement: by what its findings came to. A BREACH of a proposal is refused before. */
static const enum placement_status status_of[] = {
    [OUTCOME_CLEAR] = PLACEMENT_STATUS_CONFIRMED,
    [OUTCOME_CONDITIONAL] = PLACEMENT_STATUS_PROVISIONAL,
    [OUTCOME_REFER] = PLACEMENT_STATUS_REFERRED,
    [OUTCOME_BREACH] = PLACEMENT_STATUS_IN_BREACH,
};

static bool any_weighs(const struct shape_list *findings, enum outcome outcome, bool signed_off_too)
{
    const struct finding_view *f = findings->at;
    for (size_t i = 0; i < findings->count; i++)
        if (rules_weigh((enum verdict)f[i].verdict, f[i].due_by) == outcome &&
            (signed_off_too || !check_signed_off(&f[i])))
            return true;
    return false;
}

static enum outcome weigh(const struct shape_list *findings, bool signed_off_too)
{
    static const enum outcome worst_first[] = {OUTCOME_BREACH, OUTCOME_REFER, OUTCOME_CONDITIONAL};
    for (size_t w = 0; w < sizeof worst_first / sizeof *worst_first; w++)
        if (any_weighs(findings, worst_first[w], signed_off_too))
            return worst_first[w];
    return OUTCOME_CLEAR;
}

enum outcome placement_unsigned(const struct shape_list *findings)
{
    return weigh(findings, false);
}

static struct text_list actions_of(struct req *rq, unsigned status)
{
    const char **names = arena_alloc(rq->arena, PLACEMENT_ACTIONS * sizeof *names);
    size_t count = 0;
    for (unsigned action = 0; action < PLACEMENT_ACTIONS; action++)
        if (allowed[status] & 1u << action)
            names[count++] = action_names[action];
    return (struct text_list){.at = names, .count = count};
}

void placement_complete(struct req *rq, struct placement *p)
{
    p->outcome = weigh(&p->findings, true);
    p->allowed_actions = actions_of(rq, p->status);
    p->contest = check_contest;
}

struct placement *placement_read(struct req *rq, const struct rows *rows, enum flow *flow)
{
    const struct placement *row = row_of(rq, rows, &placement_shape);
    if (row == NULL) {
        *flow = fail(rq, FAULT_NOT_FOUND, NULL);
        return NULL;
    }
    struct placement *p = arena_alloc(rq->arena, sizeof *p);
    *p = *row;
    placement_complete(rq, p);
    return p;
}

bool placement_may(struct req *rq, const struct placement *p, enum placement_action action, enum flow *flow)
{
    if (allowed[p->status] & 1u << action)
        return true;
    *flow = fail(rq, FAULT_CONFLICT,
                 arena_printf(rq->arena, "A placement that is %s does not take that: see allowed_actions.",
                              NAME_OF(placement_status, p->status)));
    return false;
}

bool placement_extends(const struct req *rq, const struct placement *p, struct date last_day)
{
    struct date planned = p->sent.planned_end_date;
    return date_given(planned) && date_before(planned, last_day) && date_before(rq->today, last_day);
}

/* A finding is named by rule and layer: one decision covers all agreements of a layer. */
bool placement_decided(const struct placement *p, const struct finding_view *f)
{
    const struct decision_view *d = p->decisions.at;
    const char *rule = NAME_OF(rule, f->rule), *layer = NAME_OF(layer, f->layer);
    size_t len = strlen(rule);
    for (size_t i = 0; i < p->decisions.count; i++)
        if (strncmp(d[i].finding, rule, len) == 0 && d[i].finding[len] == '/' &&
            strcmp(d[i].finding + len + 1, layer) == 0)
            return true;
    return false;
}

bool placement_refers(const struct placement *p, const struct finding_view *f)
{
    enum outcome weight = rules_weigh((enum verdict)f->verdict, f->due_by);
    if (check_signed_off(f))
        return false;
    return weight == OUTCOME_REFER || (weight == OUTCOME_BREACH && p->status == PLACEMENT_STATUS_REFERRED);
}

static bool all_decided(const struct placement *p)
{
    const struct finding_view *f = p->findings.at;
    for (size_t i = 0; i < p->findings.count; i++)
        if (placement_refers(p, &f[i]) && !placement_decided(p, &f[i]))
            return false;
    return true;
}

/* What a person has decided no longer waits; what is due by a day still does. */
enum placement_status placement_status_of(const struct placement *p)
{
    enum outcome outcome = placement_unsigned(&p->findings);
    if (p->status == PLACEMENT_STATUS_REFERRED && !all_decided(p))
        return PLACEMENT_STATUS_REFERRED;
    if (outcome == OUTCOME_REFER && all_decided(p))
        outcome = any_weighs(&p->findings, OUTCOME_CONDITIONAL, false) ? OUTCOME_CONDITIONAL : OUTCOME_CLEAR;
    return status_of[outcome];
}

enum flow placement_refuse(struct req *rq, const struct proposal *want, const struct check_made *made,
                           struct shape_list unserved, const char *detail)
{
    const struct fault_info *fault = fault_info(FAULT_RULE_BREACH);
    promise_problem(rq, FAULT_RULE_BREACH, &placement_breach_shape,
                    &(struct breach_problem){
                        .type = "urn:accord:fault:rule_breach",
                        .title = fault->title,
                        .status = fault->status,
                        .code = fault->code,
                        .detail = detail,
                        .request_id = uuid_print(rq->request_id, arena_alloc(rq->arena, UUID_SIZE)),
                        .errors = unserved,
                        .check = made->view,
                    },
                    "eligibility_check", made->view.id);
    check_store(rq, want, made);
    return settle(rq);
}

int64_t placement_comparable(const struct check_made *made)
{
    struct exact_pence exact;
    const char *reason;
    if (!rate_to_coverage(&made->facts.rate, COVERAGE_PAY_HOL_ENI_LEVY, &made->ruleset,
                          made->facts.start_date, &exact, &reason))
        return INTEGER_NONE;
    return exact_round(exact);
}

void placement_move(struct req *rq, const struct placement *p, bool matched)
{
    const struct proposal *s = &p->sent;
    sql_placement_move(rq->batch, p->id, p->version - 1, matched, NAME_OF(placement_status, p->status),
                       p->recheck, findings_json(rq, &p->findings), s->planned_end_date, p->end_date,
                       form_code(&end_reason_codes, p->end_reason), p->notice_served_days, s->notice_days,
                       s->requirement_ref, s->external_ref, form_uuids(rq->arena, s->exceptions), rq->now);
}

void placement_store_rate(struct req *rq, const struct placement *p)
{
    const struct proposal *s = &p->sent;
    bool comparable = p->comparable_pence != INTEGER_NONE;
    sql_placement_rate_add(rq->batch, random_uuid(), p->id, p->rate_from, NAME_OF(pay_type, s->pay_type),
                           NAME_OF(coverage, s->coverage), NAME_OF(pay_unit, s->pay_unit), s->minutes_per_day,
                           s->pay_pence, s->other_pence, s->holiday_pence, s->employer_ni_pence,
                           s->levy_pence, s->pension_pence, s->agency_margin_pence, s->msp_fee_pence,
                           s->vat_pence, s->charge_pence, p->comparable_pence,
                           comparable ? NAME_OF(coverage, COVERAGE_PAY_HOL_ENI_LEVY) : NULL);
}

void placement_store_breach(struct req *rq, const struct placement *p, const struct finding *f,
                            bool known_after_start)
{
    if (f->verdict == VERDICT_BREACH)
        sql_breach_add(rq->batch, random_uuid(), p->id, NAME_OF(rule, f->rule), NAME_OF(layer, f->layer),
                       f->agreement, f->state != NULL ? f->state : NAME_OF(breach_state, BREACH_STATE_OPEN),
                       rq->today, known_after_start);
}
