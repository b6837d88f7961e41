/* SPDX-License-Identifier: MIT */
/* What a worker's record says of placements: their rates, extensions, decisions and breaches, what the worker
 * was told and became, reviews, exceptions. */
#include "resources/placement.h"
#include "resources/subject_record.h"

struct rated {
    struct date from, to;
    unsigned pay_type, coverage;
    int64_t pay_pence, charge_pence;
    struct instant recorded_at;
    struct uuid recorded_by;
    struct instant superseded_at;
};
static const struct field rated_fields[] = {
    FIELD(struct rated, from, ALWAYS),
    FIELD(struct rated, to, OUT),
    CODE(struct rated, pay_type, pay_type, ALWAYS),
    CODE(struct rated, coverage, coverage, ALWAYS),
    FIELD(struct rated, pay_pence, ALWAYS),
    FIELD(struct rated, charge_pence, OUT),
    FIELD(struct rated, recorded_at, ALWAYS),
    FIELD(struct rated, recorded_by, OUT),
    FIELD(struct rated, superseded_at, OUT),
    {0},
};
static const struct shape rated_shape = SHAPE("record_rate", struct rated, rated_fields);

struct breached {
    unsigned rule, layer, state;
    struct date detected_on, resolved_on;
};
static const struct field breached_fields[] = {
    CODE(struct breached, rule, rule, ALWAYS),          CODE(struct breached, layer, layer, ALWAYS),
    CODE(struct breached, state, breach_state, ALWAYS), FIELD(struct breached, detected_on, ALWAYS),
    FIELD(struct breached, resolved_on, OUT),           {0},
};
static const struct shape breached_shape = SHAPE("record_breach", struct breached, breached_fields);

struct extended {
    struct date extended_from, planned_end_date;
    unsigned reason;
    struct instant recorded_at;
    struct uuid recorded_by;
};
static const struct field extended_fields[] = {
    FIELD(struct extended, extended_from, OUT),
    FIELD(struct extended, planned_end_date, ALWAYS),
    CODE(struct extended, reason, placement_reason, ALWAYS),
    FIELD(struct extended, recorded_at, ALWAYS),
    FIELD(struct extended, recorded_by, OUT),
    {0},
};
static const struct shape extended_shape = SHAPE("record_extension", struct extended, extended_fields);

struct informed {
    struct uuid information;
    unsigned stage;
    struct date given_on;
    struct instant recorded_at;
    struct uuid recorded_by;
};
static const struct field informed_fields[] = {
    FIELD(struct informed, information, ALWAYS), CODE(struct informed, stage, information_stage, ALWAYS),
    FIELD(struct informed, given_on, ALWAYS),    FIELD(struct informed, recorded_at, ALWAYS),
    FIELD(struct informed, recorded_by, OUT),    {0},
};
static const struct shape informed_shape = SHAPE("record_information", struct informed, informed_fields);

struct converted {
    struct uuid id;
    struct date permanent_start;
    bool extended_hire;
    int64_t fee_pence;
    struct uuid employment;
    struct instant recorded_at;
    struct uuid recorded_by;
};
static const struct field converted_fields[] = {
    FIELD(struct converted, id, ALWAYS),         FIELD(struct converted, permanent_start, ALWAYS),
    FIELD(struct converted, extended_hire, OUT), FIELD(struct converted, fee_pence, OUT),
    FIELD(struct converted, employment, ALWAYS), FIELD(struct converted, recorded_at, ALWAYS),
    FIELD(struct converted, recorded_by, OUT),   {0},
};
static const struct shape converted_shape = SHAPE("record_conversion", struct converted, converted_fields);

struct placed {
    struct uuid id;
    unsigned status;
    struct uuid supplier;
    const char *local_role;
    unsigned job_type;
    struct date start_date, planned_end_date, end_date;
    unsigned end_reason;
    int32_t minutes_per_week;
    unsigned reason;
    struct date offer_date;
    int32_t notice_days, notice_served_days;
    const char *requirement_ref, *external_ref;
    struct instant recorded_at;
    struct uuid recorded_by;
    struct shape_list rates, extensions, decisions, breaches, information;
    struct shape_one conversion; /* struct converted */
};
static const struct field placed_fields[] = {
    FIELD(struct placed, id, ALWAYS),
    CODE(struct placed, status, placement_status, ALWAYS),
    FIELD(struct placed, supplier, OUT),
    FIELD(struct placed, local_role, OUT),
    CODE(struct placed, job_type, job_type, OUT),
    FIELD(struct placed, start_date, ALWAYS),
    FIELD(struct placed, planned_end_date, OUT),
    FIELD(struct placed, end_date, OUT),
    CODE(struct placed, end_reason, end_reason, OUT),
    FIELD(struct placed, minutes_per_week, OUT),
    CODE(struct placed, reason, placement_reason, ALWAYS),
    FIELD(struct placed, offer_date, OUT),
    FIELD(struct placed, notice_days, OUT),
    FIELD(struct placed, notice_served_days, OUT),
    FIELD(struct placed, requirement_ref, OUT),
    FIELD(struct placed, external_ref, OUT),
    FIELD(struct placed, recorded_at, ALWAYS),
    FIELD(struct placed, recorded_by, OUT),
    FIELD(struct placed, rates, OUT | EVEN_EMPTY, .record = &rated_shape),
    FIELD(struct placed, extensions, OUT | EVEN_EMPTY, .record = &extended_shape),
    FIELD(struct placed, decisions, OUT | EVEN_EMPTY, .record = &placement_decision_shape),
    FIELD(struct placed, breaches, OUT | EVEN_EMPTY, .record = &breached_shape),
    FIELD(struct placed, information, OUT | EVEN_EMPTY, .record = &informed_shape,
          .about = "What standard information the worker was given"),
    FIELD(struct placed, conversion, OUT, .record = &converted_shape),
    {0},
};
const struct shape record_placement_shape = SHAPE("record_placement", struct placed, placed_fields);

