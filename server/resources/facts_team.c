/* SPDX-License-Identifier: MIT */
#include "resources/facts_team.h"

#include "queries.h"

struct team_row {
    int32_t workers, approved_before_start;
    bool worker_approved, costs_split, practice_control;
    int32_t in_breach;
};
static const struct field team_fields[] = {
    FIELD(struct team_row, workers, OUT),
    FIELD(struct team_row, approved_before_start, OUT),
    FIELD(struct team_row, worker_approved, OUT),
    FIELD(struct team_row, costs_split, OUT),
    FIELD(struct team_row, practice_control, OUT),
    FIELD(struct team_row, in_breach, OUT),
    {0},
};
const struct shape facts_team_shape = SHAPE("team", struct team_row, team_fields);

struct rows *facts_team_ask(struct req *rq, const struct proposal *p, const struct facts_as_of *as_of)
{
    if (!uuid_given(p->project_team))
        return NULL;
    return sql_project_team_of(rq->batch, p->project_team, p->swe_number, p->start_date, as_of->rules_version,
                               as_of->team_in_breach);
}

bool facts_team_open(struct req *rq, const struct proposal *p, struct rows *rows, struct facts *facts,
                     enum flow *flow)
{
    if (rows == NULL)
        return true;
    const struct team_row *row = row_of(rq, rows, &facts_team_shape);
    if (row == NULL) {
        *flow = fail_field(rq, FAULT_INVALID, "/project_team", "unknown",
                           "Your authority has no project team of that id.");
        return false;
    }
    struct project_team *team = arena_alloc(rq->arena, sizeof *team);
    *team = (struct project_team){.workers = row->workers,
                                  .approved_before_start = row->approved_before_start,
                                  .worker_approved = row->worker_approved,
                                  .costs_split = row->costs_split,
                                  .practice_control = row->practice_control,
                                  .in_breach = row->in_breach,
                                  .rate_found = (enum verdict)p->rate_found};
    facts->project_team = team;
    return true;
}

int32_t facts_team_in_breach(const struct facts *facts)
{
    return facts->project_team == NULL ? INTEGER32_NONE : facts->project_team->in_breach;
}
