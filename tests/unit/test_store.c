/* SPDX-License-Identifier: MIT */
/*
 * The store against a real PostgreSQL, named by ACCORD_TEST_DB (keyword/value conninfo of a role that may
 * create databases, on a server of which it is superuser). Works in a database of its own, which it makes
 * anew.
 */
#include "base/log.h"
#include "queries.h"
#include "store/sqlstate.h"
#include "values/date.h"

#include <libpq-fe.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { CONNINFO_SIZE = 1024, PATIENCE_SECONDS = 15, SKIPPED = 77, QUEUE_MAX = 8, CONVOY_MAX = 4 };

static const char schema[] =
    "CREATE SCHEMA accord; CREATE SCHEMA sqitch CREATE TABLE changes (project text, change text);"
    "SET search_path = accord;"
    "CREATE FUNCTION fail_with(state text) RETURNS void LANGUAGE plpgsql AS $$"
    "BEGIN RAISE EXCEPTION 'a text of the database' USING ERRCODE = state; END $$;"
    "CREATE FUNCTION require(truth bool, name text) RETURNS void LANGUAGE plpgsql AS $$"
    "BEGIN IF truth IS NOT TRUE THEN RAISE EXCEPTION 'no' USING ERRCODE = 'AC001', CONSTRAINT = name; END "
    "IF; END $$;"
    "CREATE FUNCTION warn() RETURNS void LANGUAGE plpgsql AS $$BEGIN RAISE WARNING 'half'; END $$;"
    "CREATE FUNCTION begin_as(hash bytea, roles text[], action text, route text, request uuid, writes bool)"
    " RETURNS TABLE (principal uuid, role text, scope text, authority int, region text, supplier uuid)"
    " LANGUAGE plpgsql AS $$BEGIN IF hash IS NULL THEN RETURN; END IF;"
    " PERFORM require(hash <> '\\x00', 'token_invalid');"
    " RETURN QUERY SELECT request, roles[1], action, 7, route, NULL::uuid; END $$;"
    "CREATE FUNCTION begin_recheck(waiting uuid, action text, route text, request uuid)"
    " RETURNS TABLE (principal uuid, role text, scope text, authority int, region text, supplier uuid)"
    " LANGUAGE plpgsql AS $$BEGIN RETURN QUERY SELECT waiting, 'OFFICER', action, 8, route, NULL::uuid; END "
    "$$;"
    "CREATE TABLE note (id uuid CONSTRAINT note_pk PRIMARY KEY, body text CONSTRAINT note_body CHECK (body "
    "<> ''),"
    " day date, at timestamptz, number int, pence bigint, urgent bool NOT NULL, tags text[], extra jsonb);"
    "CREATE TABLE late (id int CONSTRAINT late_pk UNIQUE DEFERRABLE INITIALLY DEFERRED);"
    "CREATE TABLE changing (value int); INSERT INTO changing VALUES (1);"
    "CREATE TABLE idempotency (key text CONSTRAINT idempotency_pk PRIMARY KEY);"
    "CREATE SEQUENCE tries;";

static char conninfo[CONNINFO_SIZE];
static struct event_base *base;

/* What a batch was told. */
struct told {
    int calls;
    int turn;    /* how many had been told before, of all batches */
    bool inside; /* batch_send has not returned */
    struct batch_result result;
};

static void on_done(void *arg, const struct batch_result *result)
{
    static int turn;
    struct told *outcome = arg;
    assert_false(outcome->inside);
    outcome->calls++;
    outcome->turn = turn++;
    outcome->result = *result;
}

static void on_late(evutil_socket_t fd, short what, void *arg)
{
    (void)fd, (void)what;
    *(bool *)arg = true;
}

static bool is_ready(const void *store)
{
    return store_ready(store);
}

static bool is_not_ready(const void *store)
{
    return !store_ready(store);
}

static bool has_trouble_with_query(const void *store)
{
    const char *trouble = store_trouble(store);
    return trouble && strstr(trouble, "SQLSTATE");
}

static bool is_read_only(const void *store)
{
    const char *trouble = store_trouble(store);
    return trouble && strstr(trouble, "takes no writes");
}

static bool is_done(const void *outcome)
{
    return ((const struct told *)outcome)->calls > 0;
}

/* Turns the loop until it holds. */
static void await(bool (*holds)(const void *), const void *arg)
{
    bool late = false;
    struct timeval patience = {.tv_sec = PATIENCE_SECONDS};
    struct event *timer = evtimer_new(base, on_late, &late);
    evtimer_add(timer, &patience);
    while (!holds(arg) && !late) {
        event_base_loop(base, EVLOOP_ONCE);
    }
    event_free(timer);
    assert_false(late);
}

