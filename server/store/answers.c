/* SPDX-License-Identifier: MIT */
#include "store/answers.h"

#include "base/fault_point.h"
#include "base/log.h"
#include "queries.h"
#include "store/pipeline_inside.h"

static void clear_result(void *result)
{
    PQclear(result);
}

/* An error ends the segment on the server, so that a batch has one; the Sync decides that it counts. */
static void take_error(struct pipeline *c, struct batch *batch, const struct statement *statement,
                       const PGresult *result)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *query = statement ? query_table[statement->rows.query].name : "Sync";
    if (!sqlstate) {
        pipeline_end(c, "the server closed it"); /* libpq's own error: it has none from the server */
        return;
    }
    struct sqlstate_meaning meaning =
        sqlstate_meaning(sqlstate, PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME), query);
    batch->result = meaning.result;
    c->reach = meaning.reach;
    if (meaning.alarm) {
        log_line(LOG_LEVEL_ERROR, "the database refused a statement query=%s sqlstate=%s", query, sqlstate);
    }
}

static void take_result(struct pipeline *c, struct batch *batch, PGresult *result)
{
    struct statement *statement = batch->awaited;
    ExecStatusType status = PQresultStatus(result);
    arena_defer(batch->arena, clear_result, result);
    if (statement) {
        batch->awaited = STAILQ_NEXT(statement, next);
    }
    if (status == PGRES_FATAL_ERROR) {
        take_error(c, batch, statement, result);
    } else if (statement && (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)) {
        statement->rows.result = result;
    } else if (status != PGRES_PIPELINE_ABORTED) {
        pipeline_end(c, "it answered out of turn");
    }
}

/* What the errors of the batch that has just been answered mean for others. */
static void act_on_reach(struct pipeline *c)
{
    enum reach reach = c->reach;
    c->reach = REACH_BATCH;
    if (reach == REACH_CONNECTION) {
        pipeline_retire(c, "its prepared statements are out of date");
    } else if (reach == REACH_POOL) {
        c->owner.server_gone(c->owner.arg);
    }
}

/*
 * The Sync has been answered: the batch was committed, or undone as a whole. Not so if the connection is
 * still inside a transaction when nothing is left in flight: then a statement began one, and nothing is
 * durable.
 */
static void take_sync(struct pipeline *c, struct batch *batch)
{
    if (batch->awaited || (c->load == 1 && PQtransactionStatus(c->pg) != PQTRANS_IDLE)) {
        pipeline_end(c, "its transactions are out of step");
        return;
    }
    STAILQ_REMOVE_HEAD(&c->flight, next);
    c->load--;
    if (c->load == 0) {
        event_del(c->silent);
    }
    act_on_reach(c);
    if (c->state == RETIRING && c->load == 0) {
        pipeline_end(c, c->why);
    }
    if (batch->lane == LANE_WRITE && batch->result.fault == FAULT_NONE) {
        FAULT_POINT("after_commit");
    }
    batch->done(batch->arg, &batch->result);
}

/* False for the NULL of PQgetResult, which is the end of one statement's results. */
static bool take_next(struct pipeline *c)
{
    struct batch *batch = STAILQ_FIRST(&c->flight);
    PGresult *result = PQgetResult(c->pg);
    bool given = result != NULL;
    if (!given || c->warned) {
        PQclear(result);
    } else if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
        PQclear(result);
        take_sync(c, batch);
    } else {
        take_result(c, batch, result);
    }
    return given;
}

/* PQisBusy reads messages, and so may call on_notice. */
static bool has_answer(struct pipeline *c)
{
    return c->state != ENDING && c->load > 0 && !PQisBusy(c->pg);
}

/* Once a server that said goodbye is gone, libpq gives NULL for ever: a second in a row ends it. */
void answers_take(struct pipeline *c)
{
    bool given = true;
    while (has_answer(c)) {
        bool last = given;
        given = take_next(c);
        if (!given && !last) {
            pipeline_end(c, "the server closed it");
        }
    }
    if (c->load == 0) {
        (void)PQisBusy(c->pg); /* reads what the server says unasked */
    }
}
