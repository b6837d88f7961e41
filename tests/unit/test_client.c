/* SPDX-License-Identifier: MIT */
/* The library and the command line as far as they go without a service. */
#include "arguments.h"
#include "charset.h"
#include "input.h"
#include "member.h"
#include "path.h"
#include "retry.h"
#include "sheet.h"
#include "table.h"
#include "template.h"
#include "text_rules.h"
#include "words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct retry_limits limits = {.tries = 5, .patience_ms = 30000};

static void what_is_tried_again(void **state)
{
    (void)state;
    static const struct {
        struct attempt attempt;
        bool again;
    } cases[] = {
        {{.made = 1, .status = 429}, true},
        {{.made = 1, .status = 502}, true},
        {{.made = 1, .status = 503}, true},
        {{.made = 1, .status = 504}, true},
        {{.made = 1, .status = 500}, false},
        {{.made = 1, .status = 422, .retryable = true}, false},
        {{.made = 1, .status = 409, .retryable = true}, true},
        {{.made = 1, .status = 409, .retryable = false}, false},
        {{.made = 1, .status = 201}, false},
        {{.made = 1, .lost = true}, true},
        {{.made = 1, .lost = false}, false},
        {{.made = 4, .status = 503}, true},
        {{.made = 5, .status = 503}, false},
        {{.made = 1, .status = 503, .spent_ms = 29999}, true},
        {{.made = 1, .status = 503, .spent_ms = 30000}, false},
        {{.made = 1, .status = 503, .retry_after_s = 29}, true},
        {{.made = 1, .status = 503, .retry_after_s = 30}, false},
        {{.made = 1, .status = 503, .retry_after_s = INT64_MAX}, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(retry_wait(&limits, &cases[i].attempt, 0) != RETRY_NO, cases[i].again);
    }
}

static void how_long_is_waited(void **state)
{
    (void)state;
    struct attempt first = {.made = 1, .status = 503}, third = {.made = 3, .status = 503};
    struct attempt told = {.made = 1, .status = 503, .retry_after_s = 2};
    struct retry_limits many = {.tries = 100, .patience_ms = 1000000};
    struct attempt late = {.made = 60, .status = 503};
    assert_int_equal(retry_wait(&limits, &first, 0), 0);
    assert_int_equal(retry_wait(&limits, &first, 100), 100);
    assert_int_equal(retry_wait(&limits, &first, 101), 0);
    assert_int_equal(retry_wait(&limits, &third, 400), 400);
    assert_int_equal(retry_wait(&limits, &told, 70), 2070);
    assert_in_range(retry_wait(&many, &late, UINT32_MAX), 0, 5000);
}

static void what_goes_into_a_head(void **state)
{
    (void)state;
    assert_true(is_token("acc_abcXYZ019-._~+/=="));
    assert_false(is_token(""));
    assert_false(is_token("two words"));
    assert_false(is_token("line\nbreak"));
    assert_false(is_token("a=b"));
    assert_true(is_key("0199b2c4-0000-7000-8000-000000000001"));
    assert_false(is_key("a key"));
    assert_false(is_key(""));
    assert_false(is_key("0123456789012345678901234567890123456789012345678901234567890123456789"));
    assert_true(is_path("/v1/placements?limit=10&cursor=a%20b"));
    assert_false(is_path("v1/placements"));
    assert_false(is_path("//elsewhere.example/v1"));
    assert_false(is_path("/v1/a b"));
    assert_false(is_path("/v1/a\r\nX: y"));
    assert_false(is_path("/v1/#part"));
}

static enum accord_fault try_url(const char *url, const char *token)
{
    accord_client *client = NULL;
    enum accord_fault fault = accord_client_new(url, token, &client);
    accord_client_free(client);
    return fault;
}

static void where_a_service_may_be(void **state)
{
    (void)state;
    static const char *const good[] = {"https://accord.example", "http://127.0.0.1:8080",
                                       "http://[::1]:8080/", "https://accord.example/council/"};
    static const char *const bad[] = {"",
                                      "accord",
                                      "ftp://accord.example",
                                      "file:///etc/passwd",
                                      "https://me:secret@accord.example",
                                      "https://accord.example?x=1",
                                      "https://accord.example#x"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_int_equal(try_url(good[i], "token"), ACCORD_OK);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(try_url(bad[i], "token"), ACCORD_USAGE);
    }
    assert_int_equal(try_url(NULL, NULL), ACCORD_USAGE);
    assert_int_equal(try_url("https://accord.example", NULL), ACCORD_OK);
    assert_int_equal(try_url("https://accord.example", "two words"), ACCORD_USAGE);
}

static enum accord_fault call(const char *url, const char *method, const char *path,
                              const accord_record *body, accord_error *error)
{
    accord_client *client;
    accord_record *answer = NULL;
    assert_int_equal(accord_client_new(url, "token", &client), ACCORD_OK);
    accord_client_set_tries(client, 1);
    enum accord_fault fault = accord_call(client, method, path, body, &answer, error);
    accord_record_free(answer);
    accord_client_free(client);
    return fault;
}

static void calls_that_are_not_made(void **state)
{
    (void)state;
    accord_error *error = accord_error_new();
    accord_record *body = accord_record_new();
    assert_int_equal(call("https://accord.example", "PATCH", "/v1/x", body, error), ACCORD_USAGE);
    assert_int_equal(call("https://accord.example", "GET", "v1/x", NULL, error), ACCORD_USAGE);
    assert_int_equal(call("https://accord.example", "GET", "/v1/x", body, error), ACCORD_USAGE);
    assert_int_equal(call("http://accord.example", "GET", "/v1/x", NULL, error), ACCORD_USAGE);
    assert_string_equal(accord_error_code(error), "usage");
    assert_non_null(strstr(accord_error_detail(error), "plain text"));
    assert_false(accord_error_uncertain(error));
    accord_record_free(body);
    accord_error_free(error);
}

/* Port 1 is tcpmux's: nothing listens there. */
static void nobody_there(void **state)
{
    (void)state;
    accord_error *error = accord_error_new();
    accord_record *body = accord_record_new();
    assert_int_equal(call("http://127.0.0.1:1", "POST", "/v1/x", body, error), ACCORD_UNREACHABLE);
    assert_int_equal(accord_error_http_status(error), 0);
    assert_true(accord_error_retryable(error));
    assert_false(accord_error_uncertain(error));
    assert_int_equal(strlen(accord_error_key(error)), 36);
    assert_int_equal(call("http://127.0.0.1:1", "POST", "/v1/x", body, NULL), ACCORD_UNREACHABLE);
    accord_record_free(body);
    accord_error_free(error);
}

static void no_error_says_nothing(void **state)
{
    (void)state;
    assert_int_equal(accord_error_fault(NULL), ACCORD_OK);
    assert_string_equal(accord_error_code(NULL), "");
    assert_string_equal(accord_error_detail(NULL), "");
    assert_int_equal(accord_error_field_count(NULL), 0);
    assert_string_equal(accord_error_field_pointer(NULL, 3), "");
    accord_error_free(NULL);
    accord_client_free(NULL);
    accord_list_free(NULL);
    accord_record_free(NULL);
}

static void check_json(const accord_record *record, const char *expected)
{
    char *json = accord_record_json(record);
    assert_string_equal(json, expected);
    free(json);
}

static void a_record_is_built(void **state)
{
    (void)state;
    accord_record *record = accord_record_new(), *child = accord_record_new();
    accord_record_set_text(record, "swe_number", "SW1");
    accord_record_set_integer(record, "pay_pence", 3650);
    accord_record_set_bool(record, "history_complete", true);
    accord_record_set_text(record, "local_role", NULL);
    accord_record_set_text(child, "last_day", "2026-06-30");
    accord_record_set_record(record, "declared_last_post", child);
    accord_record_append_text(record, "exceptions", "a \"b\"");
    accord_record_append_text(record, "exceptions", "c");
    accord_record_set_integer(record, "pay_pence", 3700);
    assert_true(accord_record_complete(record));
    check_json(
        record,
        "{\"swe_number\":\"SW1\",\"pay_pence\":3700,\"history_complete\":true,"
        "\"declared_last_post\":{\"last_day\":\"2026-06-30\"},\"exceptions\":[\"a \\\"b\\\"\",\"c\"]}");
    accord_record_free(record);
    check_json(NULL, "{}");
}

static void a_missing_child_makes_it_incomplete(void **state)
{
    (void)state;
    accord_record *record = accord_record_new();
    accord_record_set_record(record, "declared_last_post", NULL);
    assert_false(accord_record_complete(record));
    assert_false(accord_record_complete(NULL));
    accord_record_free(record);
}

static const char answer_json[] =
    "{\"outcome\":\"BREACH\",\"advisory\":true,\"nothing\":null,\"not_checked\":[\"NOTICE\"],\"findings\":["
    "{\"verdict\":\"BREACH\",\"excess_pence\":238,\"basis\":{\"kind\":\"X\"}},{\"verdict\":\"SOMETHING_NEW\"}"
    "]}";

static void a_record_is_read(void **state)
{
    (void)state;
    accord_record *answer;
    int64_t excess = 0;
    assert_int_equal(accord_record_parse(answer_json, sizeof answer_json - 1, &answer), ACCORD_OK);
    const accord_record *first = accord_record_item(answer, "findings", 0);
    assert_ptr_equal(first, accord_record_item(answer, "findings", 0));
    assert_int_equal(accord_record_outcome(answer), ACCORD_OUTCOME_BREACH);
    assert_true(accord_record_bool(answer, "advisory"));
    assert_int_equal(accord_record_count(answer, "findings"), 2);
    assert_int_equal(accord_record_verdict(first), ACCORD_VERDICT_BREACH);
    assert_true(accord_record_integer(first, "excess_pence", &excess));
    assert_int_equal(excess, 238);
    assert_string_equal(accord_record_text(accord_record_child(first, "basis"), "kind"), "X");
    assert_int_equal(accord_record_verdict(accord_record_item(answer, "findings", 1)), ACCORD_VERDICT_NONE);
    assert_string_equal(accord_record_item_text(answer, "not_checked", 0), "NOTICE");
    assert_string_equal(accord_record_name(answer, 4), "findings");
    accord_record_free(answer);
}

static void what_is_not_there_reads_as_nothing(void **state)
{
    (void)state;
    accord_record *answer;
    int64_t value = 7;
    assert_int_equal(accord_record_parse(answer_json, sizeof answer_json - 1, &answer), ACCORD_OK);
    assert_string_equal(accord_record_text(answer, "no_such"), "");
    assert_string_equal(accord_record_text(answer, "findings"), "");
    assert_false(accord_record_integer(answer, "outcome", &value));
    assert_int_equal(value, 7);
    assert_int_equal(accord_record_kind(answer, "nothing"), ACCORD_KIND_NONE);
    assert_null(accord_record_item(answer, "findings", 2));
    assert_null(accord_record_item(answer, "not_checked", 0));
    assert_null(accord_record_item(answer, "outcome", 0));
    assert_null(accord_record_child(answer, "findings"));
    assert_string_equal(accord_record_item_text(answer, "not_checked", 1), "");
    assert_null(accord_record_name(answer, 5));
    assert_string_equal(accord_record_text(accord_record_child(NULL, "x"), "y"), "");
    accord_record_free(answer);
}

static void what_is_no_record(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "[]", "1", "{", "{\"a\":1,\"a\":2}", "{} x"};
    accord_record *record = NULL;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(accord_record_parse(bad[i], strlen(bad[i]), &record), ACCORD_FAULT_MALFORMED_JSON);
    }
    assert_null(record);
}

