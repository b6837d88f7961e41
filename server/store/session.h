/* SPDX-License-Identifier: MIT */
/*
 * What a connection must be before a batch may use it: its parameters, what is asked of the server, and the
 * prepared statements. All is asked in one burst:
 *
 *     settings │ changes │ prepare query 0 │ prepare query 1 │ … │ Sync
 */
#pragma once
#include "base/must.h"
#include "store/store.h"

#include <libpq-fe.h>

enum { TROUBLE_SIZE = 256 };

struct session {
    PGconn *pg;
    const char *changes; /* that must be deployed; NULL: not looked at */
    bool unfit;          /* some are not */
    int answered;        /* results of the burst taken so far; 0: the settings are next */
    bool ready;          /* the Sync has come */
    bool *warned;        /* whether the log has been told what is not as it should be */
    char trouble[TROUBLE_SIZE];
};

/* A connection under way, NULL without memory. Every value but `database` overrides the conninfo's own. */
MUST_CHECK PGconn *session_connect(const struct store_options *);
/* Queues the burst on a connection that has just been made. False: see trouble. */
MUST_CHECK bool session_begin(struct session *);
/* Takes what has arrived. False: the session is of no use, see trouble. */
MUST_CHECK bool session_take(struct session *);
