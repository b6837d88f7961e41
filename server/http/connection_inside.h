/* SPDX-License-Identifier: MIT */
/* The inside of a connection: for connection.c (its life), receive.c (requests) and reply.c (answers). */
#pragma once
#include "http/connection.h"
#include "http/provenance.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>

enum phase {
    PHASE_IDLE, /* nothing of a request has arrived */
    PHASE_HEAD,
    PHASE_AUTHORISING, /* who asks for "100 Continue", or for a file, is with the flow */
    PHASE_BODY,
    PHASE_WAITING, /* the request is with the flow */
    PHASE_PASSING, /* a piece of the answer is being sent, and the flow has the next */
    PHASE_WRITING, /* the answer is being sent, and another request may come */
    PHASE_CLOSING, /* the answer is being sent, and it is the last */
    PHASE_LINGERING,
    PHASE_DOOMED, /* out of memory: ends as soon as no caller holds it */
    PHASE_COUNT
};

struct connection {
    struct connections *all;
    struct member member;
    struct bufferevent *bev;
    struct event *deadline;
    enum phase phase;
    struct reader reader;
    struct passage passage;
    struct provenance provenance;
    char *text;            /* the head's bytes, from when it is whole to when the request is with the flow */
    struct evbuffer *body; /* what has arrived of it; NULL: nothing */
    struct req *req;       /* AUTHORISING, WAITING, PASSING */
    struct uuid request_id;
    struct instant started; /* when its first byte came; from when the head is whole, that */
    int64_t granted;        /* seconds that the body has earned on top of its first deadline */
    size_t lingered;        /* bytes */
    bool closing;           /* no request after this one */
    bool in_pieces;         /* the first piece of the answer has gone */
    bool has_file;          /* it counts among those with one */
    bool hung_up;           /* the client sends no more */
    bool proxied;           /* what a proxy says of its client is believed */
    struct ssl_st *ssl;     /* the TLS spoken on it, which `bev` owns; NULL: none */
};

/* Ends the connection from the loop, where nobody on the stack still uses it. */
void connection_doom(struct connection *);
/* Sends the output: at once what the socket takes, mostly all of it, and from the loop the rest. */
void connection_send(struct connection *);
/* Absolute, and in place of the one before. */
void connection_deadline(struct connection *, int64_t seconds);
void connection_drop_request(struct connection *);
/* Reads on, from the loop, where reading was held back. */
void connection_read_on(struct connection *);

/* Begins a request where some of it has arrived. */
void receive_begin(struct connection *);
void receive_on(struct connection *);
void receive_head_late(struct connection *);
/* The deadline's end is a stop, but not before the body has used up the time it earned. */
void receive_body_late(struct connection *);

/* Asks the flow for the next piece of the answer. */
void reply_on(struct connection *);
/* One of these ends each request; an answer that has more to come, with its last piece. */
void reply_answer(struct connection *, const struct answer *);
/* With one more field; NULL: none. */
void reply_fault(struct connection *, enum fault, const char *name, const char *value);
/* What follows on the connection cannot be understood, or is not waited for. */
void reply_and_close(struct connection *, enum fault);
