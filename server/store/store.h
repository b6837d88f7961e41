/* SPDX-License-Identifier: MIT */
/*
 * PostgreSQL without waiting: connections, kept up, in two lanes of pipelines. A lost connection is made
 * again with full-jitter backoff; while a lane has none, its batches fail at once.
 */
#pragma once
#include "base/must.h"

#include <event2/event.h>
#include <stdbool.h>
#include <stdint.h>

struct store;

enum lane {
    LANE_READ,  /* short reads */
    LANE_WRITE, /* durable batches */
    LANE_COUNT
};

struct store_options {
    const char *conninfo; /* libpq's; the password comes from its own places, never from here */
    const char *role;     /* to act as once connected; NULL: the user that connects */
    const char *changes; /* "{roles,schema,…}": sqitch changes that must be deployed; NULL: not looked at */
    /* Told when the database lacks some of them, with a sentence; NULL: nobody. It stays unfit until it has
     * them. */
    void (*unfit)(void *arg, const char *why);
    void *unfit_arg;
    int32_t connections[LANE_COUNT];
    int32_t queue_max;  /* batches for each connection of a lane; beyond: TEMPORARILY_UNAVAILABLE */
    int32_t convoy_max; /* batches that may share a transaction */
    int32_t lock_timeout_ms;
    int32_t statement_timeout_ms;
};

MUST_CHECK struct store *store_open(struct event_base *, const struct store_options *);
/* Every lane has a connection that is connected, checked and prepared. */
bool store_ready(const struct store *);
/* Why it is not, for the log and for --check: a sentence, or NULL. Never a parameter, never a row. */
const char *store_trouble(const struct store *);
/* For the metrics. */
struct store_load {
    int32_t connections; /* that take batches */
    int32_t batches;     /* waiting for them, or in flight */
};
struct store_load store_load(const struct store *, enum lane);
/* Closes; batches in flight are told that they are lost, before it returns. Not from inside a `done`. */
void store_close(struct store *);
