/* SPDX-License-Identifier: MIT */
#include "store/pipeline_inside.h"

#include "base/fault_point.h"
#include "base/log.h"
#include "base/memory.h"
#include "queries.h"
#include "store/answers.h"
#include "store/sqlstate.h"

#include <stdlib.h>
#include <string.h>

/* A segment that is not flushed in this time holds its locks, and no timeout of the server ends it. */
static const struct timeval flush_limit = {.tv_sec = 1};
/* Silence beyond the statement timeout: no setting of the server's bounds how long a commit waits. */
enum { SILENCE_SECONDS = 10 };

/*
 * Convoys in flight on one connection. Reads: one for the server to work on while another is being answered.
 * Writes: commits on one connection wait for each other's flush, and more connections are more use.
 */
static const int32_t convoys_max[LANE_COUNT] = {[LANE_READ] = 2, [LANE_WRITE] = 1};

static const char *const lane_names[LANE_COUNT] = {[LANE_READ] = "read", [LANE_WRITE] = "write"};

/*
 * libpq may have closed the socket already. The next that is opened gets its number, and libevent, which
 * still believed it watched, would not watch that: so it stops before anything else can happen.
 */
static void stop_watching(struct pipeline *c)
{
    event_del(c->readable);
    event_del(c->writable);
}

void pipeline_end(struct pipeline *c, const char *why)
{
    if (c->state != ENDING) {
        stop_watching(c);
        c->state = ENDING;
        c->why = why;
        event_active(c->ending, 0, 0);
    }
}

void pipeline_retire(struct pipeline *c, const char *why)
{
    if (c->convoys == 0) {
        pipeline_end(c, why);
    } else if (c->state == OPEN) {
        c->state = RETIRING;
        c->why = why;
    }
}

bool pipeline_open(const struct pipeline *c)
{
    return c->state == OPEN;
}

bool pipeline_has_room(const struct pipeline *c)
{
    return c->state == OPEN && c->convoys < convoys_max[c->lane];
}

int32_t pipeline_load(const struct pipeline *c)
{
    return c->load;
}

static void close_socket(struct pipeline *c)
{
    struct event **const events[] = {&c->readable, &c->writable, &c->flush_late, &c->silent, &c->ending};
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        if (*events[i]) {
            event_free(*events[i]);
            *events[i] = NULL;
        }
    }
    PQfinish(c->pg);
    c->pg = NULL;
}

/* A write may have been committed once its Sync was under way; before that, it can only have been undone. */
static enum fault fault_of_loss(const struct pipeline *c, const struct convoy *convoy)
{
    bool unknown = c->warned || c->lane == LANE_WRITE;
    return unknown && convoy->synced ? FAULT_OUTCOME_UNKNOWN : FAULT_TEMPORARILY_UNAVAILABLE;
}

static void lose_convoy(struct convoy *convoy, enum fault fault)
{
    struct batch *batch;
    while ((batch = STAILQ_FIRST(&convoy->batches))) {
        STAILQ_REMOVE_HEAD(&convoy->batches, next);
        batch->result = (struct batch_result){.fault = fault};
        batch->done(batch->arg, &batch->result);
    }
    free(convoy);
}

static void lose_all(struct pipeline *c)
{
    struct convoy *convoy;
    while ((convoy = STAILQ_FIRST(&c->flight))) {
        STAILQ_REMOVE_HEAD(&c->flight, next);
        lose_convoy(convoy, fault_of_loss(c, convoy));
    }
}

void pipeline_free(struct pipeline *c)
{
    close_socket(c);
    lose_all(c);
    free(c);
}

static void on_ending(evutil_socket_t fd, short what, void *arg)
{
    (void)fd, (void)what;
    struct pipeline *c = arg;
    log_line(LOG_LEVEL_WARNING, "a database connection ended lane=%s in_flight=%d why=\"%s\"",
             lane_names[c->lane], (int)c->load, c->why);
    close_socket(c);
    c->owner.gone(c->owner.arg, c);
    if (c->reach == REACH_POOL) {
        c->owner.server_gone(c->owner.arg);
    }
    lose_all(c);
    free(c);
}

static void flush(struct pipeline *c)
{
    int left = PQflush(c->pg);
    if (left < 0) {
        pipeline_end(c, "it cannot be written to");
    } else if (left == 0) {
        event_del(c->flush_late);
    } else {
        event_add(c->writable, NULL);
        if (!event_pending(c->flush_late, EV_TIMEOUT, NULL)) {
            event_add(c->flush_late, &flush_limit);
        }
    }
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
    (void)fd, (void)what;
    struct pipeline *c = arg;
    bool alive = PQconsumeInput(c->pg);
    if (c->convoys > 0) {
        event_add(c->silent, &c->silence_limit);
    }
    answers_take(c);
    if (!alive) {
        pipeline_end(c, "the server closed it");
    }
    if (c->state != ENDING) {
        flush(c);
    }
}

