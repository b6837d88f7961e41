/* SPDX-License-Identifier: MIT */
/*
 * Placements. A proposal that breaches a rule is refused with its findings; what is under way already is
 * always recorded, its breaches opened. The rules run on facts whose version the write claims: somebody who
 * recorded a leaver in between makes it run again.
 */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/check.h"
#include "resources/routes.h"
#include "rules/rate.h"

static step_fn place, place_checked, show, show_found, list;

struct placement {
    struct uuid id;
    const char *reference;
    unsigned status;
    int32_t version;
    struct instant recorded_at;
    struct date end_date;
    int64_t comparable_pence;
    unsigned engagement;
    struct proposal sent;
    struct uuid eligibility_check;
    unsigned outcome;
    struct shape_list findings;
    struct text_list not_checked;
    struct text_list allowed_actions;
    const char *contest;
};

#define PLACEMENT_FIELDS                                                                   \
    FIELD(struct placement, id, OUT),                                                      \
        FIELD(struct placement, reference, OUT, .about = "What people call it by"),        \
        CODE(struct placement, status, placement_status, OUT),                             \
        FIELD(struct placement, version, OUT, .about = "Moves with every change"),         \
        FIELD(struct placement, recorded_at, OUT), FIELD(struct placement, end_date, OUT), \
        FIELD(struct placement, comparable_pence, OUT,                                     \
              .about = "The rate with holiday pay, employer NI and levy, pence an hour"),  \
        CODE(struct placement, engagement, engagement, OUT),                               \
        PROPOSAL_FIELDS(struct placement, sent., OUT, OUT, OUT)

static const struct field placement_fields[] = {
    PLACEMENT_FIELDS,
    FIELD(struct placement, eligibility_check, OUT, .about = "The check that this rests on"),
    CODE(struct placement, outcome, outcome, OUT),
    FIELD(struct placement, findings, OUT | EVEN_EMPTY, .record = &finding_shape),
    FIELD(struct placement, not_checked, OUT | EVEN_EMPTY, .about = "Rules that this release does not have"),
    FIELD(struct placement, allowed_actions, OUT | EVEN_EMPTY, .about = "What can be done with it next"),
    FIELD(struct placement, contest, OUT, .about = "How to contest a finding"),
    {0},
};
static const struct shape placement_shape = SHAPE("placement", struct placement, placement_fields);

static const struct field placement_row_fields[] = {
    PLACEMENT_FIELDS,
    FIELD(struct placement, eligibility_check, OUT, .about = "The check that this rests on"),
    {0},
};
static const struct shape placement_row_shape = SHAPE("placement", struct placement, placement_row_fields);
LIST_SHAPE(placement_list_shape, placement_row_shape);

struct list_query {
    struct page page;
    struct code_set status;
};
static const struct field list_query_fields[] = {
    PAGE_FIELDS(struct list_query),
    FIELD(struct list_query, status, IN, .codes = &placement_status_codes,
          .about = "Only these, separated by commas"),
    {0},
};
static const struct shape list_query_shape = SHAPE("parameters", struct list_query, list_query_fields);

/* The answer to a proposal that breaches: a problem that carries the findings. */
struct breach_problem {
    const char *type, *title;
    int32_t status;
    const char *code, *detail, *request_id;
    bool retryable;
    struct check_view check;
};
static const struct field breach_problem_fields[] = {
    FIELD(struct breach_problem, type, OUT),
    FIELD(struct breach_problem, title, OUT),
    FIELD(struct breach_problem, status, OUT),
    FIELD(struct breach_problem, code, OUT),
    FIELD(struct breach_problem, detail, OUT),
    FIELD(struct breach_problem, request_id, OUT),
    FIELD(struct breach_problem, retryable, OUT),
    FIELD_NAMED(struct breach_problem, check.id, "eligibility_check", OUT),
    FIELD_NAMED(struct breach_problem, check.outcome, "outcome", OUT, .codes = &outcome_codes),
    FIELD_NAMED(struct breach_problem, check.earliest_start_date, "earliest_start_date", OUT),
    FIELD_NAMED(struct breach_problem, check.findings, "findings", OUT | EVEN_EMPTY,
                .record = &finding_shape),
    FIELD_NAMED(struct breach_problem, check.not_checked, "not_checked", OUT | EVEN_EMPTY),
    FIELD_NAMED(struct breach_problem, check.contest, "contest", OUT),
    {0},
};
static const struct shape breach_problem_shape =
    SHAPE("problem", struct breach_problem, breach_problem_fields);

#define READERS (MAY(OFFICER) | MAY(DCS) | MAY(CHIEF_EXECUTIVE))

