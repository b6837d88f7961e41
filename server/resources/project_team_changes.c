/* SPDX-License-Identifier: MIT */
/*
 * What happens to a project team: workers are named and approved, costs stated, the exit put off. A worker
 * who takes another's place is named afresh, and needs an approval of its own.
 */
#include "base/random.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/project_team.h"
#include "resources/routes.h"

#include <string.h>

static step_fn name, name_done, approve, approve_done, cost, cost_done, extend, extend_held;

struct approval {
    struct uuid id, worker;
    struct date approved_on;
    struct uuid approved_by;
    struct instant recorded_at;
};
static const struct field approval_fields[] = {
    FIELD(struct approval, id, ALWAYS),
    FIELD(struct approval, worker, ALWAYS | REQUIRED, .about = "The worker's id in the team",
          .example = "\"0199b2c4-0000-7000-8000-000000000003\""),
    FIELD(struct approval, approved_on, ALWAYS | REQUIRED, .about = "The day of the approval",
          .example = "\"2026-09-10\""),
    FIELD(struct approval, approved_by, ALWAYS, .about = "Who approved: whoever records it"),
    FIELD(struct approval, recorded_at, ALWAYS),
    {0},
};
static const struct shape approval_shape = SHAPE("project_team_approval", struct approval, approval_fields);

struct cost_line {
    const char *swe_number;
    int64_t cost_pence;
};
static const struct field cost_line_fields[] = {
    SWE_NUMBER(struct cost_line, REQUIRED),
    FIELD(struct cost_line, cost_pence, REQUIRED, .about = "What the worker cost in the quarter, in pence"),
    {0},
};
static const struct shape cost_line_shape =
    SHAPE("project_team_cost_line", struct cost_line, cost_line_fields);

struct cost {
    const char *quarter;
    struct shape_list workers; /* struct cost_line */
    int64_t services_pence, invoice_pence;
};
static const struct field cost_fields[] = {
    FIELD(struct cost, quarter, REQUIRED, .min = 7, .max = 7, .about = "A calendar quarter, like 2026-Q3",
          .example = "\"2026-Q4\""),
    FIELD(struct cost, workers, IN, .record = &cost_line_shape, .about = "What each worker cost"),
    FIELD(struct cost, services_pence, REQUIRED, .about = "For other services than the workers, in pence",
          .example = "0"),
    FIELD(struct cost, invoice_pence, REQUIRED, .about = "What was invoiced in all, in pence",
          .example = "25000000"),
    {0},
};
static const struct shape cost_shape = SHAPE("project_team_cost", struct cost, cost_fields);

struct extension {
    struct date planned_exit;
    const char *reason;
    int64_t cost_pence;
    int32_t headcount;
    unsigned practice_control;
};
static const struct field extension_fields[] = {
    FIELD(struct extension, planned_exit, REQUIRED, .about = "The new last day as planned",
          .example = "\"2027-07-30\""),
    FIELD(struct extension, reason, REQUIRED, .max = 1000, .about = "Why it goes on",
          .example = "\"Posts are advertised and not yet filled\""),
    FIELD(struct extension, cost_pence, REQUIRED, .about = "What it is expected to cost in all, in pence",
          .example = "25000000"),
    FIELD(struct extension, headcount, IN, .min = 1, .max = 999,
          .about = "How many workers from then on; as before unless given"),
    CODE(struct extension, practice_control, practice_control, IN, .about = "As before unless given"),
    {0},
};
static const struct shape extension_shape =
    SHAPE("project_team_extension", struct extension, extension_fields);

static const enum fault name_faults[] = {FAULT_DUPLICATE, FAULT_NONE};
static const enum fault approve_faults[] = {FAULT_DUPLICATE, FAULT_STALE_FACTS, FAULT_NONE};
static const enum fault extend_faults[] = {FAULT_STALE_FACTS, FAULT_NONE};

const struct route team_change_routes[] = {
    {.method = "POST",
     .path = "/v1/project-teams/{id}/workers",
     .first = name,
     .roles = MAY(OFFICER),
     .in = &team_worker_shape,
     .out = &team_worker_shape,
     .status = 201,
     .creates = true,
     .action = "project_team.name",
     .about = "Names a worker for the team, in another's place or beside the others",
     .faults = name_faults},
    {.method = "POST",
     .path = "/v1/project-teams/{id}/approvals",
     .first = approve,
     .roles = MAY(OFFICER) | MAY(DCS),
     .in = &approval_shape,
     .out = &approval_shape,
     .status = 201,
     .creates = true,
     .action = "project_team.approve",
     .about = "Approves a worker who is named for the team",
     .faults = approve_faults},
    {.method = "POST",
     .path = "/v1/project-teams/{id}/costs",
     .first = cost,
     .roles = MAY(OFFICER),
     .in = &cost_shape,
     .out = &team_cost_view_shape,
     .status = 201,
     .creates = true,
     .action = "project_team.cost",
     .about = "States what the team cost in a quarter, in place of what was stated before",
     .faults = name_faults},
    {.method = "POST",
     .path = "/v1/project-teams/{id}/extensions",
     .first = extend,
     .roles = MAY(OFFICER),
     .in = &extension_shape,
     .out = &project_team_shape,
     .status = 201,
     .creates = true,
     .action = "project_team.extend",
     .about = "Puts off the team's exit, with the reason and the cost",
     .faults = extend_faults},
    {0},
};

static enum flow name(struct req *rq)
{
    return await(rq, name_done);
}

static enum flow name_done(struct req *rq)
{
    struct team_worker made = *(const struct team_worker *)rq->in;
    made.id = random_uuid();
    made.recorded_at = rq->now;
    promise(rq, &made, "project_team", rq->id);
    sql_project_team_held(rq->batch, rq->id);
    sql_project_team_worker_add(rq->batch, made.id, rq->id, made.swe_number, made.start_date,
                                made.in_place_of, made.recorded_at);
    return settle(rq);
}

