/* SPDX-License-Identifier: MIT */
#include "flow/req_inside.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/token.h"
#include "queries.h"

#include <stdlib.h>
#include <string.h>

static void exhausted(void)
{
    log_line(LOG_LEVEL_ERROR, "memory=exhausted");
    abort();
}

void *req_state(struct req *rq, size_t size)
{
    if (rq->state == NULL)
        rq->state = arena_alloc(rq->arena, size);
    return rq->state;
}

static void end(struct req *rq)
{
    event_free(rq->inside->timer);
    arena_free(rq->arena);
}

/* The one place where a request ends: answered, and its batch home. */
static void deliver(struct req *rq)
{
    if (!rq->inside->gone)
        rq->inside->answered(rq->inside->transport, &rq->inside->answer);
    rq->inside->gone = true;
    if (!rq->inside->in_flight)
        end(rq);
}

/* Refusals of audited routes leave an event of their own, whoever asked; the answer waits for it. */
static bool leaves_a_trace(const struct req *rq)
{
    int status = rq->inside->answer.status;
    return rq->route->action != NULL && rq->inside->caller.token_hash != NULL && status >= 400 &&
           status < 500 && status != 401;
}

static enum flow traced(struct req *rq)
{
    (void)rq;
    return FLOW_ANSWERED;
}

static void leave_trace(struct req *rq)
{
    struct caller whoever = rq->inside->caller;
    whoever.roles = NULL;
    rq->inside->answering = true;
    rq->batch = batch_new(rq->service->store, rq->arena, &whoever);
    sql_audit_add(rq->batch, NULL, "{}",
                  rq->inside->replayed ? "replayed"
                                       : arena_printf(rq->arena, "refused %d", rq->inside->answer.status));
    req_send(rq, traced);
}

/* What a step has answered leaves at once, unless it must be traced first or req_begin has not returned yet.
 */
static void answered(struct req *rq)
{
    if (!rq->inside->answering && leaves_a_trace(rq))
        leave_trace(rq);
    else if (rq->inside->starting)
        event_active(rq->inside->timer, EV_TIMEOUT, 0);
    else
        deliver(rq);
}

/* Looked at between steps, and only while nothing has been answered or promised. */
static bool too_much_memory(const struct req *rq)
{
    return rq->inside->answer.status == 0 && arena_used(rq->arena) > rq->service->memory_max;
}

void req_run(struct req *rq, step_fn *step)
{
    rq->batch = batch_new(rq->service->store, rq->arena, &rq->inside->caller);
    enum flow flow = too_much_memory(rq) ? fail(rq, FAULT_TOO_LARGE, NULL) : step(rq);
    if (flow == FLOW_ANSWERED)
        answered(rq);
}

static const struct field identity_fields[] = {
    FIELD(struct identity, principal, OUT),
    {.name = "role",
     .offset = offsetof(struct identity, role),
     .type = FIELD_CODE,
     .use = OUT,
     .codes = &role_codes},
    FIELD(struct identity, scope, OUT),
    FIELD(struct identity, authority, OUT),
    FIELD(struct identity, authority_code, OUT),
    FIELD(struct identity, region, OUT),
    FIELD(struct identity, supplier, OUT),
    {0},
};
static const struct shape identity_shape = SHAPE("identity", struct identity, identity_fields);

static void learn_identity(struct req *rq)
{
    const struct identity *who = rows_read(batch_identity(rq->batch), &identity_shape, rq->arena);
    if (who != NULL)
        rq->who = *who;
}

static bool may_run_again(const struct req *rq, enum fault fault)
{
    return (fault == FAULT_STALE_FACTS || fault == FAULT_STALE_RULES) && rq->inside->runs < RUNS_MAX;
}

static enum flow begin(struct req *rq)
{
    rq->inside->runs++;
    rq->state = NULL;
    rq->inside->answer = (struct answer){0};
    rq->inside->complaint_count = 0;
    key_ask(rq);
    return rq->route->first(rq);
}

static enum flow fail_batch(struct req *rq, const struct batch_result *result)
{
    if (result->pointer == NULL)
        return fail(rq, result->fault, result->detail);
    return fail_field(rq, result->fault, result->pointer, fault_info(result->fault)->code, result->detail);
}

/* The answer to a refusal could not be traced: it is not given, unless it is about the credentials
 * themselves. */
static void untraced(struct req *rq, const struct batch_result *result)
{
    answer_problem(rq, &(struct problem){.fault = result->fault, .detail = result->detail});
    answered(rq);
}

static void failed(struct req *rq, const struct batch_result *result)
{
    if (rq->inside->answering)
        untraced(rq, result);
    else if (result->constraint == CONSTRAINT_idempotency_pk)
        req_run(rq, key_read_again);
    else if (may_run_again(rq, result->fault))
        req_run(rq, begin);
    else if (fail_batch(rq, result) == FLOW_ANSWERED)
        answered(rq);
}

static void home(void *arg, const struct batch_result *result)
{
    struct req *rq = arg;
    rq->inside->in_flight = false;
    if (rq->inside->gone) {
        end(rq);
        return;
    }
    if (result->fault != FAULT_NONE) {
        failed(rq, result);
        return;
    }
    learn_identity(rq);
    if (key_replay(rq))
        answered(rq);
    else
        req_run(rq, rq->inside->next);
}

enum flow req_send(struct req *rq, step_fn *next)
{
    rq->inside->next = next;
    rq->inside->in_flight = true;
    rq->inside->durable = batch_writes(rq->batch);
    batch_send(rq->batch, rq->inside->durable ? LANE_WRITE : LANE_READ, home, rq);
    return FLOW_WAITING;
}

