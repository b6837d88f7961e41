/* SPDX-License-Identifier: MIT */
#include "resources/reference.h"

#include "resources/reference_template.h"

#define ENGAGEMENT                                                                                        \
    FIELD(struct reference_record, id, ALWAYS), FIELD(struct reference_record, version, ALWAYS),          \
        FIELD(struct reference_record, authority, ALWAYS, .about = "Who holds it: a DfE code"),           \
        CODE(struct reference_record, provider, reference_provider, ALWAYS | REQUIRED,                    \
             .about = "INTERNAL: asked of an authority here; EXTERNAL: received outside, and recorded",   \
             .example = "\"EXTERNAL\""),                                                                  \
        FIELD(struct reference_record, provider_authority, OUT | IN, .max = 9,                            \
              .normalise = form_authority_code,                                                           \
              .form = "a DfE code of three digits, like 887, or a GSS code",                              \
              .about = "Of INTERNAL ones: the authority that gives it, by its DfE code"),                 \
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
    FIELD(struct reference_record, recorded_at, ALWAYS),
    {0},
};
const struct shape reference_row_shape =
    SHAPE("reference_row", struct reference_record, reference_row_fields);
