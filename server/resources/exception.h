/* SPDX-License-Identifier: MIT */
/*
 * An exception: a departure from a rule that somebody asks for and others sign, as it is shown and kept, and
 * what moves it on. Whatever does claims the worker's facts, since the rules are told of it.
 */
#pragma once
#include "flow/req.h"
#include "resources/forms.h"

struct sign_off_view {
    unsigned role;
    struct uuid person;
    struct date signed_on;
    unsigned how;
    const char *evidence;
    bool late;
    struct uuid recorded_by;
    struct instant recorded_at;
};

struct rule_exception {
    struct uuid id;
    int32_t version;
    const char *authority;
    const char *swe_number;
    unsigned rule, layer;
    struct uuid agreement, placement;
    struct date start_date;
    const char *local_role;
    int64_t cap_pence, comparable_pence, excess_pence;
    unsigned grounds;
    const char *reason, *alternatives;
    struct date expires_on;
    unsigned status;
    const char *refusal;
    struct instant recorded_at;
    struct text_list sign_off_chain; /* roles */
    struct shape_list sign_offs;     /* struct sign_off_view; not in lists, */
    struct text_list signed_by;      /* which have the roles alone */
    struct text_list allowed_actions;
    int64_t facts_version; /* of the worker; this and what follows is never shown */
    bool trust;
    struct date committed_on; /* the day on which a breach of it came on record, or DATE_NONE */
};
extern const struct shape exception_shape;     /* whole */
extern const struct shape exception_row_shape; /* in lists */

#define EXCEPTION_READERS (MAY(OFFICER) | MAY(DCS) | MAY(CHIEF_EXECUTIVE))

enum exception_action {
    EXCEPTION_SUBMIT,
    EXCEPTION_WITHDRAW,
    EXCEPTION_REFUSE,
    EXCEPTION_SIGN,
    EXCEPTION_ACTIONS
};

/* Whether the role is one of those that must sign. */
bool exception_asks(const struct rule_exception *, unsigned role);
/* What follows from its status. */
void exception_complete(struct req *, struct rule_exception *);
/* The one row of sql_exception_get. NULL with *flow where there is none, or its status does not allow the
 * action. */
const struct rule_exception *exception_held(struct req *, const struct rows *, enum exception_action,
                                            enum flow *);
/* The same a version later, in another status. */
struct rule_exception exception_after(struct req *, const struct rule_exception *, enum exception_status);
/* Adds to the batch, after what has been promised, the claim that comes first, and the later version. */
void exception_claim(struct req *, const struct rule_exception *);
void exception_move(struct req *, const struct rule_exception *after);