enum flow await(struct req *rq, step_fn *next)
{
    return req_send(rq, next);
}

static void timed_out(struct req *rq)
{
    enum fault fault = rq->inside->durable ? FAULT_OUTCOME_UNKNOWN : FAULT_DEADLINE_PASSED;
    answer_problem(rq, &(struct problem){.fault = fault});
    deliver(rq);
}

/* Either an answer that had to wait until req_begin returned, or the deadline. */
static void on_timer(evutil_socket_t fd, short what, void *arg)
{
    struct req *rq = arg;
    (void)fd, (void)what;
    if (rq->inside->in_flight)
        timed_out(rq);
    else
        deliver(rq);
}

static struct req *req_new(struct flow_service *service, const struct exchange *x, answered_fn *fn,
                           void *transport)
{
    struct arena *arena = arena_new(exhausted);
    struct req *rq = arena_alloc(arena, sizeof *rq);
    struct req_inside *inside = arena_alloc(arena, sizeof *inside);
    *inside = (struct req_inside){.answered = fn, .transport = transport, .starting = true};
    *rq = (struct req){.route = x->route, .service = service, .arena = arena, .inside = inside};
    rq->request_id = x->request_id;
    rq->now = clock_now();
    rq->today = clock_today();
    rq->who.authority = INTEGER32_NONE;
    inside->timer = event_new(service->base, -1, 0, on_timer, rq);
    evtimer_add(inside->timer, &(struct timeval){.tv_sec = service->request_seconds});
    return rq;
}

static const char *roles_literal(struct req *rq)
{
    struct text out = text_in(rq->arena);
    for (unsigned role = 1; role <= role_codes.count; role++)
        if (rq->route->roles & (1u << role))
            text_printf(&out, "%s%s", out.len == 0 ? "{" : ",", codes_name(&role_codes, role));
    text_puts(&out, "}");
    return out.at;
}

static void name_caller(struct req *rq, const struct exchange *x)
{
    struct caller *caller = &rq->inside->caller;
    caller->request_id = x->request_id;
    caller->action = rq->route->action;
    caller->route = arena_printf(rq->arena, "%s %s", rq->route->method, rq->route->path);
    if (rq->route->roles == 0)
        return;
    struct digest hash = digest_sha256(x->token, strlen(x->token));
    char *text = arena_alloc(rq->arena, DIGEST_TEXT_SIZE);
    caller->token_hash = digest_text(&hash, text);
    caller->roles = roles_literal(rq);
}

static enum fault read_body(struct req *rq, const struct exchange *x, struct problem *problem)
{
    if (rq->route->in == NULL)
        return FAULT_NONE;
    void *in = arena_alloc(rq->arena, rq->route->in->size);
    rq->in = in;
    return shape_read_json(rq->route->in, x->body == NULL ? "" : x->body, x->body_len, rq->arena, in,
                           problem);
}

static const struct field no_fields[] = {{0}};
static const struct shape no_parameters = {.name = "nothing", .size = 1, .fields = no_fields};

static enum fault read_query(struct req *rq, const struct exchange *x, struct problem *problem)
{
    const struct shape *shape = rq->route->query == NULL ? &no_parameters : rq->route->query;
    void *query = arena_alloc(rq->arena, shape->size);
    rq->query = query;
    rq->inside->query = arena_printf(rq->arena, "%s", x->query == NULL ? "" : x->query);
    return shape_read_query(shape, x->query == NULL ? "" : x->query, rq->arena, query, problem);
}

/* A path's id that is no UUID names nothing; it reads as the nil UUID, which no row has. */
static void read_id(struct req *rq, const struct exchange *x)
{
    if (x->id != NULL && !uuid_parse(x->id, strlen(x->id), &rq->id))
        rq->id = (struct uuid){{0}};
}

static bool understood(struct req *rq, const struct exchange *x, struct problem *problem)
{
    read_id(rq, x);
    problem->fault = FAULT_TOKEN_INVALID;
    if (rq->route->roles != 0 && !token_well_formed(x->token))
        return false;
    problem->fault = read_query(rq, x, problem);
    if (problem->fault == FAULT_NONE)
        problem->fault = read_body(rq, x, problem);
    return problem->fault == FAULT_NONE && key_take(rq, x, problem);
}

struct req *req_begin(struct flow_service *service, const struct exchange *x, answered_fn *fn,
                      void *transport)
{
    struct req *rq = req_new(service, x, fn, transport);
    struct problem problem = {0};
    name_caller(rq, x);
    if (understood(rq, x, &problem)) {
        req_run(rq, begin);
    } else {
        answer_problem(rq, &problem);
        answered(rq);
    }
    rq->inside->starting = false;
    return rq;
}

static enum flow known(struct req *rq)
{
    rq->inside->answer.status = 100;
    return FLOW_ANSWERED;
}

struct req *req_authorise(struct flow_service *service, const struct exchange *x, answered_fn *fn,
                          void *transport)
{
    struct req *rq = req_new(service, x, fn, transport);
    name_caller(rq, x);
    rq->batch = batch_new(service->store, rq->arena, &rq->inside->caller);
    req_send(rq, known);
    rq->inside->starting = false;
    return rq;
}

void req_abandon(struct req *rq)
{
    rq->inside->gone = true;
    if (!rq->inside->in_flight) /* made, and waiting for the loop */
        end(rq);
}
