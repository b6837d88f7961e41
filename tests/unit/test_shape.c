/* SPDX-License-Identifier: MIT */
/*
 * The shape engine, by tables: a record of every field type, read from JSON, a query and rows, and written.
 * Linked with -Wl,--wrap=calloc,--wrap=malloc, so that each allocation can be made to fail in turn.
 */
#include "../support/every_type.h"
#include "wire/cell.h"
#include "wire/document.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* How many allocations succeed before one fails; those after it succeed again. Below 0: none fails. */
static int allocations_left = -1;

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

static bool may_allocate(void)
{
    return allocations_left < 0 || allocations_left-- > 0;
}

void *__wrap_calloc(size_t count, size_t size)
{
    return may_allocate() ? __real_calloc(count, size) : NULL;
}

void *__wrap_malloc(size_t size)
{
    return may_allocate() ? __real_malloc(size) : NULL;
}

static int make_arena(void **state)
{
    *state = arena_new(NULL);
    return *state ? 0 : -1;
}

static int drop_arena(void **state)
{
    arena_free(*state);
    return 0;
}

static enum fault read_json(struct arena *arena, const char *json, struct every *out, struct problem *problem)
{
    return shape_read_json(&every_shape, json, strlen(json), arena, out, problem);
}

static const char *written(struct arena *arena, const struct every *record)
{
    struct text out = text_in(arena);
    shape_write_json(&every_shape, record, &out);
    return out.at;
}

static const char full[] =
    "{\"pay_pence\":3650,\"hours\":37,\"agreed\":true,\"swe_number\":\"SW900123\",\"title\":\"Café\","
    "\"start_date\":\"2026-09-30\",\"at\":\"2026-09-14T09:12:03.123456Z\","
    "\"worker\":\"01999999-0000-7000-8000-000000000001\",\"job_type\":\"SSW\","
    "\"pay_types\":[\"PAYE\",\"UMBRELLA\"],"
    "\"periods\":[{\"start_date\":\"2024-02-29\",\"end_date\":\"2025-01-01\"},{\"start_date\":\"2025-01-02\"}"
    "],"
    "\"first\":{\"start_date\":\"2020-01-01\",\"note\":\"first\"},"
    "\"authorities\":[887,886],\"ids\":[\"01999999-0000-7000-8000-000000000002\"],\"names\":[\"a\",\"b c\"]}";

static const char least[] = "{\"start_date\":\"2026-09-30\"}";

static void every_type_comes_back_as_it_was(void **state)
{
    struct every record;
    struct problem problem = {0};
    assert_int_equal(read_json(*state, full, &record, &problem), FAULT_NONE);
    assert_int_equal(record.pay_pence, 3650);
    assert_int_equal(record.hours, 37);
    assert_int_equal(record.job_type, JOB_TYPE_SSW);
    assert_int_equal(record.pay_types.bits, 1u << PAY_TYPE_PAYE | 1u << PAY_TYPE_UMBRELLA);
    assert_int_equal(record.periods.count, 2);
    assert_false(uuid_given(record.id));
    assert_string_equal(written(*state, &record), full);
}

static void absent_null_and_empty_are_not_given(void **state)
{
    static const char *const same[] = {
        least,
        "{\"start_date\":\"2026-09-30\",\"pay_pence\":null,\"title\":null,\"first\":null,\"agreed\":null}",
        "{\"start_date\":\"2026-09-30\",\"pay_types\":[],\"periods\":[],\"authorities\":[],\"names\":[]}",
    };
    for (size_t i = 0; i < COUNT(same); i++) {
        struct every record;
        struct problem problem = {0};
        memset(&record, 0x5a, sizeof record);
        assert_int_equal(read_json(*state, same[i], &record, &problem), FAULT_NONE);
        assert_int_equal(record.pay_pence, INTEGER_NONE);
        assert_int_equal(record.hours, INTEGER32_NONE);
        assert_null(record.title);
        assert_null(record.first.at);
        assert_false(instant_given(record.at));
        assert_string_equal(written(*state, &record),
                            "{\"agreed\":false,\"start_date\":\"2026-09-30\",\"periods\":[]}");
    }
}

