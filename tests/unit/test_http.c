/* SPDX-License-Identifier: MIT */
/*
 * The listener and its connections, over real sockets on 127.0.0.1 and a flow that only remembers and
 * answers. Server and client share one loop, which runs until what a test waits for has come.
 */
#include "http/http.h"

#include "base/log.h"
#include "http/bind.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { TEST_SECONDS_MAX = 10, HEARD_SIZE = 512 * 1024, BODY_MAX = 64 * 1024, FILE_MAX = 128 * 1024 };

/* ---- the flow: one request at a time is remembered ---- */

struct flow_service {
    struct event_base *base;
    bool hold;          /* answer nothing */
    struct answer next; /* what to answer with */
    int pieces;         /* that come before the last of the answer; its last has the status `ends` */
    int ends;
    enum media media;
    bool counted;
    int begun, abandoned, authorised;
    struct req *current;
    const struct route *route;
    char id[65], query[64], token[64], key[64], type[64], body[256];
    size_t body_len;
};

struct req {
    struct flow_service *service;
    answered_fn *answered;
    void *transport;
    struct event *soon;
    bool answers; /* false: looks at the credentials */
};

static void drop(struct req *rq)
{
    if (rq->service->current == rq)
        rq->service->current = NULL;
    event_free(rq->soon);
    free(rq);
}

static void answer_now(evutil_socket_t fd, short what, void *arg)
{
    static const struct answer go_on = {.status = 100}, refusal = {.status = 401};
    struct req *rq = arg;
    (void)fd, (void)what;
    struct answer answer = rq->service->next;
    answer.more = rq->service->pieces-- > 0;
    answer.status = answer.more || rq->service->ends == 0 ? answer.status : rq->service->ends;
    if (!rq->answers)
        answer = strcmp(rq->service->token, "bad") == 0 ? refusal : go_on;
    rq->answered(rq->transport, &answer);
    if (!answer.more)
        drop(rq);
}

static void remember(char *to, size_t size, const char *from)
{
    snprintf(to, size, "%s", from ? from : "(none)");
}

static struct req *take(struct flow_service *service, const struct exchange *exchange, answered_fn *answered,
                        void *transport)
{
    struct req *rq = calloc(1, sizeof *rq);
    assert_non_null(rq);
    *rq = (struct req){service, answered, transport, evtimer_new(service->base, answer_now, rq), true};
    service->route = exchange->route;
    remember(service->id, sizeof service->id, exchange->id);
    remember(service->query, sizeof service->query, exchange->query);
    remember(service->token, sizeof service->token, exchange->token);
    remember(service->key, sizeof service->key, exchange->idempotency_key);
    remember(service->type, sizeof service->type, exchange->type);
    service->media = exchange->media;
    service->counted = exchange->counted;
    service->current = rq;
    if (!service->hold)
        event_active(rq->soon, EV_TIMEOUT, 0);
    return rq;
}

struct req *req_begin(struct flow_service *service, const struct exchange *exchange, answered_fn *answered,
                      void *transport)
{
    service->begun++;
    service->body_len = exchange->body_len;
    snprintf(service->body, sizeof service->body, "%.*s",
             exchange->body_len < 255 ? (int)exchange->body_len : 255, exchange->body ? exchange->body : "");
    return take(service, exchange, answered, transport);
}

struct req *req_authorise(struct flow_service *service, const struct exchange *exchange,
                          answered_fn *answered, void *transport)
{
    struct req *rq = take(service, exchange, answered, transport);
    service->authorised++;
    rq->answers = false;
    return rq;
}

void req_more(struct req *rq)
{
    event_active(rq->soon, EV_TIMEOUT, 0);
}

void req_abandon(struct req *rq)
{
    rq->service->abandoned++;
    drop(rq);
}

/* ---- the server under test ---- */

static const char any_shape;
#define TAKEN ((const struct shape *)(const void *)&any_shape)

static const struct field row_fields[] = {{0}};
static const struct shape row = {"row", 1, row_fields};
static const struct field list_fields[] = {{.name = "data", .type = FIELD_LIST, .record = &row}, {0}};
static const struct shape list = {"rows", 1, list_fields};

static const char *const kinds[] = {"application/pdf", "image/png", NULL};

static const struct route routes[] = {
    {.method = "GET", .path = "/open"},
    {.method = "GET", .path = "/things", .roles = 1},
    {.method = "POST", .path = "/things", .roles = 1, .in = TAKEN},
    {.method = "POST", .path = "/things/{id}/end", .roles = 1},
    {.method = "PATCH", .path = "/things/{id}", .in = TAKEN},
    {.method = "GET", .path = "/rows", .out = &list},
    {.method = "PUT", .path = "/files/{id}", .roles = 1, .takes = kinds},
    {.method = "GET", .path = "/files/{id}", .roles = 1, .gives = kinds},
    {0},
};
static const struct route *const tables[] = {routes, NULL};

struct fixture {
    struct event_base *base;
    struct flow_service service;
    struct http *http;
    uint16_t port;
    bool drained;
};

static struct http_options options(void)
{
    return (struct http_options){.connections_max = 64,
                                 .connections_per_address_max = 64,
                                 .head_seconds = 1,
                                 .body_seconds = 1,
                                 .write_seconds = 1,
                                 .idle_seconds = 1,
                                 .body_max = BODY_MAX,
                                 .file_max = FILE_MAX,
                                 .files_max = 1,
                                 .routes = tables};
}

