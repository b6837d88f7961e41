/* SPDX-License-Identifier: MIT */
/*
 * The worker's record: everything that the caller's authority holds on a worker, in all its versions, and who
 * has seen or written it, for a worker who asks. Of what other authorities hold it says nothing, not even
 * whether there is anything.
 */
#include "flow/page.h"
#include "queries.h"
#include "resources/check.h"
#include "resources/reference.h"

static step_fn show;

struct wanted {
    const char *swe_number;
};
static const struct field wanted_fields[] = {SWE_NUMBER(struct wanted, REQUIRED), {0}};
static const struct shape wanted_shape = SHAPE("worker_record_request", struct wanted, wanted_fields);

struct held_spell {
    struct uuid id;
    int32_t version;
    unsigned basis, service, job_type;
    struct date start_date, last_day, probation_end;
    unsigned leaving_reason;
    const char *evidence_kind;
    struct date evidence_dated;
    const char *external_ref;
    bool disputed;
    struct instant recorded_at;
    struct uuid recorded_by;
    struct instant superseded_at;
};
static const struct field spell_fields[] = {
    FIELD(struct held_spell, id, ALWAYS),
    FIELD(struct held_spell, version, ALWAYS),
    CODE(struct held_spell, basis, basis, ALWAYS),
    CODE(struct held_spell, service, service, ALWAYS),
    CODE(struct held_spell, job_type, job_type, OUT),
    FIELD(struct held_spell, start_date, OUT),
    FIELD(struct held_spell, last_day, OUT),
    FIELD(struct held_spell, probation_end, OUT),
    CODE(struct held_spell, leaving_reason, leaving_reason, OUT),
    FIELD(struct held_spell, evidence_kind, OUT),
    FIELD(struct held_spell, evidence_dated, OUT),
    FIELD(struct held_spell, external_ref, OUT),
    FIELD(struct held_spell, disputed, OUT),
    FIELD(struct held_spell, recorded_at, ALWAYS),
    FIELD(struct held_spell, recorded_by, OUT, .about = "The person who recorded it, by id"),
    FIELD(struct held_spell, superseded_at, OUT, .about = "When it ceased to be what is on record"),
    {0},
};
static const struct shape spell_shape = SHAPE("record_spell", struct held_spell, spell_fields);

struct qualified {
    struct uuid id;
    struct date qualified_on;
    struct instant recorded_at;
    struct uuid recorded_by;
    struct instant superseded_at;
};
static const struct field qualified_fields[] = {
    FIELD(struct qualified, id, ALWAYS),          FIELD(struct qualified, qualified_on, ALWAYS),
    FIELD(struct qualified, recorded_at, ALWAYS), FIELD(struct qualified, recorded_by, OUT),
    FIELD(struct qualified, superseded_at, OUT),  {0},
};
static const struct shape qualified_shape = SHAPE("record_qualification", struct qualified, qualified_fields);

struct checked {
    struct uuid id;
    struct instant checked_at;
    struct uuid checked_by;
    unsigned purpose;
    struct date start_date;
    const char *asked;
    unsigned outcome;
    struct shape_list findings;
};
static const struct field checked_fields[] = {
    FIELD(struct checked, id, ALWAYS),
    FIELD(struct checked, checked_at, ALWAYS),
    FIELD(struct checked, checked_by, OUT, .about = "The person who checked, by id"),
    CODE(struct checked, purpose, purpose, ALWAYS),
    FIELD(struct checked, start_date, OUT),
    FIELD(struct checked, asked, OUT, .about = "What was asked, as JSON"),
    CODE(struct checked, outcome, outcome, ALWAYS),
    FIELD(struct checked, findings, OUT | EVEN_EMPTY, .record = &finding_shape),
    {0},
};
static const struct shape checked_shape = SHAPE("record_check", struct checked, checked_fields);

