/* SPDX-License-Identifier: MIT */
/*
 * The head of a request: its line and its fields (RFC 9112, 3 and 5), read a line at a time as the lines
 * arrive. Nothing is copied: what is kept are slices, places in the head's own bytes, so that those may be
 * moved or copied as a whole.
 */
#pragma once
#include "base/must.h"
#include "http/method.h"
#include "wire/problem.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    HEAD_MAX = 16 * 1024, /* bytes, with the request line and the last CRLF */
    HEAD_FIELDS_MAX = 100,
    HEAD_KEPT_MAX = 24,
};

/* A part of the head. No part but the method starts at 0: that is "not given". */
struct slice {
    uint16_t at, len;
};

/* The fields the service looks at. All others are checked for form and passed over. */
enum header {
    HEADER_NONE,
    HEADER_HOST,
    HEADER_CONTENT_LENGTH,
    HEADER_TRANSFER_ENCODING,
    HEADER_CONNECTION,
    HEADER_AUTHORIZATION,
    HEADER_CONTENT_TYPE,
    HEADER_ACCEPT,
    HEADER_IDEMPOTENCY_KEY,
    HEADER_IF_MATCH,
    HEADER_COOKIE,
    HEADER_EXPECT,
    HEADER_PREFER,
    HEADER_TRACEPARENT,
    HEADER_FORWARDED_FOR,
    HEADER_FORWARDED_PROTO,
    HEADER_COUNT
};

struct head {
    enum method method;
    int minor;                   /* of the version: 1 or 0 */
    struct slice authority;      /* of a target in absolute form */
    struct slice path, query;    /* raw; the path starts with '/', the query does not hold its '?' */
    int64_t length;              /* of Content-Length; -1: none */
    bool chunked;                /* never together with a length */
    bool close;                  /* the connection ends after the answer */
    unsigned fields, kept_count; /* kept_count <= HEAD_KEPT_MAX */
    struct {
        enum header name;
        struct slice value;
    } kept[HEAD_KEPT_MAX];
};

/* `base` is where the head's bytes start; a line comes without its CRLF. */
MUST_CHECK enum fault head_request_line(struct head *, const char *base, struct slice line);
MUST_CHECK enum fault head_field(struct head *, const char *base, struct slice line);
/* What only the whole can show: the Host, and how the body is framed. */
MUST_CHECK enum fault head_finish(struct head *, const char *base);
/* The nth value, from 0, of a field. Single-valued fields have one at most. */
bool head_value(const struct head *, enum header, unsigned nth, struct slice *out);
/* True for a well-formed field that may stand in a trailer: none that the service looks at may (RFC
 * 9110, 6.5.1). */
bool head_trailer(const char *base, struct slice line);
