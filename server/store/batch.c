/* SPDX-License-Identifier: MIT */
#include "queries.h"
#include "store/pool.h"
#include "store/segment.h"

#include <inttypes.h>

struct batch *batch_new(struct store *store, struct arena *arena, const struct caller *caller)
{
    struct batch *batch = arena_alloc(arena, sizeof *batch);
    batch->store = store;
    batch->arena = arena;
    STAILQ_INIT(&batch->statements);
    batch->identity =
        uuid_given(caller->waiting)
            ? sql_begin_recheck(batch, caller->waiting, caller->action, caller->route, caller->request_id)
            : sql_begin_as(batch, caller->token_hash, caller->roles, caller->action, caller->route,
                           caller->request_id, caller->writes);
    return batch;
}

const struct rows *batch_identity(const struct batch *batch)
{
    return batch->identity;
}

bool batch_writes(const struct batch *batch)
{
    for (const struct statement *s = STAILQ_FIRST(&batch->statements); s != NULL; s = STAILQ_NEXT(s, next)) {
        if (query_table[s->rows.query].writes) {
            return true;
        }
    }
    return false;
}

void batch_alone(struct batch *batch)
{
    batch->alone = true;
}

/* One that is bytes has a length and a format of its own, which those before and after it then need too. */
static void add_binary(struct batch *batch, struct statement *statement, int at, const struct param *param)
{
    size_t size = (size_t)statement->count * sizeof *statement->lengths;
    if (statement->lengths == NULL) {
        statement->lengths = arena_alloc(batch->arena, size);
        statement->formats = arena_alloc(batch->arena, size);
    }
    statement->lengths[at] = (int)param->len;
    statement->formats[at] = 1;
}

struct rows *batch_add(struct batch *batch, int query, int count, const struct param *params)
{
    struct statement *statement = arena_alloc(batch->arena, sizeof *statement);
    statement->rows.query = query;
    statement->count = count;
    if (count > 0) {
        statement->values = arena_alloc(batch->arena, (size_t)count * sizeof *statement->values);
    }
    for (int i = 0; i < count; i++) {
        statement->values[i] = params[i].text;
        if (params[i].binary) {
            add_binary(batch, statement, i, &params[i]);
        }
    }
    STAILQ_INSERT_TAIL(&batch->statements, statement, next);
    return &statement->rows;
}

void batch_send(struct batch *batch, enum lane lane, batch_done_fn *done, void *arg)
{
    batch->lane = lane;
    batch->done = done;
    batch->arg = arg;
    pool_send(batch->store, batch);
}

struct param param_int4(struct batch *batch, int32_t number)
{
    return (struct param){.text = number == INTEGER32_NONE ? NULL
                                                           : arena_printf(batch->arena, "%" PRId32, number)};
}

struct param param_int8(struct batch *batch, int64_t number)
{
    return (struct param){.text =
                              number == INTEGER_NONE ? NULL : arena_printf(batch->arena, "%" PRId64, number)};
}

struct param param_bool(struct batch *batch, bool truth)
{
    (void)batch;
    return (struct param){.text = truth ? "t" : "f"};
}

struct param param_text(struct batch *batch, const char *text)
{
    (void)batch;
    return (struct param){.text = text};
}

struct param param_date(struct batch *batch, struct date date)
{
    return (struct param){.text = date_given(date) ? date_print(date, arena_alloc(batch->arena, DATE_SIZE))
                                                   : NULL};
}

struct param param_timestamptz(struct batch *batch, struct instant instant)
{
    return (struct param){.text = instant_given(instant)
                                      ? instant_print(instant, arena_alloc(batch->arena, INSTANT_SIZE))
                                      : NULL};
}

struct param param_uuid(struct batch *batch, struct uuid uuid)
{
    return (struct param){.text = uuid_given(uuid) ? uuid_print(uuid, arena_alloc(batch->arena, UUID_SIZE))
                                                   : NULL};
}

struct param param_bytes(struct batch *batch, struct bytes bytes)
{
    (void)batch;
    return (struct param){.text = bytes.at, .binary = true, .len = bytes.len};
}
