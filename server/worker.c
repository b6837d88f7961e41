/* SPDX-License-Identifier: MIT */
#include "worker.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "changes.h"
#include "flow/service.h"
#include "http/http.h"
#include "http/tally.h"
#include "jobs.h"
#include "metrics_route.h"
#include "resources/routes.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    TICK_MS = 500,        /* how often the gauges are set, and the loop's lag measured */
    READY_MS = 20,        /* how often the store is asked whether it is ready */
    PATIENCE_SECONDS = 7, /* how long an idle connection may still send, where another worker takes over */
    OPS_CONNECTIONS_MAX = 32,
    DESCRIPTORS_OWN = 24, /* the loop's, the listeners, the log, files read for a moment */
};

enum { DOOR_MAIN, DOOR_OPS, DOORS };

struct worker {
    const struct config *config;
    struct event_base *base;
    struct store *store;
    struct flow_service service;
    struct http *doors[DOORS]; /* NULL: has none */
    struct jobs *jobs;
    unsigned open; /* doors with connections, once draining */
    struct event *stop, *make_way, *ready, *tick, *patience;
    struct instant ticked;
    bool unfit;
};

#define RESOURCE_TABLE(name) name##_routes,
static const struct route *const tables[] = {metrics_routes, RESOURCES(RESOURCE_TABLE) NULL};
/* Health comes first in RESOURCES; it and the metrics move to the operations listener where there is one. */
static const struct route *const *const tables_without_ops = tables + 2;
static const struct route *const ops_tables[] = {metrics_routes, health_routes, NULL};

struct store_options worker_store_options(const struct settings *s)
{
    return (struct store_options){
        .conninfo = s->database,
        .changes = ACCORD_CHANGES,
        .connections = {[LANE_READ] = s->read_connections, [LANE_WRITE] = s->write_connections},
        .queue_max = s->queue_max,
        .convoy_max = s->convoy_max,
        .lock_timeout_ms = s->lock_timeout_ms,
        .statement_timeout_ms = s->statement_timeout_ms};
}

/* What clients of the main door must leave. */
static int32_t descriptors_kept(const struct settings *s)
{
    return DESCRIPTORS_OWN + s->read_connections + s->write_connections +
           (s->ops_port > 0 ? OPS_CONNECTIONS_MAX : 0);
}

/* A form is in memory twice, as it came and as it goes to the database. */
static int32_t file_max(const struct settings *s)
{
    int32_t half = s->request_memory_max / 2;
    return s->form_max < half ? s->form_max : half;
}

static struct http_options http_options_of(const struct settings *s)
{
    return (struct http_options){.connections_max = s->connections_max,
                                 .connections_per_address_max = s->connections_per_address_max,
                                 .descriptors_kept = descriptors_kept(s),
                                 .head_seconds = s->head_seconds,
                                 .body_seconds = s->body_seconds,
                                 .write_seconds = s->write_seconds,
                                 .idle_seconds = s->idle_seconds,
                                 .body_max = s->body_max,
                                 .file_max = file_max(s),
                                 .files_max = s->forms_at_once,
                                 .routes = tables};
}

static void label_lane(FILE *out, unsigned lane)
{
    fprintf(out, "lane=\"%s\"", lane == LANE_READ ? "read" : "write");
}

void worker_metrics(void)
{
    tally_routes(tables);
    metrics_dimension(METRICS_LANE, LANE_COUNT, label_lane);
}

static int32_t clients(const struct worker *w)
{
    int32_t count = 0;
    for (int i = 0; i < DOORS; i++)
        count += w->doors[i] ? http_connections(w->doors[i]) : 0;
    return count;
}

static void on_tick(evutil_socket_t fd, short what, void *arg)
{
    struct worker *w = arg;
    struct instant now = clock_monotonic();
    int64_t lag = now.us - w->ticked.us - TICK_MS * INT64_C(1000);
    (void)fd, (void)what;
    w->ticked = now;
    metrics_set(METRIC_LOOP_LAG, 0, lag > 0 ? lag : 0);
    metrics_set(METRIC_CLIENTS, 0, clients(w));
    for (enum lane lane = 0; lane < LANE_COUNT; lane++) {
        struct store_load load = store_load(w->store, lane);
        metrics_set(METRIC_BATCHES, lane, load.batches);
        metrics_set(METRIC_CONNECTIONS, lane, load.connections);
    }
}

static void on_ready(evutil_socket_t fd, short what, void *arg)
{
    struct worker *w = arg;
    (void)fd, (void)what;
    if (!store_ready(w->store))
        return;
    event_del(w->ready);
    on_tick(-1, 0, w);
    kill(getppid(), WORKER_READY);
}

static void on_drained(void *arg)
{
    struct worker *w = arg;
    if (--w->open == 0)
        event_base_loopbreak(w->base);
}

static void drain(struct worker *w, bool patient)
{
    w->open = 0;
    jobs_stop(w->jobs);
    for (int i = 0; i < DOORS; i++)
        w->open += w->doors[i] != NULL;
    for (int i = 0; i < DOORS; i++)
        if (w->doors[i])
            http_drain(w->doors[i], patient, on_drained, w);
    event_base_loopexit(w->base, &(struct timeval){.tv_sec = WORKER_DRAIN_SECONDS});
}

/* In flight finishes, new is refused; a second signal, or the time running out, ends it. */
static void on_stop(evutil_socket_t signal_number, short what, void *arg)
{
    struct worker *w = arg;
    (void)signal_number, (void)what;
    event_del(w->stop);
    drain(w, false);
}

