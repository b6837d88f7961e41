/* SPDX-License-Identifier: MIT */
/*
 * In small transactions, as the tables' owner: first what is expired, then what is to be erased. Once
 * something was erased, the tables that had it are written anew, since a deleted row's bytes stay in its
 * page.
 */
#include "purge.h"

#include "base/clock.h"
#include "exits.h"
#include "host.h"
#include "queries.h"
#include "wire/shape.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATEMENT_TIMEOUT_MS = 3600000 };

struct more_row {
    bool more;
};
static const struct field more_fields[] = {FIELD(struct more_row, more, OUT), {0}};
static const struct shape more_shape = SHAPE("more", struct more_row, more_fields);

struct preview_row {
    const char *kind;
    int64_t rows;
};
static const struct field preview_fields[] = {
    FIELD(struct preview_row, kind, OUT),
    FIELD(struct preview_row, rows, OUT),
    {0},
};
static const struct shape preview_shape = SHAPE("preview", struct preview_row, preview_fields);

struct table_row {
    const char *name;
};
static const struct field table_fields[] = {FIELD(struct table_row, name, OUT), {0}};
static const struct shape table_shape = SHAPE("table", struct table_row, table_fields);

static bool preview(struct host *host)
{
    struct batch *batch = host_batch(host);
    struct rows *rows = sql_purge_preview(batch, clock_today());
    if (!host_send(host, batch))
        return false;
    const struct preview_row *row = rows_read(rows, &preview_shape, host->arena);
    for (size_t i = 0; i < rows_count(rows); i++)
        printf("%-14s %lld\n", row[i].kind, (long long)row[i].rows);
    return true;
}

typedef struct rows *pass_fn(struct batch *);

static struct rows *expired(struct batch *batch)
{
    return sql_purge_expired(batch, clock_today());
}

/* One transaction after another until nothing is left; how many there were, or -1. */
static long repeat(struct host *host, pass_fn *pass)
{
    for (long done = 0;; done++) {
        struct batch *batch = host_batch(host);
        struct rows *rows = pass(batch);
        if (!host_send(host, batch))
            return -1;
        const struct more_row *row = rows_read(rows, &more_shape, host->arena);
        if (!row->more)
            return done;
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

/* Also what an earlier purge erased, and was kept from writing anew by a lock. */
static bool rewrite_due(struct host *host)
{
    struct batch *batch = host_batch(host);
    struct rows *rows = sql_rewrite_is_due(batch);
    if (!host_send(host, batch))
        return false;
    const struct more_row *row = rows_read(rows, &more_shape, host->arena);
    return !row->more || rewrite_all(host);
}

static bool drop_months(struct host *host)
{
    struct batch *batch = host_batch(host);
    sql_forget_statistics(batch);
    sql_audit_months_drop(batch, clock_today());
    return host_send(host, batch);
}

static bool purge(struct host *host)
{
    long removed = repeat(host, expired);
    long erased = removed < 0 ? -1 : repeat(host, sql_erase_waiting);
    if (erased < 0 || !rewrite_due(host) || !drop_months(host))
        return false;
    printf("%ld expired, %ld erased\n", removed, erased);
    return true;
}

int purge_command(const struct settings *settings, int argc, char **argv)
{
    bool dry_run = argc == 2 && strcmp(argv[1], "--dry-run") == 0;
    struct host host;
    if (argc > 1 && !dry_run) {
        fputs("accordd: purge takes --dry-run and nothing else. Try accordd --help.\n", stderr);
        return EXIT_USAGE;
    }
    int result = EXIT_FAILURE;
    if (host_open(&host, settings, STATEMENT_TIMEOUT_MS))
        result = (dry_run ? preview(&host) : purge(&host)) ? EXIT_SUCCESS : host_trouble(&host);
    host_close(&host);
    return result;
}
