/* SPDX-License-Identifier: MIT */
/* R1 between agreements and the national rule, R0, and what the ruleset does not say. */
#include "cool_off_rows.h"

static void agreements(void **state)
{
    (void)state;
    /* clang-format off */
#define BOUND(left_) POST(FAR, left_, .bound = {7})
    static const struct row rows[] = {
        {"R1.11 six months, last blocked", "2026-09-15", 0, BOUND("2026-03-15"), {{7, 6}}, PASS, 0, BREACH,
         "2026-09-16"},
        {"six months, first free", "2026-09-16", 0, BOUND("2026-03-15"), {{7, 6}}, PASS, 0, PASS},
        {"its own reading", "2026-09-15", 0, BOUND("2026-03-15"), {{7, 6, .free = true}}, PASS, 0, PASS},
        {"its own reading, blocked", "2026-09-14", 0, BOUND("2026-03-15"), {{7, 6, .free = true}}, PASS, 0,
         BREACH, "2026-09-15"},
        {"R1.11 former employer no signatory", "2026-09-15", 0, POST(FAR, "2026-03-15"), {{7, 6}}, PASS, 0,
         NOT_APPLICABLE},
        {"bound by another", "2026-09-15", 0, POST(FAR, "2026-03-15", .bound = {8}), {{7, 6}}, PASS, 0,
         NOT_APPLICABLE},
        {"bound by two", "2026-09-15", 0, POST(FAR, "2026-03-15", .bound = {8, 7}), {{7, 6}}, PASS, 0,
         BREACH, "2026-09-16"},
        {"no period of its own", "2026-03-16", 0, BOUND("2026-03-15"), {{7, 0}}, PASS, 0, NOT_APPLICABLE},
        {"from the start on", "2026-09-01", 0, BOUND("2026-03-15"), {{7, 6, "2026-09-01"}}, PASS, 0, BREACH,
         "2026-09-16"},
        {"from the day after", "2026-09-01", 0, BOUND("2026-03-15"), {{7, 6, "2026-09-02"}}, PASS, 0,
         NOT_APPLICABLE},
        {"to the start", "2026-09-01", 0, BOUND("2026-03-15"), {{7, 6, 0, "2026-09-01"}}, PASS, 0, BREACH,
         "2026-09-16"},
        {"to the day before", "2026-09-01", 0, BOUND("2026-03-15"), {{7, 6, 0, "2026-08-31"}}, PASS, 0,
         NOT_APPLICABLE},
        {"own authority covered", "2026-07-06", 0, POST(HIRER, "2026-03-15", .bound = {7}), {{7, 6}}, PASS,
         0, BREACH, "2026-09-16"},
        {"own authority not covered", "2026-07-06", 0, POST(HIRER, "2026-03-15", .bound = {7}), {{7, 6,
         .others_only = true}}, PASS, 0, NOT_APPLICABLE},
        {"its trust neither", "2026-07-06", 0, POST(TRUST, "2026-03-15", .bound = {7}), {{7, 6,
         .others_only = true}}, PASS, 0, NOT_APPLICABLE},
        {"but others are", "2026-07-06", 0, POST(NEAR, "2026-03-15", .bound = {7}), {{7, 6,
         .others_only = true}}, PASS, 0, BREACH, "2026-09-16"},
        {"agency post", "2026-04-01", 0, POST(FAR, "2026-03-15", .bound = {7}, .basis = BASIS_AGENCY), {{7,
         6}}, NOT_APPLICABLE, 0, NOT_APPLICABLE},
        {"open, bound as of the start", "2026-04-01", 0, BOUND(NULL), {{7, 6}}, PASS, 0, REFER},
        {"exception recognised", "2026-04-01", 0, POST(FAR, "2026-03-15", LEAVING_REASON_REDUNDANCY,
         .bound = {7}, .evidence = true), {{7, 6}}, PASS, 0, EXEMPT},
        {"exception not recognised", "2026-04-01", 0, POST(NEAR, "2026-03-15", LEAVING_REASON_REDUNDANCY,
         .bound = {7}, .evidence = true), {{7, 6, .no_exceptions = true}}, EXEMPT, 0, BREACH, "2026-09-16"},
        {"probation not recognised", "2026-04-01", 0, POST(NEAR, "2026-03-15",
         LEAVING_REASON_PROBATION_DISMISSED, .bound = {7}), {{7, 6, .no_exceptions = true}}, REFER, 0,
         BREACH, "2026-09-16"},
        {"resigned in probation, not recognised", "2026-04-01", 0, POST(NEAR, "2026-03-15", .bound = {7},
         .probation_end = "2026-03-31"), {{7, 6, .no_exceptions = true}}, REFER, 0, BREACH, "2026-09-16"},
        {"fixed term hangs on no exception", "2026-04-01", 0, POST(NEAR, "2026-03-15",
         LEAVING_REASON_END_FIXED_TERM, BASIS_FIXED_TERM, .bound = {7}), {{7, 6, .no_exceptions = true}},
         REFER, 0, REFER},
        {"disputed, not recognised", "2026-04-01", 0, POST(NEAR, "2026-03-15", LEAVING_REASON_REDUNDANCY,
         .bound = {7}, .disputed = true), {{7, 6, .no_exceptions = true}}, REFER, 0, REFER},
        {"tested again by the terms then in force", "2026-06-01", 0, BOUND("2026-03-15"), {{7, 6, 0,
         "2026-09-01"}, {7, 12, "2026-09-02"}}, PASS, 0, BREACH, "2027-03-16"},
        {"which no longer breach", "2026-06-01", 0, BOUND("2026-03-15"), {{7, 6, 0, "2026-09-01"}, {7, 3,
         "2026-09-02"}}, PASS, 0, BREACH, "2026-09-16"},
        {"of that agreement", "2026-06-01", 0, POST(FAR, "2026-03-15", .bound = {7, 8}),
         {{7, 6, 0, "2026-09-01"}, {8, 12, "2026-09-02"}}, PASS, 0, BREACH, "2026-09-16"},
        {"or are no more", "2026-06-01", 0, BOUND("2026-03-15"), {{7, 6, 0, "2026-09-01"}}, PASS, 0, BREACH,
         "2026-09-16"},
    };
    /* clang-format on */
    struct test_ruleset r;
    test_ruleset(&r);
    CHECK_ROWS(rows, &r.ruleset)
}

