/* SPDX-License-Identifier: MIT */
/* Arena, text, problems, UTF-8, documents and PostgreSQL's arrays. */
#include "wire/arena.h"
#include "wire/document.h"
#include "wire/pg_array.h"
#include "wire/problem.h"
#include "wire/text.h"
#include "wire/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

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

static void arena_memory_is_zeroed_and_aligned(void **state)
{
    static const size_t sizes[] = {0, 1, 15, 16, 17, 4096, 8191, 8192, 100000, 1, 3};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        unsigned char *at = arena_alloc(*state, sizes[i]);
        assert_non_null(at);
        assert_int_equal((uintptr_t)at % _Alignof(max_align_t), 0);
        for (size_t b = 0; b < sizes[i]; b++) {
            assert_int_equal(at[b], 0);
        }
        memset(at, 0xff, sizes[i]);
    }
}

static void arena_counts_what_it_hands_out(void **state)
{
    assert_int_equal(arena_used(*state), 0);
    arena_alloc(*state, 100);
    arena_alloc(*state, 20000);
    assert_in_range(arena_used(*state), 20100, 20200);
}

static void arena_refuses_what_cannot_be(void **state)
{
    assert_false(arena_failed(*state));
    assert_null(arena_alloc(*state, SIZE_MAX));
    assert_null(arena_alloc(*state, SIZE_MAX - 64));
    assert_null(arena_copy(*state, "", SIZE_MAX));
    assert_true(arena_failed(*state));
    assert_non_null(arena_alloc(*state, 1));
}

static char order[8];

static void note(void *arg)
{
    strcat(order, arg);
}

static void arena_releases_last_in_first_out(void **state)
{
    (void)state;
    struct arena *arena = arena_new(NULL);
    order[0] = '\0';
    arena_defer(arena, note, "a");
    arena_defer(arena, note, "b");
    arena_defer(arena, note, "c");
    arena_free(arena);
    assert_string_equal(order, "cba");
    arena_free(NULL);
}

static void arena_texts(void **state)
{
    assert_string_equal(arena_copy(*state, "placement", 5), "place");
    assert_string_equal(arena_copy(*state, NULL, 0), "");
    assert_string_equal(arena_printf(*state, "%d %s", 7, "days"), "7 days");
}

static void text_grows_and_stays_terminated(void **state)
{
    struct text text = text_in(*state);
    for (int i = 0; i < 1000; i++) {
        text_printf(&text, "%03d", i);
        assert_int_equal(text.at[text.len], '\0');
        assert_true(text.len < text.cap);
    }
    text_puts(&text, "");
    assert_false(text.failed);
    assert_int_equal(text.len, 3000);
    assert_memory_equal(text.at + 2994, "998999", 6);
}

static void text_failure_sticks(void **state)
{
    struct text text = text_in(*state);
    text_add(&text, "", SIZE_MAX);
    assert_true(text.failed);
    text_puts(&text, "more");
    assert_true(text.failed);
    assert_int_equal(text.len, 0);
}

static void json_puts_commas_and_escapes(void **state)
{
    struct text out = text_in(*state);
    json_begin(&out, '{');
    json_key(&out, "a\"b");
    json_text(&out, "\x01\b\f\n\r\t\\/\x7f£");
    json_key(&out, "list");
    json_begin(&out, '[');
    json_integer_out(&out, INT64_MIN + 1);
    json_bool(&out, true);
    json_bool(&out, false);
    json_begin(&out, '[');
    json_end(&out, ']');
    json_begin(&out, '{');
    json_end(&out, '}');
    json_text(&out, "[");
    json_literal(&out, "null");
    json_text_len(&out, "a\0b", 3);
    json_end(&out, ']');
    json_end(&out, '}');
    assert_string_equal(out.at, "{\"a\\\"b\":\"\\u0001\\b\\f\\n\\r\\t\\\\/\x7f£\","
                                "\"list\":[-9223372036854775807,true,false,[],{},\"[\",null,\"a\\u0000b\"]}");
}

static void utf8_follows_table_3_7(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
    } cases[] = {
        {"a", 1},
        {"\x7f", 1},
        {"\x80", 0},
        {"\xc1\xbf", 0},
        {"\xc2\x80", 2},
        {"\xc2", 0},
        {"\xc3\x28", 0},
        {"\xe0\x9f\xbf", 0},
        {"\xe0\xa0\x80", 3},
        {"\xed\x9f\xbf", 3},
        {"\xed\xa0\x80", 0},
        {"\xef\xbf\xbf", 3},
        {"\xe2\x82", 0},
        {"\xf0\x8f\xbf\xbf", 0},
        {"\xf0\x90\x80\x80", 4},
        {"\xf4\x8f\xbf\xbf", 4},
        {"\xf4\x90\x80\x80", 0},
        {"\xf5\x80\x80\x80", 0},
        {"\xf1\x80\x80", 0},
        {"", 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(utf8_length(cases[i].text, strlen(cases[i].text)), cases[i].length);
    }
    assert_true(utf8_printable("caf\u00e9 £", strlen("caf\u00e9 £")));
    assert_false(utf8_printable("\xc2\x85", 2));
    assert_true(utf8_printable("\xc2\xa0", 2));
    assert_false(utf8_printable("a\nb", 3));
}

