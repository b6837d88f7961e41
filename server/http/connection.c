/* SPDX-License-Identifier: MIT */
#include "http/connection_inside.h"

#include <event2/bufferevent_ssl.h>
#include <stdlib.h>

enum {
    LINGER_SECONDS = 1,
    LINGER_BYTES_MAX = 64 * 1024,
};

void connection_doom(struct connection *c)
{
    c->phase = PHASE_DOOMED;
    bufferevent_trigger_event(c->bev, BEV_EVENT_ERROR, BEV_TRIG_DEFER_CALLBACKS);
}

/* A failure shows itself when the loop writes. */
static void send_at_once(struct bufferevent *bev, struct evbuffer *out)
{
    evbuffer_unfreeze(out, 1);
    (void)evbuffer_write(out, bufferevent_getfd(bev));
    evbuffer_freeze(out, 1);
}

/* TLS writes from the loop alone. */
void connection_send(struct connection *c)
{
    struct evbuffer *out = bufferevent_get_output(c->bev);
    if (!c->ssl)
        send_at_once(c->bev, out);
    if (!c->ssl && evbuffer_get_length(out) == 0)
        bufferevent_trigger(c->bev, EV_WRITE, BEV_TRIG_IGNORE_WATERMARKS | BEV_TRIG_DEFER_CALLBACKS);
    else if (bufferevent_enable(c->bev, EV_WRITE) < 0)
        connection_doom(c);
}

void connection_deadline(struct connection *c, int64_t seconds)
{
    const struct timeval in = {.tv_sec = seconds};
    if (event_add(c->deadline, &in) < 0)
        connection_doom(c);
}

void connection_drop_request(struct connection *c)
{
    free(c->text);
    c->text = NULL;
    if (c->body)
        evbuffer_free(c->body);
    c->body = NULL;
}

/* What a client sends on is thrown away: as much as the route might have taken, since it is being sent. */
static void linger_on(struct connection *c)
{
    struct evbuffer *in = bufferevent_get_input(c->bev);
    size_t len = evbuffer_get_length(in);
    c->lingered += len;
    evbuffer_drain(in, len);
    if (c->lingered > LINGER_BYTES_MAX + (size_t)c->reader.body_max)
        connection_end(c);
}

/*
 * While nobody takes in what the client sends, a full input must stop the reading altogether: at its high
 * watermark alone, libevent calls back again and again, as fast as it can.
 */
static void hold_back(struct connection *c)
{
    if (evbuffer_get_length(bufferevent_get_input(c->bev)) >= HEAD_MAX)
        bufferevent_disable(c->bev, EV_READ);
}

static void read_again(struct connection *c)
{
    if (!(bufferevent_get_enabled(c->bev) & EV_READ) && bufferevent_enable(c->bev, EV_READ) < 0)
        connection_doom(c);
}

void connection_read_on(struct connection *c)
{
    read_again(c);
    bufferevent_trigger(c->bev, EV_READ, BEV_TRIG_IGNORE_WATERMARKS | BEV_TRIG_DEFER_CALLBACKS);
}

/* Its bytes have gone. */
static void drop_file(struct connection *c)
{
    if (c->has_file)
        connections_drop_file(c->all);
    c->has_file = false;
}

static void linger(struct connection *c)
{
    if (c->hung_up) {
        connection_end(c);
        return;
    }
    if (c->ssl)
        tls_goodbye(c->ssl);
    shutdown(bufferevent_getfd(c->bev), SHUT_WR);
    c->phase = PHASE_LINGERING;
    read_again(c);
    connection_deadline(c, LINGER_SECONDS);
    linger_on(c);
}

/* A request that has been waiting in the input is begun now. */
static void next_request(struct connection *c)
{
    if (c->all->draining && !c->all->patient) {
        linger(c);
        return;
    }
    drop_file(c);
    c->phase = PHASE_IDLE;
    c->passage = (struct passage){0};
    c->closing = false;
    c->in_pieces = false;
    reader_start(&c->reader);
    read_again(c);
    connection_deadline(c, c->all->options.idle_seconds);
    receive_begin(c);
}

/* "100 Continue" has gone out. */
static void continue_body(struct connection *c)
{
    read_again(c);
    receive_on(c);
}

static void (*const on_bytes[PHASE_COUNT])(struct connection *) = {
    [PHASE_IDLE] = receive_begin, [PHASE_HEAD] = receive_on,   [PHASE_AUTHORISING] = hold_back,
    [PHASE_BODY] = receive_on,    [PHASE_WAITING] = hold_back, [PHASE_PASSING] = hold_back,
    [PHASE_WRITING] = hold_back,  [PHASE_CLOSING] = hold_back, [PHASE_LINGERING] = linger_on,
};

