/* SPDX-License-Identifier: MIT */
/* The host's commands: as the database's owner, one batch after another, each waited for. */
#pragma once
#include "base/must.h"
#include "base/settings.h"
#include "store/batch.h"
#include "store/store.h"

struct host {
    struct event_base *base;
    struct store *store;
    struct arena *arena;
    bool done;
    struct batch_result result;
};

/* False with a complaint on standard error; host_close either way. */
MUST_CHECK bool host_open(struct host *, const struct settings *, int32_t statement_timeout_ms);
void host_close(struct host *);

/* A batch of nobody's. */
struct batch *host_batch(struct host *);
/* Waits for it. False: host->result says why. */
MUST_CHECK bool host_send(struct host *, struct batch *);
/* Says on standard error what host->result holds. Returns the exit code. */
int host_trouble(const struct host *);
