/* SPDX-License-Identifier: MIT */
/*
 * The worker's record: everything that the caller's authority holds on a worker, in all its versions, and who
 * has seen or written it, for a worker who asks. Of what other authorities hold it says nothing, not even
 * whether there is anything.
 */
#include "resources/subject_record.h"
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
    unsigned provider;
    const char *provider_authority;
    unsigned status;
    struct date engaged_from, engaged_to, asked_on, due_by;
    unsigned decline_reason;
    const char *referee_name, *referee_post, *referee_body;
    unsigned relation;
    struct date dated, received_on, verified_on;
    const char *verified_how;
    bool given_in_confidence;
    struct date shared_with_worker_on;
    const char *worker_comments;
    bool disputed;
    const char *answers;
    struct shape_one review; /* struct review_part */
    struct shape_one form;   /* struct reference_form */
    struct instant recorded_at;
    struct uuid recorded_by;
    struct instant superseded_at;
};
static const struct field referred_fields[] = {
    FIELD(struct referred, id, ALWAYS),
    FIELD(struct referred, version, ALWAYS),
    CODE(struct referred, provider, reference_provider, ALWAYS),
    FIELD(struct referred, provider_authority, OUT, .about = "A DfE code"),
    CODE(struct referred, status, reference_status, ALWAYS),
    FIELD(struct referred, engaged_from, ALWAYS),
    FIELD(struct referred, engaged_to, OUT),
    FIELD(struct referred, asked_on, OUT),
    FIELD(struct referred, due_by, OUT),
    CODE(struct referred, decline_reason, decline_reason, OUT),
    FIELD(struct referred, referee_name, OUT),
    FIELD(struct referred, referee_post, OUT),
    FIELD(struct referred, referee_body, OUT),
    CODE(struct referred, relation, referee_relation, OUT),
    FIELD(struct referred, dated, OUT),
    FIELD(struct referred, received_on, OUT),
    FIELD(struct referred, verified_on, OUT),
    FIELD(struct referred, verified_how, OUT),
    FIELD(struct referred, given_in_confidence, OUT),
    FIELD(struct referred, shared_with_worker_on, OUT),
    FIELD(struct referred, worker_comments, OUT),
    FIELD(struct referred, disputed, OUT),
    FIELD(struct referred, answers, OUT,
          .about = "As JSON; left out where it was given in confidence, which is exempt"),
    FIELD(struct referred, review, OUT, .record = &review_part_shape,
          .about = "What of an end-of-placement review is in it, by the same rule"),
    FIELD(struct referred, form, OUT, .record = &reference_form_shape,
          .about = "The form that came with this version: its holder has it, and shows or copies it"),
    FIELD(struct referred, recorded_at, ALWAYS),
    FIELD(struct referred, recorded_by, OUT),
    FIELD(struct referred, superseded_at, OUT),
    {0},
};
static const struct shape referred_shape = SHAPE("record_reference", struct referred, referred_fields);

struct asked_to_go {
    struct uuid id;
    struct instant requested_at;
    struct uuid requested_by;
};
static const struct field asked_fields[] = {
    FIELD(struct asked_to_go, id, ALWAYS),
    FIELD(struct asked_to_go, requested_at, ALWAYS),
    FIELD(struct asked_to_go, requested_by, ALWAYS),
    {0},
};
static const struct shape asked_shape = SHAPE("record_erasure", struct asked_to_go, asked_fields);

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
        references, placement_reviews, exceptions, candidates, project_teams, erasures, events;
};
static const struct field record_fields[] = {
    FIELD(struct record, swe_number, ALWAYS),
    FIELD(struct record, employments, OUT | EVEN_EMPTY, .record = &spell_shape,
          .about = "Spells in all their versions"),
    FIELD(struct record, qualifications, OUT | EVEN_EMPTY, .record = &qualified_shape),
    FIELD(struct record, eligibility_checks, OUT | EVEN_EMPTY, .record = &checked_shape),
    FIELD(struct record, placements, OUT | EVEN_EMPTY, .record = &record_placement_shape),
    FIELD(struct record, disputes, OUT | EVEN_EMPTY, .record = &disputed_shape,
          .about = "Those that were opened through the authority, and those that it decides"),
    FIELD(struct record, confirmations, OUT | EVEN_EMPTY, .record = &declared_shape,
          .about = "Last days that the worker declared"),
    FIELD(struct record, references, OUT | EVEN_EMPTY, .record = &referred_shape,
          .about = "Those that the authority holds, and those that it gives"),
    FIELD(struct record, placement_reviews, OUT | EVEN_EMPTY, .record = &record_review_shape),
    FIELD(struct record, exceptions, OUT | EVEN_EMPTY, .record = &record_exception_shape),
    FIELD(struct record, candidates, OUT | EVEN_EMPTY, .record = &record_candidate_shape,
          .about = "When a supplier put the worker forward for a post of the authority's"),
    FIELD(struct record, project_teams, OUT | EVEN_EMPTY, .record = &record_team_shape,
          .about = "Project teams for which the worker was named"),
    FIELD(struct record, erasures, OUT | EVEN_EMPTY, .record = &asked_shape,
          .about = "That all of this is to be erased by the next purge"),
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
    return show_row(rq, sql_worker_record(rq->batch, wanted->swe_number, rq->today));
}
