/* SPDX-License-Identifier: MIT */
/* The insides of a connection, for connection.c and answers.c alone. */
#pragma once
#include "store/pipeline.h"
#include "store/sqlstate.h"

enum pipeline_state { OPEN, RETIRING, ENDING };

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
    struct batch_queue flight; /* oldest first: answers come in this order */
    int32_t load;
    enum reach reach; /* of an error in the oldest batch; acted upon at its Sync, or at the end */
    bool warned;      /* the server reported success and took some of it back */
};

/* Nothing more is answered; the rest happens in the next turn of the loop. `why` must be static. */
void pipeline_end(struct pipeline *, const char *why);