static void texts_take_their_one_form(void **state)
{
    struct every record;
    struct problem problem = {0};
    assert_int_equal(
        read_json(*state, "{\"start_date\":\"2026-09-30\",\"swe_number\":\" sw 900123\"}", &record, &problem),
        FAULT_NONE);
    assert_string_equal(record.swe_number, "SW900123");
    assert_int_equal(
        read_json(*state, "{\"start_date\":\"2026-09-30\",\"title\":\"éééééééééé\"}", &record, &problem),
        FAULT_NONE); /* ten characters in twenty bytes */
    assert_int_equal(
        read_json(*state, "{\"start_date\":\"2026-09-30\",\"title\":\"ééééééééééé\"}", &record, &problem),
        FAULT_INVALID);
}

#define IN_CONTEXT(member) "{\"start_date\":\"2026-09-30\"," member "}"
#define SIXTY_FOUR "0123456789012345678901234567890123456789012345678901234567890123"

struct refusal {
    const char *input, *pointer, *code, *detail;
};

static const struct refusal json_refusals[] = {
    {"{}", "/start_date", "required", "start_date must be given. The first day."},
    {"{\"start_date\":null}", "/start_date", "required", "start_date must be given. The first day."},
    {"[]", "", "wrong_type", "The body must be one JSON object."},
    {"5", "", "wrong_type", "The body must be one JSON object."},
    {IN_CONTEXT("\"pay_pense\":1"), "/pay_pense", "unknown_member",
     "There is no member \"pay_pense\". Did you mean pay_pence?"},
    {IN_CONTEXT("\"Start-Date\":1"), "/Start-Date", "unknown_member",
     "There is no member \"Start-Date\". Did you mean start_date?"},
    {IN_CONTEXT("\"zzzzzzzz\":1"), "/zzzzzzzz", "unknown_member", "There is no member \"zzzzzzzz\"."},
    {IN_CONTEXT("\"a/b~c\":1"), "/a~1b~0c", "unknown_member", "There is no member \"a/b~c\"."},
    {IN_CONTEXT("\"id\":null"), "/id", "unknown_member", "The service sets id itself."},
    {IN_CONTEXT("\"x\\ny\":1"), "/x?y", "unknown_member", "There is no member \"x?y\"."},
    {IN_CONTEXT("\"" SIXTY_FOUR "\":1"), "/" SIXTY_FOUR, "unknown_member",
     "There is no member \"" SIXTY_FOUR "\"."},
    {IN_CONTEXT("\"" SIXTY_FOUR "4\":1"), "/" SIXTY_FOUR "…", "unknown_member",
     "There is no member \"" SIXTY_FOUR "…\"."},
    {IN_CONTEXT("\"pay_pence\":\"3650\""), "/pay_pence", "wrong_type",
     "This takes a whole number, not text."},
    {IN_CONTEXT("\"pay_pence\":36.5"), "/pay_pence", "not_an_integer",
     "This takes a whole number, and 36.5 is not one."},
    {IN_CONTEXT("\"pay_pence\":-1"), "/pay_pence", "out_of_range", "-1 is not between 0 and 1000000000."},
    {IN_CONTEXT("\"pay_pence\":1000000001"), "/pay_pence", "out_of_range",
     "1000000001 is not between 0 and 1000000000."},
    {IN_CONTEXT("\"hours\":0"), "/hours", "out_of_range", "0 is not between 1 and 48."},
    {IN_CONTEXT("\"hours\":4294967297"), "/hours", "out_of_range", "4294967297 is not between 1 and 48."},
    {IN_CONTEXT("\"agreed\":1"), "/agreed", "wrong_type", "This takes true or false, not a number."},
    {IN_CONTEXT("\"title\":\"\""), "/title", "too_short", "This takes at least 2 characters, and has 0."},
    {IN_CONTEXT("\"title\":\"0123456789a\""), "/title", "too_long",
     "This takes at most 10 characters, and has 11."},
    {IN_CONTEXT("\"title\":\"a\\nb\""), "/title", "wrong_form",
     "Control characters, such as line ends, are not taken."},
    {IN_CONTEXT("\"title\":\"a\\u0085b\""), "/title", "wrong_form",
     "Control characters, such as line ends, are not taken."},
    {IN_CONTEXT("\"title\":[]"), "/title", "wrong_type", "This takes text, not a list."},
    {IN_CONTEXT("\"swe_number\":\"XX1\""), "/swe_number", "wrong_form",
     "\"XX1\" is not a number like SW900123."},
    {"{\"start_date\":\"2026-09-31\"}", "/start_date", "not_a_date",
     "\"2026-09-31\" is not a day that exists. Use YYYY-MM-DD, like 2026-09-30."},
    {"{\"start_date\":\"30/09/2026\"}", "/start_date", "not_a_date",
     "\"30/09/2026\" is not a date. Use YYYY-MM-DD, like 2026-09-30."},
    {"{\"start_date\":\"1066-10-14\"}", "/start_date", "not_a_date",
     "\"1066-10-14\" is of a year that is not taken. Use YYYY-MM-DD, like 2026-09-30."},
    {"{\"start_date\":20260930}", "/start_date", "wrong_type",
     "This takes a date as text, like \"2026-09-30\", not a number."},
    {IN_CONTEXT("\"at\":\"yesterday\""), "/at", "not_an_instant",
     "\"yesterday\" is not an instant in UTC. Use RFC 3339, like 2026-09-14T09:12:03Z."},
    {IN_CONTEXT("\"worker\":\"123\""), "/worker", "not_a_uuid",
     "\"123\" is not an id. Use one as the service gave it."},
    {IN_CONTEXT("\"worker\":\"00000000-0000-0000-0000-000000000000\""), "/worker", "not_a_uuid",
     "\"00000000-0000-0000-0000-000000000000\" is not an id. Use one as the service gave it."},
    {IN_CONTEXT("\"job_type\":\"SSWW\""), "/job_type", "not_in_list",
     "\"SSWW\" is not taken here. Did you mean SSW? Use one of: SW, SSW, AP, TM, IRO_CPCC."},
    {IN_CONTEXT("\"pay_types\":[\"PAYE\",\"ALL\"]"), "/pay_types/1", "not_in_list",
     "\"ALL\" is not taken here. Use one of: PAYE, UMBRELLA, PSC_LTD."},
    {IN_CONTEXT("\"pay_types\":\"PAYE\""), "/pay_types", "wrong_type",
     "This takes a list of codes, not text."},
    {IN_CONTEXT("\"periods\":[{\"start_date\":\"2026-01-01\"},{}]"), "/periods/1/start_date", "required",
     "start_date must be given."},
    {IN_CONTEXT("\"periods\":[{\"start_date\":\"2026-01-01\",\"days\":3}]"), "/periods/0/days",
     "unknown_member", "The service sets days itself."},
    {IN_CONTEXT("\"periods\":[null]"), "/periods/0", "wrong_type", "This takes a record, not null."},
    {IN_CONTEXT("\"first\":[]"), "/first", "wrong_type", "This takes a record, not a list."},
    {IN_CONTEXT("\"authorities\":[887,99]"), "/authorities/1", "out_of_range",
     "99 is not between 100 and 999."},
    {IN_CONTEXT("\"names\":[\"a\",{}]"), "/names/1", "wrong_type", "This takes text, not a record."},
};

