/* SPDX-License-Identifier: MIT */
/* What the host's commands share: the database as its owner, one batch after another, each waited for. */
#pragma once
#include "base/settings.h"
#include "store/batch.h"
#include "store/store.h"
#include "wire/arena.h"

#include <event2/event.h>

struct host {
    struct event_base *base;
    struct store *store;
    struct arena *arena;
    bool done;
    struct batch_result result;
};

/* False: it has said why on standard error. */
bool host_open(struct host *, const struct settings *, int32_t statement_timeout_ms);
void host_close(struct host *);
struct batch *host_batch(struct host *);
/* Whether it was committed; else host_trouble says why, and is the exit code. */
bool host_send(struct host *, struct batch *);
int host_trouble(const struct host *);