static const enum fault place_faults[] = {FAULT_RULE_BREACH, FAULT_OUT_OF_SCOPE, FAULT_DUPLICATE,
                                          FAULT_STALE_FACTS, FAULT_STALE_RULES,  FAULT_NONE};

const struct route placement_routes[] = {
    {.method = "POST",
     .path = "/v1/placements",
     .first = place,
     .roles = MAY(OFFICER),
     .in = &placement_proposal_shape,
     .out = &placement_shape,
     .status = 201,
     .creates = true,
     .action = "placement.submit",
     .about = "Submits a placement, proposed or under way",
     .faults = place_faults},
    {.method = "GET",
     .path = "/v1/placements/{id}",
     .first = show,
     .roles = READERS,
     .out = &placement_shape,
     .status = 200,
     .action = "placement.read",
     .about = "A placement of the caller's authority"},
    {.method = "GET",
     .path = "/v1/placements",
     .first = list,
     .roles = READERS,
     .query = &list_query_shape,
     .out = &placement_list_shape,
     .status = 200,
     .action = "placement.list",
     .about = "The placements of the caller's authority, newest first"},
    {0},
};

/* What becomes of a placement: by whether it is under way, and what the check came to. BREACH of a proposal:
 * refused. */
static const unsigned status_of[][OUTCOME_CONDITIONAL + 1] = {
    [ENGAGEMENT_PROPOSED] = {[OUTCOME_CLEAR] = PLACEMENT_STATUS_CONFIRMED,
                             [OUTCOME_CONDITIONAL] = PLACEMENT_STATUS_PROVISIONAL,
                             [OUTCOME_REFER] = PLACEMENT_STATUS_REFERRED},
    [ENGAGEMENT_UNDER_WAY] = {[OUTCOME_CLEAR] = PLACEMENT_STATUS_CONFIRMED,
                              [OUTCOME_CONDITIONAL] = PLACEMENT_STATUS_PROVISIONAL,
                              [OUTCOME_REFER] = PLACEMENT_STATUS_REFERRED,
                              [OUTCOME_BREACH] = PLACEMENT_STATUS_IN_BREACH},
};

/* "P-" and the last eight hex digits of the id. */
static const char *reference_of(struct req *rq, struct uuid id)
{
    return arena_printf(rq->arena, "P-%02X%02X%02X%02X", id.byte[12], id.byte[13], id.byte[14], id.byte[15]);
}

struct place {
    struct facts_asked asked;
    struct rows *supplier;
};

/* Ask for everything the rules need, in one round trip. */
static enum flow place(struct req *rq)
{
    const struct proposal *want = rq->in;
    struct place *p = STATE(rq, struct place);
    enum flow refusal;
    if (proposal_refused(rq, want, &refusal))
        return refusal;
    facts_ask(rq, want, &p->asked);
    p->supplier = sql_supplier_find(rq->batch, want->supplier);
    return await(rq, place_checked);
}

static enum flow refuse(struct req *rq, const struct proposal *want, const struct check_made *made)
{
    const struct fault_info *fault = fault_info(FAULT_RULE_BREACH);
    promise_problem(
        rq, FAULT_RULE_BREACH, &breach_problem_shape,
        &(struct breach_problem){
            .type = "urn:accord:fault:rule_breach",
            .title = fault->title,
            .status = fault->status,
            .code = fault->code,
            .detail = "The findings say why, and from when on it would be in order. A rule may be departed "
                      "from with an exception, signed beforehand by those whom the rule names.",
            .request_id = uuid_print(rq->request_id, arena_alloc(rq->arena, UUID_SIZE)),
            .check = made->view,
        },
        "eligibility_check", made->view.id);
    check_store(rq, want, made);
    return settle(rq);
}

/* The rate in the benchmark's coverage; INTEGER_NONE where it cannot be brought there. */
static int64_t comparable_of(const struct check_made *made)
{
    struct exact_pence exact;
    const char *reason;
    if (!rate_to_coverage(&made->facts.rate, COVERAGE_PAY_HOL_ENI_LEVY, &made->ruleset,
                          made->facts.start_date, &exact, &reason))
        return INTEGER_NONE;
    return exact_round(exact);
}

static struct placement placement_of(struct req *rq, const struct proposal *want,
                                     const struct check_made *made)
{
    struct uuid id = random_uuid();
    struct placement p = {
        .id = id,
        .reference = reference_of(rq, id),
        .status = status_of[want->engagement][made->view.outcome],
        .version = 1,
        .recorded_at = rq->now,
        .end_date = DATE_NONE,
        .comparable_pence = comparable_of(made),
        .engagement = want->engagement,
        .sent = *want,
        .eligibility_check = made->view.id,
        .outcome = made->view.outcome,
        .findings = made->view.findings,
        .not_checked = made->view.not_checked,
        .contest = check_contest,
    };
    p.sent.authority = rq->who.authority_code;
    p.sent.job_type = made->facts.job_type;
    return p;
}