static void assert_refused(const struct refusal *expected, const struct problem *problem)
{
    assert_int_equal(problem->error_count, 1);
    assert_string_equal(problem->errors[0].pointer, expected->pointer);
    assert_string_equal(problem->errors[0].code, expected->code);
    assert_string_equal(problem->errors[0].detail, expected->detail);
}

static void json_is_refused_with_words(void **state)
{
    for (size_t i = 0; i < COUNT(json_refusals); i++) {
        struct every record;
        struct problem problem = {.request_id = "id"};
        assert_int_equal(read_json(*state, json_refusals[i].input, &record, &problem), FAULT_INVALID);
        assert_int_equal(problem.fault, FAULT_INVALID);
        assert_string_equal(problem.request_id, "id");
        assert_refused(&json_refusals[i], &problem);
    }
}

static void json_names_everything_at_once(void **state)
{
    struct every record;
    struct problem problem = {0};
    assert_int_equal(
        read_json(*state, "{\"pay_pence\":-1,\"job_type\":\"X\",\"what\":1,\"agreed\":2}", &record, &problem),
        FAULT_INVALID);
    assert_int_equal(problem.error_count, 5);
}

static void json_that_is_malformed_is_another_fault(void **state)
{
    static const char *const cases[] = {"", "{", "{\"a\":1,\"a\":2}", "{\"title\":\"\\u0000\"}", "{}x"};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct every record;
        struct problem problem = {0};
        assert_int_equal(read_json(*state, cases[i], &record, &problem), FAULT_MALFORMED_JSON);
        assert_int_equal(problem.fault, FAULT_MALFORMED_JSON);
        assert_non_null(problem.detail);
        assert_int_equal(problem.error_count, 0);
    }
}

