/* SPDX-License-Identifier: MIT */
/* All connections of some listeners, what they share, and how many there may be. */
#pragma once
#include "http/gate.h"
#include "http/http.h"

#include <sys/queue.h>
#include <sys/socket.h>

/*
 * Who a connection counts for: an IPv4 address, or the /64 of an IPv6 address, since whoever has one address
 * of a /64 has all of them.
 */
struct address {
    uint8_t byte[16];
};
struct address connections_address(const struct sockaddr *);
/* The same of a text, which must be an address. */
struct address connections_address_of(const char *);

struct connection;
struct crowd;
struct member {
    LIST_ENTRY(member) link;
    struct crowd *crowd; /* of all that count for its address */
    struct connection *connection;
};

enum { CONNECTIONS_BUCKETS = 256 };

struct connections {
    struct event_base *base;
    struct http_options options;
    struct gate gate;
    struct flow_service *service;
    LIST_HEAD(crowd_list, crowd) bucket[CONNECTIONS_BUCKETS]; /* by address */
    int32_t count;
    int32_t files;           /* that are being taken in or given out */
    bool draining;           /* each answer is its connection's last … */
    bool patient;            /* … but one that has not been told so may ask once more */
    void (*emptied)(void *); /* the last has gone while draining */
    void *arg;
};

/* No more in all, or none more of this address. */
bool connections_full(const struct connections *);
bool connections_full_of(const struct connections *, const struct address *);
/* False where memory has run out. */
MUST_CHECK bool connections_join(struct connections *, struct member *, const struct address *);
void connections_leave(struct connections *, struct member *);
/* It counts for this address from now on. False: that has as many as it may, or memory has run out. */
MUST_CHECK bool connections_count_for(struct connections *, struct member *, const struct address *);
/* A file is about to be taken in or given out; false: there are as many as there may be. */
MUST_CHECK bool connections_take_file(struct connections *);
void connections_drop_file(struct connections *);
/* fn may end its connection, and no other. */
void connections_each(struct connections *, void (*fn)(struct connection *));