static void a_query_is_encoded(void **state)
{
    (void)state;
    struct arena *arena = arena_new(NULL);
    struct text path = text_in(arena);
    accord_record *filters = accord_record_new();
    accord_record_set_text(filters, "job_type", "SW,SSW");
    accord_record_set_text(filters, "name", "a b&c=d/é");
    accord_record_set_integer(filters, "limit", 10);
    accord_record_set_bool(filters, "open", true);
    text_puts(&path, "/v1/x");
    path_add_query(&path, filters);
    assert_string_equal(path.at, "/v1/x?job_type=SW,SSW&name=a%20b%26c%3Dd%2F%C3%A9&limit=10&open=true");
    accord_record_free(filters);
    arena_free(arena);
}

static void check_input(const struct input *input, const char *text, const char *expected)
{
    struct arena *arena = arena_new(NULL);
    accord_record *into = accord_record_new();
    const char *wrong = NULL;
    bool good = input_read(input, text, arena, into, &wrong);
    assert_int_equal(good, expected != NULL);
    assert_int_equal(wrong == NULL, good);
    check_json(into, good ? expected : "{}");
    accord_record_free(into);
    arena_free(arena);
}

static void inputs_are_read(void **state)
{
    (void)state;
    static const struct input_alias aliases[] = {{"all", "PAY_HOL_ENI_LEVY"}, {0}};
    static const struct input date = {.name = "d", .kind = INPUT_DATE},
                              before = {.name = "d", .kind = INPUT_DATE_BEFORE},
                              pounds = {.name = "p", .kind = INPUT_POUNDS},
                              hours = {.name = "h", .kind = INPUT_HOURS},
                              number = {.name = "n", .kind = INPUT_INTEGER},
                              job = {.name = "j", .kind = INPUT_CODES, .codes = &job_type_codes},
                              pay = {.name = "t", .kind = INPUT_CODE, .codes = &pay_type_codes},
                              coverage = {.name = "c",
                                          .kind = INPUT_CODE,
                                          .codes = &coverage_codes,
                                          .aliases = aliases},
                              swe = {.name = "s", .kind = INPUT_SWE};
    static const struct {
        const struct input *input;
        const char *text, *json;
    } cases[] = {
        {&date, "2026-09-30", "{\"d\":\"2026-09-30\"}"},
        {&date, "30/09/2026", "{\"d\":\"2026-09-30\"}"},
        {&date, "1/2/2026", "{\"d\":\"2026-02-01\"}"},
        {&date, "31/09/2026", NULL},
        {&date, "30/09/26", NULL},
        {&date, "30/09/2026/1", NULL},
        {&date, "09-30-2026", NULL},
        {&date, "", NULL},
        {&before, "1/3/2028", "{\"d\":\"2028-02-29\"}"},
        {&before, "soon", NULL},
        {&pounds, "36.50", "{\"p\":3650}"},
        {&pounds, "36.505", NULL},
        {&hours, "37", "{\"h\":2220}"},
        {&hours, "37.5", "{\"h\":2250}"},
        {&hours, "37.33", NULL},
        {&hours, "£37", NULL},
        {&number, "28", "{\"n\":28}"},
        {&number, "28x", NULL},
        {&number, "99999999999999999999", NULL},
        {&job, "sw,iro-cpcc", "{\"j\":\"SW,IRO_CPCC\"}"},
        {&job, "SW,XX", NULL},
        {&pay, "umbrella", "{\"t\":\"UMBRELLA\"}"},
        {&pay, "umbrela", NULL},
        {&pay, "umbrella2", NULL},
        {&coverage, "all", "{\"c\":\"PAY_HOL_ENI_LEVY\"}"},
        {&coverage, "pay-only", "{\"c\":\"PAY_ONLY\"}"},
        {&swe, " sw 900123", "{\"s\":\"SW900123\"}"},
        {&swe, "900123", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_input(cases[i].input, cases[i].text, cases[i].json);
    }
}

/* What the words come to: what is sent, or NULL for a mistake. Complaints go nowhere. */
static void check_arguments(const char *sent, const char *own, char *const *words)
{
    struct run run = {.arena = arena_new(NULL)};
    char *argv[16] = {0};
    int argc = 0;
    for (; words[argc] != NULL; argc++) {
        argv[argc] = words[argc];
    }
    assert_int_equal(arguments_read(&run, argc, argv), sent != NULL);
    if (sent != NULL) {
        check_json(run.sent, sent);
        check_json(run.own, own);
    }
    accord_record_free(run.sent);
    accord_record_free(run.own);
    arena_free(run.arena);
}

#define WORDS(...) ((char *const[]){(char *)"accord", __VA_ARGS__, NULL})

static void arguments_become_records(void **state)
{
    (void)state;
    check_arguments("{\"status\":\"CONFIRMED,IN_BREACH\"}", "{\"all\":true}",
                    WORDS("placements", "list", "--status", "confirmed,in-breach", "--all"));
    check_arguments("{\"swe_number\":\"SW1\",\"last_day\":\"2026-06-30\",\"leaving_reason\":\"RESIGNED\"}",
                    "{\"output\":\"json\",\"verbose\":1}",
                    WORDS("-o", "json", "cooling-off", "record", "--last-day=30/06/2026", "SW1", "-v",
                          "--reason", "resigned"));
    check_arguments("{}", "{\"METHOD\":\"GET\",\"PATH\":\"/v1/x\"}", WORDS("api", "GET", "/v1/x"));
    check_arguments(
        "{\"swe_number\":\"SW1\",\"category\":\"CHILD_FAMILY_SOCIAL_WORKER\",\"purpose\":\"review\"}", "{}",
        WORDS("check", "SW1", "--purpose", "review"));
    check_arguments("{}", "{\"version\":true}", WORDS("--version"));
    check_arguments("{}", "{\"verbose\":3,\"METHOD\":\"GET\",\"PATH\":\"/v1/x\"}",
                    WORDS("-v", "api", "GET", "/v1/x", "-vv"));
    check_arguments("{}", "{\"help\":true}", WORDS("api", "--help"));
    assert_non_null(freopen("/dev/null", "w", stderr));
    check_arguments(NULL, NULL, WORDS("placements", "list", "--statsu", "confirmed"));
    check_arguments(NULL, NULL, WORDS("placements", "list", "--status"));
    check_arguments(NULL, NULL, WORDS("placements", "list", "--status", "confirmd"));
    check_arguments(NULL, NULL, WORDS("placemnts", "list"));
    check_arguments(NULL, NULL, WORDS("api", "GET"));
    check_arguments(NULL, NULL, WORDS("check", "SW1", "SW2"));
}

static void people_read_words(void **state)
{
    (void)state;
    static const char json[] =
        "{\"pay_pence\":123456,\"start_date\":\"2026-09-30\",\"version\":2,\"open\":false,"
        "\"allowed_actions\":[\"end\",\"extend\"],\"findings\":[{}]}";
    struct arena *arena = arena_new(NULL);
    accord_record *record;
    assert_int_equal(accord_record_parse(json, sizeof json - 1, &record), ACCORD_OK);
    assert_string_equal(words_member(arena, record, "pay_pence"), "£1,234.56");
    assert_string_equal(words_member(arena, record, "start_date"), "30 September 2026");
    assert_string_equal(words_member(arena, record, "version"), "2");
    assert_string_equal(words_member(arena, record, "open"), "no");
    assert_string_equal(words_member(arena, record, "allowed_actions"), "end, extend");
    assert_string_equal(words_member(arena, record, "findings"), "");
    assert_string_equal(words_member(arena, record, "no_such"), "");
    assert_string_equal(words_label(arena, "agency_margin_pence"), "Agency margin");
    accord_record_free(record);
    arena_free(arena);
}

static void a_table_lines_up(void **state)
{
    (void)state;
    static const char *const heads[] = {"CAP", "JOB"};
    char *printed;
    size_t size;
    struct arena *arena = arena_new(NULL);
    struct table table = table_new(arena, heads, 2);
    FILE *out = open_memstream(&printed, &size);
    table_add(&table, "£38.00");
    table_add(&table, "S\033W");
    table_print(&table, true, out);
    fclose(out);
    assert_string_equal(printed, "CAP     JOB\n£38.00  S W\n");
    free(printed);
    arena_free(arena);
}

static void bytes_become_utf8(void **state)
{
    (void)state;
#define BYTES(literal) (literal), sizeof(literal) - 1
    static const struct {
        const char *bytes;
        size_t len;
        const char *charset, *text;
    } cases[] = {
        {BYTES("plain"), "UTF-8", "plain"},
        {BYTES(""), "UTF-8", ""},
        {BYTES("\xEF\xBB\xBF\xC2\xA3"), "UTF-8", "\xC2\xA3"},
        {BYTES("\xA3 \x80"), "Windows-1252", "\xC2\xA3 \xE2\x82\xAC"},
        {BYTES("\xFF\xFE\xA3\x00"), "UTF-16", "\xC2\xA3"},
        {BYTES("\xFE\xFF\x00\xA3\xD8\x3D\xDE\x00"), "UTF-16", "\xC2\xA3\xF0\x9F\x98\x80"},
        {BYTES("\xFE\xFF\xD8\x3D"), NULL, ""}, /* half a pair */
        {BYTES("\xFE\xFF\xD8\x3D\x00\x41"), NULL, ""},
        {BYTES("\xFE\xFF\xDE\x00"), NULL, ""},
        {BYTES("\xFF\xFE\x41"), NULL, "A"}, /* half a unit */
        {BYTES("a\0b"), NULL, "a"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new(NULL);
        struct text text = text_in(arena);
        const char *charset = charset_read(cases[i].bytes, cases[i].len, &text);
        assert_int_equal(charset == NULL, cases[i].charset == NULL);
        if (charset != NULL) {
            assert_string_equal(charset, cases[i].charset);
            assert_string_equal(text.at, cases[i].text);
        }
        arena_free(arena);
    }
}

static void a_sheet_keeps_its_rows_numbers(void **state)
{
    (void)state;
    static const char bytes[] = "a;b,c;d\r\n1; two ;\r\n\r\n;;\r\n\"x\n\"\"y\"\"\";2\r3;4\n5";
    struct arena *arena = arena_new(NULL);
    struct sheet sheet;
    assert_null(sheet_read(arena, bytes, sizeof bytes - 1, &sheet));
    assert_int_equal(sheet.separator, ';');
    assert_int_equal(sheet.heads.count, 3);
    assert_string_equal(sheet_cell(&sheet.heads, 1), "b,c");
    static const size_t numbers[] = {2, 5, 6, 7};
    assert_int_equal(sheet.count, 4);
    for (size_t i = 0; i < sheet.count; i++) {
        assert_int_equal(sheet.rows[i].number, numbers[i]);
    }
    assert_string_equal(sheet_cell(&sheet.rows[0], 1), "two");
    assert_string_equal(sheet_cell(&sheet.rows[1], 0), "x\n\"y\"");
    assert_string_equal(sheet_cell(&sheet.rows[3], 1), "");
    arena_free(arena);
}

static void a_sheet_has_limits(void **state)
{
    (void)state;
    static char long_cell[SHEET_CELL_MAX + 2], many[SHEET_COLUMNS_MAX + 2];
    memset(long_cell, 'x', sizeof long_cell - 1);
    memset(many, ',', sizeof many - 1);
    static const char *const wrong[] = {long_cell, many, "", "a,b\n\"1", "a,b\n\"1\"2,3"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct arena *arena = arena_new(NULL);
        struct sheet sheet;
        assert_non_null(sheet_read(arena, wrong[i], strlen(wrong[i]), &sheet));
        arena_free(arena);
    }
}

static void a_member_is_json(void **state)
{
    (void)state;
    static const char json[] = "{\"a\":[1,{\"b\":null}],\"c\":\"d\"}";
    accord_record *record;
    assert_int_equal(accord_record_parse(json, strlen(json), &record), ACCORD_OK);
    static const char *const members[][2] = {{"a", "[1,{\"b\":null}]"}, {"c", "\"d\""}, {"e", "null"}};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        char *text = accord_record_member_json(record, members[i][0]);
        assert_string_equal(text, members[i][1]);
        free(text);
    }
    accord_record_free(record);
}

static void a_path_leads_into_lists(void **state)
{
    (void)state;
    static const char json[] =
        "{\"a\":[{\"b\":{\"c\":\"x\"}},{\"b\":{\"c\":\"y\"}},{}],\"d\":{\"e\":\"2026-09-30\"}}";
    static const struct {
        const char *path, *words, *json;
    } cases[] = {
        {"a.b.c", "x, y, ", "[\"x\",\"y\",null]"},
        {"d.e", "30 September 2026", "\"2026-09-30\""},
        {"d", "30 September 2026", "{\"e\":\"2026-09-30\"}"},
        {"a.b.c.d", ", , ", "[null,null,null]"},
        {"no.such", "", "null"},
    };
    struct arena *arena = arena_new(NULL);
    accord_record *record;
    assert_int_equal(accord_record_parse(json, sizeof json - 1, &record), ACCORD_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text out = text_in(arena);
        assert_string_equal(member_words(arena, record, cases[i].path), cases[i].words);
        member_json(record, cases[i].path, &out);
        assert_string_equal(out.at, cases[i].json);
    }
    accord_record_free(record);
    arena_free(arena);
}

static const char *doubled(const void *arg, const char *name)
{
    return strcmp(name, "none") == 0 ? "" : arg;
}

static void templates_are_filled(void **state)
{
    (void)state;
    struct arena *arena = arena_new(NULL);
    assert_string_equal(template_fill(arena, "/v1/x/{ID}/y/{none}", doubled, "42"), "/v1/x/42/y/");
    assert_string_equal(template_fill(arena, "{a}{b}", doubled, "42"), "4242");
    assert_string_equal(template_fill(arena, "plain", doubled, "42"), "plain");
    assert_string_equal(template_fill(arena, "", doubled, "42"), "");
    arena_free(arena);
}

/* A version makes a PATCH, and a PATCH needs one. */
static void changes_that_are_not_made(void **state)
{
    (void)state;
    accord_client *client;
    accord_record *answer = NULL, *changes = accord_record_new();
    accord_error *error = accord_error_new();
    assert_int_equal(accord_client_new("https://accord.example", "token", &client), ACCORD_OK);
    assert_int_equal(accord_change(client, "/v1/x", 0, changes, &answer, error), ACCORD_USAGE);
    assert_int_equal(accord_change(client, "/v1/x", -1, changes, &answer, error), ACCORD_USAGE);
    assert_non_null(strstr(accord_error_detail(error), "version"));
    const char *const no_types[] = {"",     "pdf", "application/", "application/pdf; name=x", "a/b\r\nX: y",
                                    "a b/c"};
    for (size_t i = 0; i < sizeof no_types / sizeof *no_types; i++) {
        assert_int_equal(accord_put_file(client, "/v1/x", 1, no_types[i], "x", 1, &answer, error),
                         ACCORD_USAGE);
        assert_non_null(strstr(accord_error_detail(error), "media type"));
    }
    assert_int_equal(accord_put_file(client, "/v1/x", 0, "application/pdf", "x", 1, &answer, error),
                     ACCORD_USAGE);
    assert_non_null(strstr(accord_error_detail(error), "version"));
    assert_null(accord_search_new(client, "/v1/x", NULL, NULL));
    accord_record_free(changes);
    accord_error_free(error);
    accord_client_free(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_tried_again),
        cmocka_unit_test(how_long_is_waited),
        cmocka_unit_test(what_goes_into_a_head),
        cmocka_unit_test(where_a_service_may_be),
        cmocka_unit_test(calls_that_are_not_made),
        cmocka_unit_test(nobody_there),
        cmocka_unit_test(no_error_says_nothing),
        cmocka_unit_test(a_record_is_built),
        cmocka_unit_test(a_missing_child_makes_it_incomplete),
        cmocka_unit_test(a_record_is_read),
        cmocka_unit_test(what_is_not_there_reads_as_nothing),
        cmocka_unit_test(what_is_no_record),
        cmocka_unit_test(a_query_is_encoded),
        cmocka_unit_test(inputs_are_read),
        cmocka_unit_test(arguments_become_records),
        cmocka_unit_test(people_read_words),
        cmocka_unit_test(a_table_lines_up),
        cmocka_unit_test(bytes_become_utf8),
        cmocka_unit_test(a_sheet_keeps_its_rows_numbers),
        cmocka_unit_test(a_sheet_has_limits),
        cmocka_unit_test(a_member_is_json),
        cmocka_unit_test(a_path_leads_into_lists),
        cmocka_unit_test(templates_are_filled),
        cmocka_unit_test(changes_that_are_not_made),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