static void admin(const char *where, const char *sql)
{
    PGconn *pg = PQconnectdb(where);
    if (PQstatus(pg) != CONNECTION_OK) {
        fprintf(stderr, "%s", PQerrorMessage(pg));
    }
    PGresult *result = PQexec(pg, sql);
    bool good = PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK;
    if (!good) {
        fprintf(stderr, "%s", PQresultErrorMessage(result));
    }
    PQclear(result);
    PQfinish(pg);
    assert_true(good);
}

static struct store *open_store_of(const char *where, int32_t writers)
{
    const struct store_options options = {.conninfo = where,
                                          .connections = {[LANE_READ] = 1, [LANE_WRITE] = writers},
                                          .queue_max = QUEUE_MAX,
                                          .convoy_max = CONVOY_MAX,
                                          .lock_timeout_ms = 250,
                                          .statement_timeout_ms = 2000};
    return store_open(base, &options);
}

static struct store *open_store(const char *where)
{
    return open_store_of(where, 2);
}

static struct store *ready_store(void)
{
    struct store *store = open_store(conninfo);
    await(is_ready, store);
    return store;
}

static struct batch *batch_of_nobody(struct store *store, struct arena *arena)
{
    return batch_new(store, arena, &(struct caller){.action = "test"});
}

static void send_only(struct batch *batch, enum lane lane, struct told *outcome)
{
    *outcome = (struct told){.inside = true};
    batch_send(batch, lane, on_done, outcome);
    outcome->inside = false;
    assert_int_equal(outcome->calls, 0);
}

static struct batch_result send_and_wait(struct batch *batch, enum lane lane)
{
    struct told outcome;
    send_only(batch, lane, &outcome);
    await(is_done, &outcome);
    assert_int_equal(outcome.calls, 1);
    return outcome.result;
}

static struct uuid uuid_of(uint8_t last)
{
    return (struct uuid){{[0] = 1, [15] = last}};
}

static struct rows *add_note(struct batch *batch, uint8_t id)
{
    return sql_note_add(batch, uuid_of(id), "n", DATE_NONE, INSTANT_NONE, INTEGER32_NONE, INTEGER_NONE, false,
                        NULL, NULL);
}

static long notes(struct store *store)
{
    struct arena *arena = arena_new(abort);
    struct batch *batch = batch_of_nobody(store, arena);
    struct rows *rows = sql_note_count(batch);
    assert_int_equal(send_and_wait(batch, LANE_READ).fault, FAULT_NONE);
    long count = strtol(rows_value(rows, "n"), NULL, 10);
    arena_free(arena);
    return count;
}

struct note {
    struct uuid id;
    const char *body;
    struct date day;
    struct instant at;
    int32_t number;
    int64_t pence;
    bool urgent;
    struct text_list tags;
};
static const struct field note_fields[] = {
    FIELD(struct note, id, OUT),     FIELD(struct note, body, OUT),   FIELD(struct note, day, OUT),
    FIELD(struct note, at, OUT),     FIELD(struct note, number, OUT), FIELD(struct note, pence, OUT),
    FIELD(struct note, urgent, OUT), FIELD(struct note, tags, OUT),   {0},
};
static const struct shape note_shape = SHAPE("note", struct note, note_fields);

static void test_values_travel(void **state)
{
    struct store *store = *state;
    struct arena *arena = arena_new(abort);
    struct batch *batch = batch_of_nobody(store, arena);
    struct date day = {20000};
    struct instant at = {1790000000123456};
    sql_note_add(batch, uuid_of(1), "Zo\xc3\xab", day, at, -5, 1LL << 40, true, "{a,\"b c\"}", "{\"k\":1}");
    sql_note_add(batch, uuid_of(2), NULL, DATE_NONE, INSTANT_NONE, INTEGER32_NONE, INTEGER_NONE, false, NULL,
                 NULL);
    struct rows *full = sql_note_get(batch, uuid_of(1));
    struct rows *empty = sql_note_get(batch, uuid_of(2));
    struct rows *none = sql_note_get(batch, uuid_of(3));
    assert_int_equal(send_and_wait(batch, LANE_WRITE).fault, FAULT_NONE);

    const struct note *note = rows_read(full, &note_shape, arena);
    assert_int_equal(rows_count(full), 1);
    assert_true(uuid_equal(note->id, uuid_of(1)));
    assert_string_equal(note->body, "Zo\xc3\xab");
    assert_true(date_equal(note->day, day));
    assert_int_equal(note->at.us, at.us);
    assert_int_equal(note->number, -5);
    assert_int_equal(note->pence, 1LL << 40);
    assert_true(note->urgent);
    assert_int_equal(note->tags.count, 2);
    assert_string_equal(note->tags.at[1], "b c");

    note = rows_read(empty, &note_shape, arena);
    assert_null(note->body);
    assert_false(date_given(note->day));
    assert_false(instant_given(note->at));
    assert_int_equal(note->number, INTEGER32_NONE);
    assert_null(rows_value(empty, "body"));
    assert_null(rows_value(empty, "no_such_column"));
    assert_int_equal(rows_count(none), 0);
    assert_null(rows_read(none, &note_shape, arena));
    arena_free(arena);
}