struct rated {
    struct date from, to;
    unsigned pay_type, coverage;
    int64_t pay_pence, charge_pence;
};
static const struct field rated_fields[] = {
    FIELD(struct rated, from, ALWAYS),
    FIELD(struct rated, to, OUT),
    CODE(struct rated, pay_type, pay_type, ALWAYS),
    CODE(struct rated, coverage, coverage, ALWAYS),
    FIELD(struct rated, pay_pence, ALWAYS),
    FIELD(struct rated, charge_pence, OUT),
    {0},
};
static const struct shape rated_shape = SHAPE("record_rate", struct rated, rated_fields);

struct decided {
    const char *finding;
    unsigned decision;
    const char *reason;
    struct uuid decided_by;
    struct instant decided_at;
};
static const struct field decided_fields[] = {
    FIELD(struct decided, finding, ALWAYS),    CODE(struct decided, decision, decision, ALWAYS),
    FIELD(struct decided, reason, ALWAYS),     FIELD(struct decided, decided_by, OUT),
    FIELD(struct decided, decided_at, ALWAYS), {0},
};
static const struct shape decided_shape = SHAPE("record_decision", struct decided, decided_fields);

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
    struct shape_list rates, decisions, breaches;
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
    FIELD(struct placed, decisions, OUT | EVEN_EMPTY, .record = &decided_shape),
    FIELD(struct placed, breaches, OUT | EVEN_EMPTY, .record = &breached_shape),
    {0},
};
static const struct shape placed_shape = SHAPE("record_placement", struct placed, placed_fields);

struct disputed {
    struct uuid id;
    unsigned fact;
    const char *statement;
    struct date due_on;
    unsigned state;
    struct instant opened_at, decided_at;
    struct uuid record;
    const char *reason;
};
static const struct field disputed_fields[] = {
    FIELD(struct disputed, id, ALWAYS),
    CODE(struct disputed, fact, disputed_fact, ALWAYS),
    FIELD(struct disputed, statement, ALWAYS),
    FIELD(struct disputed, due_on, ALWAYS),
    CODE(struct disputed, state, dispute_state, ALWAYS),
    FIELD(struct disputed, opened_at, ALWAYS),
    FIELD(struct disputed, decided_at, OUT),
    FIELD(struct disputed, record, OUT),
    FIELD(struct disputed, reason, OUT),
    {0},
};
static const struct shape disputed_shape = SHAPE("record_dispute", struct disputed, disputed_fields);

struct declared {
    struct uuid id;
    struct date last_day;
    struct instant asked_at, answered_at;
    unsigned answer;
    struct uuid employment;
};
static const struct field declared_fields[] = {
    FIELD(struct declared, id, ALWAYS),
    FIELD(struct declared, last_day, ALWAYS),
    FIELD(struct declared, asked_at, ALWAYS),
    FIELD(struct declared, answered_at, OUT),
    CODE(struct declared, answer, confirmation_answer, OUT),
    FIELD(struct declared, employment, OUT),
    {0},
};
static const struct shape declared_shape = SHAPE("record_confirmation", struct declared, declared_fields);

struct referred {
    struct uuid id;
    int32_t version;
    unsigned status;
    struct date engaged_from, engaged_to;
    const char *referee_body;
    struct date dated, received_on, verified_on;
    bool given_in_confidence;
    struct date shared_with_worker_on;
    const char *worker_comments;
    bool disputed;
    const char *answers;
    struct shape_one form; /* struct reference_form */
    struct instant recorded_at;
    struct uuid recorded_by;
    struct instant superseded_at;
};
static const struct field referred_fields[] = {
    FIELD(struct referred, id, ALWAYS),
    FIELD(struct referred, version, ALWAYS),
    CODE(struct referred, status, reference_status, ALWAYS),
    FIELD(struct referred, engaged_from, ALWAYS),
    FIELD(struct referred, engaged_to, OUT),
    FIELD(struct referred, referee_body, OUT),
    FIELD(struct referred, dated, OUT),
    FIELD(struct referred, received_on, OUT),
    FIELD(struct referred, verified_on, OUT),
    FIELD(struct referred, given_in_confidence, OUT),
    FIELD(struct referred, shared_with_worker_on, OUT),
    FIELD(struct referred, worker_comments, OUT),
    FIELD(struct referred, disputed, OUT),
    FIELD(struct referred, answers, OUT,
          .about = "As JSON; left out where it was given in confidence, which is exempt"),
    FIELD(struct referred, form, OUT, .record = &reference_form_shape,
          .about = "The form that came with this version: its holder has it, and shows or copies it"),
    FIELD(struct referred, recorded_at, ALWAYS),
    FIELD(struct referred, recorded_by, OUT),
    FIELD(struct referred, superseded_at, OUT),
    {0},
};
static const struct shape referred_shape = SHAPE("record_reference", struct referred, referred_fields);

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
static const struct shape reviewed_shape = SHAPE("record_review", struct reviewed, reviewed_fields);

