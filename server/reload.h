/* SPDX-License-Identifier: MIT */
/*
 * The settings that workers are begun with, and new ones on trial: a worker that has them is to be connected
 * to the database in time. Then the workers that have the old ones are replaced one by one; else the old ones
 * stay.
 */
#pragma once
#include "children.h"
#include "config.h"

struct reload {
    const char *path;
    struct config config, before; /* before: while `config` is on trial */
    unsigned generation;          /* of `config` */
    bool asked, going, trial;     /* set `asked` to have the file read again */
    int64_t trial_ends;           /* monotonic, us */
};

/* What is due. True: new settings are on trial, and a worker is to be begun with them at once. */
MUST_CHECK bool reload_go_on(struct reload *, struct children *);
/* On trial: the old ones stay. */
void reload_give_up(struct reload *, struct children *, const char *why);
/* Safe on one of zeroes. */
void reload_done(struct reload *);
