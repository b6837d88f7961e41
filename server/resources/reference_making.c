/* SPDX-License-Identifier: MIT */
/*
 * Making a reference: asked of another authority, received outside and recorded, or written at the end of an
 * own placement. All that is done with references claims the worker's facts, so that of two at once the
 * second sees the first.
 */
#include "base/random.h"
#include "queries.h"
#include "resources/parameters.h"
#include "resources/reference.h"
#include "resources/reference_template.h"

#include <string.h>

static step_fn make_known;

/* What the second step needs to know. */
struct asked {
    struct rows *facts, *provider, *template, *ruleset, *placement;
};

enum use { NO, MAY_BE, MUST_BE };

/* What goes with which kind of reference, in the order of REFERENCE_PROVIDERS: INTERNAL, EXTERNAL, OWN. */
static void complain_of_members(struct req *rq, const struct reference_record *r)
{
    const struct {
        const char *pointer;
        bool given;
        enum use use[3];
    } members[] = {
        {"/provider_authority", r->provider_authority != NULL, {MUST_BE, NO, NO}},
        {"/placement", uuid_given(r->placement), {NO, NO, MUST_BE}},
        {"/worker_agreed_on", date_given(r->worker_agreed_on), {MAY_BE, NO, NO}},
        {"/referee_name", r->referee_name != NULL, {NO, MUST_BE, MUST_BE}},
        {"/referee_post", r->referee_post != NULL, {NO, MUST_BE, MUST_BE}},
        {"/referee_body", r->referee_body != NULL, {NO, MUST_BE, NO}},
        {"/relation", r->relation != 0, {NO, MUST_BE, MUST_BE}},
        {"/practice_based", r->practice_based, {NO, MAY_BE, MAY_BE}},
        {"/template", uuid_given(r->template), {NO, MAY_BE, MUST_BE}},
        {"/answers", r->answers.count > 0, {NO, MAY_BE, MAY_BE}},
        {"/dated", date_given(r->dated), {NO, MUST_BE, NO}},
        {"/received_on", date_given(r->received_on), {NO, MUST_BE, NO}},
        {"/verified_on", date_given(r->verified_on), {NO, MAY_BE, NO}},
        {"/verified_how", r->verified_how != NULL, {NO, MAY_BE, NO}},
        {"/include_review", r->include_review, {NO, NO, MAY_BE}},
        {"/given_in_confidence", r->given_in_confidence, {NO, MAY_BE, MAY_BE}},
    };
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        enum use use = members[i].use[r->provider - 1];
        if (members[i].given && use == NO)
            complain(rq, members[i].pointer, "conflicts",
                     arena_printf(rq->arena,
                                  "This does not go with %s: the service knows it, or it comes later.",
                                  NAME_OF(reference_provider, r->provider)));
        else if (!members[i].given && use == MUST_BE)
            complain(rq, members[i].pointer, "required",
                     arena_printf(rq->arena, "A reference that is %s needs this.",
                                  NAME_OF(reference_provider, r->provider)));
    }
}

/* Whether the worker is still there, as far as whoever asks says. */
static bool is_current(const struct req *rq, const struct reference_record *r)
{
    return !date_given(r->engaged_to) || !date_before(r->engaged_to, rq->today);
}

static bool is_before(struct date day, struct date other)
{
    return date_given(day) && date_given(other) && date_before(day, other);
}

static void complain_of_days(struct req *rq, const struct reference_record *r)
{
    reference_complain_of_day(rq, r->engaged_from, "/engaged_from");
    reference_complain_of_day(rq, r->worker_agreed_on, "/worker_agreed_on");
    reference_complain_of_day(rq, r->received_on, "/received_on");
    reference_complain_of_day(rq, r->verified_on, "/verified_on");
    if (is_before(r->engaged_to, r->engaged_from))
        complain(rq, "/engaged_to", "out_of_range", "The last day is before the first.");
    if (is_before(r->received_on, r->dated))
        complain(rq, "/received_on", "out_of_range", "It was received before it was dated.");
    if (is_before(r->verified_on, r->received_on))
        complain(rq, "/verified_on", "out_of_range", "It was verified before it was received.");
}