static void faults_know_their_codes(void **state)
{
    (void)state;
    for (enum fault fault = FAULT_NONE + 1; fault < FAULT_COUNT; fault++) {
        const struct fault_info *info = fault_info(fault);
        assert_int_equal(fault_of_code(info->code), fault);
        assert_in_range(info->status, 400, 599);
        assert_true(strlen(info->title) > 0);
    }
    assert_int_equal(fault_of_code("nothing_known"), FAULT_NONE);
    assert_int_equal(fault_of_code(""), FAULT_NONE);
    assert_int_equal(fault_of_code(NULL), FAULT_NONE);
}

static void problem_leaves_out_what_there_is_not(void **state)
{
    struct text out = text_in(*state);
    problem_write(&out, &(struct problem){.fault = FAULT_IN_PROGRESS});
    assert_string_equal(out.at, "{\"type\":\"urn:accord:fault:in_progress\","
                                "\"title\":\"The same request is being worked on\",\"status\":409,"
                                "\"code\":\"in_progress\",\"retryable\":true}");
}

static void problem_says_everything(void **state)
{
    static const struct problem_error errors[] = {{"/a", "required", "a must be given."},
                                                  {"/b", "too_long", NULL}};
    struct text out = text_in(*state);
    problem_write(&out, &(struct problem){FAULT_INVALID, "Two members.", "id-1", errors, COUNT(errors)});
    assert_string_equal(out.at, "{\"type\":\"urn:accord:fault:invalid\","
                                "\"title\":\"Something in the request is not right\",\"status\":422,"
                                "\"code\":\"invalid\",\"detail\":\"Two members.\",\"request_id\":\"id-1\","
                                "\"retryable\":false,\"errors\":["
                                "{\"pointer\":\"/a\",\"code\":\"required\",\"detail\":\"a must be given.\"},"
                                "{\"pointer\":\"/b\",\"code\":\"too_long\"}]}");
}

static void document_comes_back_as_it_was(void **state)
{
    static const char *const same[] = {
        "{\"z\":1,\"a\":[true,false,null,-5,\"x\",{}],\"m\":{\"k\":\"£\"}}",
        "[]",
        "36.5",
        "0.1",
        "-9223372036854775808",
        "9223372036854775807",
        "\"\\u0001\"",
        "true",
        "null",
    };
    for (size_t i = 0; i < COUNT(same); i++) {
        struct document *d;
        const char *detail;
        struct text out = text_in(*state);
        assert_int_equal(document_read(same[i], strlen(same[i]), *state, &d, &detail), FAULT_NONE);
        document_write(d, &out);
        assert_string_equal(out.at, same[i]);
    }
}

