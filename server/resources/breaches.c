/* SPDX-License-Identifier: MIT */
/*
 * The register of breaches. An authority sees its own, with their placements; the region's administrator sees
 * how many there are of what and where, without worker, placement or person.
 */
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"

static step_fn list;

struct signature {
    struct uuid exception;
    unsigned role;
    struct uuid person;
    struct date signed_on;
    unsigned how;
    bool late;
};
static const struct field signature_fields[] = {
    FIELD(struct signature, exception, ALWAYS, .about = "The exception that was signed"),
    CODE(struct signature, role, role, ALWAYS),
    FIELD(struct signature, person, ALWAYS, .about = "Who signed"),
    FIELD(struct signature, signed_on, ALWAYS),
    CODE(struct signature, how, sign_off_how, ALWAYS),
    FIELD(struct signature, late, OUT, .about = "Signed after the commitment or the first day"),
    {0},
};
static const struct shape signature_shape = SHAPE("breach_signature", struct signature, signature_fields);

struct breach {
    struct uuid id;
    const char *authority;
    struct uuid placement;
    unsigned rule, layer;
    struct uuid agreement;
    unsigned state;
    struct date detected_on, resolved_on, region_notified_on;
    bool known_after_start, signed_late;
    struct shape_list signatures; /* struct signature */
    int32_t breaches, late_signatures, late_facts;
};
static const struct field breach_fields[] = {
    FIELD(struct breach, id, ALWAYS, .about = "Of the breach, or of the newest that is counted"),
    FIELD(struct breach, authority, ALWAYS, .about = "The authority's DfE code"),
    FIELD(struct breach, placement, OUT, .about = "The placement, of the authority's own"),
    CODE(struct breach, rule, rule, ALWAYS),
    CODE(struct breach, layer, layer, ALWAYS),
    FIELD(struct breach, agreement, OUT, .about = "The agreement's id, of a REGIONAL breach"),
    CODE(struct breach, state, breach_state, ALWAYS, .about = "OPEN, or SIGNED_OFF beforehand"),
    FIELD(struct breach, detected_on, ALWAYS, .about = "The day on which it came on record"),
    FIELD(struct breach, resolved_on, OUT,
          .about = "The day on which the placement ended, or its rate was put in order; none until then"),
    FIELD(struct breach, region_notified_on, OUT, .about = "The day on which the region was told"),
    FIELD(struct breach, known_after_start, OUT,
          .about = "It came to be known after the start: not held against the authority"),
    FIELD(struct breach, signed_late, OUT, .about = "All have signed, but too late: it stays open"),
    FIELD(struct breach, signatures, OUT, .record = &signature_shape, .about = "Who has signed for it"),
    FIELD(struct breach, breaches, OUT, .about = "To the region: how many there are of these"),
    FIELD(struct breach, late_signatures, OUT, .about = "To the region: how many were signed too late"),
    FIELD(struct breach, late_facts, OUT,
          .about = "To the region: how many came to be known after the start"),
    {0},
};
static const struct shape breach_shape = SHAPE("breach", struct breach, breach_fields);
LIST_SHAPE(breach_list_shape, breach_shape);

struct filters {
    struct page page;
    struct code_set state, rule;
    bool open;
};
static const struct field filters_fields[] = {
    PAGE_FIELDS(struct filters),
    FIELD(struct filters, state, IN, .codes = &breach_state_codes,
          .about = "Only these, separated by commas"),
    FIELD(struct filters, rule, IN, .codes = &rule_codes, .about = "Only these, separated by commas"),
    FIELD(struct filters, open, IN, .about = "Only those that are not resolved"),
    {0},
};
static const struct shape filters_shape = SHAPE("parameters", struct filters, filters_fields);

const struct route breach_routes[] = {
    {.method = "GET",
     .path = "/v1/breaches",
     .first = list,
     .roles = MAY(OFFICER) | MAY(DCS) | MAY(CHIEF_EXECUTIVE) | MAY(REGION_ADMIN),
     .query = &filters_shape,
     .out = &breach_list_shape,
     .status = 200,
     .action = "breach.list",
     .about = "The authority's breaches, newest first; to the region's administrator, all of them counted"},
    {0},
};

/* What the caller is shown of them is decided by the database, by role and authority. */
static enum flow list(struct req *rq)
{
    const struct filters *filters = rq->query;
    const char *states = form_codes(rq->arena, &breach_state_codes, filters->state);
    const char *rules = form_codes(rq->arena, &rule_codes, filters->rule);
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(rq, sql_breach_list(rq->batch, states, rules, filters->open, rq->today, after.id,
                                         page_ask(rq), page_counted(rq)));
}
