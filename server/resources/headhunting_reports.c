/* SPDX-License-Identifier: MIT */
/*
 * The register of approaches between signatories (R9), without the identity of whoever was approached. An
 * authority reports, the lead region of the memorandum resolves; whoever approached sees it too. Adverts and
 * promotions are fine: a report says which it was.
 */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"

#include <string.h>

static step_fn list, add, add_done, resolve, resolve_held;

struct report {
    struct uuid id;
    const char *authority;
    struct uuid agreement;
    const char *approacher_authority;
    struct uuid approacher_supplier;
    unsigned approach, offered_band;
    struct date approached_on;
    const char *what;
    unsigned state;
    const char *resolution;
    struct instant resolved_at, recorded_at;
};
static const struct field report_fields[] = {
    FIELD(struct report, id, ALWAYS),
    FIELD(struct report, authority, ALWAYS, .about = "Whose staff were approached, by its DfE code"),
    FIELD(struct report, agreement, ALWAYS | REQUIRED, .about = "The memorandum's id",
          .example = AGREEMENT_EXAMPLE),
    FIELD(struct report, approacher_authority, IN | OUT, .max = 9, .normalise = form_authority_code,
          .form = "a DfE code of three digits, like 887, or a GSS code",
          .about = "Who approached: an authority, by its DfE code, …", .example = "\"303\""),
    FIELD(struct report, approacher_supplier, IN | OUT, .about = "… or a supplier, by its id"),
    CODE(struct report, approach, approach, ALWAYS | REQUIRED, .about = "Who began",
         .example = "\"APPROACHED\""),
    CODE(struct report, offered_band, offered_band, ALWAYS | REQUIRED,
         .about = "The band offered against the present one", .example = "\"SAME\""),
    FIELD(struct report, approached_on, ALWAYS | REQUIRED, .about = "When it was",
          .example = "\"2026-09-10\""),
    FIELD(struct report, what, ALWAYS | REQUIRED, NOBODY_S_TEXT,
          .about = "What happened, without a worker's identity",
          .example = "\"A team manager was rung up at work and offered the same post\""),
    CODE(struct report, state, report_state, ALWAYS),
    FIELD(struct report, resolution, OUT, .about = "How it was resolved, or why dismissed"),
    FIELD(struct report, resolved_at, OUT),
    FIELD(struct report, recorded_at, ALWAYS),
    {0},
};
static const struct shape report_shape = SHAPE("headhunting_report", struct report, report_fields);
LIST_SHAPE(report_list_shape, report_shape);

struct resolution {
    unsigned state;
    const char *resolution;
};
static const struct field resolution_fields[] = {
    CODE(struct resolution, state, report_state, REQUIRED, .codes_except = 1u << REPORT_STATE_OPEN,
         .example = "\"RESOLVED\""),
    FIELD(struct resolution, resolution, REQUIRED, NOBODY_S_TEXT, .about = "How, or why",
          .example = "\"The supplier was reminded of the rules of engagement\""),
    {0},
};
static const struct shape resolution_shape =
    SHAPE("headhunting_resolution", struct resolution, resolution_fields);

static const enum fault resolve_faults[] = {FAULT_CONFLICT, FAULT_STALE_FACTS, FAULT_NONE};

const struct route headhunting_routes[] = {
    {.method = "GET",
     .path = "/v1/headhunting-reports",
     .first = list,
     .roles = MAY(OFFICER) | MAY(HR) | MAY(DCS) | MAY(CHIEF_EXECUTIVE) | MAY(REGION_ADMIN) | MAY(SUPPLIER),
     .query = &page_shape,
     .out = &report_list_shape,
     .status = 200,
     .action = "headhunting_report.list",
     .about = "Reports of approaches to which the caller is a party, newest first"},
    {.method = "POST",
     .path = "/v1/headhunting-reports",
     .first = add,
     .roles = MAY(OFFICER) | MAY(HR),
     .in = &report_shape,
     .out = &report_shape,
     .status = 201,
     .creates = true,
     .action = "headhunting_report.add",
     .about = "Reports that the caller's authority's permanent staff were approached"},
    {.method = "POST",
     .path = "/v1/headhunting-reports/{id}/resolution",
     .first = resolve,
     .roles = MAY(REGION_ADMIN),
     .in = &resolution_shape,
     .out = &report_shape,
     .status = 200,
     .creates = true,
     .action = "headhunting_report.resolve",
     .about = "Resolves or dismisses a report under a memorandum that the region leads",
     .faults = resolve_faults},
    {0},
};