/* Every byte, NUL among them, there and back, beside a text; none is none. */
static void test_bytes_travel_as_they_are(void **state)
{
    static char all[1 << 20];
    struct store *store = *state;
    struct arena *arena = arena_new(abort);
    struct batch *batch = batch_of_nobody(store, arena);
    for (size_t i = 0; i < sizeof all; i++)
        all[i] = (char)(i * 7);
    struct rows *whole = sql_content_of(batch, "some", (struct bytes){all, sizeof all});
    struct rows *null = sql_content_of(batch, "some", (struct bytes){0});
    struct rows *none = sql_content_of(batch, "none", (struct bytes){all, 1});
    struct rows *text = sql_content_of(batch, "some", (struct bytes){all, 3});
    rows_as_bytes(whole);
    rows_as_bytes(null);
    rows_as_bytes(none);
    assert_int_equal(send_and_wait(batch, LANE_READ).fault, FAULT_NONE);
    assert_int_equal(rows_bytes(whole).len, sizeof all);
    assert_memory_equal(rows_bytes(whole).at, all, sizeof all);
    assert_null(rows_bytes(null).at);
    assert_null(rows_bytes(none).at);
    assert_string_equal(rows_value(text, "content"), "\\x00070e");
    arena_free(arena);
}

static void test_identity_comes_first(void **state)
{
    struct arena *arena = arena_new(abort);
    struct caller caller = {.token_hash = "\\x01",
                            .roles = "{DCS,HR}",
                            .action = "look",
                            .route = "GET /v1/x",
                            .request_id = uuid_of(9)};
    struct batch *batch = batch_new(*state, arena, &caller);
    sql_note_count(batch);
    assert_int_equal(send_and_wait(batch, LANE_READ).fault, FAULT_NONE);
    const struct rows *identity = batch_identity(batch);
    assert_string_equal(rows_value(identity, "role"), "DCS");
    assert_string_equal(rows_value(identity, "scope"), "look");
    assert_string_equal(rows_value(identity, "authority"), "7");
    assert_string_equal(rows_value(identity, "region"), "GET /v1/x");
    assert_null(rows_value(identity, "supplier"));
    assert_int_equal(rows_value(identity, "principal")[35], '9');

    caller.token_hash = "\\x00";
    struct batch_result refused = send_and_wait(batch_new(*state, arena, &caller), LANE_READ);
    assert_int_equal(refused.fault, FAULT_TOKEN_INVALID);
    assert_int_equal(refused.constraint, CONSTRAINT_token_invalid);

    struct batch *nobody = batch_of_nobody(*state, arena);
    assert_int_equal(send_and_wait(nobody, LANE_READ).fault, FAULT_NONE);
    assert_int_equal(rows_count(batch_identity(nobody)), 0);
    arena_free(arena);
}

static void test_session_is_as_promised(void **state)
{
    static const char *const settings[][2] = {{"search_path", "accord,pg_temp"}, {"jit", "off"},
                                              {"lock_timeout", "250ms"},         {"statement_timeout", "2s"},
                                              {"application_name", "accordd"},   {"TimeZone", "UTC"},
                                              {"client_min_messages", "warning"}};
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        struct arena *arena = arena_new(abort);
        struct batch *batch = batch_of_nobody(*state, arena);
        struct rows *rows = sql_setting(batch, settings[i][0]);
        assert_int_equal(send_and_wait(batch, LANE_READ).fault, FAULT_NONE);
        assert_string_equal(rows_value(rows, "value"), settings[i][1]);
        arena_free(arena);
    }
}

