/* SPDX-License-Identifier: MIT */
/* Project teams and other packaged models, as the authority that has engaged them keeps them. */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/project_team.h"
#include "resources/routes.h"

static step_fn add, add_done, show, list;

static const struct field worker_fields[] = {
    FIELD(struct team_worker, id, ALWAYS, .about = "What an approval names"),
    SWE_NUMBER(struct team_worker, ALWAYS | REQUIRED),
    FIELD(struct team_worker, start_date, ALWAYS | REQUIRED, .about = "The worker's first day with the team",
          .example = "\"2026-11-02\""),
    FIELD(struct team_worker, in_place_of, IN | OUT, .max = 40, .normalise = form_swe_number,
          .form = "a Social Work England number, like SW900123",
          .about = "Whose place the worker takes, who is then named no more"),
    FIELD(struct team_worker, approved_on, OUT,
          .about = "The day on which the authority approved; none until it has"),
    FIELD(struct team_worker, approved_by, OUT, .about = "Who approved"),
    FIELD(struct team_worker, recorded_at, ALWAYS),
    {0},
};
const struct shape team_worker_shape = SHAPE("project_team_worker", struct team_worker, worker_fields);

static const struct field cost_fields[] = {
    FIELD(struct team_cost_view, quarter, ALWAYS),
    FIELD(struct team_cost_view, workers_pence, ALWAYS, .about = "What the workers cost in all, in pence"),
    FIELD(struct team_cost_view, services_pence, ALWAYS, .about = "For other services, in pence"),
    FIELD(struct team_cost_view, invoice_pence, ALWAYS, .about = "What was invoiced, in pence"),
    FIELD(struct team_cost_view, split, ALWAYS,
          .about = "Whether each worker and other services are given, and make the invoice"),
    {0},
};
const struct shape team_cost_view_shape = SHAPE("project_team_cost", struct team_cost_view, cost_fields);

static const struct field extension_fields[] = {
    FIELD(struct team_extension, extended_from, ALWAYS, .about = "Its last day as planned before"),
    FIELD(struct team_extension, planned_exit, ALWAYS, .about = "Its last day as planned from then on"),
    FIELD(struct team_extension, reason, ALWAYS, .about = "Why it goes on"),
    FIELD(struct team_extension, cost_pence, ALWAYS, .about = "What it is expected to cost, in pence"),
    {0},
};
static const struct shape extension_shape =
    SHAPE("project_team_extension", struct team_extension, extension_fields);

#define TEAM_FIELDS                                                                                        \
    FIELD(struct team, id, ALWAYS),                                                                        \
        FIELD(struct team, version, ALWAYS, .about = "Of its terms: moves with an extension"),             \
        FIELD(struct team, authority, ALWAYS, .about = "The authority's DfE code"),                        \
        FIELD(struct team, supplier, ALWAYS | REQUIRED, .about = "The supplier's id"),                     \
        FIELD(struct team, name, ALWAYS | REQUIRED, .max = 100, .normalise = form_title, .form = "a name", \
              .about = "What it is called", .example = "\"Assessment team (made up)\""),                   \
        FIELD(struct team, contract, ALWAYS | REQUIRED, .max = 100,                                        \
              .about = "The contract under which it works", .example = "\"C-2026-17\""),                   \
        FIELD(struct team, start_date, ALWAYS | REQUIRED, .about = "Its first day",                        \
              .example = "\"2026-11-02\""),                                                                \
        FIELD(struct team, planned_exit, ALWAYS | REQUIRED, .about = "Its last day as planned",            \
              .example = "\"2027-04-30\""),                                                                \
        FIELD(struct team, headcount, ALWAYS | REQUIRED, .min = 1, .max = 999,                             \
              .about = "How many workers were agreed", .example = "7"),                                    \
        FIELD(struct team, above_establishment, ALWAYS | IN,                                               \
              .about = "It stands above the establishment, and covers no vacancy"),                        \
        CODE(struct team, practice_control, practice_control, ALWAYS | REQUIRED,                           \
             .about = "Who oversees and manages its practice", .example = "\"AUTHORITY\""),                \
        FIELD(struct team, recorded_at, ALWAYS)

static const struct field team_fields[] = {
    TEAM_FIELDS,
    FIELD(struct team, workers, OUT | EVEN_EMPTY, .record = &team_worker_shape,
          .about = "Who is named, and approved or not"),
    FIELD(struct team, costs, OUT | EVEN_EMPTY, .record = &team_cost_view_shape,
          .about = "What it has cost, by quarter"),
    FIELD(struct team, extensions, OUT | EVEN_EMPTY, .record = &extension_shape),
    {0},
};
const struct shape project_team_shape = SHAPE("project_team", struct team, team_fields);

static const struct field team_row_fields[] = {
    TEAM_FIELDS,
    FIELD(struct team, named, OUT, .about = "How many workers are named"),
    FIELD(struct team, approved, OUT, .about = "How many of them are approved"),
    {0},
};
static const struct shape team_row_shape = SHAPE("project_team_row", struct team, team_row_fields);
LIST_SHAPE(project_team_list_shape, team_row_shape);

#define READERS (MAY(OFFICER) | MAY(DCS) | MAY(CHIEF_EXECUTIVE))

static const enum fault add_faults[] = {FAULT_DUPLICATE, FAULT_NONE};

const struct route project_team_routes[] = {
    {.method = "POST",
     .path = "/v1/project-teams",
     .first = add,
     .roles = MAY(OFFICER),
     .in = &project_team_shape,
     .out = &project_team_shape,
     .status = 201,
     .creates = true,
     .action = "project_team.add",
     .about = "Records a project team that the caller's authority engages",
     .faults = add_faults},
    {.method = "GET",
     .path = "/v1/project-teams/{id}",
     .first = show,
     .roles = READERS,
     .out = &project_team_shape,
     .status = 200,
     .action = "project_team.read",
     .about = "A project team of the caller's authority, with its workers, costs and extensions"},
    {.method = "GET",
     .path = "/v1/project-teams",
     .first = list,
     .roles = READERS,
     .query = &page_shape,
     .out = &project_team_list_shape,
     .status = 200,
     .action = "project_team.list",
     .about = "The project teams of the caller's authority, newest first"},
    {0},
};

static enum flow add(struct req *rq)
{
    const struct team *want = rq->in;
    if (date_before(want->planned_exit, want->start_date))
        return fail_field(rq, FAULT_INVALID, "/planned_exit", "out_of_range",
                          "The planned exit is before the start.");
    return await(rq, add_done);
}

void project_team_store_terms(struct req *rq, const struct team *team)
{
    sql_project_team_terms_add(rq->batch, random_uuid(), team->id, team->version, team->headcount,
                               team->above_establishment, team->planned_exit,
                               NAME_OF(practice_control, team->practice_control), rq->now);
}

static enum flow add_done(struct req *rq)
{
    struct team made = *(const struct team *)rq->in;
    made.id = random_uuid();
    made.version = 1;
    made.authority = rq->who.authority_code;
    made.recorded_at = rq->now;
    promise(rq, &made, "project_team", made.id);
    sql_project_team_add(rq->batch, made.id, made.supplier, made.name, made.contract, made.start_date,
                         made.recorded_at);
    project_team_store_terms(rq, &made);
    return settle(rq);
}

static enum flow show(struct req *rq)
{
    return show_row(rq, sql_project_team_get(rq->batch, rq->id, true));
}

static enum flow list(struct req *rq)
{
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(rq, sql_project_team_list(rq->batch, after.id, page_ask(rq), page_counted(rq)));
}
