/* SPDX-License-Identifier: MIT */
/*
 * Makes connections, one at a time, for as long as they are wanted:
 *
 *     IDLE ──want──► WAITING ──backoff──► CONNECTING ──► PREPARING ──► made, IDLE
 *                       ▲──────────────────────┴──── failed ───┘
 *
 * After a mass loss the server thus sees one newcomer at a time, and after failures ever fewer.
 */
#pragma once
#include "base/must.h"
#include "store/store.h"

#include <libpq-fe.h>

struct connector;

/* The connection is the callee's: in pipeline mode, nonblocking, prepared, idle. Called from the loop. */
typedef void connector_made_fn(void *arg, PGconn *);

/* The options' texts must outlive it. */
struct connector *connector_new(struct event_base *, const struct store_options *, connector_made_fn *,
                                void *arg);
void connector_free(struct connector *);
/* One connection is wanted. While one is being made this changes nothing. */
void connector_want(struct connector *);
/* Why the last attempt failed; NULL after a success. */
const char *connector_trouble(const struct connector *);
