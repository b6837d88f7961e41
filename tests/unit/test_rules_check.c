/* SPDX-License-Identifier: MIT */
/* What the findings of all rules come to together. */
#include "rule_facts.h"

#include <stdio.h>

#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

/*
 * In one authority, and in order: a spell that ended after years, a rate at a cap of 30.00, notice, two
 * references; and one agreement from 1 October on.
 */
static const int32_t here[] = {1};
static const char *const region[] = {"South East"};
static const struct uuid bound[] = {{{7}}};
static const struct cap cap[] = {{.agreement = {{7}},
                                  .job_type = JOB_TYPE_SW,
                                  .pay_type = PAY_TYPE_ALL,
                                  .coverage = COVERAGE_PAY_ONLY,
                                  .cap_pence = 3000}};
static const struct pay_terms pay_terms[] = {
    {.agreement = {{7}}, .name = "Agreement", .legacy_cap_date = {INT32_MIN}}};
static const enum role chain[] = {ROLE_DCS};

struct together {
    struct facts facts;
    struct spell spell;
    struct cool_off_terms terms;
    struct reference references[2];
    struct project_team team;
    struct sign_off signature;
    struct departure departure;
    struct test_ruleset ruleset;
};

static struct reference reference_by(uint8_t referee, struct date on)
{
    return (struct reference){.practice_based = true,
                              .on_template = true,
                              .from_employer = true,
                              .verified = true,
                              .dated = on,
                              .received = on,
                              .referee = agreement(referee),
                              .engagement = agreement(1)};
}