static void on_writable(evutil_socket_t fd, short what, void *arg)
{
    (void)fd, (void)what;
    struct pipeline *c = arg;
    if (c->state != ENDING) {
        flush(c);
    }
}

/* A server that is silent here is taken for silent on every connection, also on those that ask nothing now.
 */
static void end_silent(struct pipeline *c, const char *why)
{
    c->reach = REACH_POOL;
    pipeline_end(c, why);
}

static void on_flush_late(evutil_socket_t fd, short what, void *arg)
{
    (void)fd, (void)what;
    end_silent(arg, "the server does not read");
}

static void on_silent(evutil_socket_t fd, short what, void *arg)
{
    (void)fd, (void)what;
    end_silent(arg, "the server does not answer");
}

/*
 * Called by libpq as it reads. A WARNING tells of a success that is not one (a commit that stopped waiting
 * for its standby), so that nothing in flight is certain; an ERROR or worse comes here when nothing is in
 * flight.
 */
static void on_notice(void *arg, const PGresult *result)
{
    static const char *const harmless[] = {"NOTICE", "INFO", "LOG", "DEBUG"};
    struct pipeline *c = arg;
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    for (size_t i = 0; severity && i < sizeof harmless / sizeof *harmless; i++) {
        if (strcmp(severity, harmless[i]) == 0) {
            return;
        }
    }
    c->warned = true;
    if (sqlstate) {
        c->reach = sqlstate_meaning(sqlstate, NULL, "").reach;
    }
    pipeline_end(c, "the server warned, or said goodbye");
}

static bool queue_batch(PGconn *pg, struct batch *batch)
{
    bool queued = true;
    for (struct statement *s = STAILQ_FIRST(&batch->statements); queued && s; s = STAILQ_NEXT(s, next)) {
        const char *name = query_table[s->rows.query].name;
        queued = PQsendQueryPrepared(pg, name, s->count, s->values, s->lengths, s->formats, s->rows.binary);
    }
    return queued;
}

static void queue_convoy(struct pipeline *c, struct convoy *convoy)
{
    bool queued = true;
    for (struct batch *b = STAILQ_FIRST(&convoy->batches); queued && b; b = STAILQ_NEXT(b, next)) {
        queued = queue_batch(c->pg, b);
    }
    convoy->synced = queued;
    if (!queued || !PQpipelineSync(c->pg)) {
        pipeline_end(c, "it cannot be written to");
    }
}

/* As if none of them had been sent before. */
static struct convoy *convoy_of(struct batch_queue *batches)
{
    struct convoy *convoy = memory_got(calloc(1, sizeof *convoy));
    struct batch *batch;
    STAILQ_INIT(&convoy->batches);
    STAILQ_CONCAT(&convoy->batches, batches);
    STAILQ_FOREACH(batch, &convoy->batches, next)
    {
        batch->awaited = STAILQ_FIRST(&batch->statements);
        batch->result = (struct batch_result){0};
        convoy->count++;
    }
    convoy->answering = STAILQ_FIRST(&convoy->batches);
    return convoy;
}

void pipeline_send(struct pipeline *c, struct batch_queue *batches)
{
    struct convoy *convoy = convoy_of(batches);
    if (c->lane == LANE_WRITE) {
        FAULT_POINT("before_commit");
    }
    STAILQ_INSERT_TAIL(&c->flight, convoy, next);
    if (c->convoys++ == 0) {
        event_add(c->silent, &c->silence_limit);
    }
    c->load += convoy->count;
    queue_convoy(c, convoy);
    if (c->state != ENDING) {
        flush(c);
    }
}

static struct event *watch(struct event_base *base, struct pipeline *c, evutil_socket_t fd, short what,
                           event_callback_fn fn)
{
    return memory_got(event_new(base, fd, what, fn, c));
}

struct pipeline *pipeline_new(struct event_base *base, PGconn *pg, enum lane lane,
                              int32_t statement_timeout_ms, const struct pipeline_owner *owner)
{
    struct pipeline *c = memory_got(calloc(1, sizeof *c));
    *c = (struct pipeline){.pg = pg, .lane = lane, .owner = *owner};
    c->silence_limit = (struct timeval){.tv_sec = statement_timeout_ms / 1000 + SILENCE_SECONDS};
    STAILQ_INIT(&c->flight);
    c->readable = watch(base, c, PQsocket(pg), EV_READ | EV_PERSIST, on_readable);
    c->writable = watch(base, c, PQsocket(pg), EV_WRITE, on_writable);
    c->flush_late = watch(base, c, -1, EV_TIMEOUT, on_flush_late);
    c->silent = watch(base, c, -1, EV_TIMEOUT, on_silent);
    c->ending = watch(base, c, -1, 0, on_ending);
    PQsetNoticeReceiver(pg, on_notice, c);
    event_add(c->readable, NULL);
    log_line(LOG_LEVEL_INFO, "a database connection is ready lane=%s", lane_names[lane]);
    return c;
}
