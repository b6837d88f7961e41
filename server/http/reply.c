/* SPDX-License-Identifier: MIT */
#include "base/clock.h"
#include "base/log.h"
#include "http/answer.h"
#include "http/connection_inside.h"
#include "http/tally.h"

#include <inttypes.h>
#include <stdio.h>

enum { PAIR_SIZE = 64 };

/* " name=value", where there is a value. */
static const char *pair(char *out, size_t size, const char *name, const char *value)
{
    out[0] = '\0';
    if (value && *value)
        snprintf(out, size, " %s=%s", name, value);
    return out;
}

static void log_answer(const struct connection *c, int status)
{
    char id[UUID_SIZE], trace[PAIR_SIZE], client[PAIR_SIZE], proto[PAIR_SIZE];
    const struct route *route = c->passage.match.route;
    int64_t us = clock_monotonic().us - c->started.us;
    log_line(LOG_LEVEL_INFO, "answer method=%s route=%s status=%d us=%" PRId64 " request=%s%s%s%s",
             method_name(c->reader.head.method), route ? route->path : "-", status, us,
             uuid_print(c->request_id, id), pair(trace, sizeof trace, "trace", c->provenance.trace),
             pair(client, sizeof client, "client", c->provenance.client),
             pair(proto, sizeof proto, "proto", c->provenance.proto));
    tally_answer(route, c->reader.head.method, status, us);
}

static struct envelope envelope_of(struct connection *c)
{
    c->closing = c->closing || c->all->draining;
    return (struct envelope){c->request_id, c->reader.head.method == METHOD_HEAD, c->closing};
}

/* The answer is in the output (`written`), and the request done with. */
static void sent(struct connection *c, int status, bool written)
{
    log_answer(c, status);
    connection_drop_request(c);
    event_del(c->deadline);
    c->phase = c->closing ? PHASE_CLOSING : PHASE_WRITING;
    if (!written)
        connection_doom(c);
}

void reply_answer(struct connection *c, const struct answer *answer)
{
    struct envelope envelope = envelope_of(c);
    sent(c, answer->status, answer_write(bufferevent_get_output(c->bev), answer, &envelope));
}

void reply_fault(struct connection *c, enum fault fault, const char *field, const char *value)
{
    struct envelope envelope = envelope_of(c);
    bool written = answer_fault(bufferevent_get_output(c->bev), fault, field, value, &envelope);
    sent(c, fault_info(fault)->status, written);
}

void reply_and_close(struct connection *c, enum fault fault)
{
    c->closing = true;
    reply_fault(c, fault, NULL, NULL);
}
