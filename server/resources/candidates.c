/* SPDX-License-Identifier: MIT */
/*
 * Candidates: workers whom an invited supplier puts forward against a requirement. The check is the
 * authority's: made with its sight, kept as its own. The supplier learns one of two words of it, never a
 * finding, a reason or a date; the authority sees the candidate with the check.
 *
 * The database alone lets a batch see as the authority (act_for_requirement), and only for a requirement that
 * is open and invites the supplier of the token. Whatever names the supplier is put into the batch before.
 */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/placement.h"
#include "resources/routes.h"

static step_fn list, put, offered, told;

/* One supplier asks of so many workers for one requirement: a requirement is no register to search. */
enum { CANDIDATES_MOST = 20 };

struct candidate {
    struct uuid id, requirement, supplier;
    const char *swe_number;
    unsigned pay_type, coverage;
    int64_t pay_pence, comparable_pence;
    bool over_ceiling;
    struct uuid eligibility_check;
    unsigned outcome, answer;
    struct instant put_forward_at;
};
static const struct field candidate_fields[] = {
    FIELD(struct candidate, id, ALWAYS),
    FIELD(struct candidate, requirement, ALWAYS),
    FIELD(struct candidate, supplier, ALWAYS),
    FIELD(struct candidate, swe_number, ALWAYS),
    CODE(struct candidate, pay_type, pay_type, ALWAYS),
    CODE(struct candidate, coverage, coverage, ALWAYS),
    FIELD(struct candidate, pay_pence, ALWAYS, .about = "The rate, with what coverage says"),
    FIELD(struct candidate, comparable_pence, OUT,
          .about = "The rate with holiday pay, employer NI and levy, pence an hour"),
    FIELD(struct candidate, over_ceiling, ALWAYS, .about = "Whether that is over the requirement's ceiling"),
    FIELD(struct candidate, eligibility_check, ALWAYS, .about = "The check, which is your authority's"),
    CODE(struct candidate, outcome, outcome, ALWAYS, .about = "What the check came to"),
    CODE(struct candidate, answer, candidate_answer, ALWAYS, .about = "What the supplier was told"),
    FIELD(struct candidate, put_forward_at, ALWAYS),
    {0},
};
static const struct shape candidate_shape = SHAPE("candidate", struct candidate, candidate_fields);
LIST_SHAPE(candidate_list_shape, candidate_shape);

/* All that the supplier is told. Its key keeps this too, so that no number of a worker stands in it. */
static const struct field answer_fields[] = {
    FIELD(struct candidate, id, ALWAYS),
    FIELD(struct candidate, requirement, ALWAYS),
    CODE(struct candidate, answer, candidate_answer, ALWAYS,
         .about = "CLEAR, or ask the authority: whatever the reason, it is the authority's to say; a dry run "
                  "always says to ask"),
    FIELD(struct candidate, put_forward_at, ALWAYS),
    {0},
};
static const struct shape answer_shape = SHAPE("candidate_answer", struct candidate, answer_fields);

static const struct field put_fields[] = {
    SWE_NUMBER(struct proposal, REQUIRED),
    PAY_FIELDS(struct proposal, , IN, REQUIRED),
    FIELD(struct proposal, minutes_per_week, IN, .min = 1, .max = 10080,
          .about = "Contracted minutes a week; 37 hours are 2220"),
    FIELD(struct proposal, minutes_per_day, IN, .min = 1, .max = 1440,
          .about = "Contracted minutes a day, for a day rate"),
    FIELD(struct proposal, notice_days, IN, .max = 366, .about = "Notice on either side, in days"),
    {0},
};
static const struct shape put_shape = SHAPE("candidate", struct proposal, put_fields);

static const enum fault put_faults[] = {FAULT_CONFLICT, FAULT_DUPLICATE, FAULT_NONE};

const struct route candidate_routes[] = {
    {.method = "GET",
     .path = "/v1/requirements/{id}/candidates",
     .first = list,
     .roles = MAY(OFFICER) | MAY(REQUESTER) | MAY(DCS) | MAY(CHIEF_EXECUTIVE),
     .query = &page_shape,
     .out = &candidate_list_shape,
     .status = 200,
     .action = "requirement_candidate.list",
     .about = "Whom suppliers have put forward for a requirement of the caller's authority, newest first"},
    {.method = "POST",
     .path = "/v1/requirements/{id}/candidates",
     .first = put,
     .roles = MAY(SUPPLIER),
     .in = &put_shape,
     .out = &answer_shape,
     .status = 201,
     .creates = true,
     .action = "requirement_candidate.put",
     .about = "Puts a worker forward for a requirement to which the supplier is invited",
     .faults = put_faults},
    {0},
};