/* A batch fails whole, and leaves its neighbours in the pipeline alone. */
static void test_a_batch_is_whole(void **state)
{
    struct store *store = *state;
    struct arena *arena = arena_new(abort);
    struct told bad, good;
    long before = notes(store);
    struct batch *first = batch_of_nobody(store, arena);
    add_note(first, 40);
    sql_must(first, false, "stale_facts");
    add_note(first, 41);
    struct batch *second = batch_of_nobody(store, arena);
    add_note(second, 42);
    send_only(first, LANE_READ, &bad);
    send_only(second, LANE_READ, &good);
    await(is_done, &good);
    assert_int_equal(bad.result.fault, FAULT_STALE_FACTS);
    assert_int_equal(bad.result.constraint, CONSTRAINT_stale_facts);
    assert_int_equal(good.result.fault, FAULT_NONE);
    assert_int_equal(notes(store), before + 1);
    arena_free(arena);
}

static struct batch_result fail_with(struct store *store, const char *sqlstate)
{
    struct arena *arena = arena_new(abort);
    struct batch *batch = batch_of_nobody(store, arena);
    sql_fail_with(batch, sqlstate);
    struct batch_result result = send_and_wait(batch, LANE_WRITE);
    arena_free(arena);
    return result;
}

static void test_constraints_become_faults(void **state)
{
    struct arena *arena = arena_new(abort);
    struct batch *empty = batch_of_nobody(*state, arena);
    sql_note_add(empty, uuid_of(50), "", DATE_NONE, INSTANT_NONE, 0, 0, false, NULL, NULL);
    assert_int_equal(send_and_wait(empty, LANE_WRITE).fault, FAULT_INVALID);
    struct batch *twice = batch_of_nobody(*state, arena);
    add_note(twice, 51);
    add_note(twice, 51);
    assert_int_equal(send_and_wait(twice, LANE_WRITE).fault, FAULT_DUPLICATE);
    struct batch *unknown = batch_of_nobody(*state, arena);
    sql_must(unknown, false, "a_name_nobody_mapped");
    struct batch_result result = send_and_wait(unknown, LANE_WRITE);
    assert_int_equal(result.fault, FAULT_INTERNAL);
    assert_int_equal(result.constraint, CONSTRAINT_NONE);
    assert_int_equal(fail_with(*state, "42501").fault, FAULT_FORBIDDEN);
    assert_int_equal(fail_with(*state, "40001").fault, FAULT_TEMPORARILY_UNAVAILABLE);
    assert_int_equal(fail_with(*state, "XX000").fault, FAULT_INTERNAL);
    arena_free(arena);
}

/* Every statement succeeds and the Sync fails. */
static void test_the_sync_decides(void **state)
{
    struct arena *arena = arena_new(abort);
    struct batch *batch = batch_of_nobody(*state, arena);
    sql_late_add(batch, 1);
    sql_late_add(batch, 1);
    assert_int_equal(send_and_wait(batch, LANE_WRITE).fault, FAULT_DUPLICATE);
    assert_true(store_ready(*state));
    arena_free(arena);
}

static struct batch_result add_key(struct store *store, const char *key)
{
    struct arena *arena = arena_new(abort);
    struct batch *batch = batch_of_nobody(store, arena);
    sql_idempotency_add(batch, key);
    struct batch_result result = send_and_wait(batch, LANE_WRITE);
    arena_free(arena);
    return result;
}

static void test_a_key_at_work_is_in_progress(void **state)
{
    PGconn *first = PQconnectdb(conninfo);
    PQclear(PQexec(first, "BEGIN; INSERT INTO accord.idempotency VALUES ('k')"));
    struct batch_result waited = add_key(*state, "k");
    assert_int_equal(waited.fault, FAULT_IN_PROGRESS);
    assert_int_equal(waited.constraint, CONSTRAINT_NONE);
    PQclear(PQexec(first, "COMMIT"));
    PQfinish(first);
    assert_int_equal(add_key(*state, "k").constraint, CONSTRAINT_idempotency_pk);
}

static void test_a_full_queue_refuses(void **state)
{
    struct arena *arena = arena_new(abort);
    struct told outcomes[QUEUE_MAX + 2];
    for (size_t i = 0; i < QUEUE_MAX + 2; i++) {
        struct batch *batch = batch_of_nobody(*state, arena);
        sql_note_count(batch);
        send_only(batch, LANE_READ, &outcomes[i]);
    }
    for (size_t i = 0; i < QUEUE_MAX + 2; i++) {
        await(is_done, &outcomes[i]);
        assert_int_equal(outcomes[i].result.fault,
                         i < QUEUE_MAX ? FAULT_NONE : FAULT_TEMPORARILY_UNAVAILABLE);
    }
    arena_free(arena);
}

