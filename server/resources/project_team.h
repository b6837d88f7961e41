/* SPDX-License-Identifier: MIT */
/* A project team as it is shown and kept, with those of its parts that have routes of their own. */
#pragma once
#include "flow/req.h"

/* A worker who is named for the team, and approved or not. */
struct team_worker {
    struct uuid id;
    const char *swe_number;
    struct date start_date;
    const char *in_place_of; /* a worker's number; NULL: of nobody */
    struct date approved_on; /* DATE_NONE: not approved */
    struct uuid approved_by;
    struct instant recorded_at;
};

struct team_extension {
    struct date extended_from, planned_exit;
    const char *reason;
    int64_t cost_pence;
};

struct team {
    struct uuid id;
    int32_t version;
    const char *authority;
    struct uuid supplier;
    const char *name, *contract;
    struct date start_date, planned_exit;
    int32_t headcount;
    bool above_establishment;
    unsigned practice_control;
    struct instant recorded_at;
    struct shape_list workers;    /* struct team_worker; not in lists */
    struct shape_list costs;      /* struct team_cost_view; not in lists */
    struct shape_list extensions; /* struct team_extension; not in lists */
    int32_t named, approved;      /* in lists */
};

/* What a team cost in a quarter. */
struct team_cost_view {
    const char *quarter;
    int64_t workers_pence, services_pence, invoice_pence;
    bool split; /* into workers and services, which make the invoice */
};

extern const struct shape project_team_shape; /* whole */
extern const struct shape team_worker_shape, team_cost_view_shape;

/* Adds the team's terms as they stand in the record, in place of the version before. */
void project_team_store_terms(struct req *, const struct team *);
