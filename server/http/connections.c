/* SPDX-License-Identifier: MIT */
#include "http/connections.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

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

static int32_t count_of(const struct connections *all, const struct address *address)
{
    int32_t count = 0;
    const struct member *member;
    LIST_FOREACH(member, &all->bucket[bucket_of(address)], link)
    count += memcmp(&member->address, address, sizeof *address) == 0;
    return count;
}

bool connections_full(const struct connections *all)
{
    return all->count >= all->options.connections_max;
}

bool connections_full_of(const struct connections *all, const struct address *address)
{
    return count_of(all, address) >= all->options.connections_per_address_max;
}

void connections_join(struct connections *all, struct member *member)
{
    LIST_INSERT_HEAD(&all->bucket[bucket_of(&member->address)], member, link);
    all->count++;
}

void connections_leave(struct connections *all, struct member *member)
{
    LIST_REMOVE(member, link);
    all->count--;
    if (all->draining && all->count == 0)
        all->emptied(all->arg);
}

bool connections_count_for(struct connections *all, struct member *member, const struct address *address)
{
    if (memcmp(&member->address, address, sizeof *address) == 0)
        return true;
    if (connections_full_of(all, address))
        return false;
    LIST_REMOVE(member, link);
    member->address = *address;
    LIST_INSERT_HEAD(&all->bucket[bucket_of(address)], member, link);
    return true;
}

void connections_each(struct connections *all, void (*fn)(struct connection *))
{
    for (size_t i = 0; i < CONNECTIONS_BUCKETS; i++)
        for (struct member *member = LIST_FIRST(&all->bucket[i]), *next; member; member = next) {
            next = LIST_NEXT(member, link);
            fn(member->connection);
        }
}
