/* SPDX-License-Identifier: MIT */
/*
 * The reader's rules: for each, a request that it refuses and a neighbour that it takes. Every request is fed
 * whole and byte by byte, and both must come to the same.
 */
#include "http/reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { BODY_MAX = 32, BODY_SIZE = 256 };

/* A request fed to its end: FAULT_NONE when complete, `hungry` when it needs more. */
struct outcome {
    enum fault fault;
    bool hungry;
    char body[BODY_SIZE];
    size_t body_len, used;
    struct head head;
};

/* What the caller of a reader does with what it says; false at the request's end. */
static bool follow(struct reader *reader, enum reading reading, const char *at, size_t used,
                   struct outcome *outcome)
{
    outcome->used += used;
    outcome->fault = reader->fault;
    if (reading == READING_BODY) {
        assert_true(outcome->body_len + used <= BODY_MAX);
        memcpy(outcome->body + outcome->body_len, at, used);
        outcome->body_len += used;
    }
    if (reading == READING_HEAD) {
        outcome->head = reader->head;
        outcome->fault = reader_body(reader, BODY_MAX);
    }
    return reading != READING_REFUSED && reading != READING_DONE && !outcome->fault;
}

static struct outcome feed(const char *request, size_t len, size_t step)
{
    struct outcome outcome = {0};
    struct reader reader;
    reader_start(&reader);
    for (size_t offered = step < len ? step : len;;) {
        size_t used;
        const char *at = request + outcome.used;
        enum reading reading = reader_feed(&reader, at, offered - outcome.used, &used);
        if (reading == READING_MORE && offered == len) {
            outcome.hungry = true;
            return outcome;
        }
        if (reading == READING_MORE)
            offered += step < len - offered ? step : len - offered;
        else if (!follow(&reader, reading, at, used, &outcome))
            return outcome;
    }
}

static struct outcome read_len(const char *request, size_t len)
{
    char *copy = malloc(len + 1); /* of exactly its size, for AddressSanitizer */
    assert_non_null(copy);
    memcpy(copy, request, len);
    struct outcome whole = feed(copy, len, len), dripped = feed(copy, len, 1);
    free(copy);
    assert_int_equal(whole.fault, dripped.fault);
    assert_int_equal(whole.hungry, dripped.hungry);
    if (!whole.fault)
        assert_int_equal(whole.used, dripped.used);
    assert_int_equal(whole.body_len, dripped.body_len);
    assert_memory_equal(whole.body, dripped.body, BODY_SIZE);
    return whole;
}

static struct outcome read_request(const char *request)
{
    return read_len(request, strlen(request));
}

enum { CASES_MAX = 16 };

/* A rule of the reader's: requests that keep it, and neighbours that break it. */
struct rule {
    const char *name;
    struct {
        const char *request; /* NULL: no more */
        enum fault fault;
    } cases[CASES_MAX];
};

static void check_rule(const struct rule *rule)
{
    int taken = 0, refused = 0;
    for (size_t i = 0; i < CASES_MAX && rule->cases[i].request; i++) {
        struct outcome outcome = read_request(rule->cases[i].request);
        if (outcome.fault != rule->cases[i].fault || outcome.hungry)
            fail_msg("%s: %s: %s%s", rule->name, rule->cases[i].request,
                     outcome.fault ? fault_info(outcome.fault)->code : "taken",
                     outcome.hungry ? ", wants more" : "");
        taken += !outcome.fault;
        refused += outcome.fault != FAULT_NONE;
    }
    if (taken == 0 || refused == 0)
        fail_msg("%s: no request that %s it", rule->name, taken ? "breaks" : "keeps");
}

static void check(const struct rule *rules, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_rule(&rules[i]);
}
#define CHECK(rules) check(rules, sizeof rules / sizeof *rules)

#define GOOD FAULT_NONE
#define BAD FAULT_MALFORMED_REQUEST