/* Ends a connection at work, once there is one. */
static void end_a_sleeper(void)
{
    admin(conninfo,
          "DO $$ BEGIN LOOP EXIT WHEN (SELECT count(pg_terminate_backend(pid)) > 0 FROM pg_stat_activity"
          " WHERE wait_event = 'PgSleep'); PERFORM pg_stat_clear_snapshot(); END LOOP; END $$");
}

static struct batch_result killed_while_waiting(struct store *store, enum lane lane)
{
    struct arena *arena = arena_new(abort);
    struct batch *batch = batch_of_nobody(store, arena);
    struct told outcome;
    sql_wait_for(batch, 1);
    send_only(batch, lane, &outcome);
    event_base_loop(base, EVLOOP_NONBLOCK);
    end_a_sleeper();
    await(is_done, &outcome);
    assert_int_equal(outcome.calls, 1);
    arena_free(arena);
    return outcome.result;
}

static void test_a_loss_is_told_as_it_is(void **state)
{
    assert_int_equal(killed_while_waiting(*state, LANE_WRITE).fault, FAULT_OUTCOME_UNKNOWN);
    await(is_ready, *state);
    assert_int_equal(killed_while_waiting(*state, LANE_READ).fault, FAULT_TEMPORARILY_UNAVAILABLE);
    await(is_ready, *state);
    assert_null(store_trouble(*state));
    assert_true(notes(*state) >= 0);
}

