/* SPDX-License-Identifier: MIT */
#include "metrics_route.h"

#include "base/metrics.h"
#include "flow/req.h"

#include <stdlib.h>
#include <string.h>

static step_fn show;

const struct route metrics_routes[] = {
    {.method = "GET",
     .path = "/metrics",
     .first = show,
     .status = 200,
     .about = "Counters and gauges, in Prometheus' text format"},
    {0},
};

static enum flow show(struct req *rq)
{
    size_t len;
    char *text = metrics_text(&len);
    if (!text)
        return fail(rq, FAULT_TEMPORARILY_UNAVAILABLE, NULL);
    char *kept = memcpy(arena_alloc(rq->arena, len), text, len);
    free(text);
    return reply_written(rq, "text/plain; version=0.0.4; charset=utf-8", kept, len);
}
