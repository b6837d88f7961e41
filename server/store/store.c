/* SPDX-License-Identifier: MIT */
#include "store/store.h"

#include "base/memory.h"
#include "store/connector.h"
#include "store/pipeline.h"
#include "store/pool.h"

#include <stdlib.h>
#include <string.h>

/*
 * lanes     read │ write         batches that wait for the end of the loop's turn, or for room
 * slots     read │ write │ write │ …      each a connection, or NULL while there is none
 *           a free slot means that the connector is at work
 *
 * At the end of a turn what waits departs in convoys, as many as there is room for, of like length. So a lane
 * that is idle sends each batch at once, and one that is busy shares its commits.
 */
struct queue {
    struct batch_queue waiting;
    int32_t count;
    int32_t convoy; /* batches in one at most: halved when one is undone, and grown again one by one */
};

struct store {
    struct event_base *base;
    struct store_options options;
    char *conninfo;
    struct connector *connector;
    struct queue lanes[LANE_COUNT];
    struct batch_queue refused;
    struct event *turning; /* at the end of the turn: refuses, and lets convoys depart */
    size_t count;
    struct slot {
        enum lane lane;
        struct pipeline *connection;
    } slots[];
};

static struct slot *free_slot(struct store *store)
{
    for (struct slot *s = store->slots; s < store->slots + store->count; s++) {
        if (!s->connection) {
            return s;
        }
    }
    return NULL;
}

static void fill(struct store *store)
{
    if (free_slot(store)) {
        connector_want(store->connector);
    }
}

static void on_gone(void *arg, const struct pipeline *connection)
{
    struct store *store = arg;
    for (struct slot *s = store->slots; s < store->slots + store->count; s++) {
        if (s->connection == connection) {
            s->connection = NULL;
        }
    }
    fill(store);
    event_active(store->turning, 0, 0);
}

static void on_server_gone(void *arg)
{
    struct store *store = arg;
    for (struct slot *s = store->slots; s < store->slots + store->count; s++) {
        if (s->connection) {
            pipeline_retire(s->connection, "the server is going, takes no writes, or is silent");
        }
    }
}

static void send_again(struct queue *queue, struct batch_queue *again)
{
    struct batch *batch;
    STAILQ_FOREACH(batch, again, next)
    {
        batch->alone = true;
        queue->count++;
    }
    STAILQ_CONCAT(again, &queue->waiting);
    STAILQ_CONCAT(&queue->waiting, again);
}

/* Whoever makes convoys fail makes them shorter, and so spoils no more than a part of the work. */
static void on_home(void *arg, enum lane lane, int32_t count, struct batch_queue *again)
{
    struct store *store = arg;
    struct queue *queue = &store->lanes[lane];
    if (!STAILQ_EMPTY(again)) {
        queue->convoy = (queue->convoy + 1) / 2;
        send_again(queue, again);
    } else if (count >= queue->convoy && queue->convoy < store->options.convoy_max) {
        queue->convoy++;
    }
    if (queue->count > 0) {
        event_active(store->turning, 0, 0);
    }
}

static void on_made(void *arg, PGconn *pg)
{
    struct store *store = arg;
    struct slot *slot = free_slot(store);
    const struct pipeline_owner owner = {on_gone, on_server_gone, on_home, store};
    slot->connection = pipeline_new(store->base, pg, slot->lane, store->options.statement_timeout_ms, &owner);
    fill(store);
    event_active(store->turning, 0, 0);
}

static int32_t connections(const struct store *store, enum lane lane, bool (*fit)(const struct pipeline *))
{
    int32_t count = 0;
    for (const struct slot *s = store->slots; s < store->slots + store->count; s++) {
        count += s->lane == lane && s->connection && fit(s->connection);
    }
    return count;
}

bool store_ready(const struct store *store)
{
    return connections(store, LANE_READ, pipeline_open) > 0 &&
           connections(store, LANE_WRITE, pipeline_open) > 0;
}

struct store_load store_load(const struct store *store, enum lane lane)
{
    struct store_load load = {.connections = connections(store, lane, pipeline_open),
                              .batches = store->lanes[lane].count};
    for (const struct slot *s = store->slots; s < store->slots + store->count; s++) {
        if (s->lane == lane && s->connection) {
            load.batches += pipeline_load(s->connection);
        }
    }
    return load;
}

const char *store_trouble(const struct store *store)
{
    if (store_ready(store)) {
        return NULL;
    }
    const char *trouble = connector_trouble(store->connector);
    return trouble ? trouble : "the connections to the database are being made";
}

