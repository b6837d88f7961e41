/* SPDX-License-Identifier: MIT */
#include "store/session.h"

#include "base/log.h"
#include "queries.h"

#include <stdio.h>
#include <string.h>

enum { VERSION_MIN = 150000, VERSION_GOOD = 150020, OPTIONS_SIZE = 512 };

/* Columns of server_settings: unless they are true, parameters' values go to the server's log. */
static const char *const log_settings[] = {"log_parameter_max_length", "log_parameter_max_length_on_error",
                                           "log_error_verbosity"};

static void ignore_notice(void *arg, const PGresult *result)
{
    (void)arg, (void)result;
}

/* Texts of the server never reach PQerrorMessage: it says SQLSTATEs alone. */
PGconn *session_connect(const struct store_options *options)
{
    char settings[OPTIONS_SIZE];
    snprintf(settings, sizeof settings,
             "-c search_path=accord,pg_temp -c jit=off -c lock_timeout=%d -c statement_timeout=%d"
             " -c idle_in_transaction_session_timeout=%d -c TimeZone=UTC -c DateStyle=ISO"
             " -c client_min_messages=warning%s%s",
             (int)options->lock_timeout_ms, (int)options->statement_timeout_ms,
             (int)options->statement_timeout_ms, options->role ? " -c role=" : "",
             options->role ? options->role : "");
    const char *const keywords[] = {"dbname", "application_name", "client_encoding", "options", NULL};
    const char *const values[] = {options->conninfo, "accordd", "UTF8", settings, NULL};
    PGconn *pg = PQconnectStartParams(keywords, values, 1);
    if (pg) {
        PQsetErrorVerbosity(pg, PQERRORS_SQLSTATE);
        PQsetNoticeReceiver(pg, ignore_notice, NULL);
    }
    return pg;
}

/* Asked before any statement is prepared, which would fail with less to say. */
static bool ask(PGconn *pg, enum query query, const char *const *values)
{
    const struct query_text *q = &query_table[query];
    return PQsendQueryParams(pg, q->sql, q->params, q->types, values, NULL, NULL, 0);
}

static bool queue_burst(PGconn *pg, const char *changes)
{
    bool queued = ask(pg, Q_SERVER_SETTINGS, NULL) && (!changes || ask(pg, Q_CHANGES_MISSING, &changes));
    for (const struct query_text *q = query_table; queued && q < query_table + Q_COUNT; q++) {
        queued = PQsendPrepare(pg, q->name, q->sql, q->params, q->types);
    }
    return queued && PQpipelineSync(pg);
}

static bool refuse(struct session *session, const char *why)
{
    snprintf(session->trouble, sizeof session->trouble, "%s", why);
    return false;
}

bool session_begin(struct session *session)
{
    if (PQserverVersion(session->pg) < VERSION_MIN) {
        return refuse(session, "the server is older than PostgreSQL 15");
    }
    if (PQsetnonblocking(session->pg, 1) != 0 || !PQenterPipelineMode(session->pg) ||
        !queue_burst(session->pg, session->changes)) {
        return refuse(session, "the statements cannot be sent");
    }
    return true;
}

static bool is_true(const PGresult *result, const char *column)
{
    return strcmp(PQgetvalue(result, 0, PQfnumber(result, column)), "t") == 0;
}

static void warn_once(struct session *session, const PGresult *result)
{
    if (*session->warned) {
        return;
    }
    *session->warned = true;
    if (PQserverVersion(session->pg) < VERSION_GOOD) {
        log_line(LOG_LEVEL_WARNING, "PostgreSQL is older than 15.20 version=%d",
                 PQserverVersion(session->pg));
    }
    for (size_t i = 0; i < sizeof log_settings / sizeof *log_settings; i++) {
        if (!is_true(result, log_settings[i])) {
            log_line(LOG_LEVEL_WARNING, "PostgreSQL may write personal data to its log setting=%s",
                     log_settings[i]);
        }
    }
}

static bool take_checks(struct session *session, const PGresult *result)
{
    if (PQresultStatus(result) != PGRES_TUPLES_OK) {
        return refuse(session, "the server does not answer what it is asked first");
    }
    warn_once(session, result);
    return is_true(result, "writable") ||
           refuse(session, "the server takes no writes (a standby, or read-only)");
}

/* There is no registry, or no right to read it: nothing is known to be deployed. Another error is the
 * moment's. */
static bool lacks_registry(const PGresult *result)
{
    static const char *const states[] = {"42P01", "42501"}; /* undefined_table, insufficient_privilege */
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    for (size_t i = 0; sqlstate && i < sizeof states / sizeof *states; i++) {
        if (strcmp(sqlstate, states[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool take_changes(struct session *session, const PGresult *result)
{
    bool asked = PQresultStatus(result) == PGRES_TUPLES_OK;
    if (asked && PQgetisnull(result, 0, 0)) {
        return true;
    }
    if (!asked && !lacks_registry(result)) {
        return refuse(session, "the server does not say which changes are deployed");
    }
    session->unfit = true;
    snprintf(session->trouble, sizeof session->trouble, "the database lacks changes of sql/sqitch.plan: %s",
             asked ? PQgetvalue(result, 0, 0) : "all of them, or the right to read sqitch.changes");
    return false;
}

static bool take_prepared(struct session *session, const PGresult *result, int query)
{
    if (PQresultStatus(result) == PGRES_COMMAND_OK) {
        return true;
    }
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    snprintf(session->trouble, sizeof session->trouble,
             "the query %s does not fit the database (SQLSTATE %s)", query_table[query].name,
             sqlstate ? sqlstate : "none");
    return false;
}

/* Results in the order of the burst: the settings, the changes where they are looked at, then each statement.
 */
static bool take_answer(struct session *session, const PGresult *result, int index)
{
    int asked = session->changes ? 2 : 1;
    if (index == 0) {
        return take_checks(session, result);
    }
    return index < asked ? take_changes(session, result) : take_prepared(session, result, index - asked);
}

static int burst_size(const struct session *session)
{
    return Q_COUNT + (session->changes ? 2 : 1);
}

static bool take_result(struct session *session, const PGresult *result)
{
    if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
        session->ready = session->answered == burst_size(session);
        return session->ready || refuse(session, "the server answers out of turn");
    }
    if (PQresultStatus(result) == PGRES_FATAL_ERROR && !PQresultErrorField(result, PG_DIAG_SQLSTATE)) {
        return refuse(session, "the server closed the connection");
    }
    if (session->answered >= burst_size(session)) {
        return refuse(session, "the server answers out of turn");
    }
    return take_answer(session, result, session->answered++);
}

bool session_take(struct session *session)
{
    bool good = true;
    while (good && !session->ready && !PQisBusy(session->pg)) {
        PGresult *result = PQgetResult(session->pg);
        if (result) {
            good = take_result(session, result);
            PQclear(result);
        }
    }
    return good;
}
