/* SPDX-License-Identifier: MIT */
/*
 * Listeners: connections, their limits and deadlines, the strict reader, and answers. Refusals that concern
 * HTTP itself are answered here; all others come from the flow.
 */
#pragma once
#include "base/must.h"
#include "base/tls.h"
#include "flow/exchange.h"

#include <event2/event.h>
#include <stdbool.h>
#include <stdint.h>

struct http;

struct http_options {
    int32_t connections_max;
    int32_t connections_per_address_max;
    int32_t
        descriptors_kept;  /* not for connections: the process's own, but for the one that turns one away */
    int32_t head_seconds;  /* to receive a head, absolute */
    int32_t body_seconds;  /* to receive a body, absolute, plus one second for every 16 KiB */
    int32_t write_seconds; /* without progress */
    int32_t idle_seconds;  /* between requests */
    int64_t body_max;      /* bytes */
    int64_t file_max;      /* the same of a body that is a file */
    int32_t files_max;     /* that are taken in or given out at once */
    const struct route *const
        *routes; /* tables that end with a row without method; the list ends with NULL */
};

enum { HTTP_LISTENERS_MAX = 2 };

struct http_listener {
    int fd;          /* listening (http/bind.h); closed when accepting ends, and on failure */
    bool proxied;    /* a proxy is at the other end: what it says of its client is believed */
    struct tls *tls; /* NULL: in the clear */
};

/* Both: NULL or false, with the reason in the log, where memory has run out. */
MUST_CHECK struct http *http_open(struct event_base *, const struct http_options *, struct flow_service *);
/* HTTP_LISTENERS_MAX at most. */
MUST_CHECK bool http_accept(struct http *, const struct http_listener *);
int32_t http_connections(const struct http *);

/*
 * Stops accepting; `drained` is called once no connection is left. Each connection ends with its next answer,
 * and the idle ones at once, unless `patient`: they may send one more request, until http_retire.
 */
void http_drain(struct http *, bool patient, void (*drained)(void *), void *arg);
/* Closes the idle connections. */
void http_retire(struct http *);
void http_close(struct http *);
