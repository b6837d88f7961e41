/* SPDX-License-Identifier: MIT */
/*
 * A reference on a worker: what its routes share. `authority` asks for it and holds it; where it is asked of
 * an authority, that one gives it, and nobody but these two learns that it exists.
 */
#pragma once
#include "flow/req.h"
#include "resources/forms.h"
#include "resources/routes.h"

struct reference_record {
    struct uuid id;
    int32_t version;
    const char *authority;
    unsigned provider;
    const char *provider_authority;
    const char *swe_number;
    unsigned used_for, status;
    struct date engaged_from, engaged_to, worker_agreed_on;
    struct date asked_on, due_by;
    unsigned decline_reason;
    const char *referee_name, *referee_post, *referee_body;
    unsigned relation;
    bool practice_based;
    struct uuid template;
    struct shape_list answers; /* struct field_answer */
    struct date dated, received_on, verified_on;
    const char *verified_how;
    struct uuid verified_by;
    bool given_in_confidence;
    struct date shared_with_worker_on;
    const char *worker_comments;
    bool disputed;
    struct instant recorded_at;
};
extern const struct shape reference_shape;     /* whole */
extern const struct shape reference_row_shape; /* in lists: without answers and comments */

/* Who reads references: those that an authority holds, and those that it gives. */
#define REFERENCE_READERS (MAY(OFFICER) | MAY(REQUESTER) | MAY(HR) | MAY(DCS) | MAY(CHIEF_EXECUTIVE))

/* The referee, in the words of who answers and of who records. */
#define REFEREE_FIELDS(S, use)                                                                     \
    FIELD(S, referee_name, use, .normalise = form_title, .form = "a name", .about = "Who vouches", \
          .example = "\"Alex Reed (made up)\""),                                                   \
        FIELD(S, referee_post, use, .normalise = form_title, .form = "a post",                     \
              .about = "The referee's post", .example = "\"Team manager\""),                       \
        FIELD(S, referee_body, use, .normalise = form_title, .form = "a name",                     \
              .about = "On whose behalf the referee speaks", .example = "\"Medway\""),             \
        CODE(S, relation, referee_relation, use, .about = "What that body was to the worker",      \
             .example = "\"EMPLOYED\"")
