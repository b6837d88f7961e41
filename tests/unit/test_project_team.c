/* SPDX-License-Identifier: MIT */
/* R7, each edge from both sides. */
#include "rule_facts.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#define BREACH VERDICT_BREACH
#define REFER VERDICT_REFER
#define PASS VERDICT_PASS
#define UNKNOWN VERDICT_UNKNOWN

/* What the worker's own findings were before; 0: all in order. */
struct own {
    enum rule rule;
    enum verdict verdict;
    const char *due_by;
};

struct row {
    const char *title;
    const char *checked;
    struct project_team team;
    struct own own[2];
    enum verdict verdict;
    const char *due_by;
    const char *reason;
};

static struct finding found(const struct row *row, const struct facts *facts)
{
    struct test_ruleset r;
    struct findings findings = {.count = 0};
    test_ruleset(&r);
    for (size_t i = 0; i < 2 && row->own[i].rule; i++) {
        findings_add(&findings, row->own[i].rule, LAYER_NATIONAL, row->own[i].verdict)->due_by =
            day(row->own[i].due_by);
    }
    size_t before = findings.count;
    project_team(facts, &r.ruleset, &findings);
    assert_int_equal(findings.count, before + 1);
    assert_int_equal(findings.at[before].layer, LAYER_NATIONAL);
    return findings.at[before];
}

static struct facts facts_of(const struct row *row)
{
    return (struct facts){
        .checked_on = day(row->checked), .start_date = day("2026-03-02"), .project_team = &row->team};
}

static void check_row(const struct row *row)
{
    struct facts facts = facts_of(row);
    struct finding f = found(row, &facts);
    same_verdict(row->title, &f, row->verdict);
    same_words(row->title, f.reason, row->reason);
    if (!date_equal(f.due_by, day(row->due_by))) {
        fail_msg("%s: due by another day", row->title);
    }
}

#define CHECK_ROWS(rows)     \
    EACH(i, rows)            \
    {                        \
        check_row(&rows[i]); \
    }
/* clang-format off */
#define START "2026-03-02"
#define BEFORE "2026-03-01"
#define ALL {7, 7, true, true, true, 0}
#define IN_ORDER \
    "All 7 workers of the team were approved before they started; its costs are split, and the authority " \
    "holds the control of practice."
#define OWN_BREACH "This worker breaches a rule that each worker of a team must pass alone."
#define OWN_OPEN "A rule that each worker of a team must pass alone is not settled for this worker."

static void the_team(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"all in order", START, ALL, {{0}}, PASS, NULL, IN_ORDER},
        {"before the start too", BEFORE, ALL, {{0}}, PASS, NULL, IN_ORDER},
        {"one swapped", START, {7, 6, true, true, true, 0}, {{0}}, BREACH, NULL,
         "Of 7 workers of the team, 6 were approved before they started."},
        {"this one swapped", START, {7, 6, false, true, true, 0}, {{0}}, BREACH, NULL,
         "The authority had not approved this worker before 2 March 2026."},
        {"this one late", START, {7, 7, false, true, true, 0}, {{0}}, BREACH, NULL,
         "The authority had not approved this worker before 2 March 2026."},
        {"one still to be approved", BEFORE, {7, 6, true, true, true, 0}, {{0}}, UNKNOWN, "2026-03-01",
         "Of 7 workers of the team, 6 are approved; all must be by 1 March 2026."},
        {"this one still to be approved", BEFORE, {7, 6, false, true, true, 0}, {{0}}, UNKNOWN, "2026-03-01",
         "Of 7 workers of the team, 6 are approved; all must be by 1 March 2026."},
        {"costs", START, {7, 7, true, false, true, 0}, {{0}}, BREACH, NULL,
         "The team's costs are not split for each worker and for other services, to the sum of the invoice."},
        {"control of practice", START, {7, 7, true, true, false, 0}, {{0}}, BREACH, NULL,
         "The authority does not hold the whole control of practice."},
        {"no later approval mends that", BEFORE, {7, 6, false, true, false, 0}, {{0}}, BREACH, NULL,
         "The authority does not hold the whole control of practice."},
        {"another in breach", START, {7, 7, true, true, true, 1}, {{0}}, BREACH, NULL,
         "Another worker of the team is in breach of a rule that each must pass alone."},
        {"nobody is named", START, {0, 0, false, false, false, 0}, {{0}}, UNKNOWN, NULL,
         "No worker of the team is named."},
    };
    CHECK_ROWS(rows)
}