static void (*const on_sent[PHASE_COUNT])(struct connection *) = {
    [PHASE_BODY] = continue_body,
    [PHASE_PASSING] = reply_on,
    [PHASE_WRITING] = next_request,
    [PHASE_CLOSING] = linger,
};

static void (*const on_late[PHASE_COUNT])(struct connection *) = {
    [PHASE_IDLE] = connection_end,
    [PHASE_HEAD] = receive_head_late,
    [PHASE_BODY] = receive_body_late,
    [PHASE_LINGERING] = connection_end,
};

static void bytes_came(struct bufferevent *bev, void *arg)
{
    struct connection *c = arg;
    (void)bev;
    if (on_bytes[c->phase])
        on_bytes[c->phase](c);
}

static void bytes_went(struct bufferevent *bev, void *arg)
{
    struct connection *c = arg;
    if (!c->ssl)
        bufferevent_disable(bev, EV_WRITE);
    if (on_sent[c->phase])
        on_sent[c->phase](c);
}

static void deadline_passed(evutil_socket_t fd, short what, void *arg)
{
    struct connection *c = arg;
    (void)fd, (void)what;
    if (on_late[c->phase])
        on_late[c->phase](c);
}

/* A client that stops sending while it is being answered still gets the answer; before that it has gone. */
static void socket_changed(struct bufferevent *bev, short what, void *arg)
{
    struct connection *c = arg;
    (void)bev;
    if (what & BEV_EVENT_CONNECTED) /* the handshake is done */
        return;
    if ((what & BEV_EVENT_EOF) && (c->phase == PHASE_WRITING || c->phase == PHASE_CLOSING)) {
        c->hung_up = true;
        c->phase = PHASE_CLOSING;
    } else {
        connection_end(c);
    }
}

static void start(struct connection *c)
{
    const struct timeval write = {.tv_sec = c->all->options.write_seconds};
    reader_start(&c->reader);
    bufferevent_setcb(c->bev, bytes_came, bytes_went, socket_changed, c);
    bufferevent_set_timeouts(c->bev, NULL, &write);
    bufferevent_setwatermark(c->bev, EV_READ, 0, HEAD_MAX);
    connection_deadline(c, c->all->options.head_seconds);
    bufferevent_disable(c->bev, EV_WRITE);
    if (bufferevent_enable(c->bev, c->ssl ? EV_READ | EV_WRITE : EV_READ) < 0)
        connection_doom(c);
}

/* The bufferevent takes over the socket and the TLS. */
static struct bufferevent *bufferevent_for(struct event_base *base, evutil_socket_t fd, struct ssl_st *ssl)
{
    if (!ssl)
        return bufferevent_socket_new(base, fd, BEV_OPT_CLOSE_ON_FREE);
    return bufferevent_openssl_socket_new(base, fd, ssl, BUFFEREVENT_SSL_ACCEPTING, BEV_OPT_CLOSE_ON_FREE);
}

static bool prepare(struct connection *c, evutil_socket_t fd, const struct origin *origin)
{
    c->ssl = origin->tls ? tls_accept(origin->tls) : NULL;
    c->deadline = origin->tls && !c->ssl ? NULL : evtimer_new(c->all->base, deadline_passed, c);
    if (!c->deadline || !connections_join(c->all, &c->member, &origin->address))
        return false;
    c->bev = bufferevent_for(c->all->base, fd, c->ssl);
    if (!c->bev)
        connections_leave(c->all, &c->member);
    return c->bev != NULL;
}

bool connection_open(struct connections *all, evutil_socket_t fd, const struct origin *origin)
{
    struct connection *c = calloc(1, sizeof *c);
    if (!c) {
        evutil_closesocket(fd);
        return false;
    }
    c->all = all;
    c->member.connection = c;
    c->proxied = origin->proxied;
    if (prepare(c, fd, origin)) {
        start(c);
        return true;
    }
    if (c->deadline)
        event_free(c->deadline);
    tls_drop(c->ssl);
    evutil_closesocket(fd);
    free(c);
    return false;
}

void connection_cut(struct connection *c)
{
    const struct linger none = {.l_onoff = 1};
    setsockopt(bufferevent_getfd(c->bev), SOL_SOCKET, SO_LINGER, &none, sizeof none);
    connection_end(c);
}

void connection_retire(struct connection *c)
{
    if (c->phase == PHASE_IDLE)
        connection_end(c);
}

void connection_end(struct connection *c)
{
    if (c->req)
        req_abandon(c->req);
    drop_file(c);
    connections_leave(c->all, &c->member);
    event_free(c->deadline);
    bufferevent_free(c->bev);
    connection_drop_request(c);
    free(c);
}