static struct fixture *start(struct http_options with)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->base = event_base_new();
    f->service.base = f->base;
    f->service.next =
        (struct answer){.status = 200, .content_type = "application/json", .body = "{}", .body_len = 2};
    f->http = http_open(f->base, &with, &f->service);
    assert_non_null(f->http);
    struct http_listener listener = {.fd = bind_address("127.0.0.1", 0)};
    f->port = bind_port(listener.fd);
    assert_true(http_accept(f->http, &listener));
    return f;
}

static void stop(struct fixture *f)
{
    if (f->http)
        http_close(f->http);
    assert_null(f->service.current);
    event_base_free(f->base);
    free(f);
}

/* ---- the client ---- */

struct client {
    struct fixture *f;
    int fd;
    struct event *readable;
    char *heard;
    size_t len;
    bool ended;
};

static void hear(evutil_socket_t fd, short what, void *arg)
{
    struct client *c = arg;
    (void)what;
    ssize_t got = read(fd, c->heard + c->len, HEARD_SIZE - 1 - c->len);
    if (got < 0 && errno == EAGAIN)
        return;
    if (got > 0)
        c->len += (size_t)got;
    c->ended = got <= 0;
    if (c->ended)
        event_del(c->readable);
}

static struct client client(struct fixture *f)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(f->port)};
    struct client c = {.f = f, .fd = socket(AF_INET, SOCK_STREAM, 0), .heard = calloc(1, HEARD_SIZE)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(c.fd, (struct sockaddr *)(void *)&at, sizeof at), 0);
    assert_int_equal(fcntl(c.fd, F_SETFL, O_NONBLOCK), 0);
    assert_non_null(c.heard);
    return c;
}

static void listen_to(struct client *c)
{
    if (c->readable)
        return;
    c->readable = event_new(c->f->base, c->fd, EV_READ | EV_PERSIST, hear, c);
    assert_int_equal(event_add(c->readable, NULL), 0);
}

static void leave(struct client *c)
{
    if (c->readable)
        event_free(c->readable);
    close(c->fd);
    free(c->heard);
}

static void say_len(struct client *c, const char *bytes, size_t len)
{
    assert_int_equal(send(c->fd, bytes, len, MSG_NOSIGNAL), len);
}

static void say(struct client *c, const char *text)
{
    say_len(c, text, strlen(text));
}

static void give_up(evutil_socket_t fd, short what, void *arg)
{
    (void)fd, (void)what;
    *(bool *)arg = true;
}

/* Runs the loop until `done(arg)`; fails the test where that does not come. */
static void run_until(struct fixture *f, bool (*done)(void *), void *arg)
{
    bool late = false;
    const struct timeval most = {.tv_sec = TEST_SECONDS_MAX};
    struct event *guard = evtimer_new(f->base, give_up, &late);
    assert_int_equal(event_add(guard, &most), 0);
    while (!done(arg) && !late)
        assert_int_not_equal(event_base_loop(f->base, EVLOOP_ONCE), -1);
    event_free(guard);
    if (late)
        fail_msg("waited in vain");
}

static bool has_ended(void *arg)
{
    return ((struct client *)arg)->ended;
}

/* Everything the server says until it closes. */
static const char *to_the_end(struct client *c)
{
    listen_to(c);
    run_until(c->f, has_ended, c);
    return c->heard;
}

struct wait {
    struct client *client;
    const char *text;
};

static bool has_heard(void *arg)
{
    const struct wait *wait = arg;
    return strstr(wait->client->heard, wait->text) != NULL;
}

static void until_heard(struct client *c, const char *text)
{
    struct wait wait = {c, text};
    listen_to(c);
    run_until(c->f, has_heard, &wait);
}

static void on_drained(void *arg)
{
    struct fixture *f = arg;
    f->drained = true;
    http_close(f->http);
    f->http = NULL;
}

static bool is_drained(void *arg)
{
    return ((struct fixture *)arg)->drained;
}

static bool has_begun(void *arg)
{
    return ((struct flow_service *)arg)->begun > 0;
}

static bool is_under_way(void *arg)
{
    return ((struct flow_service *)arg)->current != NULL;
}

static bool has_abandoned(void *arg)
{
    return ((struct flow_service *)arg)->abandoned > 0;
}