struct reviewed {
    struct uuid id;
    int32_t version;
    struct uuid placement;
    unsigned outcome;
    int32_t notice_required_days, notice_served_days;
    const char *handover, *development_needs;
    unsigned recommendation;
    struct date recommendation_ends_on, sent_to_worker_on, sent_to_supplier_on;
    const char *worker_comments, *supplier_comments;
    struct instant recorded_at;
    struct uuid recorded_by;
    struct instant superseded_at;
};
static const struct field reviewed_fields[] = {
    FIELD(struct reviewed, id, ALWAYS),
    FIELD(struct reviewed, version, ALWAYS),
    FIELD(struct reviewed, placement, ALWAYS),
    CODE(struct reviewed, outcome, review_outcome, ALWAYS),
    FIELD(struct reviewed, notice_required_days, OUT),
    FIELD(struct reviewed, notice_served_days, OUT),
    FIELD(struct reviewed, handover, OUT),
    FIELD(struct reviewed, development_needs, OUT),
    CODE(struct reviewed, recommendation, recommendation, ALWAYS),
    FIELD(struct reviewed, recommendation_ends_on, OUT),
    FIELD(struct reviewed, sent_to_worker_on, OUT),
    FIELD(struct reviewed, sent_to_supplier_on, OUT),
    FIELD(struct reviewed, worker_comments, OUT),
    FIELD(struct reviewed, supplier_comments, OUT),
    FIELD(struct reviewed, recorded_at, ALWAYS),
    FIELD(struct reviewed, recorded_by, OUT),
    FIELD(struct reviewed, superseded_at, OUT),
    {0},
};
const struct shape record_review_shape = SHAPE("record_review", struct reviewed, reviewed_fields);

struct signed_off {
    struct uuid id;
    unsigned role;
    struct uuid person;
    struct date signed_on;
    unsigned how;
    const char *evidence;
    bool late;
};
static const struct field signed_off_fields[] = {
    FIELD(struct signed_off, id, ALWAYS),
    CODE(struct signed_off, role, role, ALWAYS),
    FIELD(struct signed_off, person, ALWAYS),
    FIELD(struct signed_off, signed_on, ALWAYS),
    CODE(struct signed_off, how, sign_off_how, ALWAYS),
    FIELD(struct signed_off, evidence, OUT),
    FIELD(struct signed_off, late, OUT),
    {0},
};
static const struct shape signed_off_shape = SHAPE("record_sign_off", struct signed_off, signed_off_fields);

struct departed {
    struct uuid id;
    int32_t version;
    struct uuid placement;
    unsigned rule, layer;
    struct date start_date;
    const char *local_role;
    int64_t cap_pence, comparable_pence;
    unsigned grounds;
    const char *reason, *alternatives;
    struct date expires_on;
    unsigned status;
    const char *refusal;
    struct instant recorded_at;
    struct uuid recorded_by;
    struct instant superseded_at;
    struct shape_list sign_offs;
};
static const struct field departed_fields[] = {
    FIELD(struct departed, id, ALWAYS),
    FIELD(struct departed, version, ALWAYS),
    FIELD(struct departed, placement, OUT),
    CODE(struct departed, rule, rule, ALWAYS),
    CODE(struct departed, layer, layer, ALWAYS),
    FIELD(struct departed, start_date, ALWAYS),
    FIELD(struct departed, local_role, OUT),
    FIELD(struct departed, cap_pence, OUT),
    FIELD(struct departed, comparable_pence, OUT),
    CODE(struct departed, grounds, exception_grounds, ALWAYS),
    FIELD(struct departed, reason, ALWAYS),
    FIELD(struct departed, alternatives, ALWAYS),
    FIELD(struct departed, expires_on, ALWAYS),
    CODE(struct departed, status, exception_status, ALWAYS),
    FIELD(struct departed, refusal, OUT),
    FIELD(struct departed, recorded_at, ALWAYS),
    FIELD(struct departed, recorded_by, OUT),
    FIELD(struct departed, superseded_at, OUT),
    FIELD(struct departed, sign_offs, OUT, .record = &signed_off_shape, .about = "Who signed this version"),
    {0},
};
const struct shape record_exception_shape = SHAPE("record_exception", struct departed, departed_fields);
