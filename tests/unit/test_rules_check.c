/* SPDX-License-Identifier: MIT */
/* What the findings of all rules come to together. */
#include "rule_facts.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

/* In one authority: a spell that ended, a rate against a cap of 30.00, and one agreement from 1 October on.
 */
static const int32_t here[] = {1};
static const char *const region[] = {"South East"};
static const struct uuid bound[] = {{{7}}};
static const struct cap cap[] = {{.agreement = {{7}},
                                  .job_type = JOB_TYPE_SW,
                                  .pay_type = PAY_TYPE_ALL,
                                  .coverage = COVERAGE_PAY_ONLY,
                                  .cap_pence = 3000}};
static const struct pay_terms pay_terms[] = {{{{7}}, "Agreement", {INT32_MIN}}};

struct together {
    struct facts facts;
    struct spell spell;
    struct cool_off_terms terms;
    struct test_ruleset ruleset;
};

static void put_together(struct together *t, const char *start)
{
    static const struct standing stands = {here, 1, region, 1};
    test_ruleset(&t->ruleset);
    t->spell = (struct spell){.authority = 1,
                              .stands = stands,
                              .basis = BASIS_SUBSTANTIVE,
                              .service = SERVICE_CHILDREN,
                              .last_day = day("2026-06-30"),
                              .probation_end = DATE_NONE,
                              .leaving_reason = LEAVING_REASON_RESIGNED,
                              .bound = bound,
                              .bound_count = 1};
    t->terms = (struct cool_off_terms){bound[0], "Agreement", day("2026-10-01"), DATE_NONE, 6,
                                       true,     0,           LAST_DAY_BLOCKED};
    t->facts = (struct facts){
        .checked_on = day(start),
        .start_date = day(start),
        .authority = 1,
        .stands = stands,
        .spells = &t->spell,
        .spell_count = 1,
        .cool_off_terms = &t->terms,
        .cool_off_terms_count = 1,
        .pay_terms = pay_terms,
        .pay_terms_count = 1,
        .caps = cap,
        .cap_count = 1,
        .job_type = JOB_TYPE_SW,
        .rate = {.pay_type = PAY_TYPE_PAYE, .coverage = COVERAGE_PAY_ONLY, .pay_pence = 3000},
    };
}

static struct check checked(const struct together *t)
{
    struct check check;
    rules_ask(&t->facts, &t->ruleset.ruleset, RULES_ALL, &check);
    return check;
}

static void outcome_is_the_worst(void **state)
{
    (void)state;
    struct together t;
    put_together(&t, "2027-01-01");
    assert_int_equal(checked(&t).outcome, OUTCOME_CLEAR);
    t.facts.rate.pay_type = PAY_TYPE_NONE; /* UNKNOWN, due by no day */
    assert_int_equal(checked(&t).outcome, OUTCOME_REFER);
    t.spell.last_day = DATE_NONE; /* and REFER */
    assert_int_equal(checked(&t).outcome, OUTCOME_REFER);
    t.facts.rate.pay_type = PAY_TYPE_PAYE;
    assert_int_equal(checked(&t).outcome, OUTCOME_REFER);
    t.facts.rate.pay_pence = 3001; /* and BREACH */
    assert_int_equal(checked(&t).outcome, OUTCOME_BREACH);
}

static void exempt_and_not_applicable_are_clear(void **state)
{
    (void)state;
    struct together t;
    put_together(&t, "2026-07-06");
    t.spell.leaving_reason = LEAVING_REASON_REDUNDANCY;
    t.spell.evidence_kind = "REDUNDANCY_NOTICE";
    t.spell.evidence_dated = day("2026-06-01");
    assert_int_equal(checked(&t).findings.at[0].verdict, VERDICT_EXEMPT);
    assert_int_equal(checked(&t).outcome, OUTCOME_CLEAR);
    t.spell.leaving_reason = LEAVING_REASON_TUPE;
    assert_int_equal(checked(&t).findings.at[0].verdict, VERDICT_NOT_APPLICABLE);
    assert_int_equal(checked(&t).outcome, OUTCOME_CLEAR);
}

