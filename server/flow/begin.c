/* SPDX-License-Identifier: MIT */
/* How a request starts: what the transport has read, understood as the route says, and whose it is. */
#include "flow/req_inside.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/token.h"

#include <stdlib.h>
#include <string.h>

struct arena *req_arena(void)
{
    return arena_new(memory_exhausted);
}

static struct req *req_new(struct flow_service *service, const struct exchange *x, answered_fn *fn,
                           void *transport)
{
    struct arena *arena = req_arena();
    struct req *rq = arena_alloc(arena, sizeof *rq);
    struct req_inside *inside = arena_alloc(arena, sizeof *inside);
    *inside = (struct req_inside){.answered = fn,
                                  .transport = transport,
                                  .starting = true,
                                  .whole = arena,
                                  .media = x->media,
                                  .counted = x->counted};
    *rq = (struct req){.route = x->route, .service = service, .arena = arena, .inside = inside};
    rq->request_id = x->request_id;
    rq->now = clock_now();
    rq->today = clock_today();
    rq->who.authority = INTEGER32_NONE;
    inside->timer = event_new(service->base, -1, 0, req_on_timer, rq);
    evtimer_add(inside->timer, &(struct timeval){.tv_sec = service->request_seconds});
    return rq;
}

static const char *roles_literal(struct req *rq)
{
    struct text out = text_in(rq->arena);
    for (unsigned role = 1; role <= role_codes.count; role++)
        if (rq->route->roles & (1u << role)) {
            text_puts(&out, out.len == 0 ? "{" : ",");
            text_puts(&out, codes_name(&role_codes, role));
        }
    text_puts(&out, "}");
    return out.at;
}

static void name_caller(struct req *rq, const struct exchange *x)
{
    struct caller *caller = &rq->inside->caller;
    caller->request_id = x->request_id;
    caller->action = rq->route->action;
    caller->writes = (rq->route->creates || rq->route->changes) && !rq->route->after_leaving;
    caller->route = arena_printf(rq->arena, "%s %s", rq->route->method, rq->route->path);
    if (rq->route->roles == 0)
        return;
    struct digest hash = digest_sha256(x->token, strlen(x->token));
    char *text = arena_alloc(rq->arena, DIGEST_TEXT_SIZE);
    caller->token_hash = digest_text(&hash, text);
    caller->roles = roles_literal(rq);
}

static void read_file(struct req *rq, const struct exchange *x)
{
    const char *bytes = x->body_len == 0 ? NULL : arena_copy(rq->arena, x->body, x->body_len);
    rq->file = (struct file){x->type, {bytes, x->body_len}};
}

static enum fault read_body(struct req *rq, const struct exchange *x, struct problem *problem)
{
    if (rq->route->takes != NULL)
        read_file(rq, x);
    if (rq->route->in == NULL)
        return FAULT_NONE;
    void *in = arena_alloc(rq->arena, rq->route->in->size);
    rq->in = in;
    return shape_read_json(rq->route->in, x->body == NULL ? "" : x->body, x->body_len, rq->arena, in,
                           problem);
}

static const struct field no_fields[] = {{0}};
static const struct shape no_parameters = {.name = "nothing", .size = 1, .fields = no_fields};

/* "?dry_run=true" is every write's, and no resource's: it is taken out of the query. */
static const char *take_dry_run(struct req *rq, const char *query)
{
    struct text rest = text_in(rq->arena);
    text_puts(&rest, "");
    for (const char *at = query; *at != '\0';) {
        size_t len = strcspn(at, "&");
        bool on = len == strlen("dry_run=true") && strncmp(at, "dry_run=true", len) == 0;
        bool off = len == strlen("dry_run=false") && strncmp(at, "dry_run=false", len) == 0;
        rq->dry_run |= on;
        if (!on && !off)
            text_printf(&rest, "%s%.*s", rest.len == 0 ? "" : "&", (int)len, at);
        at += len + (at[len] == '&');
    }
    return rest.at;
}

static enum fault read_query(struct req *rq, const struct exchange *x, struct problem *problem)
{
    const struct shape *shape = rq->route->query == NULL ? &no_parameters : rq->route->query;
    void *query = arena_alloc(rq->arena, shape->size);
    rq->query = query;
    rq->inside->query = x->query == NULL ? "" : arena_printf(rq->arena, "%s", x->query);
    if (strcmp(rq->route->method, "GET") != 0)
        rq->inside->query = take_dry_run(rq, rq->inside->query);
    return shape_read_query(shape, rq->inside->query, rq->arena, query, problem);
}

/* A path's id that is no UUID names nothing; it reads as the nil UUID, which no row has. */
static void read_id(struct req *rq, const struct exchange *x)
{
    rq->id_text = x->id == NULL ? NULL : arena_copy(rq->arena, x->id, strlen(x->id));
    if (x->id != NULL && !uuid_parse(x->id, strlen(x->id), &rq->id))
        rq->id = (struct uuid){{0}};
}

/* An ETag is the version in quotes. */
static bool read_version(const char *etag, int32_t *out)
{
    char *end;
    long version = *etag == '"' ? strtol(etag + 1, &end, 10) : 0;
    if (version < 1 || version > INT32_MAX || strcmp(end, "\"") != 0)
        return false;
    *out = (int32_t)version;
    return true;
}

static bool read_if_match(struct req *rq, const struct exchange *x, struct problem *problem)
{
    if (!rq->route->changes)
        return true;
    problem->fault = x->if_match == NULL ? FAULT_PRECONDITION_REQUIRED : FAULT_PRECONDITION_FAILED;
    problem->detail = "Send If-Match with the ETag of the version that you read, like \"3\".";
    return x->if_match != NULL && read_version(x->if_match, &rq->if_match);
}

static bool understood(struct req *rq, const struct exchange *x, struct problem *problem)
{
    read_id(rq, x);
    problem->fault = FAULT_TOKEN_INVALID;
    if (rq->route->roles != 0 && !token_well_formed(x->token))
        return false;
    problem->fault = read_query(rq, x, problem);
    if (problem->fault == FAULT_NONE && listing_read(rq, problem) && page_read(rq, problem))
        problem->fault = read_body(rq, x, problem);
    return problem->fault == FAULT_NONE && read_if_match(rq, x, problem) && key_take(rq, x, problem);
}

struct req *req_begin(struct flow_service *service, const struct exchange *x, answered_fn *fn,
                      void *transport)
{
    struct req *rq = req_new(service, x, fn, transport);
    struct problem problem = {0};
    name_caller(rq, x);
    if (understood(rq, x, &problem)) {
        req_run(rq, rq->dry_run ? req_first_dry : req_first);
    } else {
        answer_problem(rq, &problem);
        req_answered(rq);
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
