/* SPDX-License-Identifier: MIT */
/*
 * The insides of a batch, for this folder alone.
 *
 *     statements   begin_as ─► a ─► b ─► c          in the order in which they were added, sent and answered
 *     awaited      ───────────────► the statement whose result comes next; NULL: all of them have come
 *
 * A statement's rows are set once its result has arrived whole; the result belongs to the batch's arena.
 */
#pragma once
#include "store/batch.h"

#include <libpq-fe.h>
#include <sys/queue.h>

struct rows {
    int query;
    bool binary;      /* its values come as bytes */
    PGresult *result; /* NULL: not answered */
};

struct statement {
    STAILQ_ENTRY(statement) next;
    struct rows rows;
    int count;
    const char **values;
    int *lengths, *formats; /* of the values; NULL: all are texts */
};

STAILQ_HEAD(batch_queue, batch);

struct batch {
    STAILQ_ENTRY(batch) next;
    struct store *store;
    struct arena *arena;
    STAILQ_HEAD(statement_list, statement) statements;
    struct statement *awaited;
    struct rows *identity;
    enum lane lane;
    bool alone; /* shares its transaction with no other */
    struct batch_result result;
    batch_done_fn *done;
    void *arg;
};
