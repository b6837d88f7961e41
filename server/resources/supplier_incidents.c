/* SPDX-License-Identifier: MIT */
/*
 * Incidents with suppliers, by rule. An authority raises one, the supplier answers, its region decides; who
 * else there is learns nothing. No worker's identity is kept.
 */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"

static step_fn list, raise_one, raised, answer, answer_held, decide, decide_held;

enum { WORKING_DAYS_TO_ANSWER = 10 };

struct incident {
    struct uuid id, supplier;
    const char *authority;
    unsigned rule;
    const char *what;
    struct date happened_on;
    unsigned state;
    struct date due_by;
    const char *statement;
    struct instant answered_at;
    const char *decision_reason;
    struct instant decided_at, raised_at;
};
static const struct field incident_fields[] = {
    FIELD(struct incident, id, ALWAYS),
    FIELD(struct incident, supplier, ALWAYS),
    FIELD(struct incident, authority, ALWAYS, .about = "Who raised it, by its DfE code"),
    CODE(struct incident, rule, rule, ALWAYS | REQUIRED, .about = "The rule whose keeping it affected",
         .example = "\"NOTICE\""),
    FIELD(struct incident, what, ALWAYS | REQUIRED, NOBODY_S_TEXT,
          .about = "What happened, without a worker's identity",
          .example = "\"Two workers were withdrawn at a day's notice\""),
    FIELD(struct incident, happened_on, ALWAYS | REQUIRED, .about = "When it happened",
          .example = "\"2026-09-10\""),
    CODE(struct incident, state, incident_state, ALWAYS),
    FIELD(struct incident, due_by, ALWAYS,
          .about =
              "Until when the supplier is to answer: ten days, of which weekends and bank holidays are none"),
    FIELD(struct incident, statement, OUT, .about = "The supplier's statement; none until it has answered"),
    FIELD(struct incident, answered_at, OUT),
    FIELD(struct incident, decision_reason, OUT, .about = "Why it was upheld or withdrawn"),
    FIELD(struct incident, decided_at, OUT),
    FIELD(struct incident, raised_at, ALWAYS),
    {0},
};
static const struct shape incident_shape = SHAPE("supplier_incident", struct incident, incident_fields);
LIST_SHAPE(incident_list_shape, incident_shape);

struct statement {
    const char *statement;
};
static const struct field statement_fields[] = {
    FIELD(struct statement, statement, REQUIRED, NOBODY_S_TEXT,
          .about = "What the supplier says of it, without a worker's identity",
          .example = "\"Both had found posts elsewhere; replacements were offered\""),
    {0},
};
static const struct shape statement_shape = SHAPE("incident_answer", struct statement, statement_fields);

struct decided {
    unsigned state;
    const char *reason;
};
static const struct field decided_fields[] = {
    CODE(struct decided, state, incident_state, REQUIRED,
         .codes_except = 1u << INCIDENT_STATE_RAISED | 1u << INCIDENT_STATE_ANSWERED,
         .example = "\"UPHELD\""),
    FIELD(struct decided, reason, REQUIRED, NOBODY_S_TEXT, .about = "Why",
          .example = "\"Notice of four weeks had been agreed\""),
    {0},
};
static const struct shape decided_shape = SHAPE("incident_decision", struct decided, decided_fields);

#define PARTIES (MAY(OFFICER) | MAY(DCS) | MAY(CHIEF_EXECUTIVE) | MAY(REGION_ADMIN) | MAY(SUPPLIER))

static const enum fault act_faults[] = {FAULT_CONFLICT, FAULT_STALE_FACTS, FAULT_NONE};

const struct route supplier_incident_routes[] = {
    {.method = "GET",
     .path = "/v1/suppliers/{id}/incidents",
     .first = list,
     .roles = PARTIES,
     .query = &page_shape,
     .out = &incident_list_shape,
     .status = 200,
     .action = "supplier_incident.list",
     .about = "The incidents with a supplier that the caller has raised, decides or is to answer, newest "
              "first"},
    {.method = "POST",
     .path = "/v1/suppliers/{id}/incidents",
     .first = raise_one,
     .roles = MAY(OFFICER),
     .in = &incident_shape,
     .out = &incident_shape,
     .status = 201,
     .creates = true,
     .action = "supplier_incident.raise",
     .about = "Raises an incident with a supplier"},
    {.method = "POST",
     .path = "/v1/supplier-incidents/{id}/answer",
     .first = answer,
     .roles = MAY(SUPPLIER),
     .in = &statement_shape,
     .out = &incident_shape,
     .status = 200,
     .creates = true,
     .action = "supplier_incident.answer",
     .about = "Answers an incident, once; the statement travels along",
     .faults = act_faults},
    {.method = "POST",
     .path = "/v1/supplier-incidents/{id}/decision",
     .first = decide,
     .roles = MAY(REGION_ADMIN),
     .in = &decided_shape,
     .out = &incident_shape,
     .status = 200,
     .creates = true,
     .action = "supplier_incident.decide",
     .about = "Upholds or withdraws an incident",
     .faults = act_faults},
    {0},
};

