/* SPDX-License-Identifier: MIT */
#include "http/head.h"

#include "http/grammar.h"
#include "http/target.h"

#include <string.h>
#include <strings.h>

/* `single` fields may stand once: a second one could be read otherwise by a proxy before this server. */
static const struct {
    const char *name;
    bool single;
} known[HEADER_COUNT] = {
    [HEADER_NONE] = {"", false},
    [HEADER_HOST] = {"Host", true},
    [HEADER_CONTENT_LENGTH] = {"Content-Length", true},
    [HEADER_TRANSFER_ENCODING] = {"Transfer-Encoding", true},
    [HEADER_CONNECTION] = {"Connection", false},
    [HEADER_AUTHORIZATION] = {"Authorization", true},
    [HEADER_CONTENT_TYPE] = {"Content-Type", true},
    [HEADER_ACCEPT] = {"Accept", false},
    [HEADER_IDEMPOTENCY_KEY] = {"Idempotency-Key", true},
    [HEADER_IF_MATCH] = {"If-Match", true},
    [HEADER_COOKIE] = {"Cookie", true},
    [HEADER_EXPECT] = {"Expect", true},
    [HEADER_PREFER] = {"Prefer", false},
    [HEADER_TRACEPARENT] = {"traceparent", true},
    [HEADER_FORWARDED_FOR] = {"X-Forwarded-For", false},
    [HEADER_FORWARDED_PROTO] = {"X-Forwarded-Proto", false},
};

static enum header header_parse(const char *at, size_t len)
{
    for (enum header f = HEADER_NONE + 1; f < HEADER_COUNT; f++)
        if (grammar_same(at, len, known[f].name))
            return f;
    return HEADER_NONE;
}

bool head_value(const struct head *head, enum header name, unsigned nth, struct slice *out)
{
    for (unsigned i = 0; i < head->kept_count; i++) {
        if (head->kept[i].name != name || nth-- > 0)
            continue;
        *out = head->kept[i].value;
        return true;
    }
    return false;
}

/* The minor version of "HTTP/1.1" or "HTTP/1.0". */
static enum fault version_parse(const char *at, size_t len, int *minor)
{
    if (len != 8 || memcmp(at, "HTTP/", 5) != 0 || !grammar_digit(at[5]) || at[6] != '.' ||
        !grammar_digit(at[7]))
        return FAULT_MALFORMED_REQUEST;
    if (at[5] != '1' || at[7] > '1')
        return FAULT_VERSION_NOT_SUPPORTED;
    *minor = at[7] - '0';
    return FAULT_NONE;
}

/* METHOD SP target SP version, with exactly these two spaces: no target holds one. */
enum fault head_request_line(struct head *head, const char *base, struct slice line)
{
    const char *at = base + line.at, *end = at + line.len;
    const char *first = memchr(at, ' ', line.len), *last = memrchr(at, ' ', line.len);
    if (!first || first == last || !grammar_token(at, (size_t)(first - at)))
        return FAULT_MALFORMED_REQUEST;
    enum fault fault = version_parse(last + 1, (size_t)(end - last - 1), &head->minor);
    if (fault)
        return fault;
    head->method = method_parse(at, (size_t)(first - at));
    if (!head->method)
        return FAULT_NOT_IMPLEMENTED;
    struct slice target = {(uint16_t)(first + 1 - base), (uint16_t)(last - first - 1)};
    return target_parse(head, base, target) ? FAULT_NONE : FAULT_MALFORMED_REQUEST;
}

/* name ":" OWS value OWS. A folded line, or a space before the colon, makes the name no token. */
static bool field_split(const char *base, struct slice line, enum header *name, struct slice *value)
{
    const char *at = base + line.at, *colon = memchr(at, ':', line.len);
    if (!colon || !grammar_token(at, (size_t)(colon - at)))
        return false;
    const char *from = colon + 1;
    size_t len = line.len - (size_t)(from - at);
    if (!grammar_value(from, len))
        return false;
    grammar_trim(&from, &len);
    *name = header_parse(at, (size_t)(colon - at));
    *value = (struct slice){(uint16_t)(from - base), (uint16_t)len};
    return true;
}

