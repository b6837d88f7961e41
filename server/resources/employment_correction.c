/* SPDX-License-Identifier: MIT */
/*
 * Correcting a spell: the members sent take the place of those on record, in a new version; the one before
 * stays on record, superseded. Every rule that was told of the spell may now find otherwise, so that the
 * worker's facts are claimed. A spell that is disputed stays so until that is decided (dispute_handling.c).
 */
#include "resources/employment.h"

#include "base/random.h"
#include "queries.h"
#include "resources/versions.h"

static step_fn correct_found;

struct correction {
    struct employment to;
    bool still_employed;
};
static const struct field correction_fields[] = {
    FIELD_NAMED(struct correction, to.job_type, "job_type", IN, .codes = &job_type_codes),
    FIELD_NAMED(struct correction, to.start_date, "start_date", IN, .about = "First day of employment"),
    FIELD_NAMED(struct correction, to.last_day, "last_day", IN,
                .about = "Last day of employment, after notice; not the last day worked",
                .example = "\"2026-06-30\""),
    FIELD_NAMED(struct correction, to.probation_end, "probation_end", IN, .about = "Last day of probation"),
    FIELD_NAMED(struct correction, to.leaving_reason, "leaving_reason", IN, .codes = &leaving_reason_codes,
                .example = "\"RESIGNED\""),
    FIELD_NAMED(struct correction, to.evidence, "evidence", IN, .record = &evidence_shape,
                .about = "What shows the reason"),
    FIELD_NAMED(struct correction, to.external_ref, "external_ref", IN, .max = 100,
                .about = "The payroll's own reference"),
    FIELD(struct correction, still_employed, IN,
          .about = "True: the worker never left; takes away last_day, leaving_reason and evidence"),
    {0},
};
const struct shape employment_correction_shape =
    SHAPE("employment_correction", struct correction, correction_fields);

/* What sql_employment_versions gives of a version, beside the spell. */
struct recorded {
    int64_t facts_version;
};
static const struct field recorded_fields[] = {
    FIELD(struct recorded, facts_version, OUT),
    {0},
};
static const struct shape recorded_shape = SHAPE("recorded employment", struct recorded, recorded_fields);

static void complain_of_ends(struct req *rq, const struct correction *c)
{
    if (c->still_employed &&
        (date_given(c->to.last_day) || c->to.leaving_reason != 0 || c->to.evidence.at != NULL))
        complain(rq, "/still_employed", "conflicts",
                 "Who is still employed has no last day and no reason for it.");
}

enum flow employment_correct(struct req *rq)
{
    complain_of_ends(rq, rq->in);
    if (complained(rq))
        return fail_complained(rq);
    *STATE(rq, struct rows *) = sql_employment_versions(rq->batch, rq->id, rq->if_match);
    return await(rq, correct_found);
}

/* Members that were not sent stay as they are. */
static void merge(struct employment *e, const struct correction *c)
{
    const struct employment *to = &c->to;
    if (c->still_employed) {
        e->last_day = DATE_NONE;
        e->leaving_reason = 0;
        e->evidence = (struct shape_one){NULL};
    }
    e->job_type = to->job_type != 0 ? to->job_type : e->job_type;
    e->start_date = date_given(to->start_date) ? to->start_date : e->start_date;
    e->last_day = date_given(to->last_day) ? to->last_day : e->last_day;
    e->probation_end = date_given(to->probation_end) ? to->probation_end : e->probation_end;
    e->leaving_reason = to->leaving_reason != 0 ? to->leaving_reason : e->leaving_reason;
    e->evidence = to->evidence.at != NULL ? to->evidence : e->evidence;
    e->external_ref = to->external_ref != NULL ? to->external_ref : e->external_ref;
}

static void store_correction(struct req *rq, const struct employment *e, int64_t facts_version)
{
    const struct evidence *evidence = e->evidence.at;
    sql_facts_claim(rq->batch, e->swe_number, facts_version, random_uuid());
    sql_rechecks_of_worker(rq->batch, e->swe_number, NAME_OF(recheck_cause, RECHECK_CAUSE_FACTS));
    sql_employment_supersede(rq->batch, e->id, rq->if_match, e->recorded_at);
    sql_employment_correct(
        rq->batch, e->id, rq->if_match, e->job_type == 0 ? NULL : NAME_OF(job_type, e->job_type),
        e->start_date, e->last_day, e->probation_end,
        e->leaving_reason == 0 ? NULL : NAME_OF(leaving_reason, e->leaving_reason),
        evidence == NULL ? NULL : evidence->kind, evidence == NULL ? DATE_NONE : evidence->dated,
        e->external_ref, e->disputed, e->recorded_at);
}

static enum flow correct_to(struct req *rq, const struct employment *was, const struct recorded *recorded)
{
    struct employment made = *was;
    merge(&made, rq->in);
    employment_complain(rq, &made);
    if (!date_given(made.start_date) && !date_given(made.last_day))
        complain(rq, "/start_date", "required", "A spell without a last day needs its first.");
    if (complained(rq))
        return fail_complained(rq);
    if (*versions_differ(rq, &employment_shape, was, &made) == '\0')
        return fail(rq, FAULT_INVALID, "Nothing in this changes the spell as it is on record.");
    made.version = was->version + 1;
    made.recorded_at = rq->now;
    promise(rq, &made, "employment", made.id);
    store_correction(rq, &made, recorded->facts_version);
    return settle(rq);
}

/* The first row is what is on record now, the second what the caller read where that is another. */
static enum flow correct_found(struct req *rq)
{
    const struct rows *rows = *STATE(rq, struct rows *);
    size_t count;
    const struct employment *found = rows_of(rq, rows, &employment_shape, &count);
    const struct recorded *recorded = rows_of(rq, rows, &recorded_shape, &count);
    if (count == 0)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    if (found[0].version != rq->if_match)
        return versions_stale(rq, &employment_shape, found[0].version, &found[0],
                              count > 1 ? &found[1] : NULL);
    return correct_to(rq, &found[0], &recorded[0]);
}
