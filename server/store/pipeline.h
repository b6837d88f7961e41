/* SPDX-License-Identifier: MIT */
/*
 * One connected, prepared connection and its pipeline, on which convoys sail: batches between two Syncs.
 *
 *     OPEN ──retire──► RETIRING ──nothing in flight──► ENDING ──next turn of the loop──► (freed)
 *       └───────────────────── lost ─────────────────────┘
 *
 * OPEN takes convoys; RETIRING answers those it has; ENDING answers nothing more: what is in flight is lost,
 * and is told so from the loop and never from inside a call.
 */
#pragma once
#include "store/segment.h"

#include <event2/event.h>

struct pipeline;

/* Whoever holds connections. Called from the loop alone. */
struct pipeline_owner {
    /* It is gone, and frees itself after this call; what was in flight is told after that. */
    void (*gone)(void *arg, const struct pipeline *);
    /* The server is going, or is a standby: no connection to it is good any more. */
    void (*server_gone)(void *arg);
    /* A convoy of so many has been answered. It was committed, and each is told; or it was undone, and
     * `again` holds them all, oldest first, for the owner to send alone. */
    void (*home)(void *arg, enum lane, int32_t count, struct batch_queue *again);
    void *arg;
};

/* Takes over `pg`, which is in pipeline mode, nonblocking, prepared and idle. */
struct pipeline *pipeline_new(struct event_base *, PGconn *pg, enum lane, int32_t statement_timeout_ms,
                              const struct pipeline_owner *);
bool pipeline_open(const struct pipeline *);
/* It is open, and one more convoy would not wait for long. */
bool pipeline_has_room(const struct pipeline *);
/* Batches in flight. */
int32_t pipeline_load(const struct pipeline *);
/* A convoy of at least one batch. Only on one that is open. */
void pipeline_send(struct pipeline *, struct batch_queue *);
/* Takes no more; ends once what is in flight has been answered. `why` is for the log and must be static. */
void pipeline_retire(struct pipeline *, const char *why);
/* At once; batches in flight are told that they are lost. */
void pipeline_free(struct pipeline *);
