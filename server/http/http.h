/* SPDX-License-Identifier: MIT */
/*
 * The listener: connections, their limits and deadlines, the strict reader, and answers. Refusals that
 * concern HTTP itself are answered here; all others come from the flow.
 */
#pragma once
#include "base/must.h"
#include "flow/exchange.h"

#include <event2/event.h>
#include <stdbool.h>
#include <stdint.h>

struct http;

struct http_options {
    const char *address; /* "127.0.0.1", "::1" */
    uint16_t port;       /* 0: any; see http_port() */
    int32_t connections_max;
    int32_t connections_per_address_max;
    int32_t head_seconds;  /* to receive a head, absolute */
    int32_t body_seconds;  /* to receive a body, absolute, plus one second for every 16 KiB */
    int32_t write_seconds; /* without progress */
    int32_t idle_seconds;  /* between requests */
    int64_t body_max;      /* bytes */
    const struct route *const
        *routes; /* tables that end with a row without method; the list ends with NULL */
};

/* NULL, with the reason in the log, where the address cannot be listened on. */
MUST_CHECK struct http *http_listen(struct event_base *, const struct http_options *, struct flow_service *);
uint16_t http_port(const struct http *);
/* Stops accepting and closes idle connections; `drained` is called once no connection is left. */
void http_drain(struct http *, void (*drained)(void *), void *arg);
void http_close(struct http *);
