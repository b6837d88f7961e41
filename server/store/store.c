/* SPDX-License-Identifier: MIT */
#include "store/store.h"

#include "store/connector.h"
#include "store/pipeline.h"
#include "store/pool.h"

#include <stdlib.h>
#include <string.h>

/*
 * slots     read │ write │ write │ …      each a connection, or NULL while there is none
 *           a free slot means that the connector is at work
 */
struct store {
    struct event_base *base;
    struct store_options options;
    char *conninfo;
    struct connector *connector;
    struct batch_queue refused; /* to be told in the next turn of the loop */
    struct event *refusing;
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

static void on_made(void *arg, PGconn *pg)
{
    struct store *store = arg;
    struct slot *slot = free_slot(store);
    const struct pipeline_owner owner = {on_gone, on_server_gone, store};
    slot->connection = pipeline_new(store->base, pg, slot->lane, store->options.statement_timeout_ms, &owner);
    fill(store);
}

static bool lane_ready(const struct store *store, enum lane lane)
{
    for (const struct slot *s = store->slots; s < store->slots + store->count; s++) {
        if (s->lane == lane && s->connection && pipeline_open(s->connection)) {
            return true;
        }
    }
    return false;
}

bool store_ready(const struct store *store)
{
    return lane_ready(store, LANE_READ) && lane_ready(store, LANE_WRITE);
}

struct store_load store_load(const struct store *store, enum lane lane)
{
    struct store_load load = {0};
    for (const struct slot *s = store->slots; s < store->slots + store->count; s++) {
        if (s->lane == lane && s->connection && pipeline_open(s->connection)) {
            load.connections++;
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
static void on_refusing(evutil_socket_t fd, short what, void *arg)
{
    (void)fd, (void)what;
    struct store *store = arg;
    struct batch_queue refused = STAILQ_HEAD_INITIALIZER(refused);
    STAILQ_CONCAT(&refused, &store->refused);
    struct batch *batch;
    while ((batch = STAILQ_FIRST(&refused))) {
        STAILQ_REMOVE_HEAD(&refused, next);
        batch->result = (struct batch_result){.fault = FAULT_TEMPORARILY_UNAVAILABLE};
        batch->done(batch->arg, &batch->result);
    }
}

static struct pipeline *shortest_queue(const struct store *store, enum lane lane)
{
    struct pipeline *best = NULL;
    for (const struct slot *s = store->slots; s < store->slots + store->count; s++) {
        if (s->lane == lane && s->connection && pipeline_open(s->connection) &&
            (!best || pipeline_load(s->connection) < pipeline_load(best))) {
            best = s->connection;
        }
    }
    return best;
}

void pool_send(struct store *store, struct batch *batch)
{
    struct pipeline *connection = shortest_queue(store, batch->lane);
    if (connection && pipeline_load(connection) < store->options.queue_max) {
        pipeline_send(connection, batch);
    } else {
        STAILQ_INSERT_TAIL(&store->refused, batch, next);
        event_active(store->refusing, 0, 0);
    }
}

static void fill_slots(struct store *store)
{
    struct slot *slot = store->slots;
    for (int lane = 0; lane < LANE_COUNT; lane++) {
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
    struct store *store = calloc(1, sizeof *store + count * sizeof *store->slots);
    char *conninfo = strdup(options->conninfo);
    if (!store || !conninfo) {
        abort();
    }
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
    store->refusing = event_new(base, -1, 0, on_refusing, store);
    if (!store->refusing) {
        abort();
    }
    store->connector = connector_new(base, &store->options, on_made, store);
    fill(store);
    return store;
}

void store_close(struct store *store)
{
    for (struct slot *s = store->slots; s < store->slots + store->count; s++) {
        if (s->connection) {
            pipeline_free(s->connection);
        }
    }
    connector_free(store->connector);
    event_free(store->refusing);
    free(store->conninfo);
    free(store);
}
