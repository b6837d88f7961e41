/* SPDX-License-Identifier: MIT */
/*
 * Placements. A proposal that breaches a rule is refused with its findings; what is under way already is
 * always recorded, its breaches opened. The rules run on facts whose version the write claims: somebody who
 * recorded a leaver in between makes it run again.
 */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/departures.h"
#include "resources/placement.h"
#include "resources/routes.h"
#include "rules/equal_treatment.h"

static step_fn place, place_checked, show, show_found, list, find;

LIST_SHAPE(placement_list_shape, placement_row_shape);

static const struct code sort_items[] = {{NULL, ""},
                                         {"start_date", "the first to start first"},
                                         {"-start_date", "the last to start first"},
                                         {"planned_end_date", "the first to end first"},
                                         {"-planned_end_date", "the last to end first"}};
static const struct codes sorts = SORTS(sort_items);

struct list_query {
    struct page page;
    unsigned sort;
    struct code_set status, job_type;
    struct date start_from, start_to, end_from, end_to;
    struct uuid supplier;
};
static const struct field list_query_fields[] = {
    PAGE_FIELDS(struct list_query),
    SORT_FIELD(struct list_query, sort, sorts),
    FIELD(struct list_query, status, IN, .codes = &placement_status_codes,
          .about = "Only these, separated by commas", .example = "[\"CONFIRMED\",\"PROVISIONAL\"]"),
    FIELD(struct list_query, job_type, IN, .codes = &job_type_codes,
          .about = "Only these, separated by commas"),
    FIELD_NAMED(struct list_query, start_from, "start_date.gte", IN, .about = "Starts on this day or later"),
    FIELD_NAMED(struct list_query, start_to, "start_date.lte", IN, .about = "Starts on this day or earlier"),
    FIELD_NAMED(struct list_query, end_from, "planned_end_date.gte", IN,
                .about = "Planned to end on this day or later"),
    FIELD_NAMED(struct list_query, end_to, "planned_end_date.lte", IN,
                .about = "Planned to end on this day or earlier"),
    FIELD(struct list_query, supplier, IN, .about = "Only this supplier's"),
    {0},
};
static const struct shape list_query_shape = SHAPE("parameters", struct list_query, list_query_fields);

struct search {
    const char *swe_number;
};
static const struct field search_fields[] = {SWE_NUMBER(struct search, REQUIRED), {0}};
static const struct shape search_shape = SHAPE("placement_search", struct search, search_fields);

#define READERS (MAY(OFFICER) | MAY(DCS) | MAY(CHIEF_EXECUTIVE))

static const enum fault place_faults[] = {FAULT_RULE_BREACH, FAULT_OUT_OF_SCOPE, FAULT_CONFLICT,
                                          FAULT_DUPLICATE,   FAULT_STALE_FACTS,  FAULT_STALE_RULES,
                                          FAULT_NONE};