/* Mistakes by the thousand cost neither memory nor a long answer. */
static void json_errors_have_a_limit(void **state)
{
    struct text json = text_in(*state);
    struct every record;
    struct problem problem = {0};
    text_puts(&json, "{\"authorities\":[0");
    for (int i = 0; i < 20000; i++) {
        text_puts(&json, ",0");
    }
    text_puts(&json, "],\"start_date\":\"2026-09-30\"}");
    size_t before = arena_used(*state);
    assert_int_equal(read_json(*state, json.at, &record, &problem), FAULT_INVALID);
    assert_int_equal(problem.error_count, 64);
    assert_in_range(arena_used(*state) - before, 0, 4u << 20);
}

static void query_is_read(void **state)
{
    struct every record;
    struct problem problem = {0};
    const char *query =
        "start_date=2026-09-30&pay_types=PAYE,UMBRELLA&hours=37&agreed=true&title=a%2Bb+%C2%A3"
        "&authorities=887,886&%6aob_type=SW&names=a,b&ids=";
    assert_int_equal(shape_read_query(&every_shape, query, *state, &record, &problem), FAULT_NONE);
    assert_string_equal(written(*state, &record),
                        "{\"hours\":37,\"agreed\":true,\"title\":\"a+b+£\",\"start_date\":\"2026-09-30\","
                        "\"job_type\":\"SW\",\"pay_types\":[\"PAYE\",\"UMBRELLA\"],\"periods\":[],"
                        "\"authorities\":[887,886],\"names\":[\"a\",\"b\"]}");
}

static const struct refusal query_refusals[] = {
    {NULL, "start_date", "required", "start_date must be given. The first day."},
    {"", "start_date", "required", "start_date must be given. The first day."},
    {"start_date=2026-09-30&hour=1", "hour", "unknown_member",
     "There is no parameter \"hour\". Did you mean hours?"},
    {"start_date=2026-09-30&id=1", "id", "unknown_member", "There is no parameter \"id\". Did you mean ids?"},
    {"start_date=2026-09-30&periods=1", "periods", "unknown_member", "There is no parameter \"periods\"."},
    {"start_date=2026-09-30&", "", "unknown_member", "There is no parameter \"\"."},
    {"start_date=2026-09-30&start_date=2026-09-30", "start_date", "wrong_form",
     "start_date is given twice. Give it once."},
    {"start_date=2026-09-30&hours=x", "hours", "not_an_integer",
     "\"x\" is not a whole number, or too large a one."},
    {"start_date=2026-09-30&hours=", "hours", "not_an_integer",
     "\"\" is not a whole number, or too large a one."},
    {"start_date=2026-09-30&hours=99999999999999999999", "hours", "not_an_integer",
     "\"99999999999999999999\" is not a whole number, or too large a one."},
    {"start_date=2026-09-30&hours=49", "hours", "out_of_range", "49 is not between 1 and 48."},
    {"start_date=2026-09-30&agreed=t", "agreed", "wrong_type", "\"t\" is not true or false."},
    {"start_date=2026-09-30&pay_types=PAYE,PAYEE", "pay_types", "not_in_list",
     "\"PAYEE\" is not taken here. Did you mean PAYE? Use one of: PAYE, UMBRELLA, PSC_LTD."},
    {"start_date=2026-09-30&authorities=887,", "authorities", "not_an_integer",
     "\"\" is not a whole number, or too large a one."},
    {"start_date=2026-09-31", "start_date", "not_a_date",
     "\"2026-09-31\" is not a day that exists. Use YYYY-MM-DD, like 2026-09-30."},
    {"start_date=2026-09-30&%zz=1", "%zz", "wrong_form", "This name is not well-formed."},
    {"start_date=2026-09-30&%00=1", "%00", "wrong_form", "This name is not well-formed."},
};

