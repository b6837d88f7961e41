/* SPDX-License-Identifier: MIT */
/* What an error of the database comes to. */
#pragma once
#include "store/batch.h"

/* What cannot be used any more after an error. */
enum reach {
    REACH_BATCH,      /* nothing else */
    REACH_CONNECTION, /* its prepared statements no longer fit the schema */
    REACH_POOL        /* the server is going, or has become a standby */
};

struct sqlstate_meaning {
    struct batch_result result;
    enum reach reach;
    bool alarm; /* the query or its rights are wrong: somebody should look */
};

/*
 * A named constraint (and require(), which raises AC001 with a constraint's name) says most; else the
 * SQLSTATE, and which query it was. `constraint` may be NULL.
 */
struct sqlstate_meaning sqlstate_meaning(const char *sqlstate, const char *constraint, const char *query);
