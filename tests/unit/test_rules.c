/* SPDX-License-Identifier: MIT */
/* The worked cases that expect findings, from data: all but return-late, which is of no check. */
#include "case_facts.h"

static void same_number(const char *id, const json_t *expect, const char *member, int64_t is)
{
    const json_t *must = json_object_get(expect, member);
    if (must && json_integer_value(must) != is) {
        fail_msg("%s: %s is %lld", id, member, (long long)is);
    }
}

static void check_expectation(const char *id, const json_t *expect, const struct findings *findings)
{
    const struct finding *f =
        find_finding(findings, CODE_OF(rule, expect, "rule"), CODE_OF(layer, expect, "layer"));
    char earliest[DATE_SIZE];
    const char *basis = text(expect, "basis"), *must = text(expect, "earliest_start_date");
    assert_non_null(f);
    if (f->verdict != CODE_OF(verdict, expect, "verdict")) {
        fail_msg("%s: %s, %s", id, NAME_OF(verdict, f->verdict), f->reason);
    }
    if (must) {
        assert_string_equal(date_print(f->earliest_start_date, earliest), must);
    }
    if (basis) {
        assert_string_equal(f->basis, basis);
    }
    same_number(id, expect, "comparable_pence", f->comparable_pence);
    same_number(id, expect, "excess_pence", f->excess_pence);
    same_number(id, expect, "have", f->have);
    same_number(id, expect, "need", f->need);
    same_number(id, expect, "required_days", f->required_days);
    same_number(id, expect, "on_record_days", f->on_record_days);
}

/* Cases that expect findings of a check. */
static bool concerns(const json_t *c)
{
    return json_array_size(json_object_get(c, "expect")) > 0 && json_object_get(c, "placement");
}

static void check_case(const json_t *c)
{
    const json_t *expect = json_object_get(c, "expect");
    const char *outcome = text(c, "outcome"), *state = text(c, "finding_state");
    struct room room;
    struct check check;
    read_case(c, &room);
    rules_ask(&room.facts, &room.ruleset.ruleset, RULES_ALL, &check);
    for (size_t i = 0; i < json_array_size(expect); i++) {
        check_expectation(text(c, "id"), json_array_get(expect, i), &check.findings);
    }
    if (state) {
        assert_string_equal(find_finding(&check.findings, RULE_PRICE_CAP, LAYER_REGIONAL)->state, state);
    }
    if (outcome) {
        assert_string_equal(NAME_OF(outcome, check.outcome), outcome);
    }
}

static void worked_cases(void **state)
{
    (void)state;
    json_error_t error;
    json_t *document = json_load_file(CASES_JSON, 0, &error);
    const json_t *cases = json_object_get(document, "cases");
    size_t checked = 0, count = json_array_size(cases);
    for (size_t i = 0; i < count; i++) {
        const json_t *c = json_array_get(cases, i);
        if (concerns(c)) {
            check_case(c);
            checked++;
        }
    }
    json_decref(document);
    assert_int_equal(checked, count - 3); /* two expect an error, and return-late is of no check */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worked_cases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
