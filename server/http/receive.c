/* SPDX-License-Identifier: MIT */
#include "base/clock.h"
#include "base/random.h"
#include "http/answer.h"
#include "http/connection_inside.h"

#include <stdlib.h>

enum { BODY_BYTES_PER_SECOND = 16 * 1024 }; /* what earns a body one more second */

static void answered(void *transport, const struct answer *answer)
{
    struct connection *c = transport;
    if (!answer->more)
        c->req = NULL;
    reply_answer(c, answer);
}

static int64_t earned(int64_t bytes)
{
    return bytes / BODY_BYTES_PER_SECOND;
}

static void await_body(struct connection *c)
{
    int64_t announced = c->reader.head.length;
    c->phase = PHASE_BODY;
    c->granted = announced > 0 ? earned(announced) : 0;
    connection_deadline(c, c->all->options.body_seconds + c->granted);
}

static bool announces_body(const struct connection *c)
{
    return c->reader.head.chunked || c->reader.head.length > 0;
}

static void refuse_for_now(struct connection *c)
{
    c->closing = true;
    reply_fault(c, FAULT_TEMPORARILY_UNAVAILABLE, "Retry-After", "1");
}

/* Files are large: few are in memory at once. */
static bool is_one_file_too_many(struct connection *c)
{
    const struct route *route = c->passage.match.route;
    if (!route->takes && !route->gives)
        return false;
    c->has_file = connections_take_file(c->all);
    return !c->has_file;
}

/* Asks for the body, which is read once these bytes have gone out. */
static void ask_for_body(struct connection *c)
{
    if (answer_continue(bufferevent_get_output(c->bev)))
        connection_send(c);
    else
        connection_doom(c);
}

/* Where it is refused, no body is read. */
static void authorised(void *transport, const struct answer *answer)
{
    struct connection *c = transport;
    c->req = NULL;
    if (answer->status != 100) {
        c->closing = c->closing || announces_body(c);
        reply_answer(c, answer);
        return;
    }
    if (is_one_file_too_many(c)) {
        refuse_for_now(c);
        return;
    }
    await_body(c);
    if (c->passage.wants_continue)
        ask_for_body(c);
    else
        connection_read_on(c);
}

static struct exchange exchange_of(const struct connection *c)
{
    const struct passage *passage = &c->passage;
    return (struct exchange){.route = passage->match.route,
                             .request_id = c->request_id,
                             .id = passage->match.has_id ? passage->match.id : NULL,
                             .query = passage->query,
                             .token = passage->token,
                             .idempotency_key = passage->idempotency_key,
                             .if_match = passage->if_match,
                             .type = passage->type,
                             .media = passage->media,
                             .counted = passage->counted};
}

static void authorise(struct connection *c)
{
    struct exchange exchange = exchange_of(c);
    c->phase = PHASE_AUTHORISING;
    event_del(c->deadline);
    c->req = req_authorise(c->all->service, &exchange, authorised, c);
}

/* OPTIONS is answered here, as is what the gate refuses. A body not read makes that the last answer. */
static void answer_at_gate(struct connection *c)
{
    char allow[MATCH_ALLOW_SIZE];
    const struct passage *passage = &c->passage;
    match_allow(passage->match.allowed, allow);
    c->closing = c->closing || announces_body(c);
    if (passage->fault)
        reply_fault(c, passage->fault, passage->fault == FAULT_METHOD_NOT_ALLOWED ? "Allow" : NULL, allow);
    else
        reply_answer(c, &(struct answer){.status = 204, .headers = {{"Allow", allow}}});
}

/* What follows each thing the reader says: whether to go on reading. */
typedef bool heard_fn(struct connection *, struct evbuffer *in, size_t used);

static bool heard_more(struct connection *c, struct evbuffer *in, size_t used)
{
    (void)c, (void)in, (void)used;
    return false;
}

static bool heard_skip(struct connection *c, struct evbuffer *in, size_t used)
{
    (void)c;
    evbuffer_drain(in, used);
    return true;
}

