/* SPDX-License-Identifier: MIT */
#include "http/http.h"

#include "base/log.h"
#include "base/random.h"
#include "http/answer.h"
#include "http/connection.h"

#include <errno.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { ACCEPT_PAUSE_MS = 500 };

/* A socket that is listened on. */
struct ear {
    struct http *http;
    struct evconnlistener *listener;
    bool proxied;
    struct tls *tls;
};

struct http {
    struct connections connections;
    struct ear ears[HTTP_LISTENERS_MAX];
    size_t ear_count;     /* 0: draining */
    struct event *resume; /* ends a pause in accepting */
    struct event *drained;
    bool paused; /* said in the log, until a connection is accepted again */
    void (*on_drained)(void *);
    void *on_drained_arg;
};

/* Best effort, into the fresh socket's empty buffer: a connection too many is not waited for, nor is a
 * handshake made with it. */
static void turn_away(evutil_socket_t fd, bool silently)
{
    struct envelope envelope = {.request_id = random_uuid(), .close = true};
    struct evbuffer *out = evbuffer_new();
    if (out && !silently &&
        answer_fault(out, FAULT_TEMPORARILY_UNAVAILABLE, NULL, "Retry-After", "1", &envelope))
        evbuffer_write(out, fd);
    if (out)
        evbuffer_free(out);
    shutdown(fd, SHUT_WR);
    evutil_closesocket(fd);
}

/* How many come by way of a proxy is its own affair: the clients behind it are counted as they ask. */
static bool is_too_many(const struct ear *ear, const struct address *address)
{
    const struct connections *all = &ear->http->connections;
    return connections_full(all) || (!ear->proxied && connections_full_of(all, address));
}

static void send_at_once(evutil_socket_t fd)
{
    const int on = 1;
    if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) < 0)
        log_line(LOG_LEVEL_WARNING, "TCP_NODELAY refused error=%s", strerror(errno));
}

static void accepted(struct evconnlistener *listener, evutil_socket_t fd, struct sockaddr *peer, int len,
                     void *arg)
{
    struct ear *ear = arg;
    struct http *http = ear->http;
    struct address address = connections_address(peer);
    (void)listener, (void)len;
    http->paused = false;
    if (is_too_many(ear, &address)) {
        log_line(LOG_LEVEL_WARNING, "connection turned away connections=%d", (int)http->connections.count);
        turn_away(fd, ear->tls != NULL);
        return;
    }
    if (!ear->proxied)
        send_at_once(fd);
    if (!connection_open(&http->connections, fd, &(struct origin){address, ear->proxied, ear->tls}))
        log_line(LOG_LEVEL_ERROR, "connection dropped: out of memory");
}

/* What could not be accepted stays in the queue, and the loop would come back to it at once. */
static void accept_failed(struct evconnlistener *listener, void *arg)
{
    struct http *http = ((struct ear *)arg)->http;
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
    for (size_t i = 0; i < http->ear_count; i++)
        evconnlistener_enable(http->ears[i].listener);
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

/* What the descriptor limit leaves for connections, and for the one more that is accepted to be told so. */
static int32_t connections_possible(const struct http_options *options)
{
    struct rlimit limit;
    int32_t wanted = options->connections_max;
    rlim_t kept = (rlim_t)options->descriptors_kept + 1;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur == RLIM_INFINITY ||
        limit.rlim_cur >= (rlim_t)wanted + kept)
        return wanted;
    int32_t possible = limit.rlim_cur > kept ? (int32_t)(limit.rlim_cur - kept) : 1;
    log_line(LOG_LEVEL_WARNING, "descriptor limit holds connections_max=%d wanted=%d", (int)possible,
             (int)wanted);
    return possible;
}

bool http_accept(struct http *http, const struct http_listener *with)
{
    struct ear *ear = &http->ears[http->ear_count];
    *ear = (struct ear){.http = http, .proxied = with->proxied, .tls = with->tls};
    ear->listener = evconnlistener_new(http->connections.base, accepted, ear,
                                       LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0, with->fd);
    if (!ear->listener) {
        log_line(LOG_LEVEL_ERROR, "cannot listen: out of memory");
        close(with->fd);
        return false;
    }
    evconnlistener_set_error_cb(ear->listener, accept_failed);
    http->ear_count++;
    return true;
}

struct http *http_open(struct event_base *base, const struct http_options *options,
                       struct flow_service *service)
{
    struct http *http = calloc(1, sizeof *http);
    if (!http) {
        log_line(LOG_LEVEL_ERROR, "cannot listen: out of memory");
        return NULL;
    }
    http->connections = (struct connections){.base = base,
                                             .options = *options,
                                             .gate = {options->routes, options->body_max, options->file_max},
                                             .service = service,
                                             .emptied = emptied,
                                             .arg = http};
    http->connections.options.connections_max = connections_possible(options);
    http->resume = evtimer_new(base, resume, http);
    http->drained = evtimer_new(base, drained, http);
    if (http->resume && http->drained)
        return http;
    log_line(LOG_LEVEL_ERROR, "cannot listen: out of memory");
    http_close(http);
    return NULL;
}

int32_t http_connections(const struct http *http)
{
    return http->connections.count;
}

static void stop_accepting(struct http *http)
{
    for (size_t i = 0; i < http->ear_count; i++)
        evconnlistener_free(http->ears[i].listener);
    http->ear_count = 0;
}

void http_drain(struct http *http, bool patient, void (*on_drained)(void *), void *arg)
{
    http->on_drained = on_drained;
    http->on_drained_arg = arg;
    stop_accepting(http);
    http->connections.draining = true;
    http->connections.patient = patient;
    if (http->connections.count == 0)
        emptied(http);
    else if (!patient)
        http_retire(http);
}

void http_retire(struct http *http)
{
    http->connections.patient = false;
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