static void query_is_refused_with_words(void **state)
{
    for (size_t i = 0; i < COUNT(query_refusals); i++) {
        struct every record;
        struct problem problem = {0};
        assert_int_equal(shape_read_query(&every_shape, query_refusals[i].input, *state, &record, &problem),
                         FAULT_BAD_PARAMETER);
        assert_refused(&query_refusals[i], &problem);
    }
}

static void query_values_are_decoded_strictly(void **state)
{
    static const char *const bad[] = {"title",       "title=%",      "title=%4",    "title=%4g",
                                      "title=%00ab", "title=%ff%fe", "title=a%0Ab", "title=\xff\xfe"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct every record;
        struct problem problem = {0};
        const char *query = arena_printf(*state, "start_date=2026-09-30&%s", bad[i]);
        assert_int_equal(shape_read_query(&every_shape, query, *state, &record, &problem),
                         FAULT_BAD_PARAMETER);
        assert_int_equal(problem.error_count, 1);
        assert_string_equal(problem.errors[0].pointer, "title");
        assert_string_equal(problem.errors[0].code, "wrong_form");
    }
}

/* A result of one or two columns, as libpq would hold it. */
struct table {
    const char *columns[2];
    const char *values[2][2];
};

static int table_column(const void *rows, const char *name)
{
    const struct table *table = rows;
    for (int i = 0; i < 2; i++) {
        if (table->columns[i] && strcmp(table->columns[i], name) == 0) {
            return i;
        }
    }
    return -1;
}

static const char *table_value(const void *rows, size_t row, int column)
{
    return ((const struct table *)rows)->values[row][column];
}

static const struct every *read_rows(struct arena *arena, const struct table *table, size_t count,
                                     const char **bad)
{
    struct row_source source = {table, count, table_column, table_value};
    return shape_read_rows(&every_shape, &source, arena, bad);
}

