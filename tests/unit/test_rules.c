/* SPDX-License-Identifier: MIT */
/* The worked cases and the rules' numbered edges that expect findings, from data. */
#include "case_facts.h"

static void same_number(const char *id, const json_t *expect, const char *member, int64_t is)
{
    const json_t *must = json_object_get(expect, member);
    if (must && json_integer_value(must) != is) {
        fail_msg("%s: %s is %lld", id, member, (long long)is);
    }
}

static void same_day(const char *id, const json_t *expect, const char *member, struct date is)
{
    char printed[DATE_SIZE];
    const char *must = text(expect, member);
    if (must && !date_equal(is, day(must))) {
        fail_msg("%s: %s is %s", id, member, date_given(is) ? date_print(is, printed) : "none");
    }
}

static void same_text(const char *id, const json_t *expect, const char *member, const char *is)
{
    const char *must = text(expect, member);
    if (must && (!is || strcmp(is, must) != 0)) {
        fail_msg("%s: %s is %s", id, member, is ? is : "none");
    }
}

static void check_expectation(const char *id, const json_t *expect, const struct findings *findings)
{
    const struct finding *f =
        find_finding(findings, CODE_OF(rule, expect, "rule"), CODE_OF(layer, expect, "layer"));
    if (!f) {
        fail_msg("%s: nothing found", id);
        return;
    }
    if (f->verdict != CODE_OF(verdict, expect, "verdict")) {
        fail_msg("%s: %s, %s", id, NAME_OF(verdict, f->verdict), f->reason);
    }
    same_day(id, expect, "earliest_start_date", f->earliest_start_date);
    same_day(id, expect, "due_by", f->due_by);
    same_text(id, expect, "basis", f->basis);
    same_text(id, expect, "to_do", f->to_do);
    same_text(id, expect, "state", f->state);
    same_text(id, expect, "obligation", f->obligation ? NAME_OF(obligation, f->obligation) : NULL);
    same_number(id, expect, "silent_authorities", f->silent_authorities);
    same_number(id, expect, "cap_pence", f->cap_pence);
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

static void check_not_asked(const json_t *c, const struct findings *findings)
{
    const json_t *rules = json_object_get(c, "not_asked");
    for (size_t i = 0; i < json_array_size(rules); i++) {
        enum rule rule = code_of(&rule_codes, json_string_value(json_array_get(rules, i)));
        assert_null(find_finding(findings, rule, LAYER_NATIONAL));
        assert_null(find_finding(findings, rule, LAYER_REGIONAL));
    }
}

static void check_case(const json_t *c)
{
    const json_t *expect = json_object_get(c, "expect");
    const char *outcome = text(c, "outcome"), *state = text(c, "finding_state");
    struct room room;
    struct check check;
    read_case(c, &room);
    rules_ask(&room.facts, &room.ruleset.ruleset, json_object_get(c, "extends") ? RULES_EXTENSION : RULES_ALL,
              &check);
    for (size_t i = 0; i < json_array_size(expect); i++) {
        check_expectation(text(c, "id"), json_array_get(expect, i), &check.findings);
    }
    check_not_asked(c, &check.findings);
    if (state) {
        assert_string_equal(find_finding(&check.findings, RULE_PRICE_CAP, LAYER_REGIONAL)->state, state);
    }
    if (outcome) {
        assert_string_equal(NAME_OF(outcome, check.outcome), outcome);
    }
}

static json_t *read_file(const char *path)
{
    json_error_t error;
    json_t *document = json_load_file(path, 0, &error);
    if (!document) {
        fail_msg("%s: %s", path, error.text);
    }
    return document;
}

/* How many of the document's cases were asked; of that edge, or of any. */
static size_t ask_all(const json_t *document, const char *edge)
{
    const json_t *cases = json_object_get(document, "cases");
    size_t asked = 0;
    for (size_t i = 0; i < json_array_size(cases); i++) {
        const json_t *c = json_array_get(cases, i);
        if (concerns(c) && (!edge || is_named(c, "edge", edge))) {
            check_case(c);
            asked++;
        }
    }
    return asked;
}

static void worked_cases(void **state)
{
    (void)state;
    json_t *document = read_file(DATA_FOLDER "/cases.json");
    size_t count = json_array_size(json_object_get(document, "cases"));
    assert_int_equal(ask_all(document, NULL),
                     count - 3); /* two expect an error, and return-late is of no check */
    json_decref(document);
}

static void numbered_edges(void **state)
{
    (void)state;
    json_t *document = read_file(DATA_FOLDER "/edges.json");
    const json_t *edges = json_object_get(document, "edges");
    assert_true(json_array_size(edges) > 0);
    for (size_t i = 0; i < json_array_size(edges); i++) {
        const char *edge = json_string_value(json_array_get(edges, i));
        if (ask_all(document, edge) == 0) {
            fail_msg("%s has no case", edge);
        }
    }
    json_decref(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worked_cases),
        cmocka_unit_test(numbered_edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