static void rules_not_in_this_release_are_named(void **state)
{
    (void)state;
    unsigned always = 1u << RULE_EXPERIENCE | 1u << RULE_REFERENCES | 1u << RULE_NOTICE;
    struct together t;
    put_together(&t, "2027-01-01");
    assert_int_equal(checked(&t).not_checked, always);
    t.facts.project_team = &(struct project_team){.workers = 1};
    assert_int_equal(checked(&t).not_checked, always | 1u << RULE_PROJECT_TEAM);
    t.facts.project_team = NULL;
    t.facts.rate.pay_pence = 3001;
    assert_int_equal(checked(&t).not_checked, always | 1u << RULE_SIGN_OFF);
    put_together(&t, "2026-07-06"); /* a breach of another rule needs no sign-off */
    assert_int_equal(checked(&t).outcome, OUTCOME_BREACH);
    assert_int_equal(checked(&t).not_checked, always);
}

/* Nationally free on 1 October, when the agreement begins to bind: six months from 30 June. */
static void earliest_start_asks_the_whole_rule_again(void **state)
{
    (void)state;
    char text_of[DATE_SIZE];
    struct together t;
    put_together(&t, "2026-07-06");
    struct check check = checked(&t);
    assert_string_equal(date_print(check.findings.at[0].earliest_start_date, text_of), "2026-10-01");
    assert_string_equal(date_print(check.earliest_start_date, text_of), "2026-12-31");
    t.terms.from = day("2026-10-02");
    assert_string_equal(date_print(checked(&t).earliest_start_date, text_of), "2026-10-01");
}

static void earliest_start_is_the_latest_of_the_findings(void **state)
{
    (void)state;
    char text_of[DATE_SIZE];
    struct together t;
    put_together(&t, "2026-07-06");
    t.terms.from = day("2026-07-06");
    assert_string_equal(date_print(checked(&t).earliest_start_date, text_of), "2026-12-31");
    t.terms.months = 1;
    assert_string_equal(date_print(checked(&t).earliest_start_date, text_of), "2026-10-01");
}

static void no_earliest_start_without_a_dated_breach(void **state)
{
    (void)state;
    struct together t;
    put_together(&t, "2027-01-01");
    t.facts.rate.pay_pence = 3001;
    assert_int_equal(checked(&t).outcome, OUTCOME_BREACH);
    assert_false(date_given(checked(&t).earliest_start_date));
}

static void a_long_reason_is_cut_between_characters(void **state)
{
    (void)state;
    struct findings findings = {.count = 0};
    struct finding *f = findings_add(&findings, RULE_COOL_OFF, LAYER_NATIONAL, VERDICT_PASS);
    char pad[REASON_SIZE];
    memset(pad, 'x', sizeof pad);
    pad[REASON_SIZE - 2] = '\0'; /* one byte of the two of a pound sign would fit */
    finding_reason(f, "%s£", pad);
    pad[REASON_SIZE - 2] = '\0';
    assert_string_equal(f->reason, pad);
    finding_reason(f, "%s", "short");
    assert_string_equal(f->reason, "short");
}

static void parameters_are_of_their_kind(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        bool integer;
        int64_t is;
    } rows[] = {{"0", true, 0},
                {"-7", true, -7},
                {"9223372036854775807", true, INT64_MAX},
                {"9223372036854775808", false, 0},
                {"-", false, 0},
                {"", false, 0},
                {"1x", false, 0},
                {" 1", false, 0}};
    EACH(i, rows)
    {
        struct test_ruleset r;
        int64_t value = 77;
        test_ruleset(&r);
        test_ruleset_set(&r, "cool_off_months", rows[i].value);
        assert_int_equal(ruleset_integer(&r.ruleset, PARAMETER_cool_off_months, day("2024-10-31"), &value),
                         rows[i].integer);
        assert_true(value == (rows[i].integer ? rows[i].is : 77));
        assert_false(ruleset_integer(&r.ruleset, PARAMETER_cool_off_months, day("2024-10-30"), &value));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outcome_is_the_worst),
        cmocka_unit_test(exempt_and_not_applicable_are_clear),
        cmocka_unit_test(rules_not_in_this_release_are_named),
        cmocka_unit_test(earliest_start_asks_the_whole_rule_again),
        cmocka_unit_test(earliest_start_is_the_latest_of_the_findings),
        cmocka_unit_test(no_earliest_start_without_a_dated_breach),
        cmocka_unit_test(parameters_are_of_their_kind),
        cmocka_unit_test(a_long_reason_is_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
