/* SPDX-License-Identifier: MIT */
/*
 * Statements that travel, commit and are answered together, in one implicit transaction. The callback runs
 * when the Sync that ends it has been answered, so that what it reports has been committed.
 *
 *     begin_as │ statement │ statement │ … │ Sync          begin_as (of the daemon's own work: begin_recheck)
 * is put there by batch_new, and nothing else sets identity
 *
 * Batches of one lane that are sent in the same turn of the loop, or while its connections are at work, may
 * share a transaction and its Sync. If one of them fails all are undone, and each is sent again, alone: what
 * a batch is told is always of itself.
 *
 * Statements are the functions generated from sql/queries (queries.h): each returns rows that may be opened
 * in the callback. Zero rows stop nothing; what must hold is a named constraint or require() in SQL.
 */
#pragma once
#include "store/store.h"
#include "values/date.h"
#include "values/uuid.h"
#include "wire/arena.h"
#include "wire/problem.h"
#include "wire/shape.h"

#include <stddef.h>
#include <stdint.h>

struct batch;
struct rows;

/* On whose behalf a batch runs; what the database needs to know of the request. */
struct caller {
    const char *token_hash; /* "\\x…", SHA-256 of the token; NULL: nobody */
    const char *roles;      /* "{OFFICER,DCS}": who may; NULL: whoever the token names */
    const char *action;     /* the audit trail's word for what is asked */
    const char *route;      /* the route's method and template, for the audit trail; NULL: none */
    struct uuid request_id;
    struct uuid waiting; /* what waits to be asked again (begin_recheck): the daemon acts for its authority;
                            nil: the token says who acts */
    bool writes;         /* what an authority that has left every agreement may not */
};

/* Named constraints, and what they say to a caller. A name the table lacks is CONSTRAINT_NONE. */
enum constraint {
    CONSTRAINT_NONE,
#define CONSTRAINT(name, fault, pointer, detail) CONSTRAINT_##name,
#include "store/constraints.def"
};

struct batch_result {
    enum fault fault; /* FAULT_NONE: committed */
    enum constraint constraint;
    const char *pointer; /* of the member at fault, or NULL */
    const char *detail;  /* a sentence, or NULL; never the database's */
};
typedef void batch_done_fn(void *arg, const struct batch_result *);

/*
 * The batch, its parameters and its rows live in the arena, which must have an `exhausted`. Texts and
 * bytes given as parameters must live until `done`: a batch may be sent twice.
 */
struct batch *batch_new(struct store *, struct arena *, const struct caller *);
/* The rows of begin_as: who the token turned out to be. Nobody has none. */
const struct rows *batch_identity(const struct batch *);
/* Whether any statement in it inserts, updates or deletes. */
bool batch_writes(const struct batch *);
/* It is going to fail, and must not take others with it. */
void batch_alone(struct batch *);
/*
 * Sends. `done` is called exactly once, never from inside this call. A batch that
 * is lost once anything of it may have reached the server ends in OUTCOME_UNKNOWN on LANE_WRITE.
 */
void batch_send(struct batch *, enum lane, batch_done_fn *, void *arg);

/*
 * How many rows, and all of them as an array of the shape's struct (NULL: none). Only after a `done` without
 * fault. A value that does not fit the shape ends the process: a rule must not take it for "none".
 */
size_t rows_count(const struct rows *);
const void *rows_read(const struct rows *, const struct shape *, struct arena *);
/* The one value of a one-row result, or NULL. */
const char *rows_value(const struct rows *, const char *column);

/* Bytes as they are. `at` NULL: none. */
struct bytes {
    const void *at;
    size_t len;
};
/* Before the batch is sent: the result's one column, a bytea, comes as it is, and not as text twice as long.
 */
void rows_as_bytes(struct rows *);
/* The one value of such a result, which lives as long as the batch; none without a row. */
struct bytes rows_bytes(const struct rows *);

/* For the generated functions: parameters as libpq's text, or bytes; "not given" is NULL. */
struct param {
    const char *text;
    bool binary;
    size_t len; /* of a binary one */
};
struct param param_int4(struct batch *, int32_t);
struct param param_int8(struct batch *, int64_t);
struct param param_bool(struct batch *, bool);
struct param param_text(struct batch *, const char *);
struct param param_date(struct batch *, struct date);
struct param param_timestamptz(struct batch *, struct instant);
struct param param_uuid(struct batch *, struct uuid);
struct param param_bytes(struct batch *, struct bytes);
struct rows *batch_add(struct batch *, int query, int count, const struct param *);

struct query_text {
    const char *name;
    const char *sql;
    const unsigned *types; /* OIDs, declared when the statement is prepared */
    int params;
    bool writes; /* it inserts, updates or deletes: its batch commits durably */
};