static void document_refuses(void **state)
{
    static const struct {
        const char *json, *detail;
    } cases[] = {
        {"", "ends too early"},
        {"{", "ends too early"},
        {"{\"a\":1,\"a\":2}", "given twice"},
        {"{} {}", "something follows"},
        {"[1,]", "syntax is wrong"},
        {"{\"a\":01}", "syntax is wrong"},
        {"\"\xff\"", "not UTF-8"},
        {"\"\\u0000\"", "U+0000"},
        {"{\"a\\u0000\":1}", "U+0000"},
        {"9223372036854775808", "too large"},
        {"1e999", "too large"},
        {"NaN", "syntax is wrong"},
        {"\"\\ud800\"", "syntax is wrong"},
        {"\xef\xbb\xbf{}", "syntax is wrong"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct document *d;
        const char *detail = "";
        assert_int_equal(document_read(cases[i].json, strlen(cases[i].json), *state, &d, &detail),
                         FAULT_MALFORMED_JSON);
        if (!strstr(detail, cases[i].detail)) {
            fail_msg("%s: %s", cases[i].json, detail);
        }
    }
}

static void document_depth_has_a_limit(void **state)
{
    char json[200] = "", in_text[200] = "\"";
    struct document *d;
    const char *detail;
    memset(json, '[', 32);
    memset(json + 32, ']', 32);
    assert_int_equal(document_read(json, 64, *state, &d, &detail), FAULT_NONE);
    memset(json, '[', 33);
    memset(json + 33, ']', 33);
    assert_int_equal(document_read(json, 66, *state, &d, &detail), FAULT_MALFORMED_JSON);
    assert_non_null(strstr(detail, "32 levels"));
    memset(in_text + 1, '[', 100);
    strcat(in_text, "\\\"{\"");
    assert_int_equal(document_read(in_text, strlen(in_text), *state, &d, &detail), FAULT_NONE);
}

static void document_readers_take_what_is_missing(void **state)
{
    static const char json[] =
        "{\"name\":\"Medway\",\"n\":7,\"yes\":true,\"rate\":36.5,\"list\":[1,2],\"no\":null}";
    struct document *d;
    const char *detail;
    int64_t n = 0;
    assert_int_equal(document_read(json, strlen(json), *state, &d, &detail), FAULT_NONE);
    assert_string_equal(document_text(document_member(d, "name")), "Medway");
    assert_string_equal(document_text(document_member(d, "rate")), "36.5");
    assert_true(document_integer(document_member(d, "n"), &n));
    assert_int_equal(n, 7);
    assert_true(document_bool(document_member(d, "yes")));
    assert_int_equal(document_count(document_member(d, "list")), 2);
    assert_int_equal(document_kind(document_item(document_member(d, "list"), 1)), DOCUMENT_INTEGER);
    assert_string_equal(document_member_name(d, 4), "list");
    assert_null(document_member_name(d, 6));
    assert_int_equal(document_kind(document_member(d, "no")), DOCUMENT_NULL);
    const struct document *missing = document_member(document_item(document_member(d, "list"), 9), "x");
    assert_null(missing);
    assert_null(document_text(missing));
    assert_false(document_bool(missing));
    assert_false(document_integer(missing, &n));
    assert_int_equal(document_count(missing), 0);
    assert_null(document_member(document_member(d, "list"), "name"));
}

static void document_is_built_in_order(void **state)
{
    struct arena *arena = *state;
    struct document *d = document_new_object(arena), *list = document_new_array(arena);
    struct text out = text_in(arena);
    for (int i = 0; i < 20; i++) {
        assert_true(document_append(list, document_new_integer(arena, i)));
    }
    assert_true(document_set(d, "b", document_new_text(arena, "one")));
    assert_true(document_set(d, "a", list));
    assert_true(document_set(d, "b", document_new_bool(arena, true)));
    assert_false(document_set(list, "b", document_new_bool(arena, true)));
    assert_false(document_append(d, document_new_bool(arena, true)));
    assert_false(document_append(list, NULL));
    document_write(d, &out);
    assert_string_equal(out.at, "{\"b\":true,\"a\":[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19]}");
}

static void pg_arrays_are_split(void **state)
{
    static const struct {
        const char *text, *joined; /* NULL: refused */
    } cases[] = {
        {"{}", ""},
        {"{a}", "a|"},
        {"{a,b,\"c d\",NULL}", "a|b|c d|"},
        {"{NULL}", ""},
        {"{\"NULL\",\"\"}", "NULL||"},
        {"{\"a\\\"b\\\\\",\"{x,y}\"}", "a\"b\\|{x,y}|"},
        {"", NULL},
        {"{", NULL},
        {"{a", NULL},
        {"{a,}", NULL},
        {"{,a}", NULL},
        {"{a}b", NULL},
        {"{}x", NULL},
        {"{\"a}", NULL},
        {"{\"a\\", NULL},
        {"{\"a\"b}", NULL},
        {"{{a},{b}}", NULL},
        {"[0:1]={a,b}", NULL},
        {"a", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *const *items;
        size_t count;
        struct text joined = text_in(*state);
        text_puts(&joined, "");
        bool split = pg_array_split(cases[i].text, *state, &items, &count);
        assert_int_equal(split, cases[i].joined != NULL);
        for (size_t n = 0; split && n < count; n++) {
            text_printf(&joined, "%s|", items[n]);
        }
        assert_string_equal(joined.at, cases[i].joined ? cases[i].joined : "");
    }
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_arena, drop_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(arena_memory_is_zeroed_and_aligned),
        TEST(arena_counts_what_it_hands_out),
        TEST(arena_refuses_what_cannot_be),
        cmocka_unit_test(arena_releases_last_in_first_out),
        TEST(arena_texts),
        TEST(text_grows_and_stays_terminated),
        TEST(text_failure_sticks),
        TEST(json_puts_commas_and_escapes),
        TEST(utf8_follows_table_3_7),
        TEST(faults_know_their_codes),
        TEST(problem_leaves_out_what_there_is_not),
        TEST(problem_says_everything),
        TEST(document_comes_back_as_it_was),
        TEST(document_refuses),
        TEST(document_depth_has_a_limit),
        TEST(document_readers_take_what_is_missing),
        TEST(document_is_built_in_order),
        TEST(pg_arrays_are_split),
    };
    document_start(malloc);
    return cmocka_run_group_tests_name("wire", tests, NULL, NULL);
}