static enum flow approve(struct req *rq)
{
    const struct approval *want = rq->in;
    if (date_before(rq->today, want->approved_on))
        return fail_field(rq, FAULT_INVALID, "/approved_on", "out_of_range", "The day is in the future.");
    *STATE(rq, struct rows *) = sql_project_team_worker_find(rq->batch, rq->id, want->worker);
    return await(rq, approve_done);
}

struct named_row {
    const char *swe_number;
    int64_t version;
};
static const struct field named_fields[] = {
    FIELD(struct named_row, swe_number, OUT),
    FIELD(struct named_row, version, OUT),
    {0},
};
static const struct shape named_shape = SHAPE("named worker", struct named_row, named_fields);

static enum flow approve_done(struct req *rq)
{
    struct approval made = *(const struct approval *)rq->in;
    const struct named_row *named = row_of(rq, *STATE(rq, struct rows *), &named_shape);
    if (named == NULL)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    if (named->swe_number == NULL)
        return fail_field(rq, FAULT_INVALID, "/worker", "unknown",
                          "No worker of that id is named for the team.");
    made.id = random_uuid();
    made.approved_by = rq->who.principal;
    made.recorded_at = rq->now;
    promise(rq, &made, "project_team", rq->id);
    sql_facts_claim(rq->batch, named->swe_number, named->version, random_uuid());
    sql_rechecks_of_worker(rq->batch, named->swe_number, NAME_OF(recheck_cause, RECHECK_CAUSE_FACTS));
    sql_project_team_approval_add(rq->batch, made.id, rq->id, made.worker, made.approved_on,
                                  made.recorded_at);
    return settle(rq);
}

static enum flow cost(struct req *rq)
{
    const struct cost *want = rq->in;
    struct quarter quarter;
    if (!quarter_parse(want->quarter, strlen(want->quarter), &quarter))
        return fail_field(rq, FAULT_INVALID, "/quarter", "wrong_form", "A quarter is written like 2026-Q3.");
    return await(rq, cost_done);
}

static int64_t cost_of_workers(const struct cost *cost)
{
    const struct cost_line *line = cost->workers.at;
    int64_t sum = 0;
    for (size_t i = 0; i < cost->workers.count; i++)
        sum += line[i].cost_pence;
    return sum;
}

static void store_cost(struct req *rq, const struct cost *want)
{
    const struct cost_line *line = want->workers.at;
    struct uuid id = random_uuid();
    sql_project_team_cost_until(rq->batch, rq->id, want->quarter, rq->now);
    sql_project_team_cost_add(rq->batch, id, rq->id, want->quarter, want->services_pence, want->invoice_pence,
                              rq->now);
    for (size_t i = 0; i < want->workers.count; i++)
        sql_project_team_cost_line_add(rq->batch, random_uuid(), rq->id, id, line[i].swe_number,
                                       line[i].cost_pence);
}

/* What does not add up is recorded as it is: the rule says so. */
static enum flow cost_done(struct req *rq)
{
    const struct cost *want = rq->in;
    struct team_cost_view made = {.quarter = want->quarter,
                                  .workers_pence = cost_of_workers(want),
                                  .services_pence = want->services_pence,
                                  .invoice_pence = want->invoice_pence};
    made.split = want->workers.count > 0 && made.workers_pence + made.services_pence == made.invoice_pence;
    promise(rq, &made, "project_team", rq->id);
    sql_project_team_held(rq->batch, rq->id);
    store_cost(rq, want);
    return settle(rq);
}

static enum flow extend(struct req *rq)
{
    *STATE(rq, struct rows *) = sql_project_team_get(rq->batch, rq->id, false);
    return await(rq, extend_held);
}

static struct shape_list with_extension(struct req *rq, const struct team *team)
{
    const struct extension *want = rq->in;
    struct team_extension *all = arena_alloc(rq->arena, (team->extensions.count + 1) * sizeof *all);
    if (team->extensions.count > 0)
        memcpy(all, team->extensions.at, team->extensions.count * sizeof *all);
    all[team->extensions.count] = (struct team_extension){.extended_from = team->planned_exit,
                                                          .planned_exit = want->planned_exit,
                                                          .reason = want->reason,
                                                          .cost_pence = want->cost_pence};
    return (struct shape_list){.at = all, .count = team->extensions.count + 1};
}

static struct team after(struct req *rq, const struct team *team)
{
    const struct extension *want = rq->in;
    struct team moved = *team;
    moved.version++;
    moved.extensions = with_extension(rq, team);
    moved.planned_exit = want->planned_exit;
    if (want->headcount != INTEGER32_NONE)
        moved.headcount = want->headcount;
    if (want->practice_control != 0)
        moved.practice_control = want->practice_control;
    return moved;
}

static enum flow extend_held(struct req *rq)
{
    const struct extension *want = rq->in;
    const struct team *team = row_of(rq, *STATE(rq, struct rows *), &project_team_shape);
    if (team == NULL)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    if (!date_before(team->planned_exit, want->planned_exit))
        return fail_field(rq, FAULT_INVALID, "/planned_exit", "out_of_range",
                          "An extension ends after the day on which the team would have ended.");
    struct team moved = after(rq, team);
    promise(rq, &moved, "project_team", moved.id);
    project_team_store_terms(rq, &moved);
    sql_project_team_extension_add(rq->batch, random_uuid(), moved.id, team->planned_exit, moved.planned_exit,
                                   want->reason, want->cost_pence, rq->now);
    return settle(rq);
}