/* Whose they are to see is decided by the database. */
static enum flow list(struct req *rq)
{
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(rq, sql_headhunting_report_list(rq->batch, after.id, page_ask(rq), page_counted(rq)));
}

struct asked {
    struct rows *lead, *authority, *supplier;
};

static enum flow add(struct req *rq)
{
    const struct report *want = rq->in;
    bool by_supplier = uuid_given(want->approacher_supplier);
    if (by_supplier == (want->approacher_authority != NULL))
        complain(rq, "/approacher_authority", "required",
                 "Say who approached: approacher_authority or approacher_supplier.");
    if (date_before(rq->today, want->approached_on))
        complain(rq, "/approached_on", "out_of_range", "The day is in the future.");
    if (complained(rq))
        return fail_complained(rq);
    *STATE(rq, struct asked) = (struct asked){
        .lead = sql_agreement_lead(rq->batch, want->agreement),
        .authority = sql_authority_find(rq->batch, want->approacher_authority),
        .supplier = sql_supplier_find(rq->batch, want->approacher_supplier),
    };
    return await(rq, add_done);
}

static bool names_what_is_there(struct req *rq, const struct report *want, const struct code_row *approacher)
{
    const struct asked *asked = rq->state;
    if (rows_count(asked->lead) == 0)
        complain(rq, "/agreement", "unknown", "There is no agreement of that id.");
    if (want->approacher_authority != NULL && approacher == NULL)
        complain(rq, "/approacher_authority", "unknown", "There is no authority of that code.");
    if (approacher != NULL && approacher->id == rq->who.authority)
        complain(rq, "/approacher_authority", "conflicts", "An authority does not approach its own staff.");
    if (uuid_given(want->approacher_supplier) && rows_count(asked->supplier) == 0)
        complain(rq, "/approacher_supplier", "unknown", "There is no supplier of that id.");
    return !complained(rq);
}

static enum flow add_done(struct req *rq)
{
    const struct asked *asked = rq->state;
    struct report made = *(const struct report *)rq->in;
    const struct code_row *approacher = row_of(rq, asked->authority, &code_row_shape);
    if (!names_what_is_there(rq, &made, approacher))
        return fail_complained(rq);
    made.id = random_uuid();
    made.authority = rq->who.authority_code;
    made.approacher_authority = approacher == NULL ? NULL : approacher->dfe_code;
    made.state = REPORT_STATE_OPEN;
    made.recorded_at = rq->now;
    promise(rq, &made, "headhunting_report", made.id);
    sql_headhunting_report_add(rq->batch, made.id, made.agreement, rows_value(asked->lead, "lead_region"),
                               approacher == NULL ? INTEGER32_NONE : approacher->id, made.approacher_supplier,
                               NAME_OF(approach, made.approach), NAME_OF(offered_band, made.offered_band),
                               made.approached_on, made.what, made.recorded_at);
    return settle(rq);
}

static enum flow resolve(struct req *rq)
{
    *STATE(rq, struct rows *) = sql_headhunting_report_get(rq->batch, rq->id);
    return await(rq, resolve_held);
}

static enum flow resolve_held(struct req *rq)
{
    const struct resolution *want = rq->in;
    const struct report *held = row_of(rq, *STATE(rq, struct rows *), &report_shape);
    if (held == NULL)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    if (held->state != REPORT_STATE_OPEN)
        return fail(rq, FAULT_CONFLICT, "The report has been resolved already.");
    struct report moved = *held;
    moved.state = want->state;
    moved.resolution = want->resolution;
    moved.resolved_at = rq->now;
    promise(rq, &moved, "headhunting_report", moved.id);
    sql_headhunting_report_resolve(rq->batch, moved.id, NAME_OF(report_state, moved.state), moved.resolution,
                                   rq->now, rq->who.principal);
    return settle(rq);
}
