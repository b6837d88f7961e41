/* SPDX-License-Identifier: MIT */
/* All connections of a listener, what they share, and how many there may be. */
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

struct connection;
struct member {
    LIST_ENTRY(member) link;
    struct address address;
    struct connection *connection;
};

enum { CONNECTIONS_BUCKETS = 256 };

struct connections {
    struct event_base *base;
    struct http_options options;
    struct gate gate;
    struct flow_service *service;
    LIST_HEAD(member_list, member) bucket[CONNECTIONS_BUCKETS]; /* by address */
    int32_t count;
    bool draining;
    void (*emptied)(void *); /* the last has gone while draining */
    void *arg;
};

bool connections_full(const struct connections *, const struct address *);
void connections_join(struct connections *, struct member *);
void connections_leave(struct connections *, struct member *);
/* fn may end its connection, and no other. */
void connections_each(struct connections *, void (*fn)(struct connection *));
