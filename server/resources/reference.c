/* SPDX-License-Identifier: MIT */
#include "resources/reference.h"

#include "base/random.h"
#include "queries.h"
#include "resources/reference_template.h"

#define ENGAGEMENT                                                                                        \
    FIELD(struct reference_record, id, ALWAYS), FIELD(struct reference_record, version, ALWAYS),          \
        FIELD(struct reference_record, authority, ALWAYS, .about = "Who holds it: a DfE code"),           \
        CODE(struct reference_record, provider, reference_provider, ALWAYS | REQUIRED,                    \
             .about = "INTERNAL: asked of another authority; EXTERNAL: received outside, and recorded; "  \
                      "OWN: written at the end of an own placement",                                      \
             .example = "\"EXTERNAL\""),                                                                  \
        FIELD(struct reference_record, provider_authority, OUT | IN, .max = 9,                            \
              .normalise = form_authority_code,                                                           \
              .form = "a DfE code of three digits, like 887, or a GSS code",                              \
              .about = "Of INTERNAL ones: the authority that gives it, by its DfE code"),                 \
        FIELD(struct reference_record, placement, OUT | IN,                                               \
              .about = "Of OWN ones: the placement that it is about"),                                    \
        SWE_NUMBER(struct reference_record, ALWAYS | REQUIRED),                                           \
        FIELD_NAMED(struct reference_record, used_for, "for", OUT | IN, .codes = &reference_use_codes,    \
                    .about = "AGENCY unless given"),                                                      \
        CODE(struct reference_record, status, reference_status, ALWAYS),                                  \
        FIELD(struct reference_record, engaged_from, ALWAYS | REQUIRED,                                   \
              .about = "First day of the engagement that it is about", .example = "\"2023-04-03\""),      \
        FIELD(struct reference_record, engaged_to, OUT | IN,                                              \
              .about = "Its last day; left out while the worker is still there",                          \
              .example = "\"2026-06-30\""),                                                               \
        FIELD(struct reference_record, worker_agreed_on, OUT | IN,                                        \
              .about = "When the worker agreed to it: needed where a present employer is asked"),         \
        FIELD(struct reference_record, asked_on, OUT, .about = "Since when it has been asked for"),       \
        FIELD(struct reference_record, due_by, OUT, .about = "When an answer is due"),                    \
        CODE(struct reference_record, decline_reason, decline_reason, OUT, .about = "Why none is given"), \
        REFEREE_FIELDS(struct reference_record, OUT | IN),                                                \
        FIELD(struct reference_record, practice_based, OUT | IN,                                          \
              .about = "True: it speaks of practice that the referee has seen", .example = "true"),       \
        FIELD(struct reference_record, template, OUT | IN,                                                \
              .about = "The standard template that it is on, by its id; left out: on none"),              \
        FIELD(struct reference_record, dated, OUT | IN, .about = "The date that it bears",                \
              .example = "\"2026-07-06\""),                                                               \
        FIELD(struct reference_record, received_on, OUT | IN,                                             \
              .about = "When it was received, or answered here", .example = "\"2026-07-08\""),            \
        FIELD(struct reference_record, verified_on, OUT | IN,                                             \
              .about = "When you made sure that it is genuine")

static const struct field review_part_fields[] = {
    CODE(struct review_part, outcome, review_outcome, ALWAYS, .about = "How the placement came to its end"),
    CODE(struct review_part, recommendation, recommendation, OUT,
         .about = "What was recommended to the supplier; left out once \"do not place\" has ended"),
    FIELD(struct review_part, recommendation_ends_on, OUT, .about = "The last day of \"do not place\""),
    {0},
};
const struct shape review_part_shape = SHAPE("review_part", struct review_part, review_part_fields);

static const struct field form_fields[] = {
    FIELD(struct reference_form, media_type, ALWAYS),
    FIELD(struct reference_form, size, ALWAYS, .about = "How many bytes it has"),
    FIELD(struct reference_form, sha256, ALWAYS, .about = "The SHA-256 of its bytes, in hexadecimal digits"),
    FIELD(struct reference_form, recorded_at, ALWAYS),
    FIELD(struct reference_form, recorded_by, ALWAYS, .about = "The person who attached it, by id"),
    {0},
};
const struct shape reference_form_shape = SHAPE("reference_form", struct reference_form, form_fields);

#define FORM                                                                   \
    FIELD(struct reference_record, form, OUT, .record = &reference_form_shape, \
          .about = "The form on which an EXTERNAL one came, to its holder: GET its own path for the file")