static void complain_of_contents(struct req *rq, const struct reference_record *r)
{
    if (date_given(r->verified_on) != (r->verified_how != NULL))
        complain(rq, date_given(r->verified_on) ? "/verified_how" : "/verified_on", "required",
                 "A verification says when and how.");
    if (r->answers.count > 0 && !uuid_given(r->template))
        complain(rq, "/template", "required", "Answers are by a template's fields.");
    if (r->provider == REFERENCE_PROVIDER_INTERNAL && is_current(rq, r) && !date_given(r->worker_agreed_on))
        complain(rq, "/worker_agreed_on", "required",
                 "A present employer is asked once the worker has agreed.");
}

enum flow reference_make(struct req *rq)
{
    const struct reference_record *want = rq->in;
    struct date written = want->provider == REFERENCE_PROVIDER_OWN ? rq->today : want->dated;
    complain_of_members(rq, want);
    complain_of_days(rq, want);
    complain_of_contents(rq, want);
    if (complained(rq))
        return fail_complained(rq);
    *STATE(rq, struct asked) = (struct asked){
        .facts = sql_facts_version(rq->batch, want->swe_number),
        .ruleset = sql_ruleset_of(rq->batch, INTEGER_NONE),
        .provider = sql_authority_find(rq->batch, want->provider_authority),
        .template = sql_reference_template_find(rq->batch, want->template, written),
        .placement = sql_reference_placement(rq->batch, want->placement, rq->today),
    };
    return await(rq, make_known);
}

static bool role_may(struct req *rq, const struct reference_record *r, enum flow *flow)
{
    bool asks = r->provider == REFERENCE_PROVIDER_INTERNAL;
    if (rq->who.role != (asks ? ROLE_HR : ROLE_REQUESTER))
        return true;
    *flow = fail(rq, FAULT_FORBIDDEN,
                 asks ? "Whoever hires asks for references."
                      : "Officers and human resources record and write references.");
    return false;
}

static void store(struct req *rq, const struct reference_record *r, int32_t provider, int64_t facts_version)
{
    sql_facts_claim(rq->batch, r->swe_number, facts_version, random_uuid());
    sql_reference_add(
        rq->batch, r->id, NAME_OF(reference_provider, r->provider), provider, r->placement, r->swe_number,
        NAME_OF(reference_use, r->used_for), NAME_OF(reference_status, r->status), r->engaged_from,
        r->engaged_to, r->worker_agreed_on, r->asked_on, r->due_by, r->referee_name, r->referee_post,
        r->referee_body, form_code(&referee_relation_codes, r->relation), r->practice_based, r->template,
        template_answers_json(rq, &r->answers), r->dated, r->received_on, r->verified_on, r->verified_how,
        r->given_in_confidence, reference_review_json(rq, r), r->recorded_at);
}

/* What asking and recording share. */
static struct reference_record begun(struct req *rq)
{
    struct reference_record made = *(const struct reference_record *)rq->in;
    made.id = random_uuid();
    made.version = 1;
    made.authority = rq->who.authority_code;
    made.used_for = made.used_for == 0 ? REFERENCE_USE_AGENCY : made.used_for;
    made.recorded_at = rq->now;
    return made;
}

struct version_row {
    int64_t version;
};
static const struct field version_fields[] = {FIELD(struct version_row, version, OUT), {0}};
static const struct shape version_shape = SHAPE("facts version", struct version_row, version_fields);

static int64_t facts_version(struct req *rq)
{
    const struct version_row *row = row_of(rq, STATE(rq, struct asked)->facts, &version_shape);
    return row->version;
}

/* As long as the ruleset says that an answer takes. */
static struct date due(struct req *rq)
{
    struct ruleset ruleset = parameters_read(rq, STATE(rq, struct asked)->ruleset);
    struct date by = rq->today;
    int64_t days;
    if (!ruleset_integer(&ruleset, PARAMETER_reference_turnaround_days, rq->today, &days))
        return DATE_NONE;
    by.day += (int32_t)days;
    return by;
}

