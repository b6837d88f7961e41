/* SPDX-License-Identifier: MIT */
#include "http/answer.h"

/* RFC 9110, 15. An empty phrase is one too, where a status is not here. */
static const struct {
    int status;
    const char *phrase;
} reasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
};

static const char *reason(int status)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].status == status)
            return reasons[i].phrase;
    return "";
}

static bool write_start(struct evbuffer *out, int status, const struct envelope *envelope)
{
    char id[UUID_SIZE];
    return evbuffer_add_printf(out,
                               "HTTP/1.1 %d %s\r\n"
                               "X-Request-Id: %s\r\n"
                               "Cache-Control: no-store\r\n"
                               "X-Content-Type-Options: nosniff\r\n"
                               "%s%s",
                               status, reason(status), uuid_print(envelope->request_id, id),
                               status == 401 ? "WWW-Authenticate: Bearer realm=\"Accord\"\r\n" : "",
                               envelope->close ? "Connection: close\r\n" : "") >= 0;
}

static bool write_fields(struct evbuffer *out, const struct answer *answer)
{
    for (size_t i = 0; i < ANSWER_HEADERS_MAX && answer->headers[i].name; i++)
        if (evbuffer_add_printf(out, "%s: %s\r\n", answer->headers[i].name, answer->headers[i].value) < 0)
            return false;
    return true;
}

/* A chunk (RFC 9112, 7.1), of which an empty one would be the last. */
static bool write_chunk(struct evbuffer *out, const struct answer *answer)
{
    return answer->body_len == 0 ||
           (evbuffer_add_printf(out, "%zx\r\n", answer->body_len) > 0 &&
            evbuffer_add(out, answer->body, answer->body_len) == 0 && evbuffer_add(out, "\r\n", 2) == 0);
}

bool answer_write_piece(struct evbuffer *out, const struct answer *answer, const struct envelope *envelope)
{
    static const char last[] = "0\r\n\r\n";
    if (envelope->unchunked)
        return answer->body_len == 0 || evbuffer_add(out, answer->body, answer->body_len) == 0;
    return write_chunk(out, answer) && (answer->more || evbuffer_add(out, last, sizeof last - 1) == 0);
}

/* The first piece of several: its length is not that of the body. */
static bool write_first(struct evbuffer *out, const struct answer *answer, const struct envelope *envelope)
{
    static const char chunked[] = "Transfer-Encoding: chunked\r\n";
    if (!envelope->unchunked && evbuffer_add(out, chunked, sizeof chunked - 1) < 0)
        return false;
    return evbuffer_add(out, "\r\n", 2) == 0 &&
           (envelope->bodiless || answer_write_piece(out, answer, envelope));
}

static bool write_bytes(struct evbuffer *out, const struct answer *answer, size_t len)
{
    if (answer->body_stays)
        return evbuffer_add_reference(out, answer->body, len, NULL, NULL) == 0;
    return evbuffer_add(out, answer->body, len) == 0;
}

/* 204 and 304 have no body and say no length of one (RFC 9110, 8.6). */
static bool write_body(struct evbuffer *out, const struct answer *answer, const struct envelope *envelope)
{
    size_t len = answer->content_type ? answer->body_len : 0;
    if (answer->status == 204 || answer->status == 304)
        return evbuffer_add(out, "\r\n", 2) == 0;
    if (answer->content_type && evbuffer_add_printf(out, "Content-Type: %s\r\n", answer->content_type) < 0)
        return false;
    if (answer->more)
        return write_first(out, answer, envelope);
    if (evbuffer_add_printf(out, "Content-Length: %zu\r\n\r\n", len) < 0)
        return false;
    return envelope->bodiless || len == 0 || write_bytes(out, answer, len);
}

bool answer_write(struct evbuffer *out, const struct answer *answer, const struct envelope *envelope)
{
    struct evbuffer *whole = evbuffer_new();
    bool good = whole && write_start(whole, answer->status, envelope) && write_fields(whole, answer) &&
                write_body(whole, answer, envelope) && evbuffer_add_buffer(out, whole) == 0;
    if (whole)
        evbuffer_free(whole);
    return good;
}

static bool write_problem(struct evbuffer *out, struct arena *arena, struct problem problem,
                          struct answer answer, const struct envelope *envelope)
{
    char id[UUID_SIZE];
    struct text body = text_in(arena);
    problem.request_id = uuid_print(envelope->request_id, id);
    problem_write(&body, &problem);
    if (body.failed)
        return false;
    answer.status = fault_info(problem.fault)->status;
    answer.content_type = PROBLEM_TYPE;
    answer.body = body.at;
    answer.body_len = body.len;
    return answer_write(out, &answer, envelope);
}

bool answer_fault(struct evbuffer *out, enum fault fault, const char *detail, const char *field,
                  const char *value, const struct envelope *envelope)
{
    struct answer answer = {.headers = {{field, value}}};
    struct arena *arena = arena_new(NULL);
    struct problem problem = {.fault = fault, .detail = detail};
    bool good = arena && write_problem(out, arena, problem, answer, envelope);
    arena_free(arena);
    return good;
}

bool answer_continue(struct evbuffer *out)
{
    static const char interim[] = "HTTP/1.1 100 Continue\r\n\r\n";
    return evbuffer_add(out, interim, sizeof interim - 1) == 0;
}
