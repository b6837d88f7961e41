/* SPDX-License-Identifier: MIT */
#include "http/http.h"

#include "base/log.h"
#include "base/random.h"
#include "http/answer.h"
#include "http/connection.h"

#include <arpa/inet.h>
#include <errno.h>
#include <event2/listener.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    BACKLOG = 1024,
    ACCEPT_PAUSE_MS = 500,
    /* Descriptors that are not connections: the loop's, the listener, the log, the database's, and the one
     * that lets a connection too many be accepted and told so. */
    DESCRIPTORS_KEPT = 32,
};

struct http {
    struct connections connections;
    struct evconnlistener *listener; /* NULL: draining */
    struct event *resume;            /* ends a pause in accepting */
    struct event *drained;
    bool paused; /* said in the log, until a connection is accepted again */
    uint16_t port;
    void (*on_drained)(void *);
    void *on_drained_arg;
};

/* Best effort, into the fresh socket's empty buffer: a connection too many is not waited for. */
static void turn_away(evutil_socket_t fd)
{
    struct envelope envelope = {.request_id = random_uuid(), .close = true};
    struct evbuffer *out = evbuffer_new();
    if (out && answer_fault(out, FAULT_TEMPORARILY_UNAVAILABLE, "Retry-After", "1", &envelope))
        evbuffer_write(out, fd);
    if (out)
        evbuffer_free(out);
    shutdown(fd, SHUT_WR);
    evutil_closesocket(fd);
}

static void accepted(struct evconnlistener *listener, evutil_socket_t fd, struct sockaddr *peer, int len,
                     void *arg)
{
    struct http *http = arg;
    struct address address = connections_address(peer);
    const int on = 1;
    (void)listener, (void)len;
    http->paused = false;
    if (connections_full(&http->connections, &address)) {
        log_line(LOG_LEVEL_WARNING, "connection turned away connections=%d", (int)http->connections.count);
        turn_away(fd);
        return;
    }
    if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) < 0)
        log_line(LOG_LEVEL_WARNING, "TCP_NODELAY refused error=%s", strerror(errno));
    if (!connection_open(&http->connections, fd, address))
        log_line(LOG_LEVEL_ERROR, "connection dropped: out of memory");
}

/* What could not be accepted stays in the queue, and the loop would come back to it at once. */
static void accept_failed(struct evconnlistener *listener, void *arg)
{
    struct http *http = arg;
    const struct timeval pause = {.tv_usec = ACCEPT_PAUSE_MS * 1000L};
    if (!http->paused)
        log_line(LOG_LEVEL_ERROR, "accepting paused error=%s", strerror(errno));
    http->paused = true;
    if (event_add(http->resume, &pause) == 0)
        evconnlistener_disable(listener);
}

static void resume(evutil_socket_t fd, short what, void *arg)
{
    struct http *http = arg;
    (void)fd, (void)what;
    if (http->listener)
        evconnlistener_enable(http->listener);
}

static void emptied(void *arg)
{
    struct http *http = arg;
    event_active(http->drained, EV_TIMEOUT, 0);
}

/* `on_drained` may close `http`. */
static void drained(evutil_socket_t fd, short what, void *arg)
{
    struct http *http = arg;
    (void)fd, (void)what;
    http->on_drained(http->on_drained_arg);
}

union place {
    struct sockaddr any;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
};

/* The socket address's length; 0 where `address` is no IPv4 or IPv6 address. */
static socklen_t place_parse(const char *address, uint16_t port, union place *out)
{
    union place place = {0};
    if (inet_pton(AF_INET, address, &place.in.sin_addr) == 1) {
        place.in.sin_family = AF_INET;
        place.in.sin_port = htons(port);
        *out = place;
        return sizeof place.in;
    }
    if (inet_pton(AF_INET6, address, &place.in6.sin6_addr) != 1)
        return 0;
    place.in6.sin6_family = AF_INET6;
    place.in6.sin6_port = htons(port);
    *out = place;
    return sizeof place.in6;
}

static uint16_t port_of(evutil_socket_t fd)
{
    union place place = {0};
    socklen_t len = sizeof place;
    if (getsockname(fd, &place.any, &len) < 0)
        return 0;
    return ntohs(place.any.sa_family == AF_INET ? place.in.sin_port : place.in6.sin6_port);
}

/* What the descriptor limit leaves for connections. */
static int32_t connections_possible(int32_t wanted)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur == RLIM_INFINITY ||
        limit.rlim_cur >= (rlim_t)wanted + DESCRIPTORS_KEPT)
        return wanted;
    int32_t possible = limit.rlim_cur > DESCRIPTORS_KEPT ? (int32_t)limit.rlim_cur - DESCRIPTORS_KEPT : 1;
    log_line(LOG_LEVEL_WARNING, "descriptor limit holds connections_max=%d wanted=%d", (int)possible,
             (int)wanted);
    return possible;
}

static bool listen_at(struct http *http, const struct http_options *options)
{
    union place place;
    socklen_t len = place_parse(options->address, options->port, &place);
    if (len == 0) {
        log_line(LOG_LEVEL_ERROR, "cannot listen: not an address address=%s", options->address);
        return false;
    }
    http->listener = evconnlistener_new_bind(
        http->connections.base, accepted, http,
        LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC | LEV_OPT_REUSEABLE, BACKLOG, &place.any, (int)len);
    if (!http->listener) {
        log_line(LOG_LEVEL_ERROR, "cannot listen address=%s port=%d error=%s", options->address,
                 (int)options->port, strerror(errno));
        return false;
    }
    evconnlistener_set_error_cb(http->listener, accept_failed);
    http->port = port_of(evconnlistener_get_fd(http->listener));
    return true;
}

struct http *http_listen(struct event_base *base, const struct http_options *options,
                         struct flow_service *service)
{
    struct http *http = calloc(1, sizeof *http);
    if (!http) {
        log_line(LOG_LEVEL_ERROR, "cannot listen: out of memory");
        return NULL;
    }
    http->connections = (struct connections){.base = base,
                                             .options = *options,
                                             .gate = {options->routes, options->body_max},
                                             .service = service,
                                             .emptied = emptied,
                                             .arg = http};
    http->connections.options.connections_max = connections_possible(options->connections_max);
    http->resume = evtimer_new(base, resume, http);
    http->drained = evtimer_new(base, drained, http);
    if (http->resume && http->drained && listen_at(http, options))
        return http;
    http_close(http);
    return NULL;
}

uint16_t http_port(const struct http *http)
{
    return http->port;
}

static void stop_accepting(struct http *http)
{
    if (http->listener)
        evconnlistener_free(http->listener);
    http->listener = NULL;
}

void http_drain(struct http *http, void (*on_drained)(void *), void *arg)
{
    http->on_drained = on_drained;
    http->on_drained_arg = arg;
    stop_accepting(http);
    http->connections.draining = true;
    if (http->connections.count == 0)
        emptied(http);
    connections_each(&http->connections, connection_retire);
}

void http_close(struct http *http)
{
    stop_accepting(http);
    http->connections.draining = false;
    connections_each(&http->connections, connection_end);
    if (http->resume)
        event_free(http->resume);
    if (http->drained)
        event_free(http->drained);
    free(http);
}
