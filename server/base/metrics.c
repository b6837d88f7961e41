/* SPDX-License-Identifier: MIT */
#include "base/metrics.h"

#include "values/codes.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>

_Static_assert(ATOMIC_LLONG_LOCK_FREE == 2, "processes share the counters without locks");

enum kind { COUNTER, GAUGE, SECONDS, HISTOGRAM };

static const struct {
    const char *name;
    enum kind kind;
    enum metrics_dimension first, second;
    const char *help;
} table[METRIC_COUNT] = {
#define METRIC(name, exported, kind, first, second, help) \
    {exported, kind, METRICS_##first, METRICS_##second, help},
#include "base/metrics.def"
};

/* Upper bounds in microseconds; the bucket after the last has none, and the place after that holds the sum.
 */
static const int64_t bounds[] = {500,    1000,   2500,   5000,    10000,   25000,   50000,
                                 100000, 250000, 500000, 1000000, 2500000, 10000000};
enum { BOUNDS = sizeof bounds / sizeof *bounds, ENDLESS = BOUNDS, SUM, BUCKETS };

static void label_nothing(FILE *out, unsigned index)
{
    (void)out, (void)index;
}

static void label_rule(FILE *out, unsigned index)
{
    fprintf(out, "rule=\"%s\"", codes_name(&rule_codes, index));
}

static void label_verdict(FILE *out, unsigned index)
{
    fprintf(out, "verdict=\"%s\"", codes_name(&verdict_codes, index));
}

static void label_worker(FILE *out, unsigned index)
{
    fprintf(out, "worker=\"%u\"", index);
}

static void label_version(FILE *out, unsigned index)
{
    (void)index;
    fputs("version=\"" ACCORD_VERSION "\"", out);
}

static struct {
    unsigned count;
    metrics_label_fn *label;
} dimensions[METRICS_DIMENSIONS] = {
    [METRICS_NONE] = {1, label_nothing},         [METRICS_ROUTE] = {1, label_nothing},
    [METRICS_STATUS] = {1, label_nothing},       [METRICS_LANE] = {1, label_nothing},
    [METRICS_BUCKET] = {BUCKETS, label_nothing}, [METRICS_RULE] = {0, label_rule},
    [METRICS_VERDICT] = {0, label_verdict},      [METRICS_WORKER] = {METRICS_WORKERS_MAX, label_worker},
    [METRICS_VERSION] = {1, label_version},
};

typedef _Atomic int64_t cell;

static struct shared {
    atomic_bool here[METRICS_WORKERS_MAX];
    cell cells[];
} * shared;
static size_t shared_size, starts[METRIC_COUNT];
static unsigned this_worker;

void metrics_dimension(enum metrics_dimension dimension, unsigned count, metrics_label_fn *label)
{
    dimensions[dimension].count = count;
    dimensions[dimension].label = label;
}

static unsigned first_count(enum metric metric)
{
    return dimensions[table[metric].first].count;
}

static unsigned second_count(enum metric metric)
{
    return dimensions[table[metric].second].count;
}

bool metrics_open(void)
{
    size_t count = 0;
    dimensions[METRICS_RULE].count = (unsigned)rule_codes.count + 1; /* 0 is none */
    dimensions[METRICS_VERDICT].count = (unsigned)verdict_codes.count + 1;
    for (enum metric m = 0; m < METRIC_COUNT; m++) {
        starts[m] = count;
        count += (size_t)first_count(m) * second_count(m);
    }
    shared_size = sizeof *shared + count * sizeof(cell);
    void *memory = mmap(NULL, shared_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    shared = memory == MAP_FAILED ? NULL : memory;
    return shared != NULL;
}

void metrics_close(void)
{
    if (shared)
        munmap(shared, shared_size);
    shared = NULL;
}

static cell *cell_of(enum metric metric, unsigned first, unsigned second)
{
    return &shared->cells[starts[metric] + (size_t)first * second_count(metric) + second];
}

static void forget(unsigned worker)
{
    for (enum metric m = 0; m < METRIC_COUNT; m++)
        if (table[m].first == METRICS_WORKER)
            for (unsigned second = 0; second < second_count(m); second++)
                atomic_store_explicit(cell_of(m, worker, second), 0, memory_order_relaxed);
}

void metrics_worker_begins(unsigned worker)
{
    this_worker = worker;
    if (!shared)
        return;
    forget(worker);
    atomic_store(&shared->here[worker], true);
}

void metrics_worker_ended(unsigned worker)
{
    if (shared)
        atomic_store(&shared->here[worker], false);
}

static void add(enum metric metric, unsigned first, unsigned second, int64_t n)
{
    if (shared && first < first_count(metric) && second < second_count(metric))
        atomic_fetch_add_explicit(cell_of(metric, first, second), n, memory_order_relaxed);
}

void metrics_add(enum metric metric, unsigned first, unsigned second)
{
    add(metric, first, second, 1);
}

void metrics_set(enum metric metric, unsigned second, int64_t value)
{
    if (shared && second < second_count(metric))
        atomic_store_explicit(cell_of(metric, this_worker, second), value, memory_order_relaxed);
}

void metrics_observe(enum metric metric, unsigned first, int64_t microseconds)
{
    unsigned bucket = 0;
    while (bucket < BOUNDS && microseconds > bounds[bucket])
        bucket++;
    add(metric, first, bucket, 1);
    add(metric, first, SUM, microseconds);
}

static int64_t value_of(enum metric metric, unsigned first, unsigned second)
{
    return atomic_load_explicit(cell_of(metric, first, second), memory_order_relaxed);
}

/* Counters that have not counted are left out, and gauges of workers that are not there. */
static bool is_shown(enum metric metric, unsigned first, unsigned second)
{
    if (table[metric].first == METRICS_WORKER)
        return atomic_load(&shared->here[first]);
    return table[metric].first == METRICS_NONE || value_of(metric, first, second) != 0;
}

static void write_labels(FILE *out, enum metric metric, unsigned first, unsigned second)
{
    enum metrics_dimension one = table[metric].first, other = table[metric].second;
    if (one == METRICS_NONE)
        return;
    fputc('{', out);
    dimensions[one].label(out, first);
    if (other != METRICS_NONE) {
        fputc(',', out);
        dimensions[other].label(out, second);
    }
    fputc('}', out);
}

static void write_number(FILE *out, enum metric metric, int64_t value)
{
    if (table[metric].kind == SECONDS)
        fprintf(out, " %" PRId64 ".%06" PRId64 "\n", value / 1000000, value % 1000000);
    else
        fprintf(out, " %" PRId64 "\n", value);
}

static void write_values(FILE *out, enum metric metric)
{
    for (unsigned first = 0; first < first_count(metric); first++)
        for (unsigned second = 0; second < second_count(metric); second++)
            if (is_shown(metric, first, second)) {
                fputs(table[metric].name, out);
                write_labels(out, metric, first, second);
                write_number(out, metric, value_of(metric, first, second));
            }
}

static void write_bucket(FILE *out, enum metric metric, unsigned first, unsigned bucket, int64_t count)
{
    fprintf(out, "%s_bucket{", table[metric].name);
    dimensions[table[metric].first].label(out, first);
    if (bucket == ENDLESS)
        fprintf(out, ",le=\"+Inf\"} %" PRId64 "\n", count);
    else
        fprintf(out, ",le=\"%g\"} %" PRId64 "\n", (double)bounds[bucket] / 1e6, count);
}

/* Each bucket holds those before it too. */
static void write_histogram(FILE *out, enum metric metric, unsigned first)
{
    int64_t count = 0, sum = value_of(metric, first, SUM);
    for (unsigned bucket = 0; bucket <= ENDLESS; bucket++) {
        count += value_of(metric, first, bucket);
        write_bucket(out, metric, first, bucket, count);
    }
    fprintf(out, "%s_sum{", table[metric].name);
    dimensions[table[metric].first].label(out, first);
    fprintf(out, "} %" PRId64 ".%06" PRId64 "\n%s_count{", sum / 1000000, sum % 1000000, table[metric].name);
    dimensions[table[metric].first].label(out, first);
    fprintf(out, "} %" PRId64 "\n", count);
}

static bool was_observed(enum metric metric, unsigned first)
{
    for (unsigned bucket = 0; bucket <= ENDLESS; bucket++)
        if (value_of(metric, first, bucket) > 0)
            return true;
    return false;
}

static void write_metric(FILE *out, enum metric metric)
{
    static const char *const kinds[] = {"counter", "gauge", "gauge", "histogram"};
    fprintf(out, "# HELP %s %s.\n# TYPE %s %s\n", table[metric].name, table[metric].help, table[metric].name,
            kinds[table[metric].kind]);
    if (table[metric].kind != HISTOGRAM) {
        write_values(out, metric);
        return;
    }
    for (unsigned first = 0; first < first_count(metric); first++)
        if (was_observed(metric, first))
            write_histogram(out, metric, first);
}

char *metrics_text(size_t *len)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, len);
    if (!out)
        return NULL;
    for (enum metric m = 0; shared && m < METRIC_COUNT; m++)
        write_metric(out, m);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}
