/* SPDX-License-Identifier: MIT */
/* What a worker's record says of how the worker came: put forward by a supplier, named for a project team. */
#include "resources/forms.h"
#include "resources/subject_record.h"

struct put_forward {
    struct uuid id, requirement, supplier;
    unsigned pay_type, coverage;
    int64_t pay_pence, comparable_pence;
    struct uuid eligibility_check;
    unsigned answer;
    struct instant put_forward_at;
    struct uuid put_forward_by;
};
static const struct field put_forward_fields[] = {
    FIELD(struct put_forward, id, ALWAYS),
    FIELD(struct put_forward, requirement, ALWAYS),
    FIELD(struct put_forward, supplier, ALWAYS),
    CODE(struct put_forward, pay_type, pay_type, ALWAYS),
    CODE(struct put_forward, coverage, coverage, ALWAYS),
    FIELD(struct put_forward, pay_pence, ALWAYS),
    FIELD(struct put_forward, comparable_pence, OUT),
    FIELD(struct put_forward, eligibility_check, ALWAYS),
    CODE(struct put_forward, answer, candidate_answer, ALWAYS, .about = "What the supplier was told"),
    FIELD(struct put_forward, put_forward_at, ALWAYS),
    FIELD(struct put_forward, put_forward_by, OUT),
    {0},
};
const struct shape record_candidate_shape = SHAPE("record_candidate", struct put_forward, put_forward_fields);

struct approved {
    struct date approved_on;
    struct instant recorded_at;
    struct uuid recorded_by;
    struct instant superseded_at;
};
static const struct field approved_fields[] = {
    FIELD(struct approved, approved_on, ALWAYS),
    FIELD(struct approved, recorded_at, ALWAYS),
    FIELD(struct approved, recorded_by, OUT),
    FIELD(struct approved, superseded_at, OUT),
    {0},
};
static const struct shape approved_shape = SHAPE("record_approval", struct approved, approved_fields);

struct costed {
    struct uuid id;
    const char *quarter;
    int64_t cost_pence;
    struct instant recorded_at, superseded_at;
};
static const struct field costed_fields[] = {
    FIELD(struct costed, id, ALWAYS),         FIELD(struct costed, quarter, ALWAYS),
    FIELD(struct costed, cost_pence, ALWAYS), FIELD(struct costed, recorded_at, ALWAYS),
    FIELD(struct costed, superseded_at, OUT), {0},
};
static const struct shape costed_shape = SHAPE("record_cost", struct costed, costed_fields);

struct named {
    struct uuid id, project_team;
    struct date start_date;
    struct instant recorded_at;
    struct uuid recorded_by;
    struct instant superseded_at;
    struct shape_list approvals, costs;
};
static const struct field named_fields[] = {
    FIELD(struct named, id, ALWAYS),
    FIELD(struct named, project_team, ALWAYS),
    FIELD(struct named, start_date, ALWAYS),
    FIELD(struct named, recorded_at, ALWAYS),
    FIELD(struct named, recorded_by, OUT),
    FIELD(struct named, superseded_at, OUT),
    FIELD(struct named, approvals, OUT | EVEN_EMPTY, .record = &approved_shape),
    FIELD(struct named, costs, OUT | EVEN_EMPTY, .record = &costed_shape,
          .about = "What the team's statements say that the worker cost"),
    {0},
};
const struct shape record_team_shape = SHAPE("record_team", struct named, named_fields);
