/* SPDX-License-Identifier: MIT */
/* R6, each edge from both sides. */
#include "rule_facts.h"

#define BREACH VERDICT_BREACH
#define REFER VERDICT_REFER
#define PASS VERDICT_PASS
#define UNKNOWN VERDICT_UNKNOWN

static struct facts facts_of(int32_t given, int32_t substantive)
{
    return (struct facts){.checked_on = day("2026-03-02"),
                          .start_date = day("2026-03-02"),
                          .notice_days = given,
                          .substantive_notice_days = substantive};
}

static void against_the_shorter(void **state)
{
    (void)state;
    static const struct {
        int32_t given, substantive;
        enum verdict verdict;
        int32_t required;
        const char *reason;
    } rows[] = {
        {28, 84, PASS, 28, "The notice is 28 days, equal to the 28 days that are asked for."},
        {27, 84, BREACH, 28, "The notice is 27 days, shorter than the 28 days that are asked for."},
        {29, 84, REFER, 28, "The notice is 29 days, longer than the 28 days that are asked for."},
        {28, 28, PASS, 28, "The notice is 28 days, equal to the 28 days that are asked for."},
        {28, 27, REFER, 27, "The notice is 28 days, longer than the 27 days that are asked for."},
        {27, 27, PASS, 27, "The notice is 27 days, equal to the 27 days that are asked for."},
        {26, 27, BREACH, 27, "The notice is 26 days, shorter than the 27 days that are asked for."},
        {1, 7, BREACH, 7, "The notice is 1 day, shorter than the 7 days that are asked for."},
        {0, 1, BREACH, 1, "The notice is 0 days, shorter than the 1 day that is asked for."},
        {0, 0, PASS, 0, "The notice is 0 days, equal to the 0 days that are asked for."},
        {-1, 28, UNKNOWN, -1, "The notice of the assignment is not given."},
        {-1, -1, UNKNOWN, -1, "The notice of the assignment is not given."},
        {28, -1, UNKNOWN, -1, "The notice of the equivalent substantive role is not given."},
    };
    struct test_ruleset r;
    test_ruleset(&r);
    EACH(i, rows)
    {
        struct facts facts = facts_of(rows[i].given, rows[i].substantive);
        struct finding f = ask_one(notice, &facts, &r.ruleset);
        same_verdict(rows[i].reason, &f, rows[i].verdict);
        same_words("notice", f.reason, rows[i].reason);
        assert_int_equal(f.required_days, rows[i].required);
        assert_false(date_given(f.due_by));
    }
}

static void the_most_is_a_parameter(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        enum verdict verdict;
        int32_t required;
    } rows[] = {{"0", REFER, 0},     {"14", REFER, 14},           {"27", REFER, 27},  {"29", BREACH, 29},
                {NULL, UNKNOWN, -1}, {"four weeks", UNKNOWN, -1}, {"-1", UNKNOWN, -1}};
    struct facts facts = facts_of(28, 84);
    EACH(i, rows)
    {
        struct test_ruleset r;
        test_ruleset(&r);
        test_ruleset_set(&r, "notice_days_max", rows[i].value);
        struct finding f = ask_one(notice, &facts, &r.ruleset);
        same_verdict(rows[i].value ? rows[i].value : "none", &f, rows[i].verdict);
        assert_int_equal(f.required_days, rows[i].required);
        if (rows[i].verdict == UNKNOWN) {
            same_words("no most", f.reason, "It is not laid down how much notice is asked for on that day.");
        }
    }
}

static void bank_contract_and_transition(void **state)
{
    (void)state;
    struct contract_prevents c = {RULE_NOTICE, "Contract", "4.2", day("2025-12-31")};
    struct facts facts = facts_of(7, 84);
    struct test_ruleset r;
    test_ruleset(&r);
    facts.contract_prevents = &c;
    facts.contract_prevents_count = 1;
    facts.start_date = facts.checked_on = day("2025-09-30");
    struct finding f = ask_one(notice, &facts, &r.ruleset);
    assert_int_equal(f.verdict, VERDICT_NOT_APPLICABLE);
    assert_string_equal(f.basis, "CONTRACT");
    facts.start_date = facts.checked_on = day("2025-10-01");
    assert_int_equal(ask_one(notice, &facts, &r.ruleset).verdict, BREACH);
    facts.start_date = day("2024-10-30");
    facts.checked_on = day("2025-09-30");
    assert_int_equal(ask_one(notice, &facts, &r.ruleset).verdict, VERDICT_NOT_APPLICABLE);
    facts.checked_on = day("2025-10-01");
    assert_int_equal(ask_one(notice, &facts, &r.ruleset).verdict, BREACH);
    facts.bank_supply = BANK_SUPPLY_UNSTATED;
    assert_int_equal(ask_one(notice, &facts, &r.ruleset).verdict, REFER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(against_the_shorter),
        cmocka_unit_test(the_most_is_a_parameter),
        cmocka_unit_test(bank_contract_and_transition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