struct signed_off {
    unsigned role;
    struct uuid person;
    struct date signed_on;
    unsigned how;
    const char *evidence;
    bool late;
};
static const struct field signed_off_fields[] = {
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
static const struct shape departed_shape = SHAPE("record_exception", struct departed, departed_fields);

struct event {
    struct instant at;
    const char *action;
    unsigned role;
    struct uuid principal;
    const char *outcome;
};
static const struct field event_fields[] = {
    FIELD(struct event, at, ALWAYS),
    FIELD(struct event, action, ALWAYS),
    CODE(struct event, role, role, ALWAYS),
    FIELD(struct event, principal, ALWAYS, .about = "The person or system, by id"),
    FIELD(struct event, outcome, ALWAYS),
    {0},
};
static const struct shape event_shape = SHAPE("record_event", struct event, event_fields);

struct record {
    const char *swe_number;
    struct shape_list employments, qualifications, eligibility_checks, placements, disputes, confirmations,
        references, placement_reviews, exceptions, events;
};
static const struct field record_fields[] = {
    FIELD(struct record, swe_number, ALWAYS),
    FIELD(struct record, employments, OUT | EVEN_EMPTY, .record = &spell_shape,
          .about = "Spells in all their versions"),
    FIELD(struct record, qualifications, OUT | EVEN_EMPTY, .record = &qualified_shape),
    FIELD(struct record, eligibility_checks, OUT | EVEN_EMPTY, .record = &checked_shape),
    FIELD(struct record, placements, OUT | EVEN_EMPTY, .record = &placed_shape),
    FIELD(struct record, disputes, OUT | EVEN_EMPTY, .record = &disputed_shape,
          .about = "Those that were opened through the authority, and those that it decides"),
    FIELD(struct record, confirmations, OUT | EVEN_EMPTY, .record = &declared_shape,
          .about = "Last days that the worker declared"),
    FIELD(struct record, references, OUT | EVEN_EMPTY, .record = &referred_shape,
          .about = "Those that the authority holds, and those that it gives"),
    FIELD(struct record, placement_reviews, OUT | EVEN_EMPTY, .record = &reviewed_shape),
    FIELD(struct record, exceptions, OUT | EVEN_EMPTY, .record = &departed_shape),
    FIELD(struct record, events, OUT | EVEN_EMPTY, .record = &event_shape,
          .about = "Who at the authority has seen or written any of this, and when"),
    {0},
};
static const struct shape record_shape = SHAPE("worker_record", struct record, record_fields);

const struct route subject_record_routes[] = {
    {.method = "POST",
     .path = "/v1/workers/record",
     .first = show,
     .roles = MAY(OFFICER) | MAY(DCS) | MAY(CHIEF_EXECUTIVE),
     .in = &wanted_shape,
     .out = &record_shape,
     .status = 200,
     .action = "worker.record",
     .about =
         "Everything that the caller's authority holds on a worker, and who has seen it: for the worker"},
    {0},
};

static enum flow show(struct req *rq)
{
    const struct wanted *wanted = rq->in;
    return show_row(rq, sql_worker_record(rq->batch, wanted->swe_number));
}