/* A tab beside what frames the body: the standard allows it, parsers differ on it. */
static bool frames_with_tab(enum header name, const char *base, struct slice line)
{
    return (name == HEADER_CONTENT_LENGTH || name == HEADER_TRANSFER_ENCODING) &&
           memchr(base + line.at, '\t', line.len);
}

enum fault head_field(struct head *head, const char *base, struct slice line)
{
    enum header name;
    struct slice value, other;
    if (!field_split(base, line, &name, &value) || frames_with_tab(name, base, line))
        return FAULT_MALFORMED_REQUEST;
    if (++head->fields > HEAD_FIELDS_MAX)
        return FAULT_HEAD_TOO_LARGE;
    if (name == HEADER_NONE)
        return FAULT_NONE;
    if (known[name].single && head_value(head, name, 0, &other))
        return FAULT_MALFORMED_REQUEST;
    if (head->kept_count == HEAD_KEPT_MAX)
        return FAULT_HEAD_TOO_LARGE;
    head->kept[head->kept_count].name = name;
    head->kept[head->kept_count++].value = value;
    return FAULT_NONE;
}

bool head_trailer(const char *base, struct slice line)
{
    enum header name;
    struct slice value;
    return field_split(base, line, &name, &value) && name == HEADER_NONE;
}

/* Exactly one, valid, and the same as a target's authority. */
static bool good_host(const struct head *head, const char *base)
{
    struct slice host;
    if (!head_value(head, HEADER_HOST, 0, &host) || !target_host(base + host.at, host.len))
        return false;
    return head->authority.at == 0 || (head->authority.len == host.len &&
                                       strncasecmp(base + head->authority.at, base + host.at, host.len) == 0);
}

/* 1 to 18 digits, which an int64_t holds. */
static bool length_parse(const char *at, size_t len, int64_t *out)
{
    int64_t length = 0;
    if (len < 1 || len > 18)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (!grammar_digit(at[i]))
            return false;
        length = length * 10 + (at[i] - '0');
    }
    *out = length;
    return true;
}

/* RFC 9112, 6.1 and 6.3, without their leniency: a request that could be framed in two ways is none. */
static bool take_framing(struct head *head, const char *base)
{
    struct slice value;
    if (head_value(head, HEADER_CONTENT_LENGTH, 0, &value) &&
        !length_parse(base + value.at, value.len, &head->length))
        return false;
    if (!head_value(head, HEADER_TRANSFER_ENCODING, 0, &value))
        return true;
    head->chunked = true;
    return head->length < 0 && head->minor == 1 && grammar_same(base + value.at, value.len, "chunked");
}

/* Whether a comma-separated list holds the word. */
static bool list_has(const char *at, size_t len, const char *word)
{
    for (const char *end = at + len; at <= end;) {
        const char *comma = memchr(at, ',', (size_t)(end - at)), *stop = comma ? comma : end, *item = at;
        size_t item_len = (size_t)(stop - at);
        grammar_trim(&item, &item_len);
        if (grammar_same(item, item_len, word))
            return true;
        at = stop + 1;
    }
    return false;
}

/* After a request to upgrade, which is answered as any other, a proxy may take what follows for another
 * protocol's: nothing may follow. */
static bool wants_close(const struct head *head, const char *base)
{
    struct slice value;
    for (unsigned nth = 0; head_value(head, HEADER_CONNECTION, nth, &value); nth++)
        if (list_has(base + value.at, value.len, "close") || list_has(base + value.at, value.len, "upgrade"))
            return true;
    return head->minor == 0;
}

enum fault head_finish(struct head *head, const char *base)
{
    head->length = -1;
    if (!good_host(head, base) || !take_framing(head, base))
        return FAULT_MALFORMED_REQUEST;
    if (!method_has_body(head->method) && (head->chunked || head->length > 0))
        return FAULT_MALFORMED_REQUEST;
    head->close = wants_close(head, base);
    return FAULT_NONE;
}
