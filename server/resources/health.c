/* SPDX-License-Identifier: MIT */
/* /livez says that the process answers, /readyz that it can do its work now. */
#include "flow/req.h"
#include "resources/routes.h"

struct health {
    const char *status;
};
static const struct field health_fields[] = {
    FIELD(struct health, status, ALWAYS, .about = "\"ok\""),
    {0},
};
static const struct shape health_shape = SHAPE("health", struct health, health_fields);

static step_fn live, ready;

const struct route health_routes[] = {
    {.method = "GET",
     .path = "/livez",
     .first = live,
     .out = &health_shape,
     .status = 200,
     .about = "The process answers"},
    {.method = "GET",
     .path = "/readyz",
     .first = ready,
     .out = &health_shape,
     .status = 200,
     .about = "The database can be reached and every statement is prepared"},
    {0},
};

static enum flow live(struct req *rq)
{
    return reply(rq, &(struct health){.status = "ok"});
}

static enum flow ready(struct req *rq)
{
    if (!store_ready(rq->service->store))
        return fail(rq, FAULT_TEMPORARILY_UNAVAILABLE, "The database cannot be reached.");
    return live(rq);
}