static enum flow list(struct req *rq)
{
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    sql_supplier_held(rq->batch, rq->id);
    return show_page(rq,
                     sql_supplier_incident_list(rq->batch, rq->id, after.id, page_ask(rq), page_counted(rq)));
}

static enum flow raise_one(struct req *rq)
{
    const struct incident *want = rq->in;
    if (date_before(rq->today, want->happened_on))
        return fail_field(rq, FAULT_INVALID, "/happened_on", "out_of_range", "The day is in the future.");
    *STATE(rq, struct rows *) = sql_supplier_to_answer(rq->batch, rq->id, rq->today, WORKING_DAYS_TO_ANSWER);
    return await(rq, raised);
}

/* What sql_supplier_to_answer gives. */
struct ground {
    const char *region;
    struct date due_by;
};
static const struct field ground_fields[] = {
    FIELD(struct ground, region, OUT),
    FIELD(struct ground, due_by, OUT),
    {0},
};
static const struct shape ground_shape = SHAPE("ground", struct ground, ground_fields);

static enum flow raised(struct req *rq)
{
    const struct ground *ground = row_of(rq, *STATE(rq, struct rows *), &ground_shape);
    struct incident made = *(const struct incident *)rq->in;
    if (ground == NULL)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    made.id = random_uuid();
    made.supplier = rq->id;
    made.authority = rq->who.authority_code;
    made.state = INCIDENT_STATE_RAISED;
    made.due_by = ground->due_by;
    made.raised_at = rq->now;
    promise(rq, &made, "supplier_incident", made.id);
    sql_supplier_incident_add(rq->batch, made.id, made.supplier, ground->region, NAME_OF(rule, made.rule),
                              made.what, made.happened_on, made.due_by, made.raised_at);
    return settle(rq);
}

static enum flow hold(struct req *rq, step_fn *next)
{
    *STATE(rq, struct rows *) = sql_supplier_incident_get(rq->batch, rq->id);
    return await(rq, next);
}

/* As it is on record; NULL with *flow where there is none. */
static struct incident *held(struct req *rq, enum flow *flow)
{
    const struct incident *row = row_of(rq, *STATE(rq, struct rows *), &incident_shape);
    if (row == NULL) {
        *flow = fail(rq, FAULT_NOT_FOUND, NULL);
        return NULL;
    }
    struct incident *copy = arena_alloc(rq->arena, sizeof *copy);
    *copy = *row;
    return copy;
}

static enum flow answer(struct req *rq)
{
    return hold(rq, answer_held);
}

static enum flow answer_held(struct req *rq)
{
    const struct statement *want = rq->in;
    enum flow refusal;
    struct incident *moved = held(rq, &refusal);
    if (moved == NULL)
        return refusal;
    if (moved->state != INCIDENT_STATE_RAISED)
        return fail(rq, FAULT_CONFLICT, "The incident has been answered or decided already.");
    moved->state = INCIDENT_STATE_ANSWERED;
    moved->statement = want->statement;
    moved->answered_at = rq->now;
    promise(rq, moved, "supplier_incident", moved->id);
    sql_supplier_incident_answer(rq->batch, moved->id, want->statement, rq->now, rq->who.principal);
    return settle(rq);
}

static enum flow decide(struct req *rq)
{
    return hold(rq, decide_held);
}

/* Nothing is upheld before the supplier has answered, or let its time go by. */
static bool may_decide(const struct req *rq, const struct incident *incident, unsigned state)
{
    return incident->state == INCIDENT_STATE_ANSWERED ||
           (incident->state == INCIDENT_STATE_RAISED &&
            (state == INCIDENT_STATE_WITHDRAWN || date_before(incident->due_by, rq->today)));
}

static enum flow decide_held(struct req *rq)
{
    const struct decided *want = rq->in;
    enum flow refusal;
    struct incident *moved = held(rq, &refusal);
    if (moved == NULL)
        return refusal;
    if (!may_decide(rq, moved, want->state))
        return fail(rq, FAULT_CONFLICT,
                    moved->state == INCIDENT_STATE_RAISED ? "The supplier has until due_by to answer."
                                                          : "The incident has been decided already.");
    const char *seen = NAME_OF(incident_state, moved->state);
    moved->state = want->state;
    moved->decision_reason = want->reason;
    moved->decided_at = rq->now;
    promise(rq, moved, "supplier_incident", moved->id);
    sql_supplier_incident_decide(rq->batch, moved->id, seen, NAME_OF(incident_state, want->state),
                                 want->reason, rq->now, rq->who.principal);
    return settle(rq);
}
