/* SPDX-License-Identifier: MIT */
#include "base/clock.h"
#include "base/log.h"
#include "http/answer.h"
#include "http/connection_inside.h"
#include "http/tally.h"

#include <inttypes.h>
#include <stdio.h>

enum { PAIR_SIZE = 64, DETAIL_SIZE = 64 };

/* " name=value", where there is a value. */
static const char *pair(char *out, size_t size, const char *name, const char *value)
{
    out[0] = '\0';
    if (value && *value)
        snprintf(out, size, " %s=%s", name, value);
    return out;
}

/* Without the client's address: it is an officer's, and personal data. */
static void log_answer(const struct connection *c, int status)
{
    char id[UUID_SIZE], trace[PAIR_SIZE], proto[PAIR_SIZE];
    const struct route *route = c->passage.match.route;
    int64_t us = clock_monotonic().us - c->started.us;
    log_line(LOG_LEVEL_INFO, "answer method=%s route=%s status=%d us=%" PRId64 " request=%s%s%s",
             method_name(c->reader.head.method), route ? route->path : "-", status, us,
             uuid_print(c->request_id, id), pair(trace, sizeof trace, "trace", c->provenance.trace),
             pair(proto, sizeof proto, "proto", c->provenance.proto));
    tally_answer(route, c->reader.head.method, status, us);
}

static struct envelope envelope_of(struct connection *c, const struct answer *answer)
{
    const struct head *head = &c->reader.head;
    bool unchunked = head->minor == 0;
    c->closing = c->closing || c->all->draining || (answer->more && unchunked);
    return (struct envelope){.request_id = c->request_id,
                             .bodiless = head->method == METHOD_HEAD,
                             .close = c->closing,
                             .unchunked = unchunked};
}

/* The answer is in the output (`written`), and the request done with. */
static void sent(struct connection *c, int status, bool written)
{
    log_answer(c, status);
    connection_drop_request(c);
    event_del(c->deadline);
    c->phase = c->closing ? PHASE_CLOSING : PHASE_WRITING;
    if (written)
        connection_send(c);
    else
        connection_doom(c);
}

/* There is more to come, once this much has gone. */
static void passed(struct connection *c, bool written)
{
    connection_drop_request(c);
    event_del(c->deadline);
    c->in_pieces = true;
    c->phase = PHASE_PASSING;
    if (written)
        connection_send(c);
    else
        connection_doom(c);
}

void reply_on(struct connection *c)
{
    if (c->reader.head.method == METHOD_HEAD) {
        req_abandon(c->req);
        c->req = NULL;
        reply_answer(c, &(struct answer){.status = 200});
    } else {
        c->phase = PHASE_WAITING;
        req_more(c->req);
    }
}

/* A failure between two pieces is told by the end of the connection, as the status has been sent. */
static void reply_cut(struct connection *c, const struct answer *answer)
{
    log_answer(c, answer->status);
    connection_cut(c);
}

static void reply_piece(struct connection *c, const struct answer *answer)
{
    struct envelope envelope = envelope_of(c, answer);
    bool written = envelope.bodiless || answer_write_piece(bufferevent_get_output(c->bev), answer, &envelope);
    if (answer->more)
        passed(c, written);
    else
        sent(c, answer->status, written);
}

static void reply_whole(struct connection *c, const struct answer *answer)
{
    struct envelope envelope = envelope_of(c, answer);
    bool written = answer_write(bufferevent_get_output(c->bev), answer, &envelope);
    if (answer->more)
        passed(c, written);
    else
        sent(c, answer->status, written);
}

void reply_answer(struct connection *c, const struct answer *answer)
{
    if (c->in_pieces && answer->status >= 400)
        reply_cut(c, answer);
    else if (c->in_pieces)
        reply_piece(c, answer);
    else
        reply_whole(c, answer);
}

/* How large it might be; NULL: nothing is said. */
static const char *detail_of(const struct connection *c, enum fault fault, char out[DETAIL_SIZE])
{
    if (fault != FAULT_TOO_LARGE || c->reader.body_max == 0)
        return NULL;
    snprintf(out, DETAIL_SIZE, "A body here has at most %" PRId64 " bytes.", c->reader.body_max);
    return out;
}

void reply_fault(struct connection *c, enum fault fault, const char *field, const char *value)
{
    struct envelope envelope = envelope_of(c, &(struct answer){0});
    char detail[DETAIL_SIZE];
    bool written = answer_fault(bufferevent_get_output(c->bev), fault, detail_of(c, fault, detail), field,
                                value, &envelope);
    sent(c, fault_info(fault)->status, written);
}

void reply_and_close(struct connection *c, enum fault fault)
{
    c->closing = true;
    reply_fault(c, fault, NULL, NULL);
}