static void the_worker_alone(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"R1", START, ALL, {{RULE_COOL_OFF, BREACH}}, BREACH, NULL, OWN_BREACH},
        {"R2", START, ALL, {{RULE_EXPERIENCE, BREACH}}, BREACH, NULL, OWN_BREACH},
        {"R3", START, ALL, {{RULE_REFERENCES, BREACH}}, BREACH, NULL, OWN_BREACH},
        {"R4", START, ALL, {{RULE_PRICE_CAP, BREACH}}, BREACH, NULL, OWN_BREACH},
        {"R5 is of the rate, not of the worker", START, ALL, {{RULE_SIGN_OFF, BREACH}}, PASS, NULL, IN_ORDER},
        {"R4 as found before", START, {7, 7, true, true, true, 0, BREACH}, {{0}}, BREACH, NULL, OWN_BREACH},
        {"R4 as not known before", START, {7, 7, true, true, true, 0, UNKNOWN}, {{0}}, UNKNOWN, NULL, OWN_OPEN},
        {"R4 as in order before", START, {7, 7, true, true, true, 0, PASS}, {{0}}, PASS, NULL, IN_ORDER},
        {"R6", START, ALL, {{RULE_NOTICE, BREACH}}, BREACH, NULL, OWN_BREACH},
        {"to be settled", START, ALL, {{RULE_COOL_OFF, REFER}}, REFER, NULL, OWN_OPEN},
        {"not known", START, ALL, {{RULE_NOTICE, UNKNOWN}}, UNKNOWN, NULL, OWN_OPEN},
        {"to come", BEFORE, ALL, {{RULE_REFERENCES, UNKNOWN, "2026-03-01"}}, UNKNOWN, "2026-03-01", OWN_OPEN},
        {"to be settled goes before to come", BEFORE, ALL, {{RULE_REFERENCES, UNKNOWN, "2026-03-01"},
         {RULE_NOTICE, REFER}}, REFER, NULL, OWN_OPEN},
        {"clear", START, ALL, {{RULE_COOL_OFF, VERDICT_EXEMPT}, {RULE_PRICE_CAP, VERDICT_NOT_APPLICABLE}},
         PASS, NULL, IN_ORDER},
    };
    CHECK_ROWS(rows)
}
/* clang-format on */

static void bank_contract_and_transition(void **state)
{
    (void)state;
    static const struct row row = {"split", START, {7, 6, true, true, true, 0}, {{0}}, BREACH};
    struct contract_prevents c = {RULE_PROJECT_TEAM, "Contract", "4.2", day("2025-12-31")};
    struct facts facts = facts_of(&row);
    facts.contract_prevents = &c;
    facts.contract_prevents_count = 1;
    facts.start_date = facts.checked_on = day("2025-09-30");
    struct finding f = found(&row, &facts);
    assert_int_equal(f.verdict, VERDICT_NOT_APPLICABLE);
    assert_string_equal(f.basis, "CONTRACT");
    facts.start_date = facts.checked_on = day("2025-10-01");
    assert_int_equal(found(&row, &facts).verdict, BREACH);
    facts.bank_supply = BANK_SUPPLY_UNSTATED;
    assert_int_equal(found(&row, &facts).verdict, REFER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_team),
        cmocka_unit_test(the_worker_alone),
        cmocka_unit_test(bank_contract_and_transition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
