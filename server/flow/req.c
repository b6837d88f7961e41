/* SPDX-License-Identifier: MIT */
#include "flow/req_inside.h"

#include "queries.h"

void *req_state(struct req *rq, size_t size)
{
    if (rq->state == NULL)
        rq->state = arena_alloc(rq->arena, size);
    return rq->state;
}

static void end(struct req *rq)
{
    event_free(rq->inside->timer);
    arena_free(rq->inside->piece);
    arena_free(rq->inside->whole);
}

/* The one place where a request ends: answered to the last piece, and its batch home. */
static void deliver(struct req *rq)
{
    if (!rq->inside->gone)
        rq->inside->answered(rq->inside->transport, &rq->inside->answer);
    if (rq->inside->answer.more && !rq->inside->gone) {
        event_del(rq->inside->timer);
        return;
    }
    rq->inside->gone = true;
    if (!rq->inside->in_flight)
        end(rq);
}

/*
 * On audited routes, refusals and replays leave an event of their own, whoever asked; the answer waits for
 * it. What is read or written is in the trail through the statement that does it.
 */
static bool leaves_a_trace(const struct req *rq)
{
    int status = rq->inside->answer.status;
    bool refused = status >= 400 && status < 500 && status != 401;
    return rq->route->action != NULL && rq->inside->caller.token_hash != NULL &&
           (refused || rq->inside->replayed);
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
    whoever.writes = false;
    rq->inside->answering = true;
    rq->batch = batch_new(rq->service->store, rq->arena, &whoever);
    sql_audit_add(rq->batch, NULL, "{}",
                  rq->inside->replayed ? "replayed"
                                       : arena_printf(rq->arena, "refused %d", rq->inside->answer.status));
    req_send(rq, traced);
}

/* What a step has answered leaves at once, unless it must be traced first or req_begin has not returned yet.
 */
void req_answered(struct req *rq)
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
        req_answered(rq);
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

enum flow req_first(struct req *rq)
{
    rq->inside->runs++;
    rq->state = NULL;
    rq->inside->answer = (struct answer){0};
    rq->inside->complaint_count = 0;
    rq->inside->begins = true;
    return rq->route->first(rq);
}

/* A dry run's audit event is a batch of its own, first: what follows is undone. */
enum flow req_first_dry(struct req *rq)
{
    if (rq->route->action != NULL)
        sql_audit_add(rq->batch, NULL, "{}", "dry run");
    return await(rq, req_first);
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
    req_answered(rq);
}

/* All of it would have been done: the promised answer is given, and nothing of it is there. */
static void kept_dry(struct req *rq)
{
    rq->inside->answering = true;
    req_answered(rq);
}

/* A loss leaves open what was settled, by this request or by the one that it repeats. Of a read, a refusal or
 * a dry run only audit events may be there. */
static bool may_be_done(const struct req *rq)
{
    return rq->inside->settling || rq->inside->replayed;
}

static void failed(struct req *rq, const struct batch_result *result)
{
    if (rq->inside->answering)
        untraced(rq, result);
    else if (result->constraint == CONSTRAINT_dry_run)
        kept_dry(rq);
    else if (result->constraint == CONSTRAINT_idempotency_pk)
        req_run(rq, key_read_again);
    else if (may_run_again(rq, result->fault))
        req_run(rq, req_first);
    else if (fail_batch(rq, result) == FLOW_ANSWERED)
        req_answered(rq);
}

static void home(void *arg, const struct batch_result *result)
{
    struct req *rq = arg;
    rq->inside->in_flight = false;
    if (rq->inside->gone) {
        end(rq);
        return;
    }
    if (result->fault == FAULT_OUTCOME_UNKNOWN && !may_be_done(rq)) {
        failed(rq, &(struct batch_result){.fault = FAULT_TEMPORARILY_UNAVAILABLE});
        return;
    }
    if (result->fault != FAULT_NONE) {
        failed(rq, result);
        return;
    }
    learn_identity(rq);
    if (key_replay(rq))
        req_answered(rq);
    else
        req_run(rq, rq->inside->next);
}

enum flow req_send(struct req *rq, step_fn *next)
{
    rq->inside->next = next;
    rq->inside->in_flight = true;
    rq->inside->settling = false;
    batch_send(rq->batch, batch_writes(rq->batch) ? LANE_WRITE : LANE_READ, home, rq);
    return FLOW_WAITING;
}

/*
 * The key is asked for after what the first step reads. Each statement sees what was committed before it:
 * whatever shows the effect of the same key, the answer is there as well.
 */
enum flow await(struct req *rq, step_fn *next)
{
    if (rq->inside->begins)
        key_ask(rq);
    rq->inside->begins = false;
    return req_send(rq, next);
}

void act_for(struct req *rq, struct uuid waiting)
{
    rq->inside->caller.waiting = waiting;
    rq->batch = batch_new(rq->service->store, rq->arena, &rq->inside->caller);
}

static void timed_out(struct req *rq)
{
    enum fault fault = may_be_done(rq) ? FAULT_OUTCOME_UNKNOWN : FAULT_DEADLINE_PASSED;
    answer_problem(rq, &(struct problem){.fault = fault});
    deliver(rq);
}

/* Either an answer that had to wait until req_begin returned, or the deadline. */
void req_on_timer(evutil_socket_t fd, short what, void *arg)
{
    struct req *rq = arg;
    (void)fd, (void)what;
    if (rq->inside->in_flight)
        timed_out(rq);
    else
        deliver(rq);
}

/* Each piece of a body is a read of its own, authorised and audited, in memory of its own. */
void req_more(struct req *rq)
{
    arena_free(rq->inside->piece);
    rq->arena = rq->inside->piece = req_arena();
    rq->inside->runs = 0;
    evtimer_add(rq->inside->timer, &(struct timeval){.tv_sec = rq->service->request_seconds});
    req_run(rq, req_first);
}

void req_abandon(struct req *rq)
{
    rq->inside->gone = true;
    if (!rq->inside->in_flight) /* made, and waiting for the loop or the transport */
        end(rq);
}