/* NULL where no code was given. */
static const char *name_or_null(const struct codes *codes, unsigned code)
{
    return code == 0 ? NULL : codes_name(codes, code);
}

static void store_placement(struct req *rq, const struct placement *p, const struct check_made *made)
{
    const struct proposal *s = &p->sent;
    struct text asked = text_in(rq->arena);
    shape_write_canonical(&placement_proposal_shape, rq->in, &asked);
    sql_placement_add(rq->batch, p->id, s->swe_number, NAME_OF(category, s->category),
                      NAME_OF(engagement, p->engagement), s->supplier, s->local_role,
                      name_or_null(&job_type_codes, s->job_type), made->relied.mapping, s->start_date,
                      s->planned_end_date, s->minutes_per_week, NAME_OF(placement_reason, s->reason),
                      s->project_team, name_or_null(&bank_supply_codes, s->bank_supply), s->offer_date,
                      s->notice_days, s->substantive_notice_days, s->requirement_ref, s->external_ref,
                      asked.at, p->eligibility_check, NAME_OF(placement_status, p->status), rq->now);
}

static void store_rate(struct req *rq, const struct placement *p)
{
    const struct proposal *s = &p->sent;
    bool comparable = p->comparable_pence != INTEGER_NONE;
    sql_placement_rate_add(rq->batch, random_uuid(), p->id, s->start_date, NAME_OF(pay_type, s->pay_type),
                           NAME_OF(coverage, s->coverage),
                           NAME_OF(pay_unit, s->pay_unit == 0 ? PAY_UNIT_HOUR : s->pay_unit),
                           s->minutes_per_day, s->pay_pence, s->other_pence, s->holiday_pence,
                           s->employer_ni_pence, s->levy_pence, s->pension_pence, s->agency_margin_pence,
                           s->msp_fee_pence, s->vat_pence, s->charge_pence, p->comparable_pence,
                           comparable ? NAME_OF(coverage, COVERAGE_PAY_HOL_ENI_LEVY) : NULL);
}

static void store_breaches(struct req *rq, const struct placement *p, const struct check_made *made)
{
    for (size_t i = 0; i < made->check.findings.count; i++) {
        const struct finding *f = &made->check.findings.at[i];
        if (f->verdict == VERDICT_BREACH)
            sql_breach_add(rq->batch, random_uuid(), p->id, NAME_OF(rule, f->rule), NAME_OF(layer, f->layer),
                           f->agreement, NAME_OF(breach_state, BREACH_STATE_OPEN), rq->today,
                           date_before(p->sent.start_date, rq->today));
    }
}

/* The claim comes before what depends on it: a leaver recorded meanwhile stops the batch, and the rules run
 * again. */
static enum flow keep(struct req *rq, const struct proposal *want, const struct check_made *made)
{
    struct placement p = placement_of(rq, want, made);
    promise(rq, &p, "placement", p.id);
    sql_facts_claim(rq->batch, want->swe_number, made->relied.facts_version, random_uuid());
    sql_rules_unchanged(rq->batch, made->relied.rules_version);
    check_store(rq, want, made);
    store_placement(rq, &p, made);
    store_rate(rq, &p);
    store_breaches(rq, &p, made);
    return settle(rq);
}

static enum flow place_checked(struct req *rq)
{
    const struct proposal *want = rq->in;
    struct place *p = rq->state;
    enum flow refusal;
    struct check_made *made = arena_alloc(rq->arena, sizeof *made);
    if (!check_make(rq, want, &p->asked, made, &refusal))
        return refusal;
    if (rows_count(p->supplier) == 0)
        return fail_field(rq, FAULT_INVALID, "/supplier", "unknown", "There is no supplier of that id.");
    if (want->engagement == ENGAGEMENT_PROPOSED && made->view.outcome == OUTCOME_BREACH)
        return refuse(rq, want, made);
    return keep(rq, want, made);
}

static enum flow show(struct req *rq)
{
    *STATE(rq, struct rows *) = sql_placement_get(rq->batch, rq->id);
    return await(rq, show_found);
}

static enum flow show_found(struct req *rq)
{
    const struct placement *found = row_of(rq, *STATE(rq, struct rows *), &placement_shape);
    if (found == NULL)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    struct placement view = *found;
    view.contest = check_contest;
    return reply(rq, &view);
}

static enum flow list(struct req *rq)
{
    const struct list_query *query = rq->query;
    struct uuid after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(rq, sql_placement_list(rq->batch,
                                            form_codes(rq->arena, &placement_status_codes, query->status),
                                            after, page_ask(rq)));
}
