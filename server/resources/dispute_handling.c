/* SPDX-License-Identifier: MIT */
/*
 * What the authority does that is said to have recorded a disputed fact. It links the dispute to the record:
 * from then on no rule rests on the fact, so that findings refer (a reference or a review is only named: it
 * is marked and settled on itself). Then somebody other than who recorded it decides: upheld, the record has
 * been corrected or is withdrawn; rejected, it stands as it was. Both change what the rules are told, and
 * claim the worker's facts.
 */
#include "base/random.h"
#include "queries.h"
#include "resources/dispute.h"
#include "resources/person.h"
#include "resources/routes.h"

static step_fn link_, link_held, decide, decide_held;

struct linked {
    struct uuid record;
};
static const struct field linked_fields[] = {
    FIELD(struct linked, record, REQUIRED,
          .about = "The worker's record at the caller's authority that the dispute is about"),
    {0},
};
static const struct shape linked_shape = SHAPE("dispute_record", struct linked, linked_fields);

struct decided {
    unsigned result;
    const char *reason;
    bool withdraw;
};
static const struct field decided_fields[] = {
    CODE(struct decided, result, dispute_state, REQUIRED, .codes_except = 1U << DISPUTE_STATE_OPEN,
         .about = "UPHELD or REJECTED", .example = "\"REJECTED\""),
    FIELD(struct decided, reason, REQUIRED, .max = 1000, .about = "Why; nothing on anybody's health",
          .example = "\"The resignation letter names that day\""),
    FIELD(struct decided, withdraw, IN,
          .about = "True, where it is upheld: the record is withdrawn, and not corrected"),
    {0},
};
static const struct shape decided_shape = SHAPE("dispute_decision", struct decided, decided_fields);

/* What sql_dispute_held gives beside the dispute. */
struct held {
    bool ours, opened_by_caller, recorded_by_caller;
    bool marked; /* the reference that it is about says itself that it is disputed */
    int64_t facts_version;
    int32_t record_version;
    bool corrected; /* the record, since it was linked */
};
static const struct field held_fields[] = {
    FIELD(struct held, ours, OUT),
    FIELD(struct held, opened_by_caller, OUT),
    FIELD(struct held, recorded_by_caller, OUT),
    FIELD(struct held, marked, OUT),
    FIELD(struct held, facts_version, OUT),
    FIELD(struct held, record_version, OUT),
    FIELD(struct held, corrected, OUT),
    {0},
};
static const struct shape held_shape = SHAPE("held dispute", struct held, held_fields);

struct found {
    struct uuid id;
    int32_t version;
};
static const struct field found_fields[] = {
    FIELD(struct found, id, OUT),
    FIELD(struct found, version, OUT),
    {0},
};
static const struct shape found_shape = SHAPE("disputed record", struct found, found_fields);

static const enum fault handling_faults[] = {FAULT_CONFLICT, FAULT_DUPLICATE, FAULT_STALE_FACTS, FAULT_NONE};

const struct route dispute_handling_routes[] = {
    {.method = "POST",
     .path = "/v1/disputes/{id}/record",
     .first = link_,
     .roles = DISPUTE_HANDLERS,
     .in = &linked_shape,
     .out = &dispute_shape,
     .status = 200,
     .creates = true,
     .after_leaving = true,
     .action = "dispute.link",
     .about = "Says which record a dispute is about: no rule rests on it until the dispute is decided",
     .faults = handling_faults},
    {.method = "POST",
     .path = "/v1/disputes/{id}/decision",
     .first = decide,
     .roles = DISPUTE_HANDLERS | MAY(DCS),
     .in = &decided_shape,
     .out = &dispute_shape,
     .status = 200,
     .creates = true,
     .after_leaving = true,
     .action = "dispute.decide",
     .about = "Decides a dispute, by somebody other than who recorded the fact",
     .faults = handling_faults},
    {0},
};

struct handling {
    struct rows *dispute, *record, *person;
};

/* The dispute, which is open and the caller's authority's to decide; NULL with *flow where it is not. */
static const struct dispute *held(struct req *rq, const struct held **held, enum flow *flow)
{
    struct handling *h = rq->state;
    const struct dispute *d = row_of(rq, h->dispute, &dispute_shape);
    *held = row_of(rq, h->dispute, &held_shape);
    if (d == NULL)
        *flow = fail(rq, FAULT_NOT_FOUND, NULL);
    else if (!(*held)->ours)
        *flow = fail(rq, FAULT_FORBIDDEN, "The authority that recorded the fact handles its dispute.");
    else if (d->state != DISPUTE_STATE_OPEN)
        *flow = fail(rq, FAULT_CONFLICT, "The dispute has been decided already.");
    else
        return d;
    return NULL;
}

/* A reference and a review are marked, commented and settled on themselves, by their own routes. */
static bool is_on_itself(const struct dispute *d)
{
    return d->fact == DISPUTED_FACT_REFERENCE || d->fact == DISPUTED_FACT_REVIEW;
}

/* A spell has versions and is marked in a new one; a date of qualification is taken off the record. */
static bool has_versions(const struct dispute *d)
{
    return d->fact != DISPUTED_FACT_QUALIFICATION && !is_on_itself(d);
}