static void test_request_line(void **state)
{
    (void)state;
    static const struct rule rules[] = {
        {"every line ends with CRLF, and no CR or LF stands alone",
         {
             {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", GOOD},
             {"GET / HTTP/1.1\nHost: a\r\n\r\n", BAD},
             {"GET / HTTP/1.1\rHost: a\r\n\r\n", BAD},
             {"GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", BAD},
         }},
        {"nothing comes before the method",
         {
             {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", GOOD},
             {"\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
             {" GET / HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
         }},
        {"one space on either side of the target, and none at the end",
         {
             {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", GOOD},
             {"GET / HTTP/1.1 \r\nHost: a\r\n\r\n", BAD},
             {"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
             {"GET /  HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
             {"GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
             {"GET / x HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
         }},
        {"the version is HTTP/1.1 or HTTP/1.0",
         {
             {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", GOOD},
             {"GET / HTTP/1.0\r\nHost: a\r\n\r\n", GOOD},
             {"GET /\r\nHost: a\r\n\r\n", BAD},
             {"GET / http/1.1\r\nHost: a\r\n\r\n", BAD},
             {"GET / HTTP/1.11\r\nHost: a\r\n\r\n", BAD},
             {"GET / HTTP/11\r\nHost: a\r\n\r\n", BAD},
             {"GET / HTTP/1.2\r\nHost: a\r\n\r\n", FAULT_VERSION_NOT_SUPPORTED},
             {"GET / HTTP/0.9\r\nHost: a\r\n\r\n", FAULT_VERSION_NOT_SUPPORTED},
             {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", FAULT_VERSION_NOT_SUPPORTED},
         }},
        {"the method is one of a list",
         {
             {"OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n", GOOD},
             {"DELETE / HTTP/1.1\r\nHost: a\r\n\r\n", GOOD},
             {"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", GOOD},
             {"PUT / HTTP/1.1\r\nHost: a\r\n\r\n", GOOD},
             {"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", FAULT_NOT_IMPLEMENTED},
             {"get / HTTP/1.1\r\nHost: a\r\n\r\n", FAULT_NOT_IMPLEMENTED},
             {"CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", FAULT_NOT_IMPLEMENTED},
         }},
        {"the method is a token",
         {
             {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", GOOD},
             {"G(T / HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
         }},
    };
    CHECK(rules);
}

static void test_target(void **state)
{
    (void)state;
    static const struct rule rules[] = {
        {"a target in origin form",
         {
             {"GET /a/b?c=d&e=%20?/ HTTP/1.1\r\nHost: a\r\n\r\n", GOOD},
             {"GET /a? HTTP/1.1\r\nHost: a\r\n\r\n", GOOD},
             {"GET a HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
             {"GET ?a HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
             {"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
         }},
        {"no fragment",
         {
             {"GET /a/b?c=d&e=%20?/ HTTP/1.1\r\nHost: a\r\n\r\n", GOOD},
             {"GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
             {"GET /a?b#c HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
         }},
        {"characters of a URI, and no 8-bit",
         {
             {"GET /a/b?c=d&e=%20?/ HTTP/1.1\r\nHost: a\r\n\r\n", GOOD},
             {"GET /a\\b HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
             {"GET /a\x7f HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
             {"GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
             {"GET /?\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
         }},
        {"escapes are two hex digits, and not of NUL",
         {
             {"GET /%c3%A9 HTTP/1.1\r\nHost: a\r\n\r\n", GOOD},
             {"GET /%01 HTTP/1.1\r\nHost: a\r\n\r\n", GOOD},
             {"GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
             {"GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
             {"GET /?a=% HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
             {"GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
             {"GET /?%00 HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
         }},
        {"a target in absolute form has the authority of Host",
         {
             {"GET http://a:80/b HTTP/1.1\r\nHost: a:80\r\n\r\n", GOOD},
             {"GET HTTPS://EXAMPLE/b HTTP/1.1\r\nHost: example\r\n\r\n", GOOD},
             {"GET http://a:80/b HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
             {"GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
             {"GET http://u@a/b HTTP/1.1\r\nHost: u@a\r\n\r\n", BAD},
         }},
        {"a target in absolute form has a host, a path, and http or https",
         {
             {"GET http://a:80/b HTTP/1.1\r\nHost: a:80\r\n\r\n", GOOD},
             {"GET http://a HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
             {"GET http:///b HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
             {"GET ftp://a/b HTTP/1.1\r\nHost: a\r\n\r\n", BAD},
         }},
    };
    CHECK(rules);
    struct outcome outcome = read_request("GET http://a/b%20c?d=e HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_int_equal(outcome.head.method, METHOD_GET);
    assert_int_equal(outcome.head.path.at, strlen("GET http://a"));
    assert_int_equal(outcome.head.path.len, strlen("/b%20c"));
    assert_int_equal(outcome.head.query.at, strlen("GET http://a/b%20c?"));
    assert_int_equal(outcome.head.query.len, strlen("d=e"));
    assert_int_equal(read_request("GET / HTTP/1.1\r\nHost: a\r\n\r\n").head.query.at, 0);
}

static void test_host(void **state)
{
    (void)state;
    static const struct rule rules[] = {
        {"there is one Host",
         {
             {"GET / HTTP/1.1\r\nhOST:a\t \r\n\r\n", GOOD},
             {"GET / HTTP/1.1\r\n\r\n", BAD},
             {"GET / HTTP/1.0\r\n\r\n", BAD},
             {"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", BAD},
         }},
        {"Host is a name or an address",
         {
             {"GET / HTTP/1.1\r\nHost: a,b\r\n\r\n", GOOD}, /* a sub-delim of a registered name */
             {"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", GOOD},
             {"GET / HTTP/1.1\r\nhOST:a\t \r\n\r\n", GOOD},
             {"GET / HTTP/1.1\r\nHost:\r\n\r\n", BAD},
             {"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", BAD},
             {"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", BAD},
             {"GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", BAD},
             {"GET / HTTP/1.1\r\nHost: :80\r\n\r\n", BAD},
         }},
        {"a port has one to five digits",
         {
             {"GET / HTTP/1.1\r\nHost: accord.example:65535\r\n\r\n", GOOD},
             {"GET / HTTP/1.1\r\nHost: a:\r\n\r\n", BAD},
             {"GET / HTTP/1.1\r\nHost: a:8x\r\n\r\n", BAD},
             {"GET / HTTP/1.1\r\nHost: a:123456\r\n\r\n", BAD},
         }},
        {"an IPv6 address stands in brackets",
         {
             {"GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", GOOD},
             {"GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", BAD},
             {"GET / HTTP/1.1\r\nHost: []\r\n\r\n", BAD},
             {"GET / HTTP/1.1\r\nHost: [::x]\r\n\r\n", BAD},
         }},
    };
    CHECK(rules);
}

#define GET "GET / HTTP/1.1\r\nHost: a\r\n"
#define POST "POST / HTTP/1.1\r\nHost: a\r\n"
#define CHUNKED POST "Transfer-Encoding: chunked\r\n\r\n"

static void test_fields(void **state)
{
    (void)state;
    static const struct rule rules[] = {
        {"a name is a token, and the colon follows it at once",
         {
             {GET "X: y\r\n\r\n", GOOD},
             {GET "X : y\r\n\r\n", BAD},
             {GET "X\r\n\r\n", BAD},
             {GET ": y\r\n\r\n", BAD},
             {GET "X Y: z\r\n\r\n", BAD},
             {GET "X\xc3\xa9: z\r\n\r\n", BAD},
         }},
        {"no folding",
         {
             {GET "X: 1\r\nX: 2\r\n\r\n", GOOD},
             {GET "X: y\r\n folded\r\n\r\n", BAD},
             {GET "X: y\r\n\tfolded: z\r\n\r\n", BAD},
             {GET " X: y\r\n\r\n", BAD},
         }},
        {"every line ends with CRLF, and no CR or LF stands alone",
         {
             {GET "X: y\r\n\r\n", GOOD},
             {GET "X: y\n\r\n", BAD},
             {GET "X: y\rZ: z\r\n\r\n", BAD},
             {GET "X: y\r\n\n", BAD},
         }},
        {"a value has no controls but tabs",
         {
             {GET "X:\r\n\r\n", GOOD},
             {GET "X: caf\xc3\xa9\tb\r\n\r\n", GOOD},
             {GET "X: y\x01\r\n\r\n", BAD},
             {GET "X: y\x7f\r\n\r\n", BAD},
         }},
    };
    CHECK(rules);
}

/* Neither a NUL nor a bare LF in any line, said as soon as it comes and not when the line is whole. */
static void test_no_nul(void **state)
{
    (void)state;
    static const char *const before[] = {"GET /",
                                         GET "X",
                                         GET "X: a",
                                         GET,
                                         CHUNKED "3",
                                         CHUNKED "3;a",
                                         CHUNKED "3\r\nabc",
                                         CHUNKED "0\r\n",
                                         CHUNKED "0\r\nX: y"};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        char request[256];
        size_t len = strlen(before[i]);
        memcpy(request, before[i], len + 1); /* its NUL too */
        assert_true(read_len(request, len).hungry);
        assert_int_equal(read_len(request, len + 1).fault, BAD);
        request[len] = '\n';
        assert_int_equal(read_len(request, len + 1).fault, BAD);
    }
}

static void test_single_fields(void **state)
{
    (void)state;
    static const struct {
        const char *field;
        enum fault twice;
    } fields[] = {
        {"Authorization: Bearer a\r\n", BAD},
        {"Content-Type: application/json\r\n", BAD},
        {"Idempotency-Key: k\r\n", BAD},
        {"If-Match: \"1\"\r\n", BAD},
        {"Cookie: a=b\r\n", BAD},
        {"Expect: 100-continue\r\n", BAD},
        {"traceparent: 00-a-b-00\r\n", BAD},
        {"Content-Length: 0\r\n", BAD},
        {"Accept: */*\r\n", GOOD},
        {"Connection: keep-alive\r\n", GOOD},
        {"Prefer: a\r\n", GOOD},
        {"User-Agent: u\r\n", GOOD},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        char once[128], twice[192];
        snprintf(once, sizeof once, GET "%s\r\n", fields[i].field);
        snprintf(twice, sizeof twice, GET "%s%s\r\n", fields[i].field, fields[i].field);
        assert_int_equal(read_request(once).fault, GOOD);
        assert_int_equal(read_request(twice).fault, fields[i].twice);
    }
}

static void test_values(void **state)
{
    (void)state;
    static const char request[] = GET "Accept: a/b\r\nAuthorization:\t Bearer xyz \r\nAccept: c/d\r\n\r\n";
    struct head head = read_request(request).head;
    struct slice value;
    assert_true(head_value(&head, HEADER_AUTHORIZATION, 0, &value));
    assert_int_equal(value.len, strlen("Bearer xyz"));
    assert_memory_equal(request + value.at, "Bearer xyz", value.len);
    assert_true(head_value(&head, HEADER_ACCEPT, 1, &value));
    assert_memory_equal(request + value.at, "c/d", 3);
    assert_false(head_value(&head, HEADER_ACCEPT, 2, &value));
    assert_false(head_value(&head, HEADER_EXPECT, 0, &value));
}

static void test_connection(void **state)
{
    (void)state;
    static const struct {
        const char *request;
        bool close;
    } cases[] = {
        {GET "\r\n", false},
        {GET "Connection: keep-alive\r\n\r\n", false},
        {GET "Connection: close\r\n\r\n", true},
        {GET "Connection: closed\r\n\r\n", false},
        {GET "Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n", true},
        {GET "Upgrade: h2c\r\n\r\n", false},
        {GET "Connection: TE , Close\r\n\r\n", true},
        {GET "Connection: TE\r\nConnection: close\r\n\r\n", true},
        {"GET / HTTP/1.0\r\nHost: a\r\n\r\n", true},
        {"GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(read_request(cases[i].request).head.close, cases[i].close);
}

static void test_framing(void **state)
{
    (void)state;
    static const struct rule rules[] = {
        {"a Content-Length has 1 to 18 digits, and nothing else",
         {
             {POST "Content-Length: 3\r\n\r\nabc", GOOD},
             {POST "Content-Length: 000000000000000003\r\n\r\nabc", GOOD},
             {POST "Content-Length: 0000000000000000003\r\n\r\nabc", BAD},
             {POST "Content-Length:\r\n\r\n", BAD},
             {POST "Content-Length: +3\r\n\r\nabc", BAD},
             {POST "Content-Length: -3\r\n\r\nabc", BAD},
             {POST "Content-Length: 0x3\r\n\r\nabc", BAD},
             {POST "Content-Length: 3,3\r\n\r\nabc", BAD},
             {POST "Content-Length: 3 3\r\n\r\nabc", BAD},
             {POST "\r\n", GOOD}, /* 411 is the gate's */
         }},
        {"spaces alone stand beside what frames a body",
         {
             {POST "Content-Length:  3 \r\n\r\nabc", GOOD},
             {POST "Content-Length : 3\r\n\r\nabc", BAD},
             {POST "Content-Length: 3\t\r\n\r\nabc", BAD},
             {POST "Content-Length:\t3\r\n\r\nabc", BAD},
             {POST "Transfer-Encoding: chunked\t\r\n\r\n0\r\n\r\n", BAD},
         }},
        {"one Content-Length",
         {
             {POST "Content-Length: 3\r\n\r\nabc", GOOD},
             {POST "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", BAD},
         }},
        {"a Content-Length or a Transfer-Encoding",
         {
             {POST "Content-Length: 3\r\n\r\nabc", GOOD},
             {POST "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", BAD},
             {POST "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", BAD},
         }},
        {"one Transfer-Encoding",
         {
             {POST "Transfer-Encoding: Chunked\r\n\r\n0\r\n\r\n", GOOD},
             {POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", BAD},
         }},
        {"no Transfer-Encoding but chunked",
         {
             {POST "Transfer-Encoding: Chunked\r\n\r\n0\r\n\r\n", GOOD},
             {POST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", BAD},
             {POST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", BAD},
             {POST "Transfer-Encoding: identity\r\n\r\n", BAD},
             {POST "Transfer-Encoding:\r\n\r\n", BAD},
         }},
        {"no chunks in HTTP/1.0",
         {
             {"POST / HTTP/1.0\r\nHost: a\r\nContent-Length: 1\r\n\r\na", GOOD},
             {"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", BAD},
         }},
        {"no body where the method has none",
         {
             {GET "Content-Length: 0\r\n\r\n", GOOD},
             {"PATCH / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\na", GOOD},
             {GET "Content-Length: 1\r\n\r\na", BAD},
             {GET "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", BAD},
             {"DELETE / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\na", BAD},
         }},
    };
    CHECK(rules);
}

static void test_chunks(void **state)
{
    (void)state;
    static const struct rule rules[] = {
        {"a size has 1 to 8 hex digits, and nothing else",
         {
             {CHUNKED "1\r\na\r\n02\r\nbc\r\n000\r\n\r\n", GOOD},
             {CHUNKED "00000003\r\nabc\r\n0\r\n\r\n", GOOD},
             {CHUNKED "A\r\n0123456789\r\n0\r\n\r\n", GOOD},
             {CHUNKED "000000003\r\nabc\r\n0\r\n\r\n", BAD},
             {CHUNKED "\r\nabc\r\n0\r\n\r\n", BAD},
             {CHUNKED "0x3\r\nabc\r\n0\r\n\r\n", BAD},
             {CHUNKED "-1\r\n\r\n", BAD},
             {CHUNKED " 3\r\nabc\r\n0\r\n\r\n", BAD},
             {CHUNKED "3 \r\nabc\r\n0\r\n\r\n", BAD},
             {CHUNKED "g\r\nabc\r\n0\r\n\r\n", BAD},
         }},
        {"every line ends with CRLF, and no CR or LF stands alone",
         {
             {CHUNKED "3\r\nabc\r\n0\r\n\r\n", GOOD},
             {CHUNKED "3\nabc\r\n0\r\n\r\n", BAD},
             {CHUNKED "3\r\nabc\r\n0\r\n\n", BAD},
             {CHUNKED "3\r\nabc\r\n0\r\n\rx", BAD},
         }},
        {"CRLF follows a chunk at once",
         {
             {CHUNKED "3\r\nabc\r\n0\r\n\r\n", GOOD},
             {CHUNKED "3\r\nabcd\r\n0\r\n\r\n", BAD},
             {CHUNKED "3\r\nabc\n0\r\n\r\n", BAD},
             {CHUNKED "3\r\nabc0\r\n\r\n", BAD},
         }},
        {"an extension is a name, or a name and a value, without white space",
         {
             {CHUNKED "3;a\r\nabc\r\n0;b=c\r\n\r\n", GOOD},
             {CHUNKED "3;a=\"b c\"\r\nabc\r\n0\r\n\r\n", GOOD},
             {CHUNKED "3;\r\nabc\r\n0\r\n\r\n", BAD},
             {CHUNKED "3;a=\r\nabc\r\n0\r\n\r\n", BAD},
             {CHUNKED "3;a=\"b\r\nabc\r\n0\r\n\r\n", BAD},
             {CHUNKED "3;a=\"\\\"\"\r\nabc\r\n0\r\n\r\n", BAD},
             {CHUNKED "3 ;a\r\nabc\r\n0\r\n\r\n", BAD},
             {CHUNKED "3;a b\r\nabc\r\n0\r\n\r\n", BAD},
             {CHUNKED "3,a\r\nabc\r\n0\r\n\r\n", BAD},
         }},
        {"a trailer is a well-formed field",
         {
             {CHUNKED "0\r\nX: y\r\nZ:\r\n\r\n", GOOD},
             {CHUNKED "0\r\nX : y\r\n\r\n", BAD},
             {CHUNKED "0\r\nX: y\r\n z\r\n\r\n", BAD},
             {CHUNKED "0\r\nX: y\n\r\n", BAD},
             {CHUNKED "0\r\nX: y\x01\r\n\r\n", BAD},
         }},
        {"no trailer is of those that are looked at",
         {
             {CHUNKED "0\r\nX: y\r\nZ:\r\n\r\n", GOOD},
             {CHUNKED "0\r\nContent-Length: 3\r\n\r\n", BAD},
             {CHUNKED "0\r\nAuthorization: Bearer a\r\n\r\n", BAD},
         }},
    };
    CHECK(rules);
}

static void test_body(void **state)
{
    (void)state;
    struct outcome outcome = read_request(CHUNKED "3\r\nabc\r\n2;x\r\nde\r\n0\r\nX: y\r\n\r\nGET");
    assert_int_equal(outcome.fault, GOOD);
    assert_string_equal(outcome.body, "abcde");
    assert_int_equal(outcome.used, strlen(CHUNKED "3\r\nabc\r\n2;x\r\nde\r\n0\r\nX: y\r\n\r\n"));
    outcome = read_request(POST "Content-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\n");
    assert_string_equal(outcome.body, "abc");
    assert_int_equal(outcome.used, strlen(POST "Content-Length: 3\r\n\r\nabc"));
}

static void test_body_limit(void **state)
{
    (void)state;
    static const char full[] = "abcdefghijklmnopqrstuvwxyz012345"; /* BODY_MAX */
    char request[256];
    snprintf(request, sizeof request, POST "Content-Length: 32\r\n\r\n%s", full);
    assert_int_equal(read_request(request).body_len, BODY_MAX);
    /* refused on the announcement, with no byte of the body there */
    assert_int_equal(read_request(POST "Content-Length: 33\r\n\r\n").fault, FAULT_TOO_LARGE);
    assert_int_equal(read_request(POST "Content-Length: 999999999999999999\r\n\r\n").fault, FAULT_TOO_LARGE);
    snprintf(request, sizeof request, CHUNKED "20\r\n%s\r\n0\r\n\r\n", full);
    assert_int_equal(read_request(request).fault, GOOD);
    snprintf(request, sizeof request, CHUNKED "20\r\n%s\r\n1\r\n", full);
    assert_int_equal(read_request(request).fault, FAULT_TOO_LARGE);
    assert_int_equal(read_request(CHUNKED "21\r\n").fault, FAULT_TOO_LARGE);
    assert_int_equal(read_request(CHUNKED "ffffffff\r\n").fault, FAULT_TOO_LARGE);
}

/* Until a request is complete the reader waits, and says nothing of what may come. */
static void test_incomplete(void **state)
{
    (void)state;
    static const char request[] = CHUNKED "3;x=y\r\nabc\r\n0\r\nX: y\r\n\r\n";
    for (size_t len = 0; len < sizeof request - 1; len++)
        assert_true(read_len(request, len).hungry);
    assert_false(read_len(request, sizeof request - 1).hungry);
}

/* A head of exactly `len` bytes: its request line as long as that takes, or its one field. */
static struct outcome head_of(size_t len, bool long_target)
{
    char *request = malloc(len + 1);
    const char *before = long_target ? "GET /" : GET "X: ",
               *after = long_target ? " HTTP/1.1\r\nHost: a\r\n\r\n" : "\r\n\r\n";
    size_t start = strlen(before), rest = strlen(after);
    assert_non_null(request);
    memset(request, 'x', len);
    memcpy(request, before, start);
    memcpy(request + len - rest, after, rest);
    struct outcome outcome = read_len(request, len);
    free(request);
    return outcome;
}

static void test_head_limits(void **state)
{
    (void)state;
    assert_int_equal(head_of(HEAD_MAX, true).fault, GOOD);
    assert_int_equal(head_of(HEAD_MAX + 1, true).fault, FAULT_HEAD_TOO_LARGE);
    assert_int_equal(head_of(HEAD_MAX + 100, true).fault, FAULT_TARGET_TOO_LONG);
    assert_int_equal(head_of(HEAD_MAX, false).fault, GOOD);
    assert_int_equal(head_of(HEAD_MAX + 1, false).fault, FAULT_HEAD_TOO_LARGE);
}

static enum fault with_fields(const char *field, int count, const char *rest)
{
    char request[4096] = "POST / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 0; i < count; i++)
        strcat(request, field);
    return read_request(strcat(request, rest)).fault;
}

static void test_field_limits(void **state)
{
    (void)state;
    assert_int_equal(with_fields("X: y\r\n", HEAD_FIELDS_MAX - 1, "\r\n"), GOOD);
    assert_int_equal(with_fields("X: y\r\n", HEAD_FIELDS_MAX, "\r\n"), FAULT_HEAD_TOO_LARGE);
    assert_int_equal(with_fields("Accept: y\r\n", HEAD_KEPT_MAX - 1, "\r\n"), GOOD);
    assert_int_equal(with_fields("Accept: y\r\n", HEAD_KEPT_MAX, "\r\n"), FAULT_HEAD_TOO_LARGE);
}

/* Extensions and trailers of `extension` and `trailer` bytes. */
static enum fault dropping(size_t extension, size_t trailer)
{
    char request[3 * READER_DROPPED_MAX], *at = request;
    at += sprintf(at, CHUNKED "1;");
    memset(at, 'x', extension - 1);
    at += extension - 1;
    at += sprintf(at, "\r\na\r\n0\r\n");
    if (trailer > 0) {
        memset(at, 'x', trailer);
        at[trailer - 1] = ':';
        at += trailer;
        at += sprintf(at, "\r\n");
    }
    at += sprintf(at, "\r\n");
    return read_len(request, (size_t)(at - request)).fault;
}

static void test_dropped_limits(void **state)
{
    (void)state;
    assert_int_equal(dropping(READER_DROPPED_MAX, 0), GOOD);
    assert_int_equal(dropping(READER_DROPPED_MAX + 1, 0), FAULT_HEAD_TOO_LARGE);
    assert_int_equal(dropping(READER_DROPPED_MAX + 100, 0), FAULT_HEAD_TOO_LARGE);
    assert_int_equal(dropping(2, READER_DROPPED_MAX - 2), GOOD);
    assert_int_equal(dropping(2, READER_DROPPED_MAX - 1), FAULT_HEAD_TOO_LARGE);
}

/* After a refusal or an end the reader says the same until it is started again. */
static void test_ends(void **state)
{
    (void)state;
    struct reader reader;
    size_t used;
    reader_start(&reader);
    assert_int_equal(reader_feed(&reader, "\n", 1, &used), READING_REFUSED);
    assert_int_equal(reader_feed(&reader, "GET", 3, &used), READING_REFUSED);
    reader_start(&reader);
    assert_int_equal(reader_feed(&reader, GET "\r\n", strlen(GET "\r\n"), &used), READING_HEAD);
    assert_int_equal(reader_feed(&reader, "x", 1, &used), READING_MORE);
    assert_int_equal(reader_body(&reader, 0), GOOD);
    assert_int_equal(reader_feed(&reader, "x", 1, &used), READING_DONE);
    assert_int_equal(used, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_request_line), cmocka_unit_test(test_target),
        cmocka_unit_test(test_host),         cmocka_unit_test(test_fields),
        cmocka_unit_test(test_no_nul),       cmocka_unit_test(test_single_fields),
        cmocka_unit_test(test_values),       cmocka_unit_test(test_connection),
        cmocka_unit_test(test_framing),      cmocka_unit_test(test_chunks),
        cmocka_unit_test(test_body),         cmocka_unit_test(test_body_limit),
        cmocka_unit_test(test_incomplete),   cmocka_unit_test(test_head_limits),
        cmocka_unit_test(test_field_limits), cmocka_unit_test(test_dropped_limits),
        cmocka_unit_test(test_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