static const struct field reference_fields[] = {
    ENGAGEMENT,
    FIELD(struct reference_record, verified_how, OUT | IN, .max = 500,
          .about = "How: a call to the body's switchboard, say"),
    FIELD(struct reference_record, verified_by, OUT, .about = "The person who did"),
    FIELD(struct reference_record, answers, OUT | IN, .record = &answer_shape,
          .about = "By the template's fields"),
    FIELD(struct reference_record, given_in_confidence, OUT | IN,
          .about = "True: given in confidence, so that the worker's access may be refused"),
    FIELD(struct reference_record, shared_with_worker_on, OUT, .about = "When the worker was shown it"),
    FIELD(struct reference_record, worker_comments, OUT, .about = "What the worker says of it"),
    FIELD(struct reference_record, disputed, OUT,
          .about = "The worker disputes it: it counts as not verified"),
    FIELD(struct reference_record, include_review, IN,
          .about = "True, of OWN ones: how the placement ended and what was recommended is part of it"),
    FIELD(struct reference_record, review, OUT, .record = &review_part_shape,
          .about = "The end-of-placement review, as far as it is part of it"),
    FORM,
    FIELD(struct reference_record, recorded_at, ALWAYS),
    {0},
};
const struct shape reference_shape = SHAPE("reference", struct reference_record, reference_fields);

static const struct field reference_row_fields[] = {
    ENGAGEMENT,
    FIELD(struct reference_record, given_in_confidence, OUT),
    FIELD(struct reference_record, shared_with_worker_on, OUT, .about = "When the worker was shown it"),
    FIELD(struct reference_record, disputed, OUT,
          .about = "The worker disputes it: it counts as not verified"),
    FORM,
    FIELD(struct reference_record, recorded_at, ALWAYS),
    {0},
};
const struct shape reference_row_shape =
    SHAPE("reference_row", struct reference_record, reference_row_fields);

static const struct field held_fields[] = {
    FIELD(struct reference_held, held, OUT),          FIELD(struct reference_held, written, OUT),
    FIELD(struct reference_held, provider_name, OUT), FIELD(struct reference_held, disputed_by, OUT),
    FIELD(struct reference_held, facts_version, OUT), {0},
};
static const struct shape held_shape = SHAPE("held reference", struct reference_held, held_fields);

static bool is_party(const struct reference_held *held, unsigned parties)
{
    return (parties & PARTY_HOLDER && held->held) || (parties & PARTY_WRITER && held->written);
}

enum flow reference_ask(struct req *rq, step_fn *next)
{
    *STATE(rq, struct rows *) = sql_reference_get(rq->batch, rq->id, false, rq->today);
    return await(rq, next);
}

const struct reference_held *reference_hold(struct req *rq, const struct rows *rows,
                                            const struct reference_act *act, enum flow *flow)
{
    const struct reference_record *now = row_of(rq, rows, &reference_shape);
    struct reference_held *held = arena_alloc(rq->arena, sizeof *held);
    if (now == NULL) {
        *flow = fail(rq, FAULT_NOT_FOUND, NULL);
        return NULL;
    }
    *held = *(const struct reference_held *)row_of(rq, rows, &held_shape);
    held->now = *now;
    if (!is_party(held, act->parties)) {
        *flow = fail(rq, FAULT_FORBIDDEN, act->others);
        return NULL;
    }
    if (now->status != act->status) {
        *flow = fail(rq, FAULT_CONFLICT, act->otherwise);
        return NULL;
    }
    return held;
}

const char *reference_review_json(struct req *rq, const struct reference_record *r)
{
    struct text out = text_in(rq->arena);
    if (r->review.at == NULL)
        return NULL;
    shape_write_json(&review_part_shape, r->review.at, &out);
    return out.at;
}

static void store_next(struct req *rq, const struct reference_record *r, int32_t version)
{
    sql_reference_supersede(rq->batch, r->id, version, rq->now);
    sql_reference_go_on(rq->batch, r->id, version, NAME_OF(reference_status, r->status), r->engaged_from,
                        r->engaged_to, form_code(&decline_reason_codes, r->decline_reason), r->referee_name,
                        r->referee_post, r->referee_body, form_code(&referee_relation_codes, r->relation),
                        r->practice_based, r->template, template_answers_json(rq, &r->answers), r->dated,
                        r->received_on, r->verified_on, r->verified_how, r->verified_by,
                        r->given_in_confidence, r->shared_with_worker_on, r->worker_comments, r->disputed,
                        reference_review_json(rq, r), r->recorded_at);
}

void reference_next(struct req *rq, const struct reference_held *held, struct reference_record *next)
{
    next->version = held->now.version + 1;
    next->recorded_at = rq->now;
    promise(rq, next, "reference", next->id);
    sql_facts_claim(rq->batch, next->swe_number, held->facts_version, random_uuid());
    store_next(rq, next, held->now.version);
    if (next->status == REFERENCE_STATUS_ANSWERED)
        sql_rechecks_of_worker(rq->batch, next->swe_number, NAME_OF(recheck_cause, RECHECK_CAUSE_FACTS));
}

enum flow reference_go_on(struct req *rq, const struct reference_held *held, struct reference_record *next)
{
    reference_next(rq, held, next);
    return settle(rq);
}

void reference_complain_of_day(struct req *rq, struct date day, const char *pointer)
{
    if (date_given(day) && date_before(rq->today, day))
        complain(rq, pointer, "out_of_range", "The day is in the future.");
}

void reference_complain_of_answers(struct req *rq, const struct rows *template,
                                   const struct shape_list *answers)
{
    const struct template_row *row = row_of(rq, template, &template_row_shape);
    if (row == NULL)
        complain(rq, "/template", "unknown", "No such template was in use then.");
    else
        template_complain(rq, row, answers);
}
