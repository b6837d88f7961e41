/* SPDX-License-Identifier: MIT */
/*
 * In small transactions, as the tables' owner: first what is expired, then what is to be erased, whose
 * tables are written anew; between these people whom nothing names any more, once the trail has gone so far.
 */
#include "purge.h"

#include "base/clock.h"
#include "exits.h"
#include "host.h"
#include "queries.h"
#include "rewrite.h"
#include "wire/shape.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

enum { STATEMENT_TIMEOUT_MS = 3600000, WAIT_SECONDS = 60, WAIT_SECONDS_MAX = 86400 };

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

struct removed_row {
    int64_t removed;
};
static const struct field removed_fields[] = {FIELD(struct removed_row, removed, OUT), {0}};
static const struct shape removed_shape = SHAPE("removed", struct removed_row, removed_fields);

/* How many there were, or -1. */
static long remove_people(struct host *host)
{
    struct batch *batch = host_batch(host);
    struct rows *rows = sql_purge_people(batch, clock_today());
    if (!host_send(host, batch))
        return -1;
    const struct removed_row *row = rows_read(rows, &removed_shape, host->arena);
    return (long)row->removed;
}

static bool drop_months(struct host *host)
{
    struct batch *batch = host_batch(host);
    sql_forget_statistics(batch);
    sql_audit_months_drop(batch, clock_today());
    return host_send(host, batch);
}

static int purge(struct host *host, long wait_seconds)
{
    long removed = repeat(host, expired);
    long erased = removed < 0 ? -1 : repeat(host, sql_erase_waiting);
    long people = erased < 0 || !drop_months(host) ? -1 : remove_people(host);
    if (people < 0)
        return host_trouble(host);
    enum rewrite_result rewritten = rewrite_due(host, wait_seconds);
    if (rewritten == REWRITE_FAILED)
        return host_trouble(host);
    printf("%ld expired, %ld erased\n", removed + people, erased);
    return rewritten == REWRITE_DONE ? EXIT_SUCCESS : EXIT_FAILURE;
}

struct wanted {
    bool dry_run;
    long wait_seconds;
};

static const struct option purge_options[] = {{"dry-run", no_argument, NULL, 'n'},
                                              {"wait", required_argument, NULL, 'w'},
                                              {NULL, 0, NULL, 0}};

/* -1 where it is no number of seconds. */
static long seconds_of(const char *text)
{
    char *end;
    long seconds = strtol(text, &end, 10);
    return end != text && *end == '\0' && seconds <= WAIT_SECONDS_MAX ? seconds : -1;
}

static bool read_wanted(int argc, char **argv, struct wanted *w)
{
    int option;
    optind = 1;
    while ((option = getopt_long(argc, argv, "", purge_options, NULL)) != -1) {
        if (option == '?')
            return false;
        w->dry_run |= option == 'n';
        if (option == 'w')
            w->wait_seconds = seconds_of(optarg);
    }
    return optind == argc && w->wait_seconds >= 0;
}

int purge_command(const struct settings *settings, int argc, char **argv)
{
    struct wanted wanted = {.wait_seconds = WAIT_SECONDS};
    struct host host;
    if (!read_wanted(argc, argv, &wanted)) {
        fputs("accordd: purge takes --dry-run, --wait SECONDS and nothing else. Try accordd --help.\n",
              stderr);
        return EXIT_USAGE;
    }
    int result = EXIT_FAILURE;
    if (host_open(&host, settings, STATEMENT_TIMEOUT_MS)) {
        if (wanted.dry_run)
            result = preview(&host) ? EXIT_SUCCESS : host_trouble(&host);
        else
            result = purge(&host, wanted.wait_seconds);
    }
    host_close(&host);
    return result;
}
