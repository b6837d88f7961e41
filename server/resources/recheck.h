/* SPDX-License-Identifier: MIT */
/*
 * The rules asked again of a placement that is on record: it is held, the facts of the day are asked for, the
 * new findings stand in place of the earlier ones of the same rules, and all of it is kept. Of what is under
 * way a breach is recorded, and opened; one that is in order by now is resolved.
 */
#pragma once
#include "resources/placement.h"

struct recheck {
    struct rows *rows, *hirers;
    const struct placement *held;
    struct proposal want;   /* as the rules are told it: the change's first day, with the pay from then on */
    struct uuid_list named; /* by the request, among the exceptions of want */
    struct facts_asked asked;
    struct check_made made;
};

/* What a request that asks the rules again can fail with, as a route's faults. */
extern const enum fault recheck_faults[];

/* Whether the rules find otherwise than before. */
bool recheck_differs(struct req *, const struct recheck *);
/* Asks for the placement; `next` opens it. */
enum flow recheck_hold(struct req *, struct recheck *, struct uuid placement, step_fn *next);
/* False with *flow where there is none, or where its status does not allow the action. */
bool recheck_open(struct req *, struct recheck *, enum placement_action, enum flow *);
/* Asks for the facts of the day; `next` makes the check. */
enum flow recheck_ask(struct req *, struct recheck *, struct date day, unsigned purpose, step_fn *next);
/* Asks those rules. False with *flow where they cannot be asked. */
bool recheck_make(struct req *, struct recheck *, unsigned rules, enum flow *);
/*
 * Exceptions that the request names, before the facts are asked for: with those of the placement they are
 * what may sign a breach off.
 */
void recheck_name(struct req *, struct recheck *, struct uuid_list exceptions);
/* True with *flow: an unsigned breach of what has not begun, which stays as it was. */
bool recheck_refused(struct req *, const struct recheck *, enum flow *);
/* The placement as it then is, a version later. */
struct placement recheck_after(struct req *, const struct recheck *);
/* Why the rules are asked again. */
enum recheck_why {
    RECHECK_ON_REQUEST, /* also of what has not begun: whoever hires knows */
    RECHECK_ON_NEWS,    /* what they rest on came on record after the placement had begun */
    RECHECK_WHEN_DUE,   /* something was to come by now, or an exception has ended */
};
/*
 * Adds it to the batch, after what has been promised: the check, the placement, its breaches. Whatever else
 * was recorded of the worker or the placement meanwhile makes the request run again.
 */
void recheck_keep(struct req *, const struct recheck *, const struct placement *after, enum recheck_why);
