/* SPDX-License-Identifier: MIT */
#include "http/connections.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

/* All connections that count for one address. It is there for as long as one of them is. */
struct crowd {
    LIST_ENTRY(crowd) link;
    struct address address;
    int32_t count;
    LIST_HEAD(member_list, member) members;
};

struct address connections_address(const struct sockaddr *peer)
{
    struct address address = {0};
    if (peer->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)(const void *)peer;
        memcpy(address.byte + 12, &in->sin_addr, 4);
    } else if (peer->sa_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)(const void *)peer;
        bool mapped = IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr);
        memcpy(address.byte + (mapped ? 12 : 0), in6->sin6_addr.s6_addr + (mapped ? 12 : 0), mapped ? 4 : 8);
    }
    return address;
}

struct address connections_address_of(const char *text)
{
    struct sockaddr_in in = {.sin_family = AF_INET};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
        return connections_address((const struct sockaddr *)(const void *)&in);
    inet_pton(AF_INET6, text, &in6.sin6_addr);
    return connections_address((const struct sockaddr *)(const void *)&in6);
}

/* FNV-1a. */
static unsigned bucket_of(const struct address *address)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < sizeof address->byte; i++)
        hash = (hash ^ address->byte[i]) * 16777619u;
    return hash % CONNECTIONS_BUCKETS;
}

static struct crowd *crowd_of(const struct connections *all, const struct address *address)
{
    struct crowd *crowd;
    LIST_FOREACH(crowd, &all->bucket[bucket_of(address)], link)
    if (memcmp(&crowd->address, address, sizeof *address) == 0)
        return crowd;
    return NULL;
}

/* The one that is there, or a new one; NULL where memory has run out. */
static struct crowd *crowd_for(struct connections *all, const struct address *address)
{
    struct crowd *crowd = crowd_of(all, address);
    if (crowd)
        return crowd;
    crowd = calloc(1, sizeof *crowd);
    if (!crowd)
        return NULL;
    crowd->address = *address;
    LIST_INSERT_HEAD(&all->bucket[bucket_of(address)], crowd, link);
    return crowd;
}

static void crowd_join(struct crowd *crowd, struct member *member)
{
    LIST_INSERT_HEAD(&crowd->members, member, link);
    member->crowd = crowd;
    crowd->count++;
}

static void crowd_leave(struct crowd *crowd, struct member *member)
{
    LIST_REMOVE(member, link);
    if (--crowd->count > 0)
        return;
    LIST_REMOVE(crowd, link);
    free(crowd);
}

bool connections_full(const struct connections *all)
{
    return all->count >= all->options.connections_max;
}

bool connections_full_of(const struct connections *all, const struct address *address)
{
    const struct crowd *crowd = crowd_of(all, address);
    return (crowd ? crowd->count : 0) >= all->options.connections_per_address_max;
}

bool connections_join(struct connections *all, struct member *member, const struct address *address)
{
    struct crowd *crowd = crowd_for(all, address);
    if (!crowd)
        return false;
    crowd_join(crowd, member);
    all->count++;
    return true;
}

void connections_leave(struct connections *all, struct member *member)
{
    crowd_leave(member->crowd, member);
    all->count--;
    if (all->draining && all->count == 0)
        all->emptied(all->arg);
}

bool connections_count_for(struct connections *all, struct member *member, const struct address *address)
{
    if (memcmp(&member->crowd->address, address, sizeof *address) == 0)
        return true;
    struct crowd *crowd = connections_full_of(all, address) ? NULL : crowd_for(all, address);
    if (!crowd)
        return false;
    crowd_leave(member->crowd, member);
    crowd_join(crowd, member);
    return true;
}

/* A crowd goes with its last member. */
static void crowd_each(struct crowd *crowd, void (*fn)(struct connection *))
{
    for (struct member *member = LIST_FIRST(&crowd->members), *next; member; member = next) {
        next = LIST_NEXT(member, link);
        fn(member->connection);
    }
}

bool connections_take_file(struct connections *all)
{
    if (all->files >= all->options.files_max)
        return false;
    all->files++;
    return true;
}

void connections_drop_file(struct connections *all)
{
    all->files--;
}

void connections_each(struct connections *all, void (*fn)(struct connection *))
{
    for (size_t i = 0; i < CONNECTIONS_BUCKETS; i++)
        for (struct crowd *crowd = LIST_FIRST(&all->bucket[i]), *next; crowd; crowd = next) {
            next = LIST_NEXT(crowd, link);
            crowd_each(crowd, fn);
        }
}
