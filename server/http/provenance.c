/* SPDX-License-Identifier: MIT */
#include "http/provenance.h"

#include "http/grammar.h"

#include <arpa/inet.h>
#include <string.h>

/* Of a traceparent: version "-" trace "-" span "-" flags, in lower-case hex. Later versions may add a "-…".
 */
enum { TRACE_AT = 3, TRACE_LEN = 32, SPAN_AT = 36, SPAN_LEN = 16, FLAGS_AT = 53, TRACEPARENT_LEN = 55 };

static bool is_hex(const char *at, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (grammar_hex(at[i]) < 0 || (at[i] >= 'A' && at[i] <= 'F'))
            return false;
    return true;
}

static bool is_id(const char *at, size_t len)
{
    for (size_t i = 0; is_hex(at, len) && i < len; i++)
        if (at[i] != '0')
            return true;
    return false;
}

/* https://www.w3.org/TR/trace-context/, 3.2. */
static bool is_traceparent(const char *at, size_t len)
{
    if (len < TRACEPARENT_LEN || at[TRACE_AT - 1] != '-' || at[SPAN_AT - 1] != '-' || at[FLAGS_AT - 1] != '-')
        return false;
    bool first_version = memcmp(at, "00", 2) == 0;
    if (len > TRACEPARENT_LEN && (first_version || at[TRACEPARENT_LEN] != '-'))
        return false;
    return is_hex(at, 2) && memcmp(at, "ff", 2) != 0 && is_id(at + TRACE_AT, TRACE_LEN) &&
           is_id(at + SPAN_AT, SPAN_LEN) && is_hex(at + FLAGS_AT, 2);
}

static void read_trace(const struct head *head, const char *text, struct provenance *out)
{
    struct slice value;
    if (!head_value(head, HEADER_TRACEPARENT, 0, &value) || !is_traceparent(text + value.at, value.len))
        return;
    memcpy(out->trace, text + value.at + TRACE_AT, TRACE_LEN);
    out->trace[TRACE_LEN] = '\0';
}

static bool last_value(const struct head *head, enum header name, struct slice *out)
{
    unsigned nth = 0;
    while (head_value(head, name, nth, out))
        nth++;
    return nth > 0;
}

/* The last address is the one that the proxy has seen; those before it anybody may have written. */
static void read_client(const struct head *head, const char *text, struct provenance *out)
{
    struct slice value;
    unsigned char address[sizeof(struct in6_addr)];
    if (!last_value(head, HEADER_FORWARDED_FOR, &value))
        return;
    const char *at = text + value.at, *comma = memrchr(at, ',', value.len);
    const char *item = comma ? comma + 1 : at;
    size_t len = (size_t)(at + value.len - item);
    grammar_trim(&item, &len);
    char client[INET6_ADDRSTRLEN] = "";
    if (len >= sizeof client)
        return;
    memcpy(client, item, len);
    if (inet_pton(AF_INET, client, address) == 1 || inet_pton(AF_INET6, client, address) == 1)
        memcpy(out->client, client, sizeof client);
}

static void read_proto(const struct head *head, const char *text, struct provenance *out)
{
    struct slice value;
    bool secure =
        last_value(head, HEADER_FORWARDED_PROTO, &value) && grammar_same(text + value.at, value.len, "https");
    out->proto = secure ? "https" : "http";
}

void provenance_read(const struct head *head, const char *text, bool proxied, struct provenance *out)
{
    *out = (struct provenance){0};
    read_trace(head, text, out);
    if (!proxied)
        return;
    read_client(head, text, out);
    read_proto(head, text, out);
}