/* A proxy's connection counts for the client whose request it carries. */
static bool is_one_too_many(struct connection *c)
{
    if (c->provenance.client[0] == '\0')
        return false;
    struct address client = connections_address_of(c->provenance.client);
    return !connections_count_for(c->all, &c->member, &client);
}

/* Before a large body is read, or read from the database, it is known who asks for it. */
static bool is_authorised_first(const struct passage *passage)
{
    const struct route *route = passage->match.route;
    return passage->wants_continue || route->takes || route->gives;
}

static bool heard_head(struct connection *c, struct evbuffer *in, size_t used)
{
    c->text = malloc(used);
    if (!c->text) {
        connection_doom(c);
        return false;
    }
    evbuffer_remove(in, c->text, used);
    c->started = clock_monotonic();
    c->closing = c->reader.head.close;
    provenance_read(&c->reader.head, c->text, c->proxied, &c->provenance);
    c->passage = gate_pass(&c->all->gate, &c->reader, c->text);
    if (is_one_too_many(c))
        refuse_for_now(c);
    else if (c->passage.fault || !c->passage.match.route)
        answer_at_gate(c);
    else if (is_authorised_first(&c->passage))
        authorise(c);
    else
        await_body(c);
    return c->phase == PHASE_BODY;
}

static bool heard_body(struct connection *c, struct evbuffer *in, size_t used)
{
    if (!c->body)
        c->body = evbuffer_new();
    if (c->body && evbuffer_remove_buffer(in, c->body, used) == (int)used)
        return true;
    connection_doom(c);
    return false;
}

static bool heard_done(struct connection *c, struct evbuffer *in, size_t used)
{
    (void)in, (void)used;
    struct exchange exchange = exchange_of(c);
    if (c->body) {
        exchange.body_len = evbuffer_get_length(c->body);
        exchange.body = (const char *)evbuffer_pullup(c->body, -1);
    }
    if (c->body && !exchange.body) {
        connection_doom(c);
        return false;
    }
    c->phase = PHASE_WAITING;
    event_del(c->deadline);
    c->req = req_begin(c->all->service, &exchange, answered, c);
    connection_drop_request(c);
    return false;
}

static bool heard_refusal(struct connection *c, struct evbuffer *in, size_t used)
{
    (void)in, (void)used;
    reply_and_close(c, c->reader.fault);
    return false;
}

/* One step of the reader, over what lies in the input. */
static bool hear(struct connection *c, struct evbuffer *in)
{
    static heard_fn *const heard[READING_COUNT] = {
        [READING_MORE] = heard_more, [READING_HEAD] = heard_head, [READING_BODY] = heard_body,
        [READING_SKIP] = heard_skip, [READING_DONE] = heard_done, [READING_REFUSED] = heard_refusal,
    };
    size_t len = evbuffer_get_length(in), used;
    const char *at = len > 0 ? (const char *)evbuffer_pullup(in, -1) : "";
    if (!at) {
        connection_doom(c);
        return false;
    }
    enum reading reading = reader_feed(&c->reader, at, len, &used);
    return heard[reading](c, in, used);
}

void receive_on(struct connection *c)
{
    struct evbuffer *in = bufferevent_get_input(c->bev);
    while (hear(c, in))
        continue;
}

void receive_begin(struct connection *c)
{
    if (evbuffer_get_length(bufferevent_get_input(c->bev)) == 0)
        return;
    c->phase = PHASE_HEAD;
    c->request_id = random_uuid();
    c->provenance = (struct provenance){0};
    c->started = clock_monotonic();
    connection_deadline(c, c->all->options.head_seconds);
    receive_on(c);
}

void receive_body_late(struct connection *c)
{
    int64_t more = earned(c->reader.received) - c->granted;
    if (more > 0) {
        c->granted += more;
        connection_deadline(c, more);
    } else {
        reply_and_close(c, FAULT_REQUEST_TIMEOUT);
    }
}

void receive_head_late(struct connection *c)
{
    reply_and_close(c, FAULT_REQUEST_TIMEOUT);
}
