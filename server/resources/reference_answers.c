/* SPDX-License-Identifier: MIT */
/*
 * Answering a reference that another authority asked for: on a template, or with the reference that was
 * written at the end of the worker's placement, as the worker was shown it.
 */
#include "queries.h"
#include "resources/reference.h"
#include "resources/reference_template.h"

#include <string.h>

static step_fn answer, answer_held;

struct given {
    struct uuid own;
    struct reference_record as;
};
static const struct field given_fields[] = {
    FIELD_NAMED(
        struct given, own, "reference", IN,
        .about =
            "A reference that you wrote at the end of a placement, in place of all the others: by its id, "
            "once the worker was shown it"),
    FIELD_NAMED(struct given, as.referee_name, "referee_name", IN, .normalise = form_title, .form = "a name",
                .about = "Who vouches", .example = "\"Alex Reed (made up)\""),
    FIELD_NAMED(struct given, as.referee_post, "referee_post", IN, .normalise = form_title, .form = "a post",
                .about = "The referee's post", .example = "\"Team manager\""),
    FIELD_NAMED(struct given, as.relation, "relation", IN, .codes = &referee_relation_codes,
                .about = "What your authority was to the worker", .example = "\"EMPLOYED\""),
    FIELD_NAMED(struct given, as.engaged_from, "engaged_from", IN,
                .about = "The first day as you have it; as it was asked unless given"),
    FIELD_NAMED(struct given, as.engaged_to, "engaged_to", IN,
                .about = "The last day as you have it; as it was asked unless given"),
    FIELD_NAMED(struct given, as.practice_based, "practice_based", IN,
                .about = "True: it speaks of practice that the referee has seen", .example = "true"),
    FIELD_NAMED(struct given, as.template, "template", IN, .about = "The template that it is on, by its id",
                .example = "\"01920000-0000-7000-8000-000000000001\""),
    FIELD_NAMED(struct given, as.answers, "answers", IN, .record = &answer_shape,
                .about = "By the template's fields, all that it requires"),
    FIELD_NAMED(struct given, as.given_in_confidence, "given_in_confidence", IN,
                .about = "True: given in confidence, so that the worker's access may be refused"),
    {0},
};
static const struct shape given_shape = SHAPE("reference_given", struct given, given_fields);

static const enum fault answer_faults[] = {FAULT_CONFLICT, FAULT_STALE_FACTS, FAULT_NONE};

const struct route reference_answer_routes[] = {
    {.method = "POST",
     .path = "/v1/references/{id}/answer",
     .first = answer,
     .roles = MAY(OFFICER) | MAY(HR),
     .in = &given_shape,
     .out = &reference_shape,
     .status = 200,
     .creates = true,
     .action = "reference.answer",
     .about = "Gives a reference that another authority asked for",
     .faults = answer_faults},
    {0},
};

static const struct reference_act answers = {
    .parties = PARTY_WRITER,
    .status = REFERENCE_STATUS_ASKED,
    .others = "Whoever was asked for it answers.",
    .otherwise = "Nobody waits for this reference: it was answered, declined or withdrawn.",
};

struct asked {
    struct rows *held, *template, *own;
};

static void complain_of_member(struct req *rq, bool given, bool wanted, const char *pointer)
{
    if (given != wanted)
        complain(rq, pointer, wanted ? "required" : "conflicts",
                 wanted ? "An answer says who vouches for what, on which template."
                        : "This is as in the reference that is named.");
}

