/* SPDX-License-Identifier: MIT */
#include "store/session.h"

#include "base/log.h"
#include "queries.h"

#include <stdio.h>
#include <string.h>

enum { VERSION_MIN = 150000, VERSION_GOOD = 150020, OPTIONS_SIZE = 512 };

/* The parameters' values go to the server's log unless these are as the second column says. */
static const char checks[] =
    "SELECT current_setting('log_parameter_max_length') = '0' AS log_parameter_max_length,"
    " current_setting('log_parameter_max_length_on_error') = '0'"
    " AS log_parameter_max_length_on_error,"
    " current_setting('log_error_verbosity') = 'terse' AS log_error_verbosity,"
    " current_setting('transaction_read_only') = 'off' AS writable";
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
             " -c client_min_messages=warning",
             (int)options->lock_timeout_ms, (int)options->statement_timeout_ms,
             (int)options->statement_timeout_ms);
    const char *const keywords[] = {"dbname", "application_name", "client_encoding", "options", NULL};
    const char *const values[] = {options->conninfo, "accordd", "UTF8", settings, NULL};
    PGconn *pg = PQconnectStartParams(keywords, values, 1);
    if (pg) {
        PQsetErrorVerbosity(pg, PQERRORS_SQLSTATE);
        PQsetNoticeReceiver(pg, ignore_notice, NULL);
    }
    return pg;
}

static bool queue_burst(PGconn *pg)
{
    bool queued = PQsendQueryParams(pg, checks, 0, NULL, NULL, NULL, NULL, 0);
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
        !queue_burst(session->pg)) {
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

static bool take_result(struct session *session, const PGresult *result)
{
    if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
        session->ready = session->answered == Q_COUNT + 1;
        return session->ready || refuse(session, "the server answers out of turn");
    }
    if (PQresultStatus(result) == PGRES_FATAL_ERROR && !PQresultErrorField(result, PG_DIAG_SQLSTATE)) {
        return refuse(session, "the server closed the connection");
    }
    if (session->answered > Q_COUNT) {
        return refuse(session, "the server answers out of turn");
    }
    int index = session->answered++;
    return index == 0 ? take_checks(session, result) : take_prepared(session, result, index - 1);
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
