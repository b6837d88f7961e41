/* SPDX-License-Identifier: MIT */
/*
 * One connected, prepared connection and its pipeline.
 *
 *     OPEN ──retire──► RETIRING ──queue empty──► ENDING ──next turn of the loop──► (freed)
 *       └──────────────── lost ────────────────────┘
 *
 * OPEN takes batches; RETIRING answers those it has; ENDING answers nothing more: what is in flight is lost,
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
    void *arg;
};

/* Takes over `pg`, which is in pipeline mode, nonblocking, prepared and idle. */
struct pipeline *pipeline_new(struct event_base *, PGconn *pg, enum lane, int32_t statement_timeout_ms,
                              const struct pipeline_owner *);
bool pipeline_open(const struct pipeline *);
/* Batches in flight. */
int32_t pipeline_load(const struct pipeline *);
/* Only on one that is open. */
void pipeline_send(struct pipeline *, struct batch *);
/* Takes no more; ends once what is in flight has been answered. `why` is for the log and must be static. */
void pipeline_retire(struct pipeline *, const char *why);
/* At once and silently: batches in flight get no callback. */
void pipeline_free(struct pipeline *);
