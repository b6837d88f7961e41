/* SPDX-License-Identifier: MIT */
#include "rewrite.h"

#include "host.h"
#include "queries.h"
#include "wire/shape.h"

#include <stdio.h>

enum { LOOKS_PER_SECOND = 10 };

struct due_row {
    bool due;
};
static const struct field due_fields[] = {FIELD(struct due_row, due, OUT), {0}};
static const struct shape due_shape = SHAPE("due", struct due_row, due_fields);

struct line_row {
    const char *line;
};
static const struct field line_fields[] = {FIELD(struct line_row, line, OUT), {0}};
static const struct shape line_shape = SHAPE("line", struct line_row, line_fields);

struct holder_row {
    const char *holder;
    struct instant since;
};
static const struct field holder_fields[] = {
    FIELD(struct holder_row, holder, OUT),
    FIELD(struct holder_row, since, OUT),
    {0},
};
static const struct shape holder_shape = SHAPE("holder", struct holder_row, holder_fields);

struct table_row {
    const char *name;
};
static const struct field table_fields[] = {FIELD(struct table_row, name, OUT), {0}};
static const struct shape table_shape = SHAPE("table", struct table_row, table_fields);

/* NULL: no older transaction is left, or the database could not be asked. */
static const struct holder_row *longest_holder(struct host *host, const char *line)
{
    struct batch *batch = host_batch(host);
    struct rows *rows = sql_rewrite_waits_for(batch, line);
    if (!host_send(host, batch) || rows_count(rows) == 0)
        return NULL;
    return rows_read(rows, &holder_shape, host->arena);
}

static void tell(const char *what, const struct holder_row *holder)
{
    char since[INSTANT_SIZE] = "it was made";
    if (instant_given(holder->since))
        instant_print(holder->since, since);
    fprintf(stderr, "accordd: %s %s, in use since %s\n", what, holder->holder, since);
}

static enum rewrite_result wait_for_older(struct host *host, const char *line, long seconds)
{
    for (long looks = 0;; looks++) {
        const struct holder_row *holder = longest_holder(host, line);
        if (holder == NULL)
            return host->result.fault == FAULT_NONE ? REWRITE_DONE : REWRITE_FAILED;
        if (looks == seconds * LOOKS_PER_SECOND) {
            tell("what was erased stays on the disk until the next purge, because of", holder);
            return REWRITE_HELD;
        }
        if (looks == 0)
            tell("waits for", holder);
        event_base_loopexit(host->base, &(struct timeval){.tv_usec = 1000000 / LOOKS_PER_SECOND});
        event_base_dispatch(host->base);
    }
}

static bool rewrite_table(struct host *host, const char *name)
{
    struct batch *batch = host_batch(host);
    sql_rewrite_table(batch, name);
    return host_send(host, batch);
}

static bool rewrite_all(struct host *host)
{
    struct batch *batch = host_batch(host);
    struct rows *rows = sql_tables_to_rewrite(batch);
    if (!host_send(host, batch))
        return false;
    const struct table_row *table = rows_read(rows, &table_shape, host->arena);
    for (size_t i = 0; i < rows_count(rows); i++)
        if (!rewrite_table(host, table[i].name))
            return false;
    batch = host_batch(host);
    sql_rewrite_is_done(batch);
    return host_send(host, batch);
}

static enum rewrite_result rewrite_once_alone(struct host *host, long wait_seconds)
{
    struct batch *batch = host_batch(host);
    struct rows *rows = sql_rewrite_line(batch);
    if (!host_send(host, batch))
        return REWRITE_FAILED;
    const struct line_row *row = rows_read(rows, &line_shape, host->arena);
    enum rewrite_result waited = wait_for_older(host, row->line, wait_seconds);
    if (waited != REWRITE_DONE)
        return waited;
    return rewrite_all(host) ? REWRITE_DONE : REWRITE_FAILED;
}

enum rewrite_result rewrite_due(struct host *host, long wait_seconds)
{
    struct batch *batch = host_batch(host);
    struct rows *rows = sql_rewrite_is_due(batch);
    if (!host_send(host, batch))
        return REWRITE_FAILED;
    const struct due_row *row = rows_read(rows, &due_shape, host->arena);
    return row->due ? rewrite_once_alone(host, wait_seconds) : REWRITE_DONE;
}
