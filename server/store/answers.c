/* SPDX-License-Identifier: MIT */
#include "store/answers.h"

#include "base/fault_point.h"
#include "base/log.h"
#include "queries.h"
#include "store/pipeline_inside.h"

#include <stdlib.h>

static void clear_result(void *result)
{
    PQclear(result);
}

/*
 * An error undoes the convoy on the server, so that a convoy has one; the Sync decides that it counts. In a
 * larger one it may be a neighbour's doing, and comes again where it is not.
 */
static void take_error(struct pipeline *c, struct convoy *convoy, const struct statement *statement,
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
    convoy->failed = true;
    convoy->answering->result = meaning.result;
    c->reach = meaning.reach;
    if (meaning.alarm && convoy->count == 1) {
        log_line(LOG_LEVEL_ERROR, "the database refused a statement query=%s sqlstate=%s", query, sqlstate);
    }
}

/* The batch's statements have all been answered: the next one's turn has come. */
static void answer_next(struct convoy *convoy)
{
    struct batch *batch = convoy->answering;
    if (!batch->awaited && STAILQ_NEXT(batch, next)) {
        convoy->answering = STAILQ_NEXT(batch, next);
    }
}

static void take_result(struct pipeline *c, struct convoy *convoy, PGresult *result)
{
    struct batch *batch = convoy->answering;
    struct statement *statement = batch->awaited;
    ExecStatusType status = PQresultStatus(result);
    arena_defer(batch->arena, clear_result, result);
    if (statement) {
        batch->awaited = STAILQ_NEXT(statement, next);
    }
    if (status == PGRES_FATAL_ERROR) {
        take_error(c, convoy, statement, result);
    } else if (statement && (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK)) {
        statement->rows.result = result;
    } else if (status != PGRES_PIPELINE_ABORTED) {
        pipeline_end(c, "it answered out of turn");
    }
    answer_next(convoy);
}

/* What the errors of the convoy that has just been answered mean for others. */
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

static void tell(struct batch_queue *batches)
{
    struct batch *batch;
    while ((batch = STAILQ_FIRST(batches))) {
        STAILQ_REMOVE_HEAD(batches, next);
        batch->done(batch->arg, &batch->result);
    }
}

/* Room is made before anybody is told, who may want to send. */
static void bring_home(struct pipeline *c, struct convoy *convoy)
{
    struct batch_queue told = STAILQ_HEAD_INITIALIZER(told), again = STAILQ_HEAD_INITIALIZER(again);
    STAILQ_CONCAT(convoy->failed && convoy->count > 1 ? &again : &told, &convoy->batches);
    c->owner.home(c->owner.arg, c->lane, convoy->count, &again);
    free(convoy);
    tell(&told);
}

/*
 * The Sync has been answered: the convoy was committed, or undone as a whole. Not so if the connection is
 * still inside a transaction when nothing is left in flight: then a statement began one, and nothing is
 * durable.
 */
static void take_sync(struct pipeline *c, struct convoy *convoy)
{
    bool whole = !convoy->answering->awaited && !STAILQ_NEXT(convoy->answering, next);
    if (!whole || (c->convoys == 1 && PQtransactionStatus(c->pg) != PQTRANS_IDLE)) {
        pipeline_end(c, "its transactions are out of step");
        return;
    }
    STAILQ_REMOVE_HEAD(&c->flight, next);
    c->convoys--;
    c->load -= convoy->count;
    if (c->convoys == 0) {
        event_del(c->silent);
    }
    act_on_reach(c);
    if (c->state == RETIRING && c->convoys == 0) {
        pipeline_end(c, c->why);
    }
    if (c->lane == LANE_WRITE && !convoy->failed) {
        FAULT_POINT("after_commit");
    }
    bring_home(c, convoy);
}

/* False for the NULL of PQgetResult, which is the end of one statement's results. */
static bool take_next(struct pipeline *c)
{
    struct convoy *convoy = STAILQ_FIRST(&c->flight);
    PGresult *result = PQgetResult(c->pg);
    bool given = result != NULL;
    if (!given || c->warned) {
        PQclear(result);
    } else if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
        PQclear(result);
        take_sync(c, convoy);
    } else {
        take_result(c, convoy, result);
    }
    return given;
}

/* PQisBusy reads messages, and so may call on_notice. */
static bool has_answer(struct pipeline *c)
{
    return c->state != ENDING && c->convoys > 0 && !PQisBusy(c->pg);
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
    if (c->convoys == 0) {
        (void)PQisBusy(c->pg); /* reads what the server says unasked */
    }
}