static void rows_are_read_as_postgresql_prints_them(void **state)
{
    static const struct {
        const char *column, *value, *json;
    } cases[] = {
        {"id", "01999999-0000-7000-8000-000000000001", "\"id\":\"01999999-0000-7000-8000-000000000001\","},
        {"pay_pence", "-9000000000", "\"pay_pence\":-9000000000,"},
        {"hours", "1000", "\"hours\":1000,"},
        {"title", "x\ny", "\"title\":\"x\\ny\","},
        {"start_date", "2026-09-30", "\"start_date\":\"2026-09-30\","},
        {"at", "2026-09-14 09:12:03.123456+00", "\"at\":\"2026-09-14T09:12:03.123456Z\","},
        {"at", "2026-09-14 09:12:03+00", "\"at\":\"2026-09-14T09:12:03Z\","},
        {"job_type", "TM", "\"job_type\":\"TM\","},
        {"pay_types", "{PAYE,ALL}", "\"pay_types\":[\"PAYE\",\"ALL\"],"},
        {"authorities", "{1,2,NULL}", "\"authorities\":[1,2],"},
        {"ids", "{01999999-0000-7000-8000-000000000001}",
         "\"ids\":[\"01999999-0000-7000-8000-000000000001\"],"},
        {"names", "{a,\"c d\"}", "\"names\":[\"a\",\"c d\"],"},
        {"first", "{\"days\": 3, \"more\": 1.5, \"start_date\": \"2026-09-30\"}",
         "\"first\":{\"start_date\":\"2026-09-30\",\"days\":3},"},
        {"first", "null", ""},
        {"hours", NULL, ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct table table = {{cases[i].column, "unknown"}, {{cases[i].value, "x"}}};
        const char *bad;
        const struct every *record = read_rows(*state, &table, 1, &bad);
        assert_non_null(record);
        /* Each member alone stands among `agreed` and `periods`, which are always written. */
        struct text expected = text_in(*state), got = text_in(*state);
        text_printf(&expected, "%s", cases[i].json);
        text_puts(&got, written(*state, record));
        assert_true(expected.len == 0 || strstr(got.at, arena_copy(*state, expected.at, expected.len - 1)));
        assert_int_equal(got.len, strlen("{\"agreed\":false,\"periods\":[]}") + expected.len);
    }
}

static void rows_come_in_order(void **state)
{
    struct table table = {{"agreed", "periods"}, {{"t", "[{\"days\": 1}, {\"days\": 2}]"}, {"f", "[]"}}};
    const char *bad;
    const struct every *records = read_rows(*state, &table, 2, &bad);
    assert_true(records[0].agreed);
    assert_false(records[1].agreed);
    assert_int_equal(records[0].periods.count, 2);
    assert_int_equal(((const struct period *)records[0].periods.at)[1].days, 2);
    assert_int_equal(records[1].periods.count, 0);
    assert_null(read_rows(*state, &table, 0, &bad));
    assert_null(bad);
}

static void rows_that_do_not_fit_are_named(void **state)
{
    static const char *const cases[][2] = {
        {"pay_pence", "1.5"},
        {"hours", "4294967296"},
        {"agreed", "true"},
        {"start_date", "infinity"},
        {"at", "2026-09-14"},
        {"id", "x"},
        {"job_type", "XX"},
        {"pay_types", "PAYE"},
        {"pay_types", "{XX}"},
        {"authorities", "{1,x}"},
        {"ids", "{x}"},
        {"first", "[]"},
        {"periods", "{\"days\":1}"},
        {"periods", "[{\"days\":\"1\"}]"},
        {"periods", "[{"},
        {"names", "{\"a"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct table table = {{cases[i][0]}, {{cases[i][1]}}};
        const char *bad = NULL;
        assert_null(read_rows(*state, &table, 1, &bad));
        assert_string_equal(bad, cases[i][0]);
    }
}

static void canonical_depends_on_values_alone(void **state)
{
    static const struct field turned[] = {
        FIELD(struct every, start_date, 0),
        FIELD(struct every, agreed, OUT),
        FIELD(struct every, hours, IN),
        {0},
    };
    static const struct shape turned_shape = SHAPE("turned", struct every, turned);
    struct every record;
    struct problem problem = {0};
    struct text a = text_in(*state), b = text_in(*state);
    assert_int_equal(
        read_json(*state, "{\"start_date\":\"2026-09-30\",\"hours\":3,\"periods\":[]}", &record, &problem),
        FAULT_NONE);
    shape_write_canonical(&every_shape, &record, &a);
    shape_write_canonical(&turned_shape, &record, &b);
    assert_string_equal(a.at, "{\"agreed\":false,\"hours\":3,\"start_date\":\"2026-09-30\"}");
    assert_string_equal(a.at, b.at);
}

static enum fault read_without_memory(const char *json, int allocations)
{
    struct arena *arena = arena_new(NULL);
    struct every record;
    struct problem problem = {0};
    allocations_left = allocations;
    enum fault fault = read_json(arena, json, &record, &problem);
    allocations_left = -1;
    assert_int_equal(fault, problem.fault);
    for (size_t i = 0; i < problem.error_count; i++) {
        assert_non_null(problem.errors[i].detail);
    }
    arena_free(arena);
    return fault;
}

/* Each allocation fails in turn, until one attempt has all that it needs. */
static void assert_memory_fault_until(const char *json, enum fault in_the_end)
{
    int allocations = 0;
    enum fault fault = FAULT_INTERNAL;
    while (fault == FAULT_INTERNAL && allocations < 2000) {
        fault = read_without_memory(json, allocations++);
    }
    assert_int_equal(fault, in_the_end);
    assert_in_range(allocations, 2, 1999);
}

static const char mistaken[] = "{\"strat_date\":1,\"job_type\":\"XX\",\"at\":\"x\",\"pay_types\":[\"X\"]}";

static void memory_that_runs_out_is_a_fault(void **state)
{
    (void)state;
    assert_memory_fault_until(full, FAULT_NONE);
    assert_memory_fault_until(mistaken, FAULT_INVALID);
    assert_memory_fault_until("{\"a\":[", FAULT_MALFORMED_JSON);
}

/*
 * Where nobody has given jansson a malloc that never fails: its words for it may be those for what is
 * malformed. The tokens are short, since its lexer survives no failure while it makes room for one.
 */
static void json_that_jansson_has_no_memory_for_is_not_read(void **state)
{
    (void)state;
    int allocations = 0;
    enum fault fault = FAULT_INTERNAL;
    document_start(malloc);
    while (fault != FAULT_NONE && allocations < 2000) {
        fault = read_without_memory(least, allocations++);
        assert_true(fault == FAULT_NONE || fault == FAULT_INTERNAL || fault == FAULT_MALFORMED_JSON);
    }
    document_start(__real_malloc);
    assert_int_equal(fault, FAULT_NONE);
    assert_in_range(allocations, 2, 1999);
}

static void rows_without_memory_name_no_field(void **state)
{
    (void)state;
    struct table table = {{"names", "periods"}, {{"{a,b}", "[{\"days\": 1}]"}}};
    const struct every *records = NULL;
    for (int allocations = 0; !records && allocations < 2000; allocations++) {
        struct arena *arena = arena_new(NULL);
        const char *bad;
        allocations_left = allocations;
        records = read_rows(arena, &table, 1, &bad);
        allocations_left = -1;
        assert_null(bad);
        arena_free(arena);
    }
    assert_non_null(records);
}

static int exhaustions, releases;

static void exhausted(void)
{
    exhaustions++;
}

static void release(void *arg)
{
    (void)arg;
    releases++;
}

static void exhaustion_is_told_where_it_is_wanted(void **state)
{
    (void)state;
    struct arena *arena = arena_new(exhausted);
    allocations_left = 0;
    assert_null(arena_alloc(arena, 1));
    allocations_left = 0;
    assert_null(arena_new(exhausted));
    allocations_left = 0;
    arena_defer(arena, release, NULL);
    assert_int_equal(releases, 1);
    allocations_left = -1;
    assert_int_equal(exhaustions, 3);
    arena_free(arena);
    assert_int_equal(releases, 1);
}

static const char *sheet_of(struct arena *arena, const struct every *record, enum csv_style style)
{
    struct text out = text_in(arena);
    shape_write_csv(&every_shape, record, style, &out);
    return out.at;
}

static void rows_of_a_spreadsheet(void **state)
{
    struct every record;
    struct problem problem = {0};
    struct text heads = text_in(*state);
    shape_write_csv_heads(&every_shape, &heads);
    assert_string_equal(heads.at, "id,pay,hours,agreed,swe_number,title,start_date,at,worker,job_type,"
                                  "pay_types,periods,first,authorities,ids,names\r\n");
    assert_int_equal(read_json(*state, full, &record, &problem), FAULT_NONE);
#define MIDDLE                                                                                          \
    ",01999999-0000-7000-8000-000000000001,SSW,\"[\"\"PAYE\"\",\"\"UMBRELLA\"\"]\","                    \
    "\"[{\"\"start_date\"\":\"\"2024-02-29\"\",\"\"end_date\"\":\"\"2025-01-01\"\"},"                   \
    "{\"\"start_date\"\":\"\"2025-01-02\"\"}]\",\"{\"\"start_date\"\":\"\"2020-01-01\"\",\"\"note\"\":" \
    "\"\"first\"\"}\","                                                                                 \
    "\"[887,886]\",\"[\"\"01999999-0000-7000-8000-000000000002\"\"]\",\"[\"\"a\"\",\"\"b c\"\"]\"\r\n"
    assert_string_equal(sheet_of(*state, &record, CSV_PLAIN),
                        ",36.50,37,true,SW900123,Café,2026-09-30,2026-09-14T09:12:03.123456Z" MIDDLE);
    assert_string_equal(sheet_of(*state, &record, CSV_EXCEL),
                        ",36.50,37,true,SW900123,Café,30/09/2026,14/09/2026 09:12:03" MIDDLE);
#undef MIDDLE
    assert_int_equal(read_json(*state, least, &record, &problem), FAULT_NONE);
    assert_string_equal(sheet_of(*state, &record, CSV_PLAIN), ",,,false,,,2026-09-30,,,,,,,,,\r\n");
}

static void cells_are_quoted_and_no_formulas(void **state)
{
    static const struct {
        const char *text, *cell;
    } rows[] = {
        {"plain", "plain"},   {"two words", "\"two words\""},
        {"a,b", "\"a,b\""},   {"a\"b", "\"a\"\"b\""},
        {"a\nb", "\"a\nb\""}, {"=1+1", "\"'=1+1\""},
        {"+1", "\"'+1\""},    {"-1", "\"'-1\""},
        {"@x", "\"'@x\""},    {"\tx", "\"'\tx\""},
        {"'=1", "'=1"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct text cell = text_in(*state);
        cell_add_text(&cell, rows[i].text);
        assert_string_equal(cell.at, rows[i].cell);
    }
}

static void some_of_the_members(void **state)
{
    struct every record;
    struct problem problem = {0};
    const char *unknown;
    struct text out = text_in(*state);
    const char *names[] = {"hours", "pay_pence", "hours"}, *wrong[] = {"hours", "our"};
    assert_int_equal(read_json(*state, full, &record, &problem), FAULT_NONE);
    const struct shape *picked = shape_pick(&every_shape, (struct text_list){names, 3}, *state, &unknown);
    shape_write_json(picked, &record, &out);
    assert_string_equal(out.at, "{\"pay_pence\":3650,\"hours\":37}");
    assert_null(shape_pick(&every_shape, (struct text_list){wrong, 2}, *state, &unknown));
    assert_string_equal(unknown, "our");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_arena, drop_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_type_comes_back_as_it_was),
        TEST(absent_null_and_empty_are_not_given),
        TEST(texts_take_their_one_form),
        TEST(json_is_refused_with_words),
        TEST(json_names_everything_at_once),
        TEST(json_that_is_malformed_is_another_fault),
        TEST(json_errors_have_a_limit),
        TEST(query_is_read),
        TEST(query_is_refused_with_words),
        TEST(query_values_are_decoded_strictly),
        TEST(rows_are_read_as_postgresql_prints_them),
        TEST(rows_come_in_order),
        TEST(rows_that_do_not_fit_are_named),
        TEST(canonical_depends_on_values_alone),
        TEST(rows_of_a_spreadsheet),
        TEST(cells_are_quoted_and_no_formulas),
        TEST(some_of_the_members),
        cmocka_unit_test(memory_that_runs_out_is_a_fault),
        cmocka_unit_test(json_that_jansson_has_no_memory_for_is_not_read),
        cmocka_unit_test(rows_without_memory_name_no_field),
        cmocka_unit_test(exhaustion_is_told_where_it_is_wanted),
    };
    document_start(__real_malloc);
    return cmocka_run_group_tests_name("shape", tests, NULL, NULL);
}
