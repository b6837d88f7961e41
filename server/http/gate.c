/* SPDX-License-Identifier: MIT */
#include "http/gate.h"

#include "http/grammar.h"
#include "http/media.h"

#include <string.h>
#include <strings.h>

/* What stands behind a value (a space, a CR) has been read and may be overwritten. */
static const char *string_of(char *text, struct slice slice)
{
    if (slice.at == 0)
        return NULL;
    text[slice.at + slice.len] = '\0';
    return text + slice.at;
}

static const char *value_of(const struct head *head, enum header name, char *text)
{
    struct slice value = {0};
    return head_value(head, name, 0, &value) ? string_of(text, value) : NULL;
}

/* 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"=" (RFC 9110, 11.2). */
static bool is_token68(const char *at)
{
    const char *from = at;
    while (grammar_alnum(*at) || (*at && strchr("-._~+/", *at)))
        at++;
    return at > from && at[strspn(at, "=")] == '\0';
}

/* The token of "Bearer token68" (RFC 6750, 2.1); NULL for other credentials. */
static const char *bearer(const char *credentials)
{
    static const char scheme[] = "Bearer ";
    if (strncasecmp(credentials, scheme, sizeof scheme - 1) != 0)
        return NULL;
    const char *token = credentials + sizeof scheme - 1;
    token += strspn(token, " ");
    return is_token68(token) ? token : NULL;
}

static enum fault pass_token(const struct head *head, char *text, struct passage *passage)
{
    const char *credentials = value_of(head, HEADER_AUTHORIZATION, text);
    passage->token = credentials ? bearer(credentials) : NULL;
    if (passage->token || passage->match.route->roles == 0)
        return FAULT_NONE;
    return credentials ? FAULT_TOKEN_INVALID : FAULT_TOKEN_MISSING;
}

static struct media_wish wish_for(const struct head *head, const char *text, const char *type)
{
    struct media_wish wish = {.type = type};
    struct slice value;
    for (unsigned nth = 0; head_value(head, HEADER_ACCEPT, nth, &value); nth++)
        media_accept(&wish, text + value.at, value.len);
    return wish;
}

/* The heavier; of two as heavy the one that was named more exactly. */
static bool is_better(struct media_wish wish, struct media_wish than)
{
    return wish.weight > than.weight ||
           (wish.weight > 0 && wish.weight == than.weight && wish.specificity > than.specificity);
}

static bool wants_problems(const struct head *head, const char *text)
{
    return wish_for(head, text, PROBLEM_TYPE).weight > 0;
}

/* Of which type the file is only its record knows: who wants one of them may come. */
static enum fault pass_accept_of_file(const struct head *head, const char *text, const char *const *types)
{
    for (; *types; types++)
        if (wish_for(head, text, *types).weight > 0)
            return FAULT_NONE;
    return wants_problems(head, text) ? FAULT_NONE : FAULT_NOT_ACCEPTABLE;
}

/* Without the field, or with an empty one, anything may come. */
static enum fault pass_accept(const struct head *head, const char *text, struct passage *passage)
{
    struct slice value;
    struct media_wish best = {0};
    if (!head_value(head, HEADER_ACCEPT, 0, &value) || value.len == 0)
        return FAULT_NONE;
    if (passage->match.route->gives)
        return pass_accept_of_file(head, text, passage->match.route->gives);
    for (enum media media = 0; media < (route_rows(passage->match.route) ? MEDIA_COUNT : 1); media++) {
        struct media_wish wish = wish_for(head, text, media_types[media]);
        if (is_better(wish, best)) {
            best = wish;
            passage->media = media;
        }
    }
    return best.weight > 0 || wants_problems(head, text) ? FAULT_NONE : FAULT_NOT_ACCEPTABLE;
}

/* Preferences that are not known are passed over (RFC 7240, 2). */
static bool wants_count(const struct head *head, const char *text)
{
    struct slice value;
    for (unsigned nth = 0; head_value(head, HEADER_PREFER, nth, &value); nth++)
        if (media_prefers(text + value.at, value.len, "count=exact"))
            return true;
    return false;
}

static enum fault pass_file_type(struct slice type, const char *text, struct passage *passage)
{
    for (const char *const *taken = passage->match.route->takes; *taken; taken++)
        if (media_is(text + type.at, type.len, *taken))
            passage->type = *taken;
    return passage->type ? FAULT_NONE : FAULT_UNSUPPORTED_MEDIA_TYPE;
}

/* A PATCH sends the members that change (RFC 7396). */
static enum fault pass_media_type(const struct head *head, const char *text, struct passage *passage)
{
    struct slice type;
    const struct route *route = passage->match.route;
    if (!route->in && !route->takes)
        return FAULT_NONE;
    if (!head_value(head, HEADER_CONTENT_TYPE, 0, &type))
        return FAULT_UNSUPPORTED_MEDIA_TYPE;
    if (route->takes)
        return pass_file_type(type, text, passage);
    if (media_is(text + type.at, type.len, "application/json") ||
        (head->method == METHOD_PATCH && media_is(text + type.at, type.len, "application/merge-patch+json")))
        return FAULT_NONE;
    return FAULT_UNSUPPORTED_MEDIA_TYPE;
}

static enum fault pass_length(const struct gate *gate, struct reader *reader, const struct route *route)
{
    if (method_has_body(reader->head.method) && !reader->head.chunked && reader->head.length < 0)
        return FAULT_LENGTH_REQUIRED;
    return reader_body(reader, route->takes ? gate->file_max : route->in ? gate->body_max : 0);
}

/* HTTP/1.0 knows no such thing and the field is passed over (RFC 9110, 10.1.1). */
static enum fault pass_expect(const struct head *head, const char *text, struct passage *passage)
{
    struct slice value;
    if (head->minor == 0 || !head_value(head, HEADER_EXPECT, 0, &value))
        return FAULT_NONE;
    if (!grammar_same(text + value.at, value.len, "100-continue"))
        return FAULT_MALFORMED_REQUEST;
    passage->wants_continue = head->chunked || head->length > 0;
    return FAULT_NONE;
}

static enum fault pass_fields(const struct gate *gate, struct reader *reader, char *text,
                              struct passage *passage)
{
    const struct head *head = &reader->head;
    const struct route *route = passage->match.route;
    enum fault fault = pass_token(head, text, passage);
    fault = fault ? fault : pass_accept(head, text, passage);
    fault = fault ? fault : pass_media_type(head, text, passage);
    fault = fault ? fault : pass_length(gate, reader, route);
    return fault ? fault : pass_expect(head, text, passage);
}

struct passage gate_pass(const struct gate *gate, struct reader *reader, char *text)
{
    struct passage passage = {0};
    const struct head *head = &reader->head;
    if (!match_path(gate->routes, head->method, text + head->path.at, head->path.len, &passage.match)) {
        passage.fault = FAULT_NOT_FOUND;
        return passage;
    }
    if (!passage.match.route) {
        passage.fault = head->method == METHOD_OPTIONS ? FAULT_NONE : FAULT_METHOD_NOT_ALLOWED;
        return passage;
    }
    passage.query = string_of(text, head->query);
    passage.idempotency_key = value_of(head, HEADER_IDEMPOTENCY_KEY, text);
    passage.if_match = value_of(head, HEADER_IF_MATCH, text);
    passage.counted = wants_count(head, text);
    passage.fault = pass_fields(gate, reader, text, &passage);
    return passage;
}