static enum flow list(struct req *rq)
{
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    sql_requirement_held(rq->batch, rq->id);
    return show_page(
        rq, sql_requirement_candidate_list(rq->batch, rq->id, after.id, page_ask(rq), page_counted(rq)));
}

struct putting {
    struct rows *offered;
    struct proposal want;
    struct facts_asked asked;
};

static enum flow put(struct req *rq)
{
    STATE(rq, struct putting)->offered = sql_requirement_offered(rq->batch, rq->id);
    return await(rq, offered);
}

/* What a requirement says of the post. */
struct post {
    const char *authority, *local_role;
    unsigned job_type;
    struct date start_date, planned_end_date;
};
static const struct field post_fields[] = {
    FIELD(struct post, authority, OUT),         FIELD(struct post, local_role, OUT),
    CODE(struct post, job_type, job_type, OUT), FIELD(struct post, start_date, OUT),
    FIELD(struct post, planned_end_date, OUT),  {0},
};
static const struct shape post_shape = SHAPE("post", struct post, post_fields);

/* The worker and the pay are the supplier's to say, the post is the authority's. */
static struct proposal proposal_of(const struct req *rq, const struct post *post)
{
    const struct proposal *given = rq->in;
    struct proposal want = {0};
    shape_clear(&check_proposal_shape, &want);
    proposal_take_pay(&want, given);
    want.swe_number = given->swe_number;
    want.minutes_per_week = given->minutes_per_week;
    want.notice_days = given->notice_days;
    want.category = CATEGORY_CHILD_FAMILY_SOCIAL_WORKER;
    want.supplier = rq->who.supplier;
    want.local_role = post->local_role;
    want.job_type = post->job_type;
    want.start_date = post->start_date;
    want.planned_end_date = post->planned_end_date;
    return want;
}

static enum flow offered(struct req *rq)
{
    struct putting *p = rq->state;
    const struct post *post = row_of(rq, p->offered, &post_shape);
    struct facts_as_of now = facts_now(rq);
    enum flow refusal;
    if (post == NULL)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    p->want = proposal_of(rq, post);
    if (proposal_refused(rq, &p->want, &refusal))
        return refusal;
    sql_act_for_requirement(rq->batch, rq->id);
    facts_ask(rq, &p->want, &now, &p->asked);
    return await(rq, told);
}

/* Nothing counts dry runs, and the authority never sees them: the check's word is for who is put forward. */
static unsigned answer_of(const struct req *rq, const struct check_made *made)
{
    bool clear = !rq->dry_run && made->view.outcome == OUTCOME_CLEAR;
    return clear ? CANDIDATE_ANSWER_CLEAR : CANDIDATE_ANSWER_ASK_THE_AUTHORITY;
}

/* The promise is the supplier's; what follows act_for_requirement, the authority's. */
static enum flow keep(struct req *rq, const struct proposal *want, const struct check_made *made)
{
    struct candidate c = {.id = random_uuid(),
                          .requirement = rq->id,
                          .supplier = rq->who.supplier,
                          .swe_number = want->swe_number,
                          .answer = answer_of(rq, made),
                          .put_forward_at = rq->now};
    promise(rq, &c, "requirement_candidate", c.id);
    sql_act_for_requirement(rq->batch, rq->id);
    sql_requirement_candidates_claim(rq->batch, c.requirement, c.supplier);
    check_store(rq, want, made);
    sql_requirement_candidate_add(rq->batch, c.id, c.requirement, c.supplier, c.swe_number,
                                  NAME_OF(pay_type, want->pay_type), NAME_OF(coverage, want->coverage),
                                  want->pay_pence, placement_comparable(made), made->view.id,
                                  NAME_OF(candidate_answer, c.answer), CANDIDATES_MOST, rq->now);
    return settle(rq);
}

/* Where the authority maps the title, its mapping stands, whatever job type the requirement gave. */
static enum flow told(struct req *rq)
{
    struct putting *p = rq->state;
    struct check_made *made = arena_alloc(rq->arena, sizeof *made);
    enum flow refusal;
    if (rows_count(p->asked.mapping) > 0)
        p->want.job_type = 0;
    if (!check_make(rq, &p->want, &p->asked, RULES_ALL, made, &refusal))
        return refusal;
    return keep(rq, &p->want, made);
}