static void each_agreement_has_a_finding(void **state)
{
    (void)state;
    static const struct row row = {
        "two", "2026-07-06", 0, POST(NEAR, "2026-03-15", .bound = {8, 7}), {{7, 6}, {8, 1}}, PASS};
    struct test_ruleset r;
    struct test_facts t;
    struct findings findings = {.count = 0};
    test_ruleset(&r);
    fill(&row, &t);
    cool_off(&t.facts, &r.ruleset, &findings);
    assert_int_equal(findings.count, 3);
    assert_true(uuid_equal(findings.at[1].agreement, agreement(7)));
    assert_int_equal(findings.at[1].verdict, BREACH);
    assert_true(uuid_equal(findings.at[2].agreement, agreement(8)));
    assert_int_equal(findings.at[2].verdict, PASS);
    assert_string_equal(findings.at[2].agreement_name, "Agreement");
    assert_non_null(strstr(findings.at[2].reason, "1 month runs"));
}

static void transition(void **state)
{
    (void)state;
    /* clang-format off */
#define OLDER(start, checked) start, checked, POST(NEAR, "2024-09-15", .bound = {7}), {{7, 6, "2024-01-01"}}
    static const struct row rows[] = {
        {"R0.3 older, before the end", OLDER("2024-10-30", "2025-09-30"), NOT_APPLICABLE, 0, NOT_APPLICABLE},
        {"R0.3 older, at the end", OLDER("2024-10-30", "2025-10-01"), BREACH, "2024-12-16", BREACH,
         "2025-03-16"},
        {"R0.3 new", OLDER("2024-10-31", "2024-10-31"), BREACH, "2024-12-16", BREACH, "2025-03-16"},
    };
    /* clang-format on */
    struct test_ruleset r;
    test_ruleset(&r);
    CHECK_ROWS(rows, &r.ruleset)
    /* clang-format off */
    static const struct row without_end[] = {
        {"older", OLDER("2024-10-30", "2025-09-30"), UNKNOWN, 0, UNKNOWN},
        {"new", OLDER("2024-10-31", "2024-10-31"), BREACH, "2024-12-16", BREACH, "2025-03-16"},
    };
    /* clang-format on */
    test_ruleset_set(&r, "transition_end", NULL);
    CHECK_ROWS(without_end, &r.ruleset)
}

/* The verdicts of both layers, BREACH where nothing spares the placement. */
static void spared(const char *start, const char *checked, struct contract_prevents c, enum verdict verdict)
{
    const struct row row = {"",       start,         checked, POST(NEAR, "2025-06-30", .bound = {7}),
                            {{7, 6}}, NOT_APPLICABLE};
    struct test_ruleset r;
    struct test_facts t;
    struct findings findings = {.count = 0};
    test_ruleset(&r);
    fill(&row, &t);
    t.facts.contract_prevents = &c;
    t.facts.contract_prevents_count = 1;
    cool_off(&t.facts, &r.ruleset, &findings);
    assert_int_equal(findings.count, 2);
    for (size_t i = 0; i < findings.count; i++) {
        assert_int_equal(findings.at[i].verdict, verdict);
        same_text("contract", "basis", findings.at[i].basis, verdict == NOT_APPLICABLE ? "CONTRACT" : NULL);
    }
}