/* An idle connection that the server ends takes the pool with it. */
static void test_a_goodbye_drops_the_pool(void **state)
{
    admin(conninfo, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = 'accordd' AND datname = current_database() LIMIT 1");
    await(is_not_ready, *state);
    await(is_ready, *state);
}

static void test_a_warning_makes_it_unknown(void **state)
{
    struct arena *arena = arena_new(abort);
    struct told warned, behind;
    struct batch *batch = batch_of_nobody(*state, arena), *next = batch_of_nobody(*state, arena);
    sql_warn(batch);
    sql_note_count(next);
    send_only(batch, LANE_READ, &warned);
    send_only(next, LANE_READ, &behind);
    await(is_done, &behind);
    assert_int_equal(warned.result.fault, FAULT_OUTCOME_UNKNOWN);
    assert_int_equal(behind.result.fault, FAULT_OUTCOME_UNKNOWN);
    await(is_ready, *state);
    arena_free(arena);
}

static void test_a_demoted_server_drops_the_pool(void **state)
{
    assert_int_equal(fail_with(*state, "25006").fault, FAULT_TEMPORARILY_UNAVAILABLE);
    assert_false(store_ready(*state));
    await(is_ready, *state);
}

static struct batch_result get_changing(struct store *store)
{
    struct arena *arena = arena_new(abort);
    struct batch *batch = batch_of_nobody(store, arena);
    sql_changing_get(batch);
    struct batch_result result = send_and_wait(batch, LANE_READ);
    arena_free(arena);
    return result;
}

static void test_stale_statements_are_prepared_anew(void **state)
{
    assert_int_equal(get_changing(*state).fault, FAULT_NONE);
    admin(conninfo, "ALTER TABLE accord.changing ALTER value TYPE text");
    assert_int_equal(get_changing(*state).fault, FAULT_TEMPORARILY_UNAVAILABLE);
    await(is_ready, *state);
    assert_int_equal(get_changing(*state).fault, FAULT_NONE);
}

static void test_a_query_that_does_not_fit_stops_the_start(void **state)
{
    (void)state;
    admin(conninfo, "ALTER TABLE accord.late RENAME TO later");
    struct store *store = open_store(conninfo);
    await(has_trouble_with_query, store);
    assert_string_equal(store_trouble(store),
                        "the query late_add does not fit the database (SQLSTATE 42P01)");
    assert_false(store_ready(store));
    struct arena *arena = arena_new(abort);
    struct batch_result result = send_and_wait(batch_of_nobody(store, arena), LANE_WRITE);
    assert_int_equal(result.fault, FAULT_TEMPORARILY_UNAVAILABLE);
    admin(conninfo, "ALTER TABLE accord.later RENAME TO late");
    await(is_ready, store);
    arena_free(arena);
    store_close(store);
}

static void test_a_read_only_server_is_refused(void **state)
{
    (void)state;
    char where[CONNINFO_SIZE + 64];
    snprintf(where, sizeof where, "%s user=unit_read_only", conninfo);
    struct store *store = open_store(where);
    await(is_read_only, store);
    store_close(store);
}

static void test_without_a_server_batches_fail_at_once(void **state)
{
    (void)state;
    struct store *store = open_store("host=/nonexistent dbname=none");
    struct arena *arena = arena_new(abort);
    struct batch_result result = send_and_wait(batch_of_nobody(store, arena), LANE_WRITE);
    assert_int_equal(result.fault, FAULT_TEMPORARILY_UNAVAILABLE);
    assert_non_null(store_trouble(store));
    arena_free(arena);
    store_close(store);
}

static void test_closing_tells_what_is_in_flight(void **state)
{
    (void)state;
    struct store *store = ready_store();
    struct arena *arena = arena_new(abort);
    struct told write, read, waiting;
    struct batch *one = batch_of_nobody(store, arena), *other = batch_of_nobody(store, arena);
    sql_wait_for(one, 1);
    sql_wait_for(other, 1);
    send_only(one, LANE_WRITE, &write);
    send_only(other, LANE_READ, &read);
    event_base_loop(base, EVLOOP_NONBLOCK);
    send_only(batch_of_nobody(store, arena), LANE_WRITE, &waiting);
    store_close(store);
    assert_int_equal(write.calls, 1);
    assert_int_equal(write.result.fault, FAULT_OUTCOME_UNKNOWN);
    assert_int_equal(read.calls, 1);
    assert_int_equal(read.result.fault, FAULT_TEMPORARILY_UNAVAILABLE);
    assert_int_equal(waiting.calls, 1);
    assert_int_equal(waiting.result.fault, FAULT_TEMPORARILY_UNAVAILABLE);
    arena_free(arena);
}

/* Two convoys of one turn: each is one transaction, and all are answered in the order in which they came. */
static void test_a_convoy_shares_a_transaction(void **state)
{
    struct arena *arena = arena_new(abort);
    struct told told[2 * CONVOY_MAX];
    struct rows *rows[2 * CONVOY_MAX];
    const char *ids[2 * CONVOY_MAX];
    for (size_t i = 0; i < 2 * CONVOY_MAX; i++) {
        struct batch *batch = batch_of_nobody(*state, arena);
        rows[i] = sql_transaction_get(batch);
        send_only(batch, LANE_READ, &told[i]);
    }
    await(is_done, &told[2 * CONVOY_MAX - 1]);
    for (size_t i = 0; i < 2 * CONVOY_MAX; i++) {
        assert_int_equal(told[i].calls, 1);
        assert_int_equal(told[i].result.fault, FAULT_NONE);
        assert_int_equal(told[i].turn, told[0].turn + (int)i);
        ids[i] = rows_value(rows[i], "id");
        assert_string_equal(ids[i], ids[i / CONVOY_MAX * CONVOY_MAX]);
    }
    assert_string_not_equal(ids[0], ids[CONVOY_MAX]);
    arena_free(arena);
}

static long tries(const struct rows *rows)
{
    return strtol(rows_value(rows, "count"), NULL, 10);
}

/* Four notes, the third of which fails, each after a try; the tries that they took. */
static long notes_with_a_bad_one(struct store *store, uint8_t first, bool alone)
{
    struct arena *arena = arena_new(abort);
    struct told told[4], counted;
    for (size_t i = 0; i < 4; i++) {
        struct batch *batch = batch_of_nobody(store, arena);
        sql_try(batch);
        add_note(batch, (uint8_t)(first + i));
        sql_must(batch, i != 2, "stale_facts");
        if (i == 2 && alone) {
            batch_alone(batch);
        }
        send_only(batch, LANE_READ, &told[i]);
    }
    await(is_done, &told[3]);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(told[i].calls, 1);
        assert_int_equal(told[i].result.fault, i == 2 ? FAULT_STALE_FACTS : FAULT_NONE);
        assert_int_equal(told[i].turn, told[0].turn + (int)i);
    }
    struct batch *batch = batch_of_nobody(store, arena);
    struct rows *rows = sql_try(batch);
    send_only(batch, LANE_READ, &counted);
    await(is_done, &counted);
    long last = tries(rows);
    arena_free(arena);
    return last;
}

/* All were undone, and each was sent again. */
static void test_one_failure_in_a_convoy_is_its_own(void **state)
{
    long before = notes(*state);
    admin(conninfo, "SELECT setval('accord.tries', 1, false)");
    assert_int_equal(notes_with_a_bad_one(*state, 100, false), 3 + 4 + 1);
    assert_int_equal(notes(*state), before + 3);
}