/* What the rules are told changes, and what is running of the worker is asked again. */
static void change_facts(struct req *rq, const struct dispute *d, const struct held *h)
{
    sql_facts_claim(rq->batch, d->swe_number, h->facts_version, random_uuid());
    sql_rechecks_of_worker(rq->batch, d->swe_number, NAME_OF(recheck_cause, RECHECK_CAUSE_FACTS));
}

static enum flow link_(struct req *rq)
{
    const struct linked *want = rq->in;
    struct handling *h = STATE(rq, struct handling);
    h->dispute = sql_dispute_held(rq->batch, rq->id);
    h->record = sql_disputed_record(rq->batch, rq->id, want->record);
    return await(rq, link_held);
}

/* No rule rests on the record from now on. */
static void mark(struct req *rq, const struct dispute *d, const struct held *h, const struct found *found)
{
    change_facts(rq, d, h);
    if (has_versions(d)) {
        sql_employment_supersede(rq->batch, found->id, found->version, rq->now);
        sql_employment_mark(rq->batch, found->id, found->version, d->id, true, rq->now);
    } else
        sql_qualification_supersede(rq->batch, found->id, rq->now);
}

static enum flow link_held(struct req *rq)
{
    const struct held *h;
    enum flow refusal;
    const struct dispute *d = held(rq, &h, &refusal);
    if (d == NULL)
        return refusal;
    if (uuid_given(d->record))
        return fail(rq, FAULT_CONFLICT, "The dispute has its record already.");
    const struct found *found = row_of(rq, STATE(rq, struct handling)->record, &found_shape);
    if (found == NULL)
        return fail_field(rq, FAULT_INVALID, "/record", "unknown",
                          "Your authority has no record of that id and kind on this worker.");
    struct dispute made = *d;
    made.record = found->id;
    promise(rq, &made, "dispute", made.id);
    if (!is_on_itself(d))
        mark(rq, d, h, found);
    sql_dispute_link_add(rq->batch, made.id, found->id, has_versions(d) ? found->version + 1 : INTEGER32_NONE,
                         rq->now);
    return settle(rq);
}

static enum flow decide(struct req *rq)
{
    const struct decided *want = rq->in;
    if (want->withdraw && want->result != DISPUTE_STATE_UPHELD)
        return fail_field(rq, FAULT_INVALID, "/withdraw", "conflicts",
                          "A record is withdrawn where its dispute is upheld.");
    STATE(rq, struct handling)->dispute = sql_dispute_held(rq->batch, rq->id);
    STATE(rq, struct handling)->person = person_ask(rq);
    return await(rq, decide_held);
}

/* What a dispute that is upheld needs first. */
static const char *not_yet(const struct dispute *d, const struct held *h, const struct decided *want)
{
    if (want->result != DISPUTE_STATE_UPHELD)
        return NULL;
    if (!uuid_given(d->record))
        return "Say first which record it is about.";
    if (has_versions(d) && !want->withdraw && !h->corrected)
        return "Correct the record first, or withdraw it.";
    if (d->fact == DISPUTED_FACT_REFERENCE && !h->marked)
        return "Record on the reference first that the worker disputes it.";
    return NULL;
}

/* The record as the decision leaves it. */
static void settle_record(struct req *rq, const struct dispute *d, const struct held *h)
{
    const struct decided *want = rq->in;
    if (has_versions(d) && h->record_version != INTEGER32_NONE) {
        sql_employment_supersede(rq->batch, d->record, h->record_version, rq->now);
        if (!want->withdraw)
            sql_employment_mark(rq->batch, d->record, h->record_version, d->id, false, rq->now);
    }
    if (!has_versions(d) && want->result == DISPUTE_STATE_REJECTED)
        sql_qualification_restore(rq->batch, d->record, random_uuid(), rq->now);
}

static enum flow decide_held(struct req *rq)
{
    const struct decided *want = rq->in;
    const struct held *h;
    enum flow refusal;
    const struct dispute *d = held(rq, &h, &refusal);
    if (d == NULL)
        return refusal;
    if (!person_decides(rq, STATE(rq, struct handling)->person, &refusal))
        return refusal;
    if (h->recorded_by_caller || h->opened_by_caller)
        return fail(rq, FAULT_CONFLICT,
                    "Somebody other than who recorded the fact or opened the dispute decides it.");
    if (want->withdraw && is_on_itself(d))
        return fail_field(rq, FAULT_INVALID, "/withdraw", "conflicts",
                          "A decision withdraws no reference and no review.");
    const char *missing = not_yet(d, h, want);
    if (missing != NULL)
        return fail(rq, FAULT_CONFLICT, missing);
    struct dispute made = *d;
    made.state = want->result;
    made.reason = want->reason;
    made.decided_at = rq->now;
    promise(rq, &made, "dispute", made.id);
    bool settles = uuid_given(d->record) && !is_on_itself(d);
    if (settles)
        change_facts(rq, d, h);
    sql_dispute_decide(rq->batch, d->id, NAME_OF(dispute_state, want->result), rq->now);
    if (settles)
        settle_record(rq, d, h);
    sql_dispute_decision_add(rq->batch, d->id, want->reason, want->withdraw, rq->now);
    sql_dispute_tell(rq->batch, d->id);
    return settle(rq);
}
