/* SPDX-License-Identifier: MIT */
/* The parent's list of its workers. */
#pragma once
#include "base/metrics.h"
#include "base/must.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct child {
    pid_t pid;           /* 0: a free place */
    unsigned generation; /* of the settings that it has */
    bool ready;          /* has been connected to its database */
    bool leaving;        /* has been told to end */
    int64_t born;        /* monotonic, us */
    int64_t due;         /* when it is killed if it has not ended; where it is leaving */
};

/* A worker's place is its number in the metrics. */
struct children {
    struct child at[METRICS_WORKERS_MAX];
};

/* A free place; NULL: there is none. */
struct child *children_place(struct children *);
unsigned children_number(const struct children *, const struct child *);
/* NULL where it is none of them. */
struct child *children_find(struct children *, pid_t);

/* Those that are not leaving, by the settings that they have. */
enum children_age { CHILDREN_OLD, CHILDREN_NEW, CHILDREN_NEW_READY };
unsigned children_count(const struct children *, unsigned generation, enum children_age);
/* One of those; NULL. */
struct child *children_any(struct children *, unsigned generation, enum children_age);
unsigned children_all(const struct children *);

/* Tells it to end, which may take a while; both are repeated for one that has been told. */
void child_end(struct child *, int signal_number, int64_t now);
void children_end(struct children *, int signal_number, int64_t now);
/* Those that are still there after it. */
void children_kill_late(struct children *, int64_t now);
