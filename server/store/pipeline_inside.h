/* SPDX-License-Identifier: MIT */
/* The insides of a pipeline, for pipeline.c and answers.c alone. */
#pragma once
#include "store/pipeline.h"
#include "store/sqlstate.h"

enum pipeline_state { OPEN, RETIRING, ENDING };

/* Batches that share an implicit transaction and its Sync. */
struct convoy {
    STAILQ_ENTRY(convoy) next;
    struct batch_queue batches;
    int32_t count;
    struct batch *answering; /* whose results come next; at the end the last */
    bool synced;             /* its Sync has been handed to libpq: only then can it commit */
    bool failed;
};

struct pipeline {
    PGconn *pg;
    enum lane lane;
    enum pipeline_state state;
    const char *why; /* it retires or ends */
    struct pipeline_owner owner;
    struct timeval silence_limit;
    struct event *readable, *writable;
    struct event *flush_late, *silent; /* pending while something is unflushed, or in flight */
    struct event *ending;
    STAILQ_HEAD(convoy_queue, convoy) flight; /* oldest first: answers come in this order */
    int32_t convoys, load;                    /* in flight; load counts their batches */
    enum reach reach; /* of an error in the oldest convoy; acted upon at its Sync, or at the end */
    bool warned;      /* the server reported success and took some of it back */
};

/* Nothing more is answered; the rest happens in the next turn of the loop. `why` must be static. */
void pipeline_end(struct pipeline *, const char *why);
