/* SPDX-License-Identifier: MIT */
/*
 * One request, as the resources see it: a chain of steps, each of which asks (await), promises and settles,
 * replies or fails, and says so by its return value. Everything a step allocates belongs to the request's
 * arena.
 *
 *     first step ─ await ─► next step ─ … ─ reply                        a read
 *     first step ─ await ─► next step ─ promise, effects, settle ─►      a write: the answer is stored with
 * its effect └─► the promised answer, once it has been committed
 */
#pragma once
#include "flow/exchange.h"
#include "flow/service.h"
#include "store/batch.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* On whose behalf: what begin_as said. Known from the second step on. */
struct identity {
    struct uuid principal;
    unsigned role;              /* enum role */
    const char *scope;          /* "authority:887", "region:South East", "supplier:…" */
    int32_t authority;          /* INTEGER32_NONE: none of its own */
    const char *authority_code; /* its DfE code, or NULL */
    const char *region;         /* NULL: none */
    struct uuid supplier;
};

/* A body that is a file, as it came. */
struct file {
    const char *type; /* one of route->takes */
    struct bytes content;
};

struct req {
    const struct route *route;
    struct flow_service *service;
    struct arena *arena;
    struct batch *batch; /* what the current step asks for */
    struct identity who;
    const void *in;      /* the body, as route->in */
    struct file file;    /* the body, where route->takes */
    const void *query;   /* the query parameters, as route->query */
    struct uuid id;      /* the path's {id}; nil where it is no UUID */
    const char *id_text; /* the same as text; NULL where the path has none */
    int32_t if_match;    /* the version that the caller read, where route->changes */
    bool dry_run;        /* runs everything, and keeps nothing but its audit event */
    struct uuid request_id;
    struct instant now; /* of the request: every time it records */
    struct date today;
    void *state; /* the handler's own, kept between steps; STATE */
    struct req_inside *inside;
};

/* The handler's state, zeroed when first asked for. */
#define STATE(rq, S) ((S *)req_state((rq), sizeof(S)))
void *req_state(struct req *, size_t);

/* Sends what was asked for; `next` runs once it has been answered without a fault. */
enum flow await(struct req *, step_fn *next);

/*
 * Of the daemon's own work: from this step on it acts for the authority of what waits, which the database
 * names (begin_recheck). What the step has asked for before is forgotten.
 */
void act_for(struct req *, struct uuid waiting);

/* Answers with route->status and the record as route->out. */
enum flow reply(struct req *, const void *record);
/* Answers with route->status and a text that is written already, and lives in the arena or for ever. */
enum flow reply_written(struct req *, const char *content_type, const char *text, size_t len);
/* The same of a text that stays for the life of the process. */
enum flow reply_kept(struct req *, const char *content_type, const char *text, size_t len);

/*
 * Answers with a file, to be kept and not to be shown where it came; `type` is one of route->gives. ETag is
 * the version of the record that it is part of; `digest` is as in Repr-Digest (RFC 9530). All lives in the
 * arena or for ever.
 */
enum flow reply_file(struct req *, const struct file *, int32_t version, const char *digest);

/*
 * Fails. Whoever asked is in the audit trail before the answer leaves. `detail` may be NULL; it lives in the
 * arena or for ever.
 */
enum flow fail(struct req *, enum fault, const char *detail);
/* Fails with one bad field; `code` as in struct problem_error. */
enum flow fail_field(struct req *, enum fault, const char *pointer, const char *code, const char *detail);

/* Bad fields, gathered so that all are told at once; `pointer` and `detail` live in the arena or for ever. */
void complain(struct req *, const char *pointer, const char *code, const char *detail);
bool complained(const struct req *);
/* Fails with all of them, as INVALID. */
enum flow fail_complained(struct req *);

/*
 * Puts the answer, the request's key and the audit event into the batch, before the effects that the step
 * adds then. `object` is what the audit event names. A problem is promised with its fault's status.
 */
void promise(struct req *, const void *record, const char *object_type, struct uuid object);
void promise_problem(struct req *, enum fault, const struct shape *, const void *record,
                     const char *object_type, struct uuid object);
/*
 * For an answer that is given once: its key keeps `kept`, which lacks what must be kept nowhere, and whoever
 * repeats the request gets that.
 */
void promise_once(struct req *, const void *record, const void *kept, const char *object_type,
                  struct uuid object);
/* Commits; then the promised answer is given. */
enum flow settle(struct req *);

/* A record of a one-row result, or NULL; all records of a result, and how many. */
const void *row_of(struct req *, const struct rows *, const struct shape *);
const void *rows_of(struct req *, const struct rows *, const struct shape *, size_t *count);