static void test_what_is_to_fail_goes_alone(void **state)
{
    long before = notes(*state);
    admin(conninfo, "SELECT setval('accord.tries', 1, false)");
    assert_int_equal(notes_with_a_bad_one(*state, 110, true), 4 + 1);
    assert_int_equal(notes(*state), before + 3);
}

/* What waits has not reached the server: of that, nothing is unknown. */
static void test_a_convoy_is_lost_whole(void **state)
{
    (void)state;
    struct store *store = open_store_of(conninfo, 1);
    struct arena *arena = arena_new(abort);
    struct told told[CONVOY_MAX + 2];
    await(is_ready, store);
    for (size_t i = 0; i < CONVOY_MAX + 2; i++) {
        struct batch *batch = batch_of_nobody(store, arena);
        sql_wait_for(batch, 1);
        send_only(batch, LANE_WRITE, &told[i]);
    }
    event_base_loop(base, EVLOOP_NONBLOCK);
    end_a_sleeper();
    for (size_t i = 0; i < CONVOY_MAX + 2; i++) {
        await(is_done, &told[i]);
        assert_int_equal(told[i].calls, 1);
        assert_int_equal(told[i].result.fault,
                         i < CONVOY_MAX ? FAULT_OUTCOME_UNKNOWN : FAULT_TEMPORARILY_UNAVAILABLE);
    }
    arena_free(arena);
    store_close(store);
}

/* One of the two got the key, and the other is told that it was taken. */
static void assert_one_has_the_key(const struct told *one, const struct told *other)
{
    bool first = one->result.fault == FAULT_NONE;
    assert_int_equal((first ? one : other)->result.fault, FAULT_NONE);
    assert_int_equal((first ? other : one)->result.constraint, CONSTRAINT_idempotency_pk);
}

/* The same keys in one convoy, then crosswise in two, which wait for each other until one's time is up. */
static void test_convoys_settle_who_has_a_key(void **state)
{
    static const struct {
        const char *key;
        int32_t pause;
    } crosswise[] = {{"a", 0}, {"b", 1}, {"b", 0}, {"a", 1}};
    struct arena *arena = arena_new(abort);
    struct told told[4];
    for (size_t i = 0; i < 2; i++) {
        struct batch *batch = batch_of_nobody(*state, arena);
        sql_idempotency_add(batch, "same");
        send_only(batch, LANE_READ, &told[i]);
    }
    await(is_done, &told[1]);
    assert_int_equal(told[0].result.fault, FAULT_NONE);
    assert_one_has_the_key(&told[0], &told[1]);

    for (size_t i = 0; i < 4; i++) {
        struct batch *batch = batch_of_nobody(*state, arena);
        sql_wait_for(batch, crosswise[i].pause);
        sql_idempotency_add(batch, crosswise[i].key);
        send_only(batch, LANE_WRITE, &told[i]);
    }
    for (size_t i = 0; i < 4; i++) {
        await(is_done, &told[i]);
    }
    assert_one_has_the_key(&told[0], &told[3]);
    assert_one_has_the_key(&told[1], &told[2]);
    arena_free(arena);
}

/* In a process of its own, which is to kill itself at the fault point. */
static void add_note_and_die(const char *fault, uint8_t id)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        base = event_base_new();
        struct store *store = ready_store();
        setenv("ACCORD_TEST_FAULT", fault, 1);
        struct batch *batch = batch_of_nobody(store, arena_new(abort));
        add_note(batch, id);
        (void)send_and_wait(batch, LANE_WRITE);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void test_fault_points(void **state)
{
    long before = notes(*state);
    add_note_and_die("before_commit", 90);
    assert_int_equal(notes(*state), before);
    add_note_and_die("after_commit", 91);
    assert_int_equal(notes(*state), before + 1);
}

