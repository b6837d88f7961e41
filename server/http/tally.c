/* SPDX-License-Identifier: MIT */
#include "http/tally.h"

#include "base/metrics.h"

/*
 * The dimension of routes: first a place for each method where no route was met, then one for each row of the
 * tables. Statuses are counted as they are; those that no answer has cost nothing but room.
 */
enum { STATUS_FIRST = 100, STATUS_LAST = 505 };

static const struct route *const *known;

static const struct route *route_at(unsigned index)
{
    for (const struct route *const *table = known; *table; table++)
        for (const struct route *route = *table; route->method; route++)
            if (index-- == 0)
                return route;
    return NULL;
}

static unsigned route_count(void)
{
    unsigned count = 0;
    while (route_at(count))
        count++;
    return count;
}

/* From 0; the number of all routes where it is none of them. */
static unsigned index_of(const struct route *sought)
{
    unsigned index = 0;
    for (const struct route *const *table = known; *table; table++)
        for (const struct route *route = *table; route->method; route++, index++)
            if (route == sought)
                return index;
    return index;
}

static void label_route(FILE *out, unsigned index)
{
    if (index < METHOD_COUNT) {
        fprintf(out, "method=\"%s\",route=\"-\"", method_name((enum method)index));
        return;
    }
    const struct route *route = route_at(index - METHOD_COUNT);
    fprintf(out, "method=\"%s\",route=\"%s\"", route->method, route->path);
}

static void label_status(FILE *out, unsigned index)
{
    fprintf(out, "status=\"%u\"", STATUS_FIRST + index);
}

void tally_routes(const struct route *const *tables)
{
    known = tables;
    metrics_dimension(METRICS_ROUTE, METHOD_COUNT + route_count(), label_route);
    metrics_dimension(METRICS_STATUS, STATUS_LAST - STATUS_FIRST + 1, label_status);
}

void tally_answer(const struct route *route, enum method method, int status, int64_t microseconds)
{
    if (!known)
        return;
    unsigned place = route ? METHOD_COUNT + index_of(route) : (unsigned)method;
    metrics_add(METRIC_REQUESTS, place, (unsigned)(status - STATUS_FIRST));
    metrics_observe(METRIC_REQUEST_TIME, place, microseconds);
}
