/* SPDX-License-Identifier: MIT */
#include "base/clock.h"
#include "base/log.h"
#include "http/answer.h"
#include "http/connection_inside.h"

#include <inttypes.h>

static void log_answer(const struct connection *c, int status)
{
    char id[UUID_SIZE];
    const struct route *route = c->passage.match.route;
    log_line(LOG_LEVEL_INFO, "answer method=%s route=%s status=%d us=%" PRId64 " request=%s",
             method_name(c->reader.head.method), route ? route->path : "-", status,
             clock_monotonic().us - c->started.us, uuid_print(c->request_id, id));
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
