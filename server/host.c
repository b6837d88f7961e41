/* SPDX-License-Identifier: MIT */
#include "host.h"

#include "base/log.h"
#include "exits.h"

#include <stdio.h>
#include <stdlib.h>

enum { EXIT_NOT_FOUND = 5, WAIT_SECONDS = 10 };

static void exhausted(void)
{
    fputs("accordd: out of memory\n", stderr);
    abort();
}

static void look(evutil_socket_t fd, short what, void *arg)
{
    struct host *host = arg;
    (void)fd, (void)what;
    if (store_ready(host->store))
        event_base_loopbreak(host->base);
}

static bool wait_until_ready(struct host *host)
{
    struct event *every = event_new(host->base, -1, EV_PERSIST, look, host);
    evtimer_add(every, &(struct timeval){.tv_usec = 10000});
    event_base_loopexit(host->base, &(struct timeval){.tv_sec = WAIT_SECONDS});
    event_base_dispatch(host->base);
    event_free(every);
    if (!store_ready(host->store)) {
        const char *trouble = store_trouble(host->store);
        fprintf(stderr, "accordd: the database cannot be reached as its owner (admin_database): %s\n",
                trouble == NULL ? "no answer" : trouble);
    }
    return store_ready(host->store);
}

bool host_open(struct host *host, const struct settings *settings, int32_t statement_timeout_ms)
{
    struct store_options options = {.conninfo = settings->admin_database,
                                    .role = "accord_owner",
                                    .connections = {[LANE_READ] = 1, [LANE_WRITE] = 1},
                                    .queue_max = settings->queue_max,
                                    .convoy_max = 1,
                                    .lock_timeout_ms = settings->lock_timeout_ms,
                                    .statement_timeout_ms = statement_timeout_ms};
    log_threshold(LOG_LEVEL_ERROR);
    *host = (struct host){.base = event_base_new(), .arena = arena_new(exhausted)};
    host->store = store_open(host->base, &options);
    return host->store != NULL && wait_until_ready(host);
}

void host_close(struct host *host)
{
    if (host->store != NULL)
        store_close(host->store);
    event_base_free(host->base);
    arena_free(host->arena);
}

struct batch *host_batch(struct host *host)
{
    return batch_new(host->store, host->arena, &(struct caller){0});
}

static void home(void *arg, const struct batch_result *result)
{
    struct host *host = arg;
    host->done = true;
    host->result = *result;
    event_base_loopbreak(host->base);
}

bool host_send(struct host *host, struct batch *batch)
{
    host->done = false;
    batch_send(batch, LANE_WRITE, home, host);
    while (!host->done)
        event_base_dispatch(host->base);
    return host->result.fault == FAULT_NONE;
}

int host_trouble(const struct host *host)
{
    const struct fault_info *fault = fault_info(host->result.fault);
    fprintf(stderr, "accordd: %s (%s)\n", host->result.detail == NULL ? fault->title : host->result.detail,
            fault->code);
    return host->result.fault == FAULT_NOT_FOUND ? EXIT_NOT_FOUND : EXIT_FAILURE;
}