static void on_impatience(evutil_socket_t fd, short what, void *arg)
{
    struct worker *w = arg;
    (void)fd, (void)what;
    for (int i = 0; i < DOORS; i++)
        if (w->doors[i])
            http_retire(w->doors[i]);
}

static void on_make_way(evutil_socket_t signal_number, short what, void *arg)
{
    struct worker *w = arg;
    (void)signal_number, (void)what;
    event_del(w->make_way);
    drain(w, true);
    evtimer_add(w->patience, &(struct timeval){.tv_sec = PATIENCE_SECONDS});
}

/* A newer schema is fine, an older one is not: refuse to serve, and say what it lacks. */
static void on_unfit(void *arg, const char *why)
{
    struct worker *w = arg;
    fprintf(stderr, "accordd: %s. Deploy them with sqitch, then start again.\n", why);
    w->unfit = true;
    event_base_loopbreak(w->base);
}

static bool watch(struct worker *w)
{
    w->stop = evsignal_new(w->base, SIGTERM, on_stop, w);
    w->make_way = evsignal_new(w->base, SIGUSR1, on_make_way, w);
    w->patience = evtimer_new(w->base, on_impatience, w);
    w->ready = event_new(w->base, -1, EV_PERSIST, on_ready, w);
    w->tick = event_new(w->base, -1, EV_PERSIST, on_tick, w);
    w->ticked = clock_monotonic();
    return w->stop && w->make_way && w->patience && w->ready && w->tick && evsignal_add(w->stop, NULL) == 0 &&
           evsignal_add(w->make_way, NULL) == 0 &&
           evtimer_add(w->ready, &(struct timeval){.tv_usec = READY_MS * 1000L}) == 0 &&
           evtimer_add(w->tick, &(struct timeval){.tv_usec = TICK_MS * 1000L}) == 0;
}

static bool open_door(struct worker *w, int door, const struct http_options *options)
{
    w->doors[door] = http_open(w->base, options, &w->service);
    return w->doors[door] != NULL;
}

static bool open_main(struct worker *w, const struct listeners *listeners)
{
    struct http_options options = http_options_of(&w->config->settings);
    if (listeners->fd[LISTENER_OPS] >= 0)
        options.routes = tables_without_ops;
    const struct http_listener tcp = {.fd = listeners->fd[LISTENER_MAIN], .tls = w->config->tls};
    const struct http_listener proxy = {.fd = listeners->fd[LISTENER_SOCKET], .proxied = true};
    return open_door(w, DOOR_MAIN, &options) && http_accept(w->doors[DOOR_MAIN], &tcp) &&
           (proxy.fd < 0 || http_accept(w->doors[DOOR_MAIN], &proxy));
}

static bool open_ops(struct worker *w, const struct listeners *listeners)
{
    struct http_options options = http_options_of(&w->config->settings);
    const struct http_listener ops = {.fd = listeners->fd[LISTENER_OPS]};
    options.routes = ops_tables;
    options.connections_max = options.connections_per_address_max = OPS_CONNECTIONS_MAX;
    options.descriptors_kept = 0; /* those of its connections are kept for it */
    return ops.fd < 0 || (open_door(w, DOOR_OPS, &options) && http_accept(w->doors[DOOR_OPS], &ops));
}

static bool open_worker(struct worker *w, const struct listeners *listeners)
{
    const struct settings *s = &w->config->settings;
    struct store_options store_options = worker_store_options(s);
    store_options.unfit = on_unfit;
    store_options.unfit_arg = w;
    w->base = event_base_new();
    w->store = w->base == NULL ? NULL : store_open(w->base, &store_options);
    w->service = (struct flow_service){.base = w->base,
                                       .store = w->store,
                                       .key = w->config->key,
                                       .request_seconds = s->request_seconds,
                                       .memory_max = (size_t)s->request_memory_max};
    w->jobs = w->store == NULL ? NULL : jobs_start(&w->service, s->recheck_seconds);
    return w->jobs != NULL && watch(w) && open_main(w, listeners) && open_ops(w, listeners);
}

/* Ending already: what it is told now, it does. */
static void hear_no_signals(void)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
}

static void close_worker(struct worker *w)
{
    struct event *const events[] = {w->stop, w->make_way, w->ready, w->tick, w->patience};
    if (w->jobs != NULL) {
        jobs_stop(w->jobs);
        jobs_free(w->jobs);
    }
    for (int i = 0; i < DOORS; i++)
        if (w->doors[i])
            http_close(w->doors[i]);
    for (size_t i = 0; i < sizeof events / sizeof *events; i++)
        if (events[i])
            event_free(events[i]);
    if (w->store != NULL)
        store_close(w->store);
    if (w->base != NULL)
        event_base_free(w->base);
}

/* Until now they have waited; those of the terminal are the parent's to hear. */
static void hear_signals(void)
{
    sigset_t none;
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

int worker_run(const struct config *config, const struct listeners *listeners, unsigned number)
{
    struct worker w = {.config = config};
    log_threshold(config->settings.log_level);
    metrics_worker_begins(number);
    metrics_set(METRIC_BUILD, 0, 1);
    bool good = open_worker(&w, listeners);
    hear_signals();
    if (good)
        event_base_dispatch(w.base);
    hear_no_signals();
    close_worker(&w);
    if (w.unfit)
        return WORKER_UNFIT;
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
