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
    struct uuid placement; /* of OWN ones */
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
    bool disputed, include_review;
    struct shape_one review; /* struct review_part */
    struct shape_one form;   /* struct reference_form */
    struct instant recorded_at;
};
/* The form on which one came from outside, without its bytes. */
struct reference_form {
    const char *media_type;
    int32_t size;
    const char *sha256;
    struct instant recorded_at;
    struct uuid recorded_by;
};
extern const struct shape reference_form_shape;
/* What of an end-of-placement review is in a reference. */
struct review_part {
    unsigned outcome, recommendation;
    struct date recommendation_ends_on;
};
extern const struct shape review_part_shape;
/* As JSON, for the database; NULL: none. */
const char *reference_review_json(struct req *, const struct reference_record *);
extern const struct shape reference_shape;     /* whole */
extern const struct shape reference_row_shape; /* in lists: without answers and comments */

/* One as it is on record, for what is to happen to it next. */
struct reference_held {
    struct reference_record now;
    bool held, written; /* the caller holds it; the caller wrote it, or is to write it */
    const char *provider_name;
    struct uuid disputed_by;
    int64_t facts_version;
};

/* What may happen to one: who may do it, in which status, and what is said where it may not. */
enum reference_party { PARTY_HOLDER = 1, PARTY_WRITER = 2 };
struct reference_act {
    unsigned parties; /* enum reference_party, as bits */
    enum reference_status status;
    const char *others, *otherwise;
};

/* Asks, records or writes rq->in, a struct reference_record (reference_making.c). */
step_fn reference_make;

/* Asks for the reference that the path names, as rows in the state; what is to happen to it is next. */
enum flow reference_ask(struct req *, step_fn *next);
/* One row of sql_reference_get. NULL with *flow where there is none, or where the act may not be done. */
const struct reference_held *reference_hold(struct req *, const struct rows *, const struct reference_act *,
                                            enum flow *);
/* Puts the record, as it will be, in the place of the one that was held, and promises it. */
void reference_next(struct req *, const struct reference_held *, struct reference_record *);
/* The same, and settles. */
enum flow reference_go_on(struct req *, const struct reference_held *, struct reference_record *);
/* Complains of a day that is still to come. */
void reference_complain_of_day(struct req *, struct date, const char *pointer);
/* Complains of answers as the template does; of none, where it does not exist. */
void reference_complain_of_answers(struct req *, const struct rows *template,
                                   const struct shape_list *answers);

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
