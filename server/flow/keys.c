/* SPDX-License-Identifier: MIT */
/*
 * Idempotency keys: one key, one effect, one answer. The first batch ends in what the key got before; the
 * last inserts key and answer ahead of the effects. Whoever loses that race is told by the constraint, and
 * reads the winner's.
 */
#include "flow/req_inside.h"

#include "queries.h"

#include <string.h>

struct earlier {
    const char *fingerprint; /* hex */
    int32_t status;
    const char *content_type;
    const char *answer;
};

static const struct field earlier_fields[] = {
    FIELD(struct earlier, fingerprint, OUT),
    FIELD(struct earlier, status, OUT),
    FIELD(struct earlier, content_type, OUT),
    FIELD(struct earlier, answer, OUT),
    {0},
};
static const struct shape earlier_shape = SHAPE("earlier", struct earlier, earlier_fields);

static bool well_formed(const char *key)
{
    size_t len = strlen(key);
    for (size_t i = 0; i < len; i++)
        if (key[i] < 0x21 || key[i] > 0x7e)
            return false;
    return len >= 1 && len <= KEY_MAX;
}

/* The same key with another method, route, id or body is another request. */
static struct digest fingerprint_of(struct req *rq, const struct exchange *x)
{
    struct text all = text_in(rq->arena);
    text_printf(&all, "%s\n%s\n%s\n", rq->inside->caller.route, x->id == NULL ? "" : x->id,
                x->query == NULL ? "" : x->query);
    text_add(&all, x->body == NULL ? "" : x->body, x->body_len);
    return digest_hmac(rq->service->key, all.at, all.len);
}

bool key_take(struct req *rq, const struct exchange *x, struct problem *problem)
{
    if (!rq->route->creates || rq->dry_run)
        return true;
    if (x->idempotency_key == NULL || !well_formed(x->idempotency_key)) {
        problem->fault =
            x->idempotency_key == NULL ? FAULT_IDEMPOTENCY_KEY_MISSING : FAULT_IDEMPOTENCY_KEY_BAD;
        problem->detail =
            "Send an Idempotency-Key of 1 to 255 printable characters, a new one for each new request.";
        return false;
    }
    rq->inside->key = arena_copy(rq->arena, x->idempotency_key, strlen(x->idempotency_key));
    rq->inside->fingerprint = fingerprint_of(rq, x);
    digest_text(&rq->inside->fingerprint, rq->inside->fingerprint_text);
    return true;
}

void key_ask(struct req *rq)
{
    if (rq->inside->key != NULL)
        rq->inside->earlier = sql_idempotency_get(rq->batch, rq->inside->key);
}

static void replay(struct req *rq, const struct earlier *earlier)
{
    rq->inside->answer = (struct answer){.status = earlier->status,
                                         .content_type = earlier->content_type,
                                         .body = earlier->answer,
                                         .body_len = strlen(earlier->answer)};
    rq->inside->replayed = true;
    answer_header(rq, "Idempotency-Replayed", "true");
}

bool key_replay(struct req *rq)
{
    struct rows *rows = rq->inside->earlier;
    rq->inside->earlier = NULL;
    const struct earlier *earlier = rows == NULL ? NULL : row_of(rq, rows, &earlier_shape);
    if (earlier == NULL)
        return false;
    if (strcmp(earlier->fingerprint, rq->inside->fingerprint_text + strlen("\\x")) == 0)
        replay(rq, earlier);
    else
        answer_problem(rq, &(struct problem){.fault = FAULT_IDEMPOTENCY_MISMATCH});
    return true;
}

static enum flow vanished(struct req *rq)
{
    return fail(rq, FAULT_IN_PROGRESS, NULL);
}

enum flow key_read_again(struct req *rq)
{
    key_ask(rq);
    enum flow flow = req_send(rq, vanished);
    rq->inside->settling = true; /* the winner has */
    return flow;
}
