/* SPDX-License-Identifier: MIT */
/*
 * Counters and gauges, in Prometheus' text format 0.0.4. They lie in memory that the parent shares with its
 * workers: any of them can tell all, and a counter outlives the worker that counted. metrics.def is the list.
 * Until metrics_open nothing is counted.
 */
#pragma once
#include "base/must.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum metric {
#define METRIC(name, ...) METRIC_##name,
#include "base/metrics.def"
    METRIC_COUNT
};

enum { METRICS_WORKERS_MAX = 128 };

enum metrics_dimension {
    METRICS_NONE,
    METRICS_ROUTE, /* told by http, as is STATUS */
    METRICS_STATUS,
    METRICS_LANE, /* told by whoever knows the store */
    METRICS_BUCKET,
    METRICS_RULE,
    METRICS_VERDICT,
    METRICS_WORKER,
    METRICS_VERSION,
    METRICS_DIMENSIONS
};

/* Writes the labels of a place in a dimension: rule="COOL_OFF". */
typedef void metrics_label_fn(FILE *, unsigned index);
/* What this folder does not know itself; before metrics_open. */
void metrics_dimension(enum metrics_dimension, unsigned count, metrics_label_fn *);
MUST_CHECK bool metrics_open(void);
void metrics_close(void);

/* The process is this worker from now on: its gauges begin at 0. */
void metrics_worker_begins(unsigned worker);
/* That worker is no more, nor are its gauges. */
void metrics_worker_ended(unsigned worker);

void metrics_add(enum metric, unsigned first, unsigned second);
/* A gauge of this worker's. */
void metrics_set(enum metric, unsigned second, int64_t value);
void metrics_observe(enum metric, unsigned first, int64_t microseconds);

/* All of them as text, for the caller to free; NULL: out of memory. */
MUST_CHECK char *metrics_text(size_t *len);
