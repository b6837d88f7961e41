/* SPDX-License-Identifier: MIT */
/* A shape as JSON Schema, and as an example: the whole text for one shape of every kind of member. */
#include "wire/shape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

struct inner {
    struct date day;
};
static const struct field inner_fields[] = {FIELD(struct inner, day, OUT | REQUIRED), {0}};
static const struct shape inner_shape = SHAPE("inner_part", struct inner, inner_fields);

struct outer {
    struct uuid id;
    const char *title;
    int32_t days;
    int64_t pence;
    unsigned unit;
    bool open;
    struct shape_one part;
    struct text_list names;
    struct code_set units;
};
static const struct field outer_fields[] = {
    FIELD(struct outer, id, ALWAYS),
    FIELD(struct outer, title, ALWAYS | REQUIRED, .max = 9, .about = "What it is called", .form = "a title"),
    FIELD(struct outer, days, OUT | IN, .min = 1, .max = 7, .example = "3"),
    FIELD(struct outer, pence, REQUIRED),
    FIELD(struct outer, unit, REQUIRED, .codes = &pay_unit_codes, .codes_except = 1u << PAY_UNIT_HOUR),
    FIELD(struct outer, open, OUT),
    FIELD(struct outer, part, OUT | REQUIRED, .record = &inner_shape),
    FIELD(struct outer, names, OUT | REQUIRED | EVEN_EMPTY),
    FIELD(struct outer, units, IN, .codes = &pay_unit_codes),
    {0},
};
static const struct shape outer_shape = SHAPE("list of outer_shape", struct outer, outer_fields);

static struct text fresh(void **state)
{
    return text_in(*state);
}

static int open_arena(void **state)
{
    *state = arena_new(NULL);
    return *state == NULL;
}

static int close_arena(void **state)
{
    arena_free(*state);
    return 0;
}

static void what_is_sent_is_closed_and_has_limits(void **state)
{
    struct text out = fresh(state);
    shape_describe(&outer_shape, FIELD_IN, &out);
    assert_string_equal(
        out.at,
        "{\"type\":\"object\",\"properties\":{"
        "\"title\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":9,"
        "\"description\":\"What it is called (a title)\"},"
        "\"days\":{\"type\":\"integer\",\"format\":\"int32\",\"minimum\":1,\"maximum\":7,\"examples\":[3]},"
        "\"pence\":{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":0,\"maximum\":1000000000},"
        "\"unit\":{\"type\":\"string\",\"enum\":[\"DAY\"],\"x-enum-descriptions\":[\"a day\"]},"
        "\"part\":{\"$ref\":\"#/components/schemas/InnerPartRequest\"},"
        "\"names\":{\"type\":\"array\",\"minItems\":1,"
        "\"items\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}},"
        "\"units\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"enum\":[\"HOUR\",\"DAY\"],"
        "\"x-enum-descriptions\":[\"an hour\",\"a day\"]}}},"
        "\"required\":[\"title\",\"pence\",\"unit\",\"part\",\"names\"],\"additionalProperties\":false}");
}

static void what_is_answered_has_what_is_certain(void **state)
{
    struct text out = fresh(state);
    shape_describe(&outer_shape, FIELD_OUT, &out);
    assert_string_equal(out.at,
                        "{\"type\":\"object\",\"properties\":{"
                        "\"id\":{\"type\":\"string\",\"format\":\"uuid\"},"
                        "\"title\":{\"type\":\"string\",\"description\":\"What it is called (a title)\"},"
                        "\"days\":{\"type\":\"integer\",\"format\":\"int32\",\"examples\":[3]},"
                        "\"open\":{\"type\":\"boolean\"},"
                        "\"part\":{\"$ref\":\"#/components/schemas/InnerPart\"},"
                        "\"names\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}},"
                        "\"required\":[\"id\",\"title\",\"open\",\"names\"]}");
}

static void an_example_has_what_is_required_and_it_reads_back(void **state)
{
    struct text out = fresh(state);
    struct outer outer;
    struct problem problem;
    shape_example(&outer_shape, &out);
    assert_string_equal(out.at, "{\"title\":\"Example\",\"days\":3,\"pence\":0,\"unit\":\"DAY\","
                                "\"part\":{\"day\":\"2026-10-01\"},\"names\":[\"Example\"]}");
    assert_int_equal(shape_read_json(&outer_shape, out.at, out.len, *state, &outer, &problem), FAULT_NONE);
}

static void names_are_told_by_side(void **state)
{
    char name[SCHEMA_NAME_SIZE];
    (void)state;
    assert_string_equal(shape_schema_name(&outer_shape, FIELD_OUT, name), "ListOfOuter");
    assert_string_equal(shape_schema_name(&inner_shape, FIELD_IN, name), "InnerPartRequest");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_sent_is_closed_and_has_limits, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(what_is_answered_has_what_is_certain, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(an_example_has_what_is_required_and_it_reads_back, open_arena,
                                        close_arena),
        cmocka_unit_test(names_are_told_by_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
