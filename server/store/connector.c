/* SPDX-License-Identifier: MIT */
#include "store/connector.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/random.h"
#include "store/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Full jitter: any time up to a ceiling that doubles with each failure. The pool is back within five seconds
 * of the server: those are the silence of an attempt that began too early, the last ceiling, and the attempt
 * that succeeds.
 */
enum { BACKOFF_FIRST_MS = 50, BACKOFF_LAST_MS = 2400, SILENCE_SECONDS = 2 };

enum connector_state { IDLE, WAITING, CONNECTING, PREPARING };

struct connector {
    struct event_base *base;
    const struct store_options *options;
    connector_made_fn *made;
    void *arg;
    enum connector_state state;
    struct session session; /* session.pg: NULL unless CONNECTING or PREPARING */
    struct event *timer;    /* ends a wait, or an attempt in which the server says nothing */
    struct event
        *io; /* on the attempt's socket; made anew for each wait, since libpq may change the socket */
    unsigned failures; /* since the last success */
    bool warned;
    char trouble[TROUBLE_SIZE];
};

static void wait_up_to(struct connector *c, int32_t ceiling_ms)
{
    uint32_t random;
    random_bytes(&random, sizeof random);
    int32_t ms = (int32_t)(random % (uint32_t)(ceiling_ms + 1));
    struct timeval delay = {.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000L};
    c->state = WAITING;
    event_add(c->timer, &delay);
}

static int32_t backoff_ceiling(unsigned failures)
{
    int32_t ceiling = BACKOFF_FIRST_MS;
    while (failures-- > 0 && ceiling < BACKOFF_LAST_MS) {
        ceiling *= 2;
    }
    return ceiling < BACKOFF_LAST_MS ? ceiling : BACKOFF_LAST_MS;
}

void connector_want(struct connector *c)
{
    if (c->state == IDLE) {
        wait_up_to(c, backoff_ceiling(c->failures));
    }
}

static void stop_watching(struct connector *c)
{
    if (c->io) {
        event_free(c->io);
        c->io = NULL;
    }
}

static void drop_attempt(struct connector *c)
{
    stop_watching(c);
    event_del(c->timer);
    PQfinish(c->session.pg);
    c->session.pg = NULL;
}

/* Logged when it is news. */
static void fail(struct connector *c, const char *why)
{
    if (strcmp(c->trouble, why) != 0) {
        snprintf(c->trouble, sizeof c->trouble, "%s", why);
        log_line(LOG_LEVEL_WARNING, "no database connection: %s", c->trouble);
    }
    drop_attempt(c);
    c->failures++;
    wait_up_to(c, backoff_ceiling(c->failures));
}

/* The first line says what failed; the second is libpq's advice to people at a terminal. */
static void fail_by_libpq(struct connector *c)
{
    char why[TROUBLE_SIZE];
    snprintf(why, sizeof why, "%s", PQerrorMessage(c->session.pg));
    why[strcspn(why, "\n")] = '\0';
    fail(c, *why ? why : "the server closed the connection");
}

static void succeed(struct connector *c)
{
    PGconn *pg = c->session.pg;
    c->session.pg = NULL;
    drop_attempt(c);
    c->state = IDLE;
    c->failures = 0;
    c->trouble[0] = '\0';
    c->made(c->arg, pg);
}

static void watch(struct connector *c, short what, event_callback_fn fn)
{
    const struct timeval limit = {.tv_sec = SILENCE_SECONDS};
    stop_watching(c);
    c->io = event_new(c->base, PQsocket(c->session.pg), what, fn, c);
    if (!c->io || event_add(c->io, NULL) != 0 || event_add(c->timer, &limit) != 0) {
        fail(c, "the connection cannot be watched");
    }
}

/* The session is of no use; whoever opened the store may want to know that it is the database's schema. */
static void fail_unfit(struct connector *c)
{
    bool unfit = c->session.unfit;
    fail(c, c->session.trouble);
    if (unfit && c->options->unfit) {
        c->options->unfit(c->options->unfit_arg, c->trouble);
    }
}

static void on_prepare(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    struct connector *c = arg;
    if (what & EV_READ && !PQconsumeInput(c->session.pg)) {
        fail_by_libpq(c);
        return;
    }
    if (!session_take(&c->session)) {
        fail_unfit(c);
        return;
    }
    int left = c->session.ready ? 0 : PQflush(c->session.pg);
    if (left < 0) {
        fail_by_libpq(c);
    } else if (c->session.ready) {
        succeed(c);
    } else {
        watch(c, (short)(EV_READ | (left > 0 ? EV_WRITE : 0)), on_prepare);
    }
}

static void prepare(struct connector *c)
{
    c->state = PREPARING;
    if (session_begin(&c->session)) {
        watch(c, EV_READ | EV_WRITE, on_prepare);
    } else {
        fail(c, c->session.trouble);
    }
}

static void on_connect(evutil_socket_t fd, short what, void *arg)
{
    (void)fd, (void)what;
    struct connector *c = arg;
    PostgresPollingStatusType next = PQconnectPoll(c->session.pg);
    if (next == PGRES_POLLING_OK) {
        prepare(c);
    } else if (next == PGRES_POLLING_FAILED) {
        fail_by_libpq(c);
    } else {
        watch(c, next == PGRES_POLLING_READING ? EV_READ : EV_WRITE, on_connect);
    }
}

static void attempt(struct connector *c)
{
    c->state = CONNECTING;
    c->session = (struct session){
        .pg = session_connect(c->options), .changes = c->options->changes, .warned = &c->warned};
    if (!c->session.pg) {
        fail(c, "there is no memory for a connection");
    } else if (PQstatus(c->session.pg) == CONNECTION_BAD) {
        fail_by_libpq(c);
    } else {
        watch(c, EV_WRITE, on_connect); /* as libpq asks of the first wait */
    }
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
    (void)fd, (void)what;
    struct connector *c = arg;
    if (c->state == WAITING) {
        attempt(c);
    } else {
        fail(c, "the server did not answer in time");
    }
}

const char *connector_trouble(const struct connector *c)
{
    return c->trouble[0] ? c->trouble : NULL;
}

struct connector *connector_new(struct event_base *base, const struct store_options *options,
                                connector_made_fn *made, void *arg)
{
    struct connector *c = memory_got(calloc(1, sizeof *c));
    *c = (struct connector){.base = base, .options = options, .made = made, .arg = arg};
    c->timer = memory_got(event_new(base, -1, 0, on_timer, c));
    return c;
}

void connector_free(struct connector *c)
{
    drop_attempt(c);
    event_free(c->timer);
    free(c);
}