static int count(const char *text, const char *what)
{
    int n = 0;
    for (; (text = strstr(text, what)) != NULL; text++)
        n++;
    return n;
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* Sends a request that the server closes after, and checks its status and something in its answer. */
static void expect(struct fixture *f, const char *request, const char *status, const char *part)
{
    struct client c = client(f);
    say(&c, request);
    const char *heard = to_the_end(&c);
    char start_line[64];
    snprintf(start_line, sizeof start_line, "HTTP/1.1 %s ", status);
    if (!begins(heard, start_line) || !strstr(heard, part) || count(heard, "X-Request-Id: ") != 1)
        fail_msg("%s\nexpected %s with %s, heard\n%s", request, status, part, heard);
    leave(&c);
}

#define HOST " HTTP/1.1\r\nHost: a\r\n"
#define CLOSE "Connection: close\r\n\r\n"
#define BEARER "Authorization: Bearer t.0~k\r\n"
#define JSON "Content-Type: application/json\r\n"

static void test_answer(void **state)
{
    (void)state;
    struct fixture *f = start(options());
    f->service.next.headers[0].name = "Location";
    f->service.next.headers[0].value = "/things/7";
    f->service.next.status = 201;
    struct client c = client(f);
    say(&c,
        "POST /things?a=b" HOST BEARER JSON "Idempotency-Key: k\r\nContent-Length: 7\r\n" CLOSE "{\"a\":1}");
    const char *heard = to_the_end(&c);
    assert_true(begins(heard, "HTTP/1.1 201 Created\r\n"));
    assert_non_null(strstr(heard, "\r\nX-Request-Id: "));
    assert_non_null(strstr(heard, "\r\nCache-Control: no-store\r\n"));
    assert_non_null(strstr(heard, "\r\nX-Content-Type-Options: nosniff\r\n"));
    assert_non_null(strstr(heard, "\r\nLocation: /things/7\r\n"));
    assert_non_null(strstr(heard, "\r\nConnection: close\r\n"));
    assert_non_null(strstr(heard, "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"));
    assert_ptr_equal(f->service.route, &routes[2]);
    assert_string_equal(f->service.query, "a=b");
    assert_string_equal(f->service.token, "t.0~k");
    assert_string_equal(f->service.key, "k");
    assert_string_equal(f->service.id, "(none)");
    assert_string_equal(f->service.body, "{\"a\":1}");
    leave(&c);
    stop(f);
}

static void test_id_and_chunks(void **state)
{
    (void)state;
    struct fixture *f = start(options());
    expect(f,
           "PATCH /things/a%2D7" HOST "Content-Type: application/merge-patch+json\r\n"
           "Transfer-Encoding: chunked\r\n" CLOSE "2\r\n{\"\r\n5;x\r\na\":1}\r\n0\r\nT: u\r\n\r\n",
           "200", "{}");
    assert_string_equal(f->service.id, "a-7");
    assert_string_equal(f->service.body, "{\"a\":1}");
    assert_string_equal(f->service.token, "(none)");
    stop(f);
}

static void test_refusals(void **state)
{
    (void)state;
    static const struct {
        const char *request, *status, *part;
    } cases[] = {
        {"GET /open\r\n", "400", "\"malformed_request\""},
        {"GET /open HTTP/2.0\r\n", "505", "\"version_not_supported\""},
        {"TRACE /open" HOST CLOSE, "501", "\"not_implemented\""},
        {"GET /nothing" HOST CLOSE, "404", "\"not_found\""},
        {"GET /open/" HOST CLOSE, "404", "\"not_found\""},
        {"PUT /things" HOST CLOSE, "405", "\r\nAllow: GET, HEAD, POST, OPTIONS\r\n"},
        {"PUT /things" HOST "Content-Length: 9\r\n\r\n", "405", "\r\nConnection: close\r\n"},
        {"PUT /things" HOST "Transfer-Encoding: chunked\r\n\r\n", "405", "\r\nConnection: close\r\n"},
        {"GET /things" HOST CLOSE, "401", "\r\nWWW-Authenticate: Bearer realm="},
        {"GET /things" HOST CLOSE, "401", "\"token_missing\""},
        {"GET /things" HOST "Authorization: Basic abc\r\n" CLOSE, "401", "\"token_invalid\""},
        {"GET /things" HOST "Authorization: Bearer\r\n" CLOSE, "401", "\"token_invalid\""},
        {"GET /things" HOST "Authorization: Bearer a b\r\n" CLOSE, "401", "\"token_invalid\""},
        {"GET /things" HOST "Authorization: Bearer =\r\n" CLOSE, "401", "\"token_invalid\""},
        {"GET /things" HOST "Authorization: bEARER a==\r\n" CLOSE, "200", "{}"},
        {"GET /things" HOST "Accept: text/csv\r\n" CLOSE, "401", "\"token_missing\""},
        {"GET /things" HOST BEARER "Accept: text/csv\r\n" CLOSE, "406", "\"not_acceptable\""},
        {"GET /things" HOST BEARER "Accept: text/csv\r\nAccept: */*;q=0.1\r\n" CLOSE, "200", "{}"},
        {"GET /things" HOST BEARER "Accept: application/problem+json\r\n" CLOSE, "200", "{}"},
        {"GET /things" HOST BEARER "Accept:\r\n" CLOSE, "200", "{}"},
        {"POST /things" HOST BEARER CLOSE, "415", "\"unsupported_media_type\""},
        {"POST /things" HOST BEARER "Content-Type: text/plain\r\nContent-Length: 1\r\n\r\n", "415",
         "close\r\n"},
        {"POST /things" HOST BEARER "Content-Type: application/merge-patch+json\r\n" CLOSE, "415",
         "unsupported"},
        {"POST /things" HOST BEARER JSON CLOSE, "411", "\"length_required\""},
        {"POST /things" HOST BEARER JSON "Content-Length: 65537\r\n\r\n", "413", "\"too_large\""},
        {"POST /things" HOST BEARER JSON "Transfer-Encoding: chunked\r\n\r\n10001\r\n", "413",
         "\"too_large\""},
        {"POST /things/7/end" HOST BEARER "Content-Length: 1\r\n\r\n", "413", "\"too_large\""},
        {"POST /things/7/end" HOST BEARER "Content-Length: 0\r\n" CLOSE, "200", "{}"},
        {"POST /things" HOST BEARER JSON "Content-Length: 1\r\nExpect: tea\r\n\r\n", "400",
         "\"malformed_request\""},
        {"GET /open" HOST "Expect: 100-continue\r\n" CLOSE, "200", "{}"},
        {"POST /things HTTP/1.0\r\nHost: a\r\nExpect: 100-continue\r\n" BEARER JSON
         "Content-Length: 1\r\n\r\n1",
         "200", "{}"},
        {"GET /open HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", "200",
         "\r\nConnection: close\r\n"},
        {"OPTIONS /things/7" HOST CLOSE, "204", "\r\nAllow: PATCH, OPTIONS\r\n"},
        {"OPTIONS /nothing" HOST CLOSE, "404", "\"not_found\""},
    };
    struct fixture *f = start(options());
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(f, cases[i].request, cases[i].status, cases[i].part);
    stop(f);
}

/* HEAD has the fields of GET and no body; 204 has no length. A refused HEAD has no body either. */
static void test_bodiless(void **state)
{
    (void)state;
    struct fixture *f = start(options());
    struct client c = client(f);
    say(&c, "HEAD /open" HOST "\r\nHEAD /nothing" HOST "\r\nOPTIONS /open" HOST CLOSE);
    const char *heard = to_the_end(&c);
    assert_int_equal(count(heard, "HTTP/1.1 "), 3);
    assert_int_equal(count(heard, "Content-Length: "), 2);
    assert_non_null(strstr(heard, "\r\nContent-Length: 2\r\n\r\nHTTP/1.1 404 Not Found\r\n"));
    assert_null(strchr(heard, '{'));
    assert_true(strlen(heard) > 4 && strcmp(heard + strlen(heard) - 4, "\r\n\r\n") == 0);
    assert_ptr_equal(f->service.route, &routes[0]);
    leave(&c);
    stop(f);
}

/* Requests sent together are begun one after the other, and answered in their order. */
static void test_pipelining(void **state)
{
    (void)state;
    struct fixture *f = start(options());
    struct client c = client(f);
    f->service.hold = true;
    say(&c, "GET /open" HOST "\r\nGET /nothing" HOST "\r\nGET /open" HOST CLOSE);
    run_until(f, is_under_way, &f->service);
    assert_int_equal(f->service.begun, 1);
    assert_int_equal(event_base_loop(f->base, EVLOOP_NONBLOCK), 0);
    assert_int_equal(f->service.begun, 1);
    f->service.hold = false;
    event_active(f->service.current->soon, EV_TIMEOUT, 0);
    const char *heard = to_the_end(&c);
    assert_int_equal(f->service.begun, 2);
    assert_int_equal(count(heard, "HTTP/1.1 200 "), 2);
    assert_int_equal(count(heard, "HTTP/1.1 404 "), 1);
    assert_true(strstr(heard, " 404 ") > strstr(heard, " 200 "));
    assert_null(strstr(strstr(heard, " 404 "), "HTTP/1.1 404"));
    leave(&c);
    stop(f);
}

/* A client that sends without end while its request is under way fills the kernel's buffers, not the
 * server's. */
static void test_back_pressure(void **state)
{
    (void)state;
    static const char junk[64 * 1024];
    struct fixture *f = start(options());
    struct client c = client(f);
    f->service.hold = true;
    say(&c, "GET /open" HOST "\r\n");
    run_until(f, is_under_way, &f->service);
    while (send(c.fd, junk, sizeof junk, MSG_NOSIGNAL) > 0)
        assert_int_not_equal(event_base_loop(f->base, EVLOOP_NONBLOCK), -1);
    assert_int_equal(errno, EAGAIN);
    assert_int_equal(f->service.abandoned, 0);
    leave(&c);
    stop(f);
}

static void test_keep_alive(void **state)
{
    (void)state;
    struct fixture *f = start(options());
    struct client c = client(f);
    say(&c, "GET /things" HOST "\r\n");
    until_heard(&c, "token_missing");
    assert_null(strstr(c.heard, "Connection: close"));
    say(&c, "GET /open" HOST "\r\n");
    until_heard(&c, "HTTP/1.1 200 OK");
    to_the_end(&c); /* idle: closed without a word */
    assert_int_equal(count(c.heard, "HTTP/1.1 "), 2);
    leave(&c);
    stop(f);
}

static void test_expect(void **state)
{
    (void)state;
    struct fixture *f = start(options());
    struct client c = client(f);
    say(&c, "POST /things" HOST BEARER JSON "Expect: 100-Continue\r\nContent-Length: 2\r\n" CLOSE);
    until_heard(&c, "HTTP/1.1 100 Continue\r\n\r\n");
    assert_int_equal(f->service.begun, 0);
    say(&c, "[]");
    to_the_end(&c);
    assert_int_equal(count(c.heard, "HTTP/1.1 200 "), 1);
    assert_int_equal(f->service.authorised, 1);
    assert_string_equal(f->service.body, "[]");
    assert_string_equal(f->service.token, "t.0~k");
    leave(&c);
    /* a body that does not wait for the answer */
    expect(f, "POST /things" HOST BEARER JSON "Expect: 100-continue\r\nContent-Length: 65537\r\n\r\n", "413",
           "close");
    c = client(f);
    say(&c, "POST /things" HOST BEARER JSON "Expect: 100-continue\r\nContent-Length: 2\r\n" CLOSE "{}");
    assert_int_equal(count(to_the_end(&c), "HTTP/1.1 200 "), 1);
    leave(&c);
    int begun = f->service.begun;
    expect(f,
           "POST /things" HOST "Authorization: Bearer bad\r\n" JSON
           "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n",
           "401", "WWW-Authenticate");
    assert_int_equal(f->service.begun, begun);
    stop(f);
}

#define PUT_FILE "PUT /files/7" HOST BEARER
#define PDF "Content-Type: application/pdf\r\n"

/* Whoever sends a file, or asks for one, is known before it is read; it may be larger than other bodies. */
static void test_files(void **state)
{
    (void)state;
    static char large[FILE_MAX + 1];
    struct fixture *f = start(options());
    expect(f, PUT_FILE PDF "Content-Length: 131073\r\n\r\n", "413", "A body here has at most 131072 bytes.");
    expect(f, PUT_FILE PDF "Transfer-Encoding: chunked\r\n\r\n20001\r\n", "413", "131072");
    expect(f, "POST /things" HOST BEARER JSON "Content-Length: 65537\r\n\r\n", "413", "65536");
    expect(f, PUT_FILE "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n", "415", "close");
    expect(f, PUT_FILE "Content-Length: 2\r\n\r\n", "415", "close");
    expect(f, PUT_FILE PDF CLOSE, "411", "length_required");
    expect(f, "GET /files/7" HOST BEARER "Accept: image/*\r\n" CLOSE, "200", "{}");
    expect(f, "GET /files/7" HOST BEARER "Accept: application/problem+json\r\n" CLOSE, "200", "{}");
    expect(f, "GET /files/7" HOST BEARER "Accept: application/json, image/png;q=0\r\n" CLOSE, "406", "close");
    int begun = f->service.begun;
    expect(f, "PUT /files/7" HOST "Authorization: Bearer bad\r\n" PDF "Content-Length: 131072\r\n\r\n", "401",
           "close");
    expect(f, "GET /files/7" HOST "Authorization: Bearer bad\r\n" CLOSE, "401", "close");
    assert_int_equal(f->service.begun, begun);
    struct client c = client(f);
    memset(large, 'x', FILE_MAX);
    say(&c, "PUT /files/7" HOST BEARER "Content-Type: IMAGE/png\r\nContent-Length: 131072\r\n\r\n");
    for (size_t sent = 0; sent < FILE_MAX; sent += FILE_MAX / 8) {
        say_len(&c, large + sent, FILE_MAX / 8);
        event_base_loop(f->base, EVLOOP_NONBLOCK);
    }
    until_heard(&c, "200 OK");
    assert_int_equal(f->service.body_len, FILE_MAX);
    assert_string_equal(f->service.type, "image/png");
    say(&c, "GET /files/7" HOST BEARER "\r\nGET /open" HOST CLOSE);
    assert_int_equal(count(to_the_end(&c), "HTTP/1.1 200 "), 3);
    leave(&c);
    stop(f);
}

static void expect_one_too_many(struct fixture *f)
{
    expect(f, PUT_FILE PDF "Content-Length: 2\r\n\r\n12", "503", "\r\nRetry-After: 1\r\n");
    expect(f, "GET /files/7" HOST BEARER CLOSE, "503", "\r\nRetry-After: 1\r\n");
    expect(f, "GET /things" HOST BEARER CLOSE, "200", "{}");
}

static void begin_file(struct client *c)
{
    say(c, PUT_FILE PDF "Expect: 100-continue\r\nContent-Length: 2\r\n" CLOSE);
    until_heard(c, "100 Continue");
}

/* One at a time here: who comes meanwhile is told to come again, until it was answered or has hung up. */
static void test_few_files(void **state)
{
    (void)state;
    struct fixture *f = start(options());
    struct client answered = client(f), gone = client(f);
    begin_file(&answered);
    expect_one_too_many(f);
    say(&answered, "12");
    assert_int_equal(count(to_the_end(&answered), "HTTP/1.1 200 "), 1);
    leave(&answered);
    begin_file(&gone);
    expect_one_too_many(f);
    leave(&gone);
    while (http_connections(f->http) > 0)
        event_base_loop(f->base, EVLOOP_ONCE);
    expect(f, PUT_FILE PDF "Content-Length: 2\r\n" CLOSE "12", "200", "{}");
    stop(f);
}

static void test_slow(void **state)
{
    (void)state;
    struct fixture *f = start(options());
    struct client nothing = client(f), head = client(f), body = client(f), chunks = client(f);
    say(&head, "GET /open HTTP/1.1\r\nHo");
    say(&body, "POST /things" HOST BEARER JSON "Content-Length: 2\r\n\r\n{");
    say(&chunks, "POST /things" HOST BEARER JSON "Transfer-Encoding: chunked\r\n\r\n5\r\n{");
    assert_string_equal(to_the_end(&nothing), "");
    assert_true(begins(to_the_end(&head), "HTTP/1.1 408 "));
    assert_true(begins(to_the_end(&body), "HTTP/1.1 408 "));
    assert_true(begins(to_the_end(&chunks), "HTTP/1.1 408 "));
    assert_non_null(strstr(body.heard, "\"request_timeout\""));
    assert_int_equal(f->service.begun, 0);
    leave(&nothing), leave(&head), leave(&body), leave(&chunks);
    stop(f);
}

/* 32 KiB announced, or arrived in chunks, earn two seconds on top of the one. */
static void test_earned_time(void **state)
{
    (void)state;
    static char kib[1024];
    struct fixture *f = start(options());
    struct client announced = client(f), chunked = client(f), idle = client(f);
    memset(kib, ' ', sizeof kib);
    say(&announced, "POST /things" HOST BEARER JSON "Content-Length: 32768\r\n\r\n");
    say(&chunked, "POST /things" HOST BEARER JSON "Transfer-Encoding: chunked\r\n\r\n8001\r\n");
    for (int i = 0; i < 32; i++)
        say_len(&chunked, kib, sizeof kib);
    to_the_end(&idle); /* one second */
    struct client second = client(f);
    to_the_end(&second); /* and another */
    say(&chunked, " \r\n0\r\n\r\n");
    for (int i = 0; i < 32; i++)
        say_len(&announced, kib, sizeof kib);
    until_heard(&announced, "HTTP/1.1 200 ");
    until_heard(&chunked, "HTTP/1.1 200 ");
    leave(&announced), leave(&chunked), leave(&idle), leave(&second);
    stop(f);
}

/* A client that does not read its answer is let go, and one that reads gets all of it. */
static void test_large_answer(void **state)
{
    (void)state;
    enum { LARGE = 16 * 1024 * 1024 };
    struct fixture *f = start(options());
    char *large = malloc(LARGE);
    assert_non_null(large);
    memset(large, 'x', LARGE);
    f->service.next.body = large;
    f->service.next.body_len = 300 * 1024;
    f->service.next.body_stays = true;
    struct client c = client(f);
    say(&c, "GET /open" HOST CLOSE);
    const char *body = strstr(to_the_end(&c), "\r\n\r\nx");
    assert_non_null(body);
    assert_int_equal(strspn(body + 4, "x"), 300 * 1024);
    assert_int_equal(strlen(body + 4), 300 * 1024);
    leave(&c);
    f->service.begun = 0;
    f->service.next.body_len = LARGE;
    f->service.next.body_stays = false;
    struct client deaf = client(f);
    say(&deaf, "GET /open" HOST CLOSE);
    run_until(f, has_begun, &f->service);
    http_drain(f->http, false, on_drained, f);
    run_until(f, is_drained, f);
    leave(&deaf);
    free(large);
    stop(f);
}

/* The refusal arrives whole although the client goes on sending what nobody reads. */
static void test_lingering(void **state)
{
    (void)state;
    static const char junk[32 * 1024];
    struct fixture *f = start(options());
    struct client c = client(f);
    say(&c, "POST /things" HOST BEARER JSON "Content-Length: 99999999\r\n\r\n");
    say_len(&c, junk, sizeof junk);
    assert_true(begins(to_the_end(&c), "HTTP/1.1 413 "));
    assert_int_equal(send(c.fd, junk, 1, MSG_NOSIGNAL), 1); /* no reset yet */
    assert_non_null(strstr(c.heard, "\"too_large\""));
    leave(&c);
    /* so does a refusal of a file that is being sent, */
    struct client sender = client(f);
    say(&sender, "PUT /files/7" HOST "Authorization: Bearer bad\r\n" PDF "Content-Length: 131072\r\n\r\n");
    assert_true(begins(to_the_end(&sender), "HTTP/1.1 401 "));
    for (int sent = 0; sent < FILE_MAX; sent += (int)sizeof junk) {
        say_len(&sender, junk, sizeof junk);
        assert_int_not_equal(event_base_loop(f->base, EVLOOP_NONBLOCK), -1);
    }
    assert_int_equal(send(sender.fd, junk, 1, MSG_NOSIGNAL), 1);
    leave(&sender);
    /* for a second, or 64 KiB more than the route might have taken */
    struct client greedy = client(f);
    say(&greedy, "GET / HTTP/9.9\r\n");
    to_the_end(&greedy);
    while (send(greedy.fd, junk, sizeof junk, MSG_NOSIGNAL) > 0)
        assert_int_not_equal(event_base_loop(f->base, EVLOOP_NONBLOCK), -1);
    assert_true(errno == ECONNRESET || errno == EPIPE);
    leave(&greedy);
    stop(f);
}

/* Three pieces: to HTTP/1.1 in chunks, to HTTP/1.0 up to the end of the connection, to HEAD not at all. */
static void test_pieces(void **state)
{
    (void)state;
    static const struct {
        const char *request, *fields, *body;
    } cases[] = {
        {"GET /rows" HOST CLOSE, "Transfer-Encoding: chunked\r\n",
         "\r\n\r\n2\r\n{}\r\n2\r\n{}\r\n2\r\n{}\r\n0\r\n\r\n"},
        {"GET /rows HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", "Connection: close\r\n",
         "\r\n\r\n{}{}{}"},
        {"HEAD /rows" HOST CLOSE, "Transfer-Encoding: chunked\r\n", "\r\n\r\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture *f = start(options());
        struct client c = client(f);
        f->service.pieces = 2;
        say(&c, cases[i].request);
        const char *heard = to_the_end(&c), *body = strstr(heard, "\r\n\r\n");
        assert_non_null(body);
        assert_string_equal(body, cases[i].body);
        assert_non_null(strstr(heard, cases[i].fields));
        assert_null(strstr(heard, "Content-Length"));
        leave(&c);
        stop(f);
    }
}

static void test_pieces_then_another_request(void **state)
{
    (void)state;
    struct fixture *f = start(options());
    struct client c = client(f);
    f->service.pieces = 2;
    say(&c, "GET /rows" HOST "\r\nHEAD /rows" HOST "\r\nGET /open" HOST CLOSE);
    const char *heard = to_the_end(&c);
    assert_int_equal(count(heard, "HTTP/1.1 200 OK"), 3);
    assert_int_equal(count(heard, "chunked"), 1);
    leave(&c);
    stop(f);
}

/* What fails between two pieces ends in a reset, and without the last chunk. */
static void test_pieces_cut_short(void **state)
{
    (void)state;
    struct fixture *f = start(options());
    struct client c = client(f);
    f->service.pieces = 2;
    f->service.ends = 503;
    say(&c, "GET /rows" HOST "\r\n");
    const char *heard = to_the_end(&c);
    assert_null(strstr(heard, "0\r\n\r\n"));
    assert_int_equal(count(heard, "HTTP/1.1"), 1);
    leave(&c);
    stop(f);
}

/*
 * Whoever hangs up between two pieces is not read for any more. The pieces are large: this flow has the next
 * one at once, and the loop goes on to look at sockets only when one of them takes no more.
 */
static void test_pieces_hang_up(void **state)
{
    (void)state;
    enum { LARGE = 256 * 1024 };
    struct fixture *f = start(options());
    char *large = malloc(LARGE);
    assert_non_null(large);
    memset(large, 'x', LARGE);
    f->service.next.body = large;
    f->service.next.body_len = LARGE;
    f->service.pieces = INT32_MAX;
    struct client c = client(f);
    say(&c, "GET /rows" HOST "\r\n");
    until_heard(&c, "xx");
    leave(&c);
    run_until(f, has_abandoned, &f->service);
    free(large);
    stop(f);
}

static void test_preferences(void **state)
{
    (void)state;
    static const struct {
        const char *fields;
        enum media media;
        bool counted;
    } cases[] = {
        {"", MEDIA_JSON, false},
        {"Accept: text/csv\r\n", MEDIA_CSV, false},
        {"Accept: text/csv, */*\r\n", MEDIA_CSV, false},
        {"Accept: text/html, */*;q=0.8\r\n", MEDIA_JSON, false},
        {"Accept: application/x-ndjson;q=0.9, application/json;q=0.5\r\n", MEDIA_NDJSON, false},
        {"Accept: application/x-ndjson;q=0.5\r\nAccept: application/json;q=0.9\r\n", MEDIA_JSON, false},
        {"Accept: application/json;q=0, */*\r\n", MEDIA_CSV, false},
        {"Prefer: count=exact\r\n", MEDIA_JSON, true},
        {"Prefer: respond-async\r\nPrefer: wait=10, Count=exact; x=y\r\n", MEDIA_JSON, true},
        {"Prefer: count=planned, count\r\n", MEDIA_JSON, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture *f = start(options());
        char request[256];
        snprintf(request, sizeof request, "GET /rows" HOST "%s" CLOSE, cases[i].fields);
        expect(f, request, "200", "{}");
        assert_int_equal(f->service.media, cases[i].media);
        assert_int_equal(f->service.counted, cases[i].counted);
        stop(f);
    }
}

static void test_hang_up(void **state)
{
    (void)state;
    struct fixture *f = start(options());
    struct client c = client(f);
    f->service.hold = true;
    say(&c, "GET /open" HOST "\r\n");
    run_until(f, is_under_way, &f->service);
    leave(&c);
    run_until(f, has_abandoned, &f->service);
    assert_null(f->service.current);
    stop(f);
}

static void test_caps(void **state)
{
    (void)state;
    struct http_options few = options();
    few.connections_per_address_max = 2;
    struct fixture *f = start(few);
    struct client a = client(f), b = client(f);
    say(&a, "GET /open" HOST "\r\n");
    say(&b, "GET /open" HOST "\r\n");
    until_heard(&a, "200 OK");
    until_heard(&b, "200 OK");
    struct client c = client(f);
    assert_true(begins(to_the_end(&c), "HTTP/1.1 503 "));
    assert_non_null(strstr(c.heard, "\r\nRetry-After: 1\r\n"));
    say(&a, "GET /open" HOST CLOSE);
    to_the_end(&a);
    leave(&a), leave(&c);
    to_the_end(&b);
    struct client d = client(f);
    say(&d, "GET /open" HOST CLOSE);
    assert_true(begins(to_the_end(&d), "HTTP/1.1 200 "));
    leave(&b), leave(&d);
    stop(f);
    few = options();
    few.connections_max = 0;
    f = start(few);
    c = client(f);
    assert_true(begins(to_the_end(&c), "HTTP/1.1 503 "));
    leave(&c);
    stop(f);
}

static void test_drain(void **state)
{
    (void)state;
    struct fixture *f = start(options());
    struct client idle = client(f), busy = client(f);
    say(&idle, "GET /open" HOST "\r\n");
    until_heard(&idle, "{}");
    f->service.hold = true;
    say(&busy, "GET /open" HOST "\r\n");
    run_until(f, is_under_way, &f->service);
    http_drain(f->http, false, on_drained, f);
    assert_false(f->drained);
    to_the_end(&idle);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(f->port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)(void *)&at, sizeof at), -1);
    close(fd);
    event_active(f->service.current->soon, EV_TIMEOUT, 0);
    assert_non_null(strstr(to_the_end(&busy), "Connection: close\r\n"));
    leave(&idle), leave(&busy);
    run_until(f, is_drained, f);
    stop(f);
    f = start(options());
    http_drain(f->http, false, on_drained, f); /* with nobody there */
    assert_false(f->drained);
    run_until(f, is_drained, f);
    stop(f);
}

static void test_drain_with_patience(void **state)
{
    (void)state;
    struct fixture *f = start(options());
    struct client idle = client(f), silent = client(f);
    say(&idle, "GET /open" HOST "\r\n");
    until_heard(&idle, "{}");
    say(&silent, "GET /open" HOST "\r\n");
    until_heard(&silent, "{}");
    http_drain(f->http, true, on_drained, f);
    say(&idle, "GET /open" HOST "\r\n");
    assert_non_null(strstr(to_the_end(&idle), "Connection: close\r\n"));
    assert_int_equal(count(idle.heard, "HTTP/1.1 200 "), 2);
    assert_false(f->drained);
    http_retire(f->http);
    assert_int_equal(count(to_the_end(&silent), "HTTP/1.1 200 "), 1);
    leave(&idle), leave(&silent);
    run_until(f, is_drained, f);
    stop(f);
}

static void test_bind(void **state)
{
    (void)state;
    int fd = bind_address("127.0.0.1", 0);
    assert_true(fd >= 0);
    assert_int_equal(bind_address("127.0.0.1", bind_port(fd)), -1);
    assert_int_equal(bind_address("localhost", 0), -1);
    close(fd);
    fd = bind_address("::1", 0);
    assert_true(fd < 0 || bind_port(fd) > 0); /* where there is IPv6 */
    if (fd >= 0)
        close(fd);
}

static void test_bind_path(void **state)
{
    (void)state;
    char folder[] = "/tmp/accord-bind.XXXXXX", path[64], far[200];
    struct stat is;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/socket", folder);
    int fd = bind_path(path);
    assert_true(fd >= 0);
    assert_int_equal(bind_port(fd), 0);
    assert_int_equal(stat(path, &is), 0);
    assert_int_equal(is.st_mode & 0777, 0660);
    assert_int_equal(bind_path(path), -1); /* somebody listens there */
    close(fd);
    fd = bind_path(path); /* left over */
    assert_true(fd >= 0);
    close(fd);
    unlink(path);
    memset(far, 'x', sizeof far - 1);
    far[0] = '/', far[sizeof far - 1] = '\0';
    assert_int_equal(bind_path(far), -1);
    rmdir(folder);
}

/* Without a descriptor to spare, accepting pauses (a loop that spun would never come back), then goes on. */
static void test_no_descriptors(void **state)
{
    (void)state;
    if (getenv("ACCORD_TEST_MEMCHECK"))
        skip(); /* valgrind keeps the limit itself: it accepts, and then closes */
    struct fixture *f = start(options());
    struct client c = client(f);
    struct rlimit before, none;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    none = before;
    none.rlim_cur = (rlim_t)c.fd + 1;
    say(&c, "GET /open" HOST CLOSE);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    assert_int_equal(event_base_loop(f->base, EVLOOP_NONBLOCK), 0);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_int_equal(f->service.begun, 0);
    assert_true(begins(to_the_end(&c), "HTTP/1.1 200 "));
    leave(&c);
    stop(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answer),
        cmocka_unit_test(test_id_and_chunks),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_bodiless),
        cmocka_unit_test(test_pipelining),
        cmocka_unit_test(test_back_pressure),
        cmocka_unit_test(test_keep_alive),
        cmocka_unit_test(test_expect),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_few_files),
        cmocka_unit_test(test_slow),
        cmocka_unit_test(test_earned_time),
        cmocka_unit_test(test_large_answer),
        cmocka_unit_test(test_lingering),
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_pieces_then_another_request),
        cmocka_unit_test(test_pieces_cut_short),
        cmocka_unit_test(test_pieces_hang_up),
        cmocka_unit_test(test_preferences),
        cmocka_unit_test(test_hang_up),
        cmocka_unit_test(test_caps),
        cmocka_unit_test(test_drain),
        cmocka_unit_test(test_drain_with_patience),
        cmocka_unit_test(test_bind),
        cmocka_unit_test(test_bind_path),
        cmocka_unit_test(test_no_descriptors),
    };
    signal(SIGPIPE, SIG_IGN);
    log_threshold(LOG_LEVEL_ERROR);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
