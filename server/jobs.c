/* SPDX-License-Identifier: MIT */
#include "jobs.h"

#include "base/random.h"
#include "flow/exchange.h"
#include "resources/rechecks.h"

#include <stdlib.h>

struct jobs {
    struct flow_service *service;
    struct event *timer;
    struct timeval interval;
    struct req *under_way; /* NULL: none */
};

/* Nothing waits, or the database is away: later. */
static bool nothing_done(const struct answer *answer)
{
    return answer->status == 404 || answer->status >= 500;
}

static void on_done(void *arg, const struct answer *answer)
{
    struct jobs *jobs = arg;
    const struct timeval at_once = {0};
    jobs->under_way = NULL;
    evtimer_add(jobs->timer, nothing_done(answer) ? &jobs->interval : &at_once);
}

static void on_time(evutil_socket_t fd, short what, void *arg)
{
    struct jobs *jobs = arg;
    (void)fd, (void)what;
    if (!store_ready(jobs->service->store)) {
        evtimer_add(jobs->timer, &jobs->interval);
        return;
    }
    const struct exchange work = {.route = &recheck_route, .request_id = random_uuid()};
    jobs->under_way = req_begin(jobs->service, &work, on_done, jobs);
}

struct jobs *jobs_start(struct flow_service *service, int32_t seconds)
{
    struct jobs *jobs = calloc(1, sizeof *jobs);
    if (jobs == NULL)
        return NULL;
    *jobs = (struct jobs){.service = service, .interval = {.tv_sec = seconds}};
    jobs->timer = evtimer_new(service->base, on_time, jobs);
    if (jobs->timer == NULL || evtimer_add(jobs->timer, &jobs->interval) != 0) {
        jobs_free(jobs);
        return NULL;
    }
    return jobs;
}

void jobs_stop(struct jobs *jobs)
{
    evtimer_del(jobs->timer);
    if (jobs->under_way)
        req_abandon(jobs->under_way);
    jobs->under_way = NULL;
}

void jobs_free(struct jobs *jobs)
{
    if (jobs->timer)
        event_free(jobs->timer);
    free(jobs);
}
