/* SPDX-License-Identifier: MIT */
/*
 * Where transport and requests meet: what the transport has read, and what it gets to send. The transport
 * knows sockets, the flow knows steps; neither sees the other's insides.
 */
#pragma once
#include "flow/route.h"

struct flow_service; /* what requests run on: the store, the settings, the loop */
struct req;

/* The forms of an answer, in the order of our own preference: lists have all of them, other records JSON. */
enum media { MEDIA_JSON, MEDIA_CSV, MEDIA_NDJSON, MEDIA_COUNT };
extern const char *const media_types[MEDIA_COUNT];

/* A request as read from the wire. Everything pointed at needs to live only during the call. */
struct exchange {
    const struct route *route;
    struct uuid request_id;
    const char *id;              /* the path's {id}, percent-decoded; NULL */
    const char *query;           /* what follows '?', raw; NULL */
    const char *token;           /* of "Authorization: Bearer …"; NULL */
    const char *idempotency_key; /* NULL */
    const char *if_match;        /* NULL */
    enum media media;            /* what of Accept the route has */
    bool counted;                /* "Prefer: count=exact" */
    const char *type;            /* of a body that is a file: which of route->takes */
    const char *body;            /* NULL: none */
    size_t body_len;
};

enum { ANSWER_HEADERS_MAX = 6 };

/* What to send. It lives in the request and only during the call of `answered`. */
struct answer {
    int status;
    const char *content_type; /* NULL: no body */
    const char *body;
    size_t body_len;
    bool more;       /* the body goes on: once this much has been sent, req_more */
    bool body_stays; /* where it is, for the life of the process: it may be sent without a copy */
    struct {
        const char *name, *value;
    } headers[ANSWER_HEADERS_MAX]; /* Retry-After, Location, …; ends with a NULL name */
};

typedef void answered_fn(void *transport, const struct answer *);

/*
 * Starts a request. `answered` is called exactly once, never from inside this call, unless the transport has
 * let go of the request before (req_abandon). An answer with `more` is the first of several: the request goes
 * on until one comes without.
 */
struct req *req_begin(struct flow_service *, const struct exchange *, answered_fn *, void *transport);

/*
 * Asks for the next piece of the body, by a further call of `answered`, of which nothing but status, body and
 * `more` counts. A status of 400 or more: there will be no next, and what was sent is not the whole.
 */
void req_more(struct req *);

/* Looks at the credentials alone, for "Expect: 100-continue": status 100, or the answer that refuses. */
struct req *req_authorise(struct flow_service *, const struct exchange *, answered_fn *, void *transport);

/* The client has gone: what is under way ends by itself, and `answered` will not be called. Not from inside
 * `answered`. */
void req_abandon(struct req *);