const struct route placement_routes[] = {
    {.method = "POST",
     .path = "/v1/placements",
     .first = place,
     .roles = MAY(OFFICER),
     .in = &placement_proposal_shape,
     .out = &placement_shape,
     .problem = &placement_breach_shape,
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
    {.method = "POST",
     .path = "/v1/placements/search",
     .first = find,
     .roles = READERS,
     .in = &search_shape,
     .query = &list_query_shape,
     .out = &placement_list_shape,
     .status = 200,
     .action = "placement.search",
     .about = "The placements of a worker at the caller's authority, newest first"},
    {0},
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
    struct facts_as_of now = facts_now(rq);
    facts_ask(rq, want, &now, &p->asked);
    p->supplier = sql_supplier_find(rq->batch, want->supplier);
    return await(rq, place_checked);
}

static struct date equal_treatment_of(const struct proposal *want, const struct check_made *made)
{
    struct date from;
    return equal_treatment_from(&made->ruleset, want->start_date, &from) ? from : DATE_NONE;
}

static struct placement placement_of(struct req *rq, const struct proposal *want,
                                     const struct check_made *made)
{
    struct uuid id = random_uuid();
    struct placement p = {
        .id = id,
        .reference = reference_of(rq, id),
        .rate_from = want->start_date,
        .version = 1,
        .recorded_at = rq->now,
        .end_date = DATE_NONE,
        .equal_treatment_from = equal_treatment_of(want, made),
        .notice_served_days = INTEGER32_NONE,
        .comparable_pence = placement_comparable(made),
        .engagement = want->engagement,
        .sent = *want,
        .eligibility_check = made->view.id,
        .findings = made->view.findings,
        .not_checked = made->view.not_checked,
    };
    p.sent.authority = rq->who.authority_code;
    p.sent.pay_unit = want->pay_unit == 0 ? PAY_UNIT_HOUR : want->pay_unit;
    p.sent.job_type = made->facts.job_type;
    p.status = placement_status_of(&p);
    placement_complete(rq, &p);
    return p;
}

static void store_placement(struct req *rq, const struct placement *p, const struct check_made *made)
{
    const struct proposal *s = &p->sent;
    struct text asked = text_in(rq->arena);
    shape_write_canonical(&placement_proposal_shape, rq->in, &asked);
    sql_placement_add(
        rq->batch, p->id, s->swe_number, NAME_OF(category, s->category), NAME_OF(engagement, p->engagement),
        s->supplier, s->local_role, form_code(&job_type_codes, s->job_type), made->relied.mapping,
        s->start_date, p->equal_treatment_from, s->planned_end_date, s->minutes_per_week,
        NAME_OF(placement_reason, s->reason), s->project_team, form_code(&bank_supply_codes, s->bank_supply),
        s->offer_date, s->notice_days, s->substantive_notice_days, s->requirement_ref, s->external_ref,
        form_uuids(rq->arena, s->exceptions), asked.at, p->eligibility_check, findings_json(rq, &p->findings),
        NAME_OF(placement_status, p->status), rq->now);
}

/* The claim comes before what depends on it: a leaver recorded meanwhile stops the batch, and the rules run
 * again. */
static enum flow keep(struct req *rq, const struct proposal *want, const struct check_made *made)
{
    struct placement p = placement_of(rq, want, made);
    promise(rq, &p, "placement", p.id);
    sql_facts_claim(rq->batch, want->swe_number, made->relied.facts_version, random_uuid());
    sql_rules_unchanged(rq->batch, made->relied.rules_version);
    sql_exceptions_unused(rq->batch, want->swe_number, p.id, form_uuids(rq->arena, want->exceptions));
    check_store(rq, want, made);
    store_placement(rq, &p, made);
    placement_store_rate(rq, &p);
    for (size_t i = 0; i < made->check.findings.count; i++)
        placement_store_breach(rq, &p, &made->check.findings.at[i], false);
    return settle(rq);
}

static enum flow place_checked(struct req *rq)
{
    const struct proposal *want = rq->in;
    struct place *p = rq->state;
    enum flow refusal;
    struct check_made *made = arena_alloc(rq->arena, sizeof *made);
    if (!check_make(rq, want, &p->asked, RULES_ALL, made, &refusal))
        return refusal;
    if (rows_count(p->supplier) == 0)
        return fail_field(rq, FAULT_INVALID, "/supplier", "unknown", "There is no supplier of that id.");
    if (want->engagement == ENGAGEMENT_PROPOSED && placement_unsigned(&made->view.findings) == OUTCOME_BREACH)
        return placement_refuse(
            rq, want, made,
            departures_unserved(rq, want, &p->asked, &made->facts, &made->check.findings, want->exceptions),
            "The findings say why, and from when on it would be in order. A rule may be "
            "departed from with an exception, signed beforehand by those whom the rule "
            "names.");
    return keep(rq, want, made);
}

static enum flow show(struct req *rq)
{
    *STATE(rq, struct rows *) = sql_placement_get(rq->batch, rq->id, true, DATE_NONE);
    return await(rq, show_found);
}

static enum flow show_found(struct req *rq)
{
    enum flow refusal;
    const struct placement *found = placement_read(rq, *STATE(rq, struct rows *), &refusal);
    return found == NULL ? refusal : reply(rq, found);
}

static enum flow ask_page(struct req *rq, const char *swe_number)
{
    const struct list_query *want = rq->query;
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(rq, sql_placement_list(rq->batch,
                                            form_codes(rq->arena, &placement_status_codes, want->status),
                                            form_codes(rq->arena, &job_type_codes, want->job_type),
                                            want->start_from, want->start_to, want->end_from, want->end_to,
                                            want->supplier, swe_number, form_code(&sorts, want->sort),
                                            after.key, after.id, page_ask(rq), page_counted(rq)));
}

static enum flow list(struct req *rq)
{
    return ask_page(rq, NULL);
}

static enum flow find(struct req *rq)
{
    const struct search *search = rq->in;
    return ask_page(rq, search->swe_number);
}