/* Those whose `done` sends again are refused in the next turn, so that this ends. */
static void refuse(struct store *store)
{
    struct batch_queue refused = STAILQ_HEAD_INITIALIZER(refused);
    STAILQ_CONCAT(&refused, &store->refused);
    struct batch *batch;
    while ((batch = STAILQ_FIRST(&refused))) {
        STAILQ_REMOVE_HEAD(&refused, next);
        batch->result = (struct batch_result){.fault = FAULT_TEMPORARILY_UNAVAILABLE};
        batch->done(batch->arg, &batch->result);
    }
}

/* The first that wait, up to so many; one that goes alone is a convoy of its own. */
static void take(struct queue *queue, int32_t count, struct batch_queue *convoy)
{
    struct batch *batch;
    while (count-- > 0 && (batch = STAILQ_FIRST(&queue->waiting)) &&
           (STAILQ_EMPTY(convoy) || !batch->alone)) {
        STAILQ_REMOVE_HEAD(&queue->waiting, next);
        STAILQ_INSERT_TAIL(convoy, batch, next);
        queue->count--;
        count = batch->alone ? 0 : count;
    }
}

static struct pipeline *least_loaded(const struct store *store, enum lane lane)
{
    struct pipeline *best = NULL;
    for (const struct slot *s = store->slots; s < store->slots + store->count; s++) {
        if (s->lane == lane && s->connection && pipeline_has_room(s->connection) &&
            (!best || pipeline_load(s->connection) < pipeline_load(best))) {
            best = s->connection;
        }
    }
    return best;
}

static int32_t at_most(int32_t count, int32_t limit)
{
    return count < limit ? count : limit;
}

static void depart(struct store *store, enum lane lane)
{
    struct queue *queue = &store->lanes[lane];
    int32_t room;
    while (queue->count > 0 && (room = connections(store, lane, pipeline_has_room)) > 0) {
        struct batch_queue convoy = STAILQ_HEAD_INITIALIZER(convoy);
        int32_t share = (queue->count + room - 1) / room;
        take(queue, at_most(share, queue->convoy), &convoy);
        pipeline_send(least_loaded(store, lane), &convoy);
    }
    if (connections(store, lane, pipeline_open) == 0) {
        STAILQ_CONCAT(&store->refused, &queue->waiting);
        queue->count = 0;
    }
}

static void on_turning(evutil_socket_t fd, short what, void *arg)
{
    (void)fd, (void)what;
    struct store *store = arg;
    for (enum lane lane = 0; lane < LANE_COUNT; lane++) {
        depart(store, lane);
    }
    refuse(store);
}

void pool_send(struct store *store, struct batch *batch)
{
    struct queue *queue = &store->lanes[batch->lane];
    struct store_load load = store_load(store, batch->lane);
    if (load.batches < load.connections * store->options.queue_max) {
        STAILQ_INSERT_TAIL(&queue->waiting, batch, next);
        queue->count++;
    } else {
        STAILQ_INSERT_TAIL(&store->refused, batch, next);
    }
    event_active(store->turning, 0, 0);
}

static void fill_slots(struct store *store)
{
    struct slot *slot = store->slots;
    for (int lane = 0; lane < LANE_COUNT; lane++) {
        STAILQ_INIT(&store->lanes[lane].waiting);
        store->lanes[lane].convoy = store->options.convoy_max;
        for (int32_t i = 0; i < store->options.connections[lane]; i++) {
            (slot++)->lane = (enum lane)lane;
        }
    }
}

static struct store *allocate(const struct store_options *options)
{
    size_t count = 0;
    for (int lane = 0; lane < LANE_COUNT; lane++) {
        count += (size_t)options->connections[lane];
    }
    struct store *store = memory_got(calloc(1, sizeof *store + count * sizeof *store->slots));
    char *conninfo = memory_got(strdup(options->conninfo));
    store->count = count;
    store->options = *options;
    store->options.conninfo = store->conninfo = conninfo;
    fill_slots(store);
    return store;
}

struct store *store_open(struct event_base *base, const struct store_options *options)
{
    struct store *store = allocate(options);
    store->base = base;
    STAILQ_INIT(&store->refused);
    store->turning = memory_got(event_new(base, -1, 0, on_turning, store));
    store->connector = connector_new(base, &store->options, on_made, store);
    fill(store);
    return store;
}

/* Each `done` finds a store without connections: what it sends again is refused. */
static void lose_all(struct store *store)
{
    for (struct slot *s = store->slots; s < store->slots + store->count; s++) {
        struct pipeline *connection = s->connection;
        s->connection = NULL;
        if (connection) {
            pipeline_free(connection);
        }
    }
    for (enum lane lane = 0; lane < LANE_COUNT; lane++) {
        STAILQ_CONCAT(&store->refused, &store->lanes[lane].waiting);
    }
    while (!STAILQ_EMPTY(&store->refused)) {
        refuse(store);
    }
}

void store_close(struct store *store)
{
    connector_free(store->connector);
    lose_all(store);
    event_free(store->turning);
    free(store->conninfo);
    free(store);
}
