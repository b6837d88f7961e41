/* SPDX-License-Identifier: MIT */
/*
 * One connection. Its requests come one after another: the next is not read before the answer to the one
 * before it has been sent, and what the client sends meanwhile stays in a buffer of one head's size, then in
 * the kernel.
 *
 *     IDLE ─► HEAD ─► BODY ──────────────► WAITING ─► WRITING ─► IDLE
 *              │    └► AUTHORISING ─► BODY    ▲ └► PASSING ┐ │
 *              │                              └────────────┘ │
 *              └─────────── refusals ──────────────► CLOSING ─► LINGERING ─► gone
 *
 * A closing connection sends its answer, shuts its sending side and takes in what still comes for a moment:
 * closed at once, the kernel would answer those bytes with a reset, and the client lose the answer (RFC
 * 9112, 9.6).
 */
#pragma once
#include "http/connections.h"

#include <event2/util.h>

/* Where a connection comes from. */
struct origin {
    struct address address;
    bool proxied;    /* what it says in X-Forwarded-For and X-Forwarded-Proto is believed */
    struct tls *tls; /* to be spoken on it; NULL: none */
};

/* Takes the socket, which is closed where this fails. */
MUST_CHECK bool connection_open(struct connections *, evutil_socket_t, const struct origin *);
/* Ends it at once where nothing of a request has arrived; else it closes after its answer. */
void connection_retire(struct connection *);
/* Ends it at once, letting go of a request under way. */
void connection_end(struct connection *);
/* The same by a reset, so that the client cannot take what it has for the whole. */
void connection_cut(struct connection *);