static void contracts(void **state)
{
    (void)state;
    struct contract_prevents c = {RULE_COOL_OFF, "Contract", "4.2", day("2025-09-10")};
    struct contract_prevents other = {RULE_PRICE_CAP, "Contract", "4.2", day("2027-01-01")};
    struct contract_prevents long_one = {RULE_COOL_OFF, "Contract", "4.2", day("2027-01-01")};
    spared("2025-09-10", NULL, c, NOT_APPLICABLE);
    spared("2025-09-11", NULL, c, BREACH);
    spared("2025-09-10", NULL, other, BREACH);
    spared("2025-09-30", NULL, long_one, NOT_APPLICABLE);
    spared("2025-09-30", "2025-10-01", long_one, BREACH);
}

static void contract_after_the_end(void **state)
{
    (void)state;
    struct contract_prevents c = {RULE_COOL_OFF, "Contract", "4.2", day("2027-01-01")};
    const struct row row = {"", "2025-10-01", "2025-09-20", POST(NEAR, "2025-09-15"), {{0}}, BREACH};
    struct test_ruleset r;
    struct test_facts t;
    struct findings findings = {.count = 0};
    test_ruleset(&r);
    fill(&row, &t);
    t.facts.contract_prevents = &c;
    t.facts.contract_prevents_count = 1;
    cool_off(&t.facts, &r.ruleset, &findings);
    assert_int_equal(findings.at[0].verdict, BREACH);
}

static void bank(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct row rows[] = {
        {"breach", "2026-07-06", 0, POST(NEAR, "2026-06-30", .bound = {7}), {{7, 6}}, BREACH},
        {"nothing on record", "2026-07-06", 0, {{0}}, {{0}}, PASS},
    };
    /* clang-format on */
    struct test_ruleset r;
    test_ruleset(&r);
    EACH(i, rows)
    {
        struct test_facts t;
        struct findings findings = {.count = 0};
        fill(&rows[i], &t);
        t.facts.bank_supply = BANK_SUPPLY_AGENCY;
        cool_off(&t.facts, &r.ruleset, &findings);
        assert_int_equal(findings.at[0].verdict, rows[i].national);
        t.facts.bank_supply = BANK_SUPPLY_UNSTATED;
        findings.count = 0;
        cool_off(&t.facts, &r.ruleset, &findings);
        assert_int_equal(findings.count, 2);
        assert_int_equal(findings.at[0].verdict, REFER);
        assert_int_equal(findings.at[1].verdict, REFER);
        assert_null(findings.at[0].to_do);
        assert_string_equal(findings.at[0].reason, "It is not stated whether the bank work is agency work.");
    }
}

static void missing_parameters(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value;
    } spoilt[] = {{"cool_off_months", NULL},   {"cool_off_months", "three"}, {"cool_off_months", "-1"},
                  {"cool_off_months", " 3"},   {"cool_off_last_day", NULL},  {"cool_off_last_day", "blocked"},
                  {"cool_off_months", "99999"}};
    /* clang-format off */
    static const struct row rows[] = {
        {"unknown nationally, agreed regionally", "2026-07-06", 0, POST(NEAR, "2026-06-30", .bound = {7}),
         {{7, 6}}, UNKNOWN, 0, BREACH, "2026-12-31"},
        {"never PASS", "2030-07-06", 0, POST(NEAR, "2026-06-30"), {{0}}, UNKNOWN},
        {"nor for want of a record", "2026-07-06", 0, {{0}}, {{0}}, UNKNOWN},
    };
    /* clang-format on */
    EACH(s, spoilt)
    {
        struct test_ruleset r;
        test_ruleset(&r);
        test_ruleset_set(&r, spoilt[s].name, spoilt[s].value);
        CHECK_ROWS(rows, &r.ruleset)
    }
}

static void parameters_have_dates(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct row rows[] = {
        {"old value, last day", "2026-08-31", 0, POST(NEAR, "2026-06-30"), {{0}}, BREACH, "2026-12-31"},
        {"new value, first day", "2026-09-01", 0, POST(NEAR, "2026-06-30"), {{0}}, BREACH, "2026-12-31"},
        {"old window over before the new value", "2026-08-31", 0, POST(NEAR, "2026-05-15"), {{0}}, PASS},
    };
    /* clang-format on */
    struct test_ruleset r;
    test_ruleset(&r);
    r.parameters[0].to = day("2026-08-31"); /* cool_off_months: 3, then 6 */
    r.parameters[r.ruleset.parameter_count++] =
        (struct parameter){"cool_off_months", "6", day("2026-09-01"), DATE_NONE};
    CHECK_ROWS(rows, &r.ruleset)
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agreements),
        cmocka_unit_test(each_agreement_has_a_finding),
        cmocka_unit_test(transition),
        cmocka_unit_test(contracts),
        cmocka_unit_test(contract_after_the_end),
        cmocka_unit_test(bank),
        cmocka_unit_test(missing_parameters),
        cmocka_unit_test(parameters_have_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