static enum flow ask(struct req *rq)
{
    struct reference_record made = begun(rq);
    const struct code_row *provider = row_of(rq, STATE(rq, struct asked)->provider, &code_row_shape);
    if (provider == NULL)
        return fail_field(rq, FAULT_INVALID, "/provider_authority", "unknown",
                          "There is no authority of that code.");
    if (provider->id == rq->who.authority)
        return fail_field(rq, FAULT_INVALID, "/provider_authority", "conflicts",
                          "A reference is asked of another authority.");
    made.provider_authority = provider->dfe_code;
    made.status = REFERENCE_STATUS_ASKED;
    made.asked_on = rq->today;
    made.due_by = due(rq);
    promise(rq, &made, "reference", made.id);
    sql_reference_may_ask(rq->batch, provider->id, rq->today);
    store(rq, &made, provider->id, facts_version(rq));
    return settle(rq);
}

/* As the placement has it: on whom, and of which authority. */
struct placement_row {
    const char *swe_number, *authority_name;
    unsigned status;
    struct date start_date;
    struct shape_one review;
};
static const struct field placement_row_fields[] = {
    FIELD(struct placement_row, swe_number, OUT),
    FIELD(struct placement_row, authority_name, OUT),
    CODE(struct placement_row, status, placement_status, OUT),
    FIELD(struct placement_row, start_date, OUT),
    FIELD(struct placement_row, review, OUT, .record = &review_part_shape),
    {0},
};
static const struct shape placement_row_found =
    SHAPE("placement found", struct placement_row, placement_row_fields);

/* Whether there was any work to speak of. */
static bool has_begun(const struct req *rq, const struct placement_row *of)
{
    return of->status != PLACEMENT_STATUS_REFUSED && of->status != PLACEMENT_STATUS_WITHDRAWN &&
           !date_before(rq->today, of->start_date);
}

/* What is written today, by the authority whose placement it was. */
static void complete_own(struct req *rq, struct reference_record *made)
{
    const struct placement_row *of = row_of(rq, STATE(rq, struct asked)->placement, &placement_row_found);
    if (of == NULL || strcmp(of->swe_number, made->swe_number) != 0) {
        complain(rq, "/placement", "unknown", "Your authority has no such placement of this worker.");
        return;
    }
    if (!has_begun(rq, of))
        complain(rq, "/placement", "conflicts", "This placement has not begun, or never came about.");
    if (made->include_review && of->review.at == NULL)
        complain(rq, "/include_review", "conflicts", "This placement has no review.");
    if (made->include_review)
        made->review = of->review;
    made->referee_body = of->authority_name;
    made->dated = made->received_on = rq->today;
}

static enum flow record(struct req *rq)
{
    struct reference_record made = begun(rq);
    bool own = made.provider == REFERENCE_PROVIDER_OWN;
    if (uuid_given(made.template) && (own || made.answers.count > 0))
        reference_complain_of_answers(rq, STATE(rq, struct asked)->template, &made.answers);
    else if (uuid_given(made.template) && rows_count(STATE(rq, struct asked)->template) == 0)
        complain(rq, "/template", "unknown", "No such template was in use then.");
    if (own)
        complete_own(rq, &made);
    if (complained(rq))
        return fail_complained(rq);
    made.status = REFERENCE_STATUS_ANSWERED;
    if (date_given(made.verified_on))
        made.verified_by = rq->who.principal;
    promise(rq, &made, "reference", made.id);
    store(rq, &made, INTEGER32_NONE, facts_version(rq));
    sql_rechecks_of_worker(rq->batch, made.swe_number, NAME_OF(recheck_cause, RECHECK_CAUSE_FACTS));
    return settle(rq);
}

static enum flow make_known(struct req *rq)
{
    const struct reference_record *want = rq->in;
    enum flow refusal;
    if (!role_may(rq, want, &refusal))
        return refusal;
    return want->provider == REFERENCE_PROVIDER_INTERNAL ? ask(rq) : record(rq);
}