static void test_sqlstates(void **state)
{
    (void)state;
    static const struct {
        const char *sqlstate, *constraint, *query;
        enum fault fault;
        enum reach reach;
    } cases[] = {
        {"23505", "idempotency_pk", "x", FAULT_IN_PROGRESS, REACH_BATCH},
        {"23505", "unmapped", "x", FAULT_DUPLICATE, REACH_BATCH},
        {"23P01", NULL, "x", FAULT_OVERLAP, REACH_BATCH},
        {"23514", "not_found", "x", FAULT_NOT_FOUND, REACH_BATCH},
        {"22P02", NULL, "x", FAULT_INVALID, REACH_BATCH},
        {"22023", "not_found", "x", FAULT_INVALID, REACH_BATCH},
        {"AC001", "forbidden", "x", FAULT_FORBIDDEN, REACH_BATCH},
        {"AC001", NULL, "x", FAULT_INTERNAL, REACH_BATCH},
        {"55P03", NULL, "placement_add", FAULT_TEMPORARILY_UNAVAILABLE, REACH_BATCH},
        {"55P03", NULL, "idempotency_add", FAULT_IN_PROGRESS, REACH_BATCH},
        {"57014", NULL, "x", FAULT_TEMPORARILY_UNAVAILABLE, REACH_BATCH},
        {"57P01", NULL, "x", FAULT_TEMPORARILY_UNAVAILABLE, REACH_POOL},
        {"57P05", NULL, "x", FAULT_TEMPORARILY_UNAVAILABLE, REACH_BATCH},
        {"53300", NULL, "x", FAULT_TEMPORARILY_UNAVAILABLE, REACH_BATCH},
        {"26000", NULL, "x", FAULT_TEMPORARILY_UNAVAILABLE, REACH_CONNECTION},
        {"42P01", NULL, "x", FAULT_INTERNAL, REACH_BATCH},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sqlstate_meaning meaning =
            sqlstate_meaning(cases[i].sqlstate, cases[i].constraint, cases[i].query);
        assert_int_equal(meaning.result.fault, cases[i].fault);
        assert_int_equal(meaning.reach, cases[i].reach);
    }
}

static int begin(void **state)
{
    base = event_base_new();
    *state = ready_store();
    return 0;
}

static int finish(void **state)
{
    store_close(*state);
    event_base_free(base);
    return 0;
}

static int make_database(void **state)
{
    (void)state;
    const char *where = getenv("ACCORD_TEST_DB");
    snprintf(conninfo, sizeof conninfo, "%s dbname=accord_unit_store", where);
    admin(where, "DROP DATABASE IF EXISTS accord_unit_store WITH (FORCE)");
    admin(where, "CREATE DATABASE accord_unit_store");
    admin(where, "DROP ROLE IF EXISTS unit_read_only");
    admin(where, "CREATE ROLE unit_read_only LOGIN SUPERUSER");
    admin(where, "ALTER ROLE unit_read_only SET default_transaction_read_only = on");
    admin(conninfo, schema);
    return 0;
}

static int drop_database(void **state)
{
    (void)state;
    admin(getenv("ACCORD_TEST_DB"), "DROP DATABASE accord_unit_store WITH (FORCE)");
    admin(getenv("ACCORD_TEST_DB"), "DROP ROLE unit_read_only");
    return 0;
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, begin, finish)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sqlstates),
        WITH_STORE(test_values_travel),
        WITH_STORE(test_bytes_travel_as_they_are),
        WITH_STORE(test_identity_comes_first),
        WITH_STORE(test_session_is_as_promised),
        WITH_STORE(test_a_batch_is_whole),
        WITH_STORE(test_constraints_become_faults),
        WITH_STORE(test_the_sync_decides),
        WITH_STORE(test_a_key_at_work_is_in_progress),
        WITH_STORE(test_a_full_queue_refuses),
        WITH_STORE(test_a_loss_is_told_as_it_is),
        WITH_STORE(test_a_goodbye_drops_the_pool),
        WITH_STORE(test_a_warning_makes_it_unknown),
        WITH_STORE(test_a_demoted_server_drops_the_pool),
        WITH_STORE(test_stale_statements_are_prepared_anew),
        WITH_STORE(test_a_query_that_does_not_fit_stops_the_start),
        WITH_STORE(test_a_read_only_server_is_refused),
        WITH_STORE(test_without_a_server_batches_fail_at_once),
        WITH_STORE(test_a_convoy_shares_a_transaction),
        WITH_STORE(test_one_failure_in_a_convoy_is_its_own),
        WITH_STORE(test_what_is_to_fail_goes_alone),
        WITH_STORE(test_a_convoy_is_lost_whole),
        WITH_STORE(test_convoys_settle_who_has_a_key),
        WITH_STORE(test_closing_tells_what_is_in_flight),
        WITH_STORE(test_fault_points),
    };
    if (!getenv("ACCORD_TEST_DB")) {
        fputs("ACCORD_TEST_DB is not set\n", stderr);
        return SKIPPED;
    }
    log_threshold(LOG_LEVEL_ERROR);
    return cmocka_run_group_tests_name("store", tests, make_database, drop_database);
}