/* What may be left out of an answer, and is never beside a reference that is named. */
static void complain_of_others(struct req *rq, const struct reference_record *as)
{
    const struct {
        const char *pointer;
        bool given;
    } others[] = {{"/engaged_from", date_given(as->engaged_from)},
                  {"/engaged_to", date_given(as->engaged_to)},
                  {"/practice_based", as->practice_based},
                  {"/answers", as->answers.count > 0},
                  {"/given_in_confidence", as->given_in_confidence}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        complain_of_member(rq, others[i].given, false, others[i].pointer);
}

static void complain_of_members(struct req *rq, const struct given *g)
{
    bool wanted = !uuid_given(g->own);
    complain_of_member(rq, g->as.referee_name != NULL, wanted, "/referee_name");
    complain_of_member(rq, g->as.referee_post != NULL, wanted, "/referee_post");
    complain_of_member(rq, g->as.relation != 0, wanted, "/relation");
    complain_of_member(rq, uuid_given(g->as.template), wanted, "/template");
    if (!wanted)
        complain_of_others(rq, &g->as);
}

/* What the body says is judged once it is known that there is such a reference, and that it is the caller's.
 */
static enum flow answer(struct req *rq)
{
    const struct given *g = rq->in;
    *STATE(rq, struct asked) = (struct asked){
        .held = sql_reference_get(rq->batch, rq->id, false, rq->today),
        .template = sql_reference_template_find(rq->batch, g->as.template, rq->today),
        .own = sql_reference_own(rq->batch, g->own, rq->today),
    };
    return await(rq, answer_held);
}

static void answer_on_template(struct req *rq, const struct given *g, const char *body,
                               struct reference_record *next)
{
    if (!complained(rq))
        reference_complain_of_answers(rq, STATE(rq, struct asked)->template, &g->as.answers);
    next->referee_name = g->as.referee_name;
    next->referee_post = g->as.referee_post;
    next->referee_body = body;
    next->relation = g->as.relation;
    next->engaged_from = date_given(g->as.engaged_from) ? g->as.engaged_from : next->engaged_from;
    next->engaged_to = date_given(g->as.engaged_to) ? g->as.engaged_to : next->engaged_to;
    next->practice_based = g->as.practice_based;
    next->template = g->as.template;
    next->answers = g->as.answers;
    next->dated = rq->today;
    next->given_in_confidence = g->as.given_in_confidence;
    reference_complain_of_day(rq, g->as.engaged_from, "/engaged_from");
    if (date_given(next->engaged_to) && date_before(next->engaged_to, next->engaged_from))
        complain(rq, "/engaged_to", "out_of_range", "The last day is before the first.");
}

/* The worker's comments and the dispute go along. */
static void answer_with_own(struct req *rq, struct reference_record *next)
{
    const struct reference_record *own = row_of(rq, STATE(rq, struct asked)->own, &reference_shape);
    if (own == NULL || strcmp(own->swe_number, next->swe_number) != 0) {
        complain(rq, "/reference", "unknown", "Your authority wrote no such reference on this worker.");
        return;
    }
    if (!date_given(own->shared_with_worker_on))
        complain(rq, "/reference", "conflicts", "The worker sees it first: record that it was shared.");
    next->referee_name = own->referee_name;
    next->referee_post = own->referee_post;
    next->referee_body = own->referee_body;
    next->relation = own->relation;
    next->engaged_from = own->engaged_from;
    next->engaged_to = own->engaged_to;
    next->practice_based = own->practice_based;
    next->template = own->template;
    next->answers = own->answers;
    next->dated = own->dated;
    next->given_in_confidence = own->given_in_confidence;
    next->shared_with_worker_on = own->shared_with_worker_on;
    next->worker_comments = own->worker_comments;
    next->disputed = own->disputed;
    next->review = own->review;
}

static enum flow answer_held(struct req *rq)
{
    const struct given *g = rq->in;
    enum flow refusal;
    const struct reference_held *was = reference_hold(rq, STATE(rq, struct asked)->held, &answers, &refusal);
    if (was == NULL)
        return refusal;
    struct reference_record next = was->now;
    complain_of_members(rq, g);
    if (uuid_given(g->own))
        answer_with_own(rq, &next);
    else
        answer_on_template(rq, g, was->provider_name, &next);
    if (complained(rq))
        return fail_complained(rq);
    next.status = REFERENCE_STATUS_ANSWERED;
    next.received_on = rq->today;
    return reference_go_on(rq, was, &next);
}