static void put_together(struct together *t, const char *start)
{
    static const struct standing stands = {here, 1, region, 1};
    struct date before = date_add_days(day(start), -1);
    test_ruleset(&t->ruleset);
    t->spell = (struct spell){.authority = 1,
                              .stands = stands,
                              .basis = BASIS_SUBSTANTIVE,
                              .service = SERVICE_CHILDREN,
                              .start_date = day("2019-01-07"),
                              .last_day = day("2026-06-30"),
                              .probation_end = DATE_NONE,
                              .leaving_reason = LEAVING_REASON_RESIGNED,
                              .bound = bound,
                              .bound_count = 1};
    t->terms = (struct cool_off_terms){.agreement = bound[0],
                                       .name = "Agreement",
                                       .from = day("2026-10-01"),
                                       .to = DATE_NONE,
                                       .months = 6,
                                       .covers_own_authority = true,
                                       .last_day = LAST_DAY_BLOCKED};
    t->references[0] = reference_by(1, before);
    t->references[1] = reference_by(2, before);
    t->team = (struct project_team){1, 1, true, true, true, 0};
    t->signature = (struct sign_off){ROLE_DCS, agreement(9), before};
    t->departure = (struct departure){RULE_PRICE_CAP, true, 3000, 3500, day(start), &t->signature, 1};
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
        .qualified_on = DATE_NONE,
        .offer_date = before,
        .references = t->references,
        .reference_count = 2,
        .notice_days = 28,
        .substantive_notice_days = 28,
        .sign_off_chain = chain,
        .sign_off_chain_count = 1,
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

/* The rules that have findings, in their order: "COOL_OFF PRICE_CAP". */
static const char *asked(const struct together *t, unsigned rules)
{
    static char names[200];
    struct check check;
    size_t length = 0;
    rules_ask(&t->facts, &t->ruleset.ruleset, rules, &check);
    names[0] = '\0';
    for (size_t i = 0; i < check.findings.count; i++) {
        enum rule rule = check.findings.at[i].rule;
        if (i == 0 || check.findings.at[i - 1].rule != rule) {
            length += (size_t)snprintf(names + length, sizeof names - length, "%s%s", length > 0 ? " " : "",
                                       NAME_OF(rule, rule));
        }
    }
    return names;
}

static void which_rules_are_asked(void **state)
{
    (void)state;
    struct together t;
    put_together(&t, "2027-01-01");
    assert_string_equal(asked(&t, RULES_ALL), "COOL_OFF EXPERIENCE REFERENCES PRICE_CAP NOTICE");
    assert_string_equal(asked(&t, RULES_EXTENSION), "EXPERIENCE PRICE_CAP NOTICE");
    assert_string_equal(asked(&t, RULES_RATE), "PRICE_CAP");
    t.facts.project_team = &t.team;
    assert_string_equal(asked(&t, RULES_ALL), "COOL_OFF EXPERIENCE REFERENCES PRICE_CAP NOTICE PROJECT_TEAM");
    assert_string_equal(asked(&t, RULES_EXTENSION), "EXPERIENCE PRICE_CAP NOTICE");
    t.facts.rate.pay_pence = 3001;
    assert_string_equal(asked(&t, RULES_ALL),
                        "COOL_OFF EXPERIENCE REFERENCES PRICE_CAP SIGN_OFF NOTICE PROJECT_TEAM");
    assert_string_equal(asked(&t, RULES_EXTENSION), "EXPERIENCE PRICE_CAP SIGN_OFF NOTICE");
    assert_string_equal(asked(&t, RULES_RATE), "PRICE_CAP SIGN_OFF");
    put_together(&t, "2026-07-06"); /* a breach of another rule needs no sign-off */
    assert_int_equal(checked(&t).outcome, OUTCOME_BREACH);
    assert_string_equal(asked(&t, RULES_ALL), "COOL_OFF EXPERIENCE REFERENCES PRICE_CAP NOTICE");
}

/* The country's by the ruleset, a region's by the agreement's terms. */
static void how_far_each_layer_binds(void **state)
{
    (void)state;
    struct together t;
    put_together(&t, "2026-07-06");
    t.terms.from = day("2026-07-06");
    t.terms.obligation = OBLIGATION_MUST;
    struct check check = checked(&t);
    assert_int_equal(find_finding(&check.findings, RULE_COOL_OFF, LAYER_NATIONAL)->obligation,
                     OBLIGATION_SHOULD);
    assert_int_equal(find_finding(&check.findings, RULE_COOL_OFF, LAYER_REGIONAL)->obligation,
                     OBLIGATION_MUST);
    assert_int_equal(find_finding(&check.findings, RULE_PRICE_CAP, LAYER_REGIONAL)->obligation,
                     OBLIGATION_NONE);
    struct pay_terms pay = pay_terms[0];
    pay.obligation = OBLIGATION_SHOULD;
    t.facts.pay_terms = &pay;
    t.ruleset.ruleset.obligation = OBLIGATION_MUST;
    check = checked(&t);
    assert_int_equal(find_finding(&check.findings, RULE_PRICE_CAP, LAYER_REGIONAL)->obligation,
                     OBLIGATION_SHOULD);
    assert_int_equal(find_finding(&check.findings, RULE_NOTICE, LAYER_NATIONAL)->obligation, OBLIGATION_MUST);
}

/* Signed for, it stays a breach, in another state. */
static void a_breach_is_signed_off(void **state)
{
    (void)state;
    struct together t;
    put_together(&t, "2027-01-01");
    t.facts.rate.pay_pence = 3001;
    t.facts.departures = &t.departure;
    t.facts.departure_count = 1;
    struct check check = checked(&t);
    const struct finding *over = find_finding(&check.findings, RULE_PRICE_CAP, LAYER_REGIONAL);
    assert_int_equal(over->verdict, VERDICT_BREACH);
    assert_string_equal(over->state, "SIGNED_OFF");
    assert_int_equal(check.outcome, OUTCOME_BREACH);
    assert_null(find_finding(&check.findings, RULE_SIGN_OFF, LAYER_NATIONAL)->state);
    t.signature.signed_on = day("2027-01-02");
    t.facts.checked_on = day("2027-01-02");
    check = checked(&t);
    assert_string_equal(find_finding(&check.findings, RULE_PRICE_CAP, LAYER_REGIONAL)->state, "OPEN");
    t.facts.rate.pay_pence = 3000;
    t.signature.signed_on = day("2026-12-31");
    check = checked(&t);
    assert_null(find_finding(&check.findings, RULE_PRICE_CAP, LAYER_REGIONAL)->state);
}

/* What is due by a day that is still to come. */
static void conditional_is_before_clear_and_after_refer(void **state)
{
    (void)state;
    struct together t;
    put_together(&t, "2027-01-01");
    t.facts.checked_on = day("2026-12-31");
    assert_int_equal(checked(&t).outcome, OUTCOME_CLEAR);
    t.facts.reference_count = 1;
    assert_int_equal(checked(&t).outcome, OUTCOME_CONDITIONAL);
    t.facts.notice_days = -1;
    assert_int_equal(checked(&t).outcome, OUTCOME_REFER);
    t.facts.notice_days = 7;
    assert_int_equal(checked(&t).outcome, OUTCOME_BREACH);
    t.facts.notice_days = 28;
    t.facts.checked_on = day("2027-01-01");
    assert_int_equal(checked(&t).outcome, OUTCOME_BREACH);
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
        cmocka_unit_test(which_rules_are_asked),
        cmocka_unit_test(how_far_each_layer_binds),
        cmocka_unit_test(a_breach_is_signed_off),
        cmocka_unit_test(conditional_is_before_clear_and_after_refer),
        cmocka_unit_test(earliest_start_asks_the_whole_rule_again),
        cmocka_unit_test(earliest_start_is_the_latest_of_the_findings),
        cmocka_unit_test(no_earliest_start_without_a_dated_breach),
        cmocka_unit_test(parameters_are_of_their_kind),
        cmocka_unit_test(a_long_reason_is_cut_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
