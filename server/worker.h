/* SPDX-License-Identifier: MIT */
/*
 * A worker: one loop, its own database connections, the listeners that it inherits. It hears
 *
 *     SIGTERM   to stop: in flight finishes, idle connections are closed, new are refused
 *     SIGUSR1   to make way for another: the same, but idle connections may send once more
 *
 * and tells its parent with WORKER_READY that it has been connected to its database. A parent that dies stops
 * its workers.
 */
#pragma once
#include "config.h"
#include "listeners.h"
#include "store/store.h"

#include <signal.h>

#define WORKER_READY SIGRTMIN /* queued, and says who sent it */

enum {
    WORKER_UNFIT = 3, /* the exit code where the database is not the one that this daemon was built for */
    WORKER_DRAIN_SECONDS = 10,
};

/* The store as the settings want it. */
struct store_options worker_store_options(const struct settings *);
/* Before the first worker: what the metrics need to know of routes and lanes. */
void worker_metrics(void);
/* In a process of its own, with its signals blocked. Returns the exit code; `number` is its place in the
 * metrics. */
int worker_run(const struct config *, const struct listeners *, unsigned number);
