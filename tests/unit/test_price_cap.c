/* SPDX-License-Identifier: MIT */
/* R4, each edge from both sides. Amounts in the comments are worked by hand. */
#include "rule_facts.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#define BREACH VERDICT_BREACH
#define PASS VERDICT_PASS
#define UNKNOWN VERDICT_UNKNOWN

/* A rate against the caps of one agreement, on a day of 2026 unless the row says otherwise. */
struct row {
    const char *title;
    struct rate rate;
    struct cap caps[3];
    enum verdict verdict;
    int64_t comparable, excess, cap; /* 0: does not apply */
    enum job_type job_type;          /* NONE: SW */
};

struct test_facts {
    struct facts facts;
    struct pay_terms terms;
    struct cap caps[3];
};

static void fill(const struct row *row, struct test_facts *t)
{
    *t = (struct test_facts){0};
    t->terms = (struct pay_terms){agreement(7), "Agreement", DATE_NONE};
    t->facts.checked_on = t->facts.start_date = day("2026-09-01");
    t->facts.pay_terms = &t->terms;
    t->facts.pay_terms_count = 1;
    t->facts.rate = row->rate;
    t->facts.job_type = row->job_type ? row->job_type : JOB_TYPE_SW;
    t->facts.caps = t->caps;
    while (t->facts.cap_count < 3 && row->caps[t->facts.cap_count].cap_pence > 0) {
        size_t i = t->facts.cap_count++;
        t->caps[i] = row->caps[i];
        t->caps[i].agreement = uuid_given(row->caps[i].agreement) ? row->caps[i].agreement : agreement(7);
        t->caps[i].job_type = row->caps[i].job_type ? row->caps[i].job_type : JOB_TYPE_SW;
    }
}

static int64_t applies(int64_t pence)
{
    return pence > 0 ? pence : -1;
}

static void check_row(const struct row *row, const struct ruleset *ruleset)
{
    struct test_facts t;
    struct findings findings = {.count = 0};
    fill(row, &t);
    price_cap(&t.facts, ruleset, &findings);
    assert_int_equal(findings.count, 1);
    const struct finding *f = &findings.at[0];
    if (f->verdict != row->verdict || f->comparable_pence != applies(row->comparable) ||
        f->excess_pence != applies(row->excess) || f->cap_pence != applies(row->cap)) {
        fail_msg("%s: %s, comparable %lld, excess %lld, cap %lld", row->title, f->reason,
                 (long long)f->comparable_pence, (long long)f->excess_pence, (long long)f->cap_pence);
    }
    assert_int_equal(f->layer, LAYER_REGIONAL);
    assert_true(uuid_equal(f->agreement, agreement(7)));
    assert_int_equal(f->state != NULL, f->verdict == BREACH);
}

#define CHECK_ROWS(rows, ruleset)     \
    EACH(i, rows)                     \
    {                                 \
        check_row(&rows[i], ruleset); \
    }

/* clang-format off */
#define RATE(pay_type_, coverage_, pence_, ...) \
    {.pay_type = PAY_TYPE_##pay_type_, .coverage = COVERAGE_##coverage_, .pay_pence = pence_, __VA_ARGS__}
#define CAP(pay_type_, coverage_, pence_, ...) \
    {.pay_type = PAY_TYPE_##pay_type_, .coverage = COVERAGE_##coverage_, .cap_pence = pence_, __VA_ARGS__}
/* clang-format on */

static void equal_coverage_is_compared(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct row rows[] = {
        {"equal", RATE(UMBRELLA, PAY_HOL_ENI_LEVY, 3800), {CAP(UMBRELLA, PAY_HOL_ENI_LEVY, 3800)}, PASS,
         3800, 0, 3800},
        {"a penny over", RATE(UMBRELLA, PAY_HOL_ENI_LEVY, 3801), {CAP(UMBRELLA, PAY_HOL_ENI_LEVY, 3800)},
         BREACH, 3801, 1, 3800},
        {"fees are outside", RATE(UMBRELLA, PAY_HOL_ENI_LEVY, 3800, .msp_fee_pence = 60),
         {CAP(UMBRELLA, PAY_HOL_ENI_LEVY, 3800)}, PASS, 3800, 0, 3800},
        {"fees inside both", RATE(PSC_LTD, INCL_AGENCY_FEE, 4001), {CAP(ALL, INCL_AGENCY_FEE, 4000)}, BREACH,
         4001, 1, 4000},
        {"other pay is pay", RATE(UMBRELLA, PAY_HOL_ENI_LEVY, 3790, .other_pence = 11),
         {CAP(UMBRELLA, PAY_HOL_ENI_LEVY, 3800)}, BREACH, 3801, 1, 3800},
        {"other pay not given", RATE(UMBRELLA, PAY_HOL_ENI_LEVY, 3800, .other_pence = -1),
         {CAP(UMBRELLA, PAY_HOL_ENI_LEVY, 3800)}, PASS, 3800, 0, 3800},
        /* 28120 * 60 / 444 = 3800 */
        {"day rate, equal", RATE(UMBRELLA, PAY_HOL_ENI_LEVY, 28120, .unit = PAY_UNIT_DAY,
         .minutes_per_day = 444), {CAP(UMBRELLA, PAY_HOL_ENI_LEVY, 3800)}, PASS, 3800, 0, 3800},
        /* 28121 * 60 / 444 = 3800.135: no rounding before, and the excess is at least 1 */
        {"day rate, over by less than a half",
         RATE(UMBRELLA, PAY_HOL_ENI_LEVY, 28121, .unit = PAY_UNIT_DAY, .minutes_per_day = 444),
         {CAP(UMBRELLA, PAY_HOL_ENI_LEVY, 3800)}, BREACH, 3800, 1, 3800},
        /* 30401 * 60 / 480 = 3800.125; 30404 makes 3800.5, which is rounded up */
        {"half up", RATE(UMBRELLA, PAY_HOL_ENI_LEVY, 30404, .unit = PAY_UNIT_DAY, .minutes_per_day = 480),
         {CAP(UMBRELLA, PAY_HOL_ENI_LEVY, 3700)}, BREACH, 3801, 101, 3700},
        {"below a half down", RATE(UMBRELLA, PAY_HOL_ENI_LEVY, 30403, .unit = PAY_UNIT_DAY,
         .minutes_per_day = 480), {CAP(UMBRELLA, PAY_HOL_ENI_LEVY, 3700)}, BREACH, 3800, 100, 3700},
        {"day rate without hours", RATE(UMBRELLA, PAY_HOL_ENI_LEVY, 28120, .unit = PAY_UNIT_DAY),
         {CAP(UMBRELLA, PAY_HOL_ENI_LEVY, 3800)}, UNKNOWN, 0, 0, 3800},
        {"out of range", RATE(UMBRELLA, PAY_HOL_ENI_LEVY, INT64_MAX, .other_pence = INT64_MAX),
         {CAP(UMBRELLA, PAY_HOL_ENI_LEVY, 3800)}, UNKNOWN, 0, 0, 3800},
    };
    /* clang-format on */
    struct test_ruleset r;
    test_ruleset(&r);
    CHECK_ROWS(rows, &r.ruleset)
}

static void which_cap(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct row rows[] = {
        {"exact before ALL", RATE(PAYE, PAY_ONLY, 3050),
         {CAP(ALL, PAY_ONLY, 3100), CAP(PAYE, PAY_ONLY, 3000), CAP(UMBRELLA, PAY_ONLY, 3200)}, BREACH, 3050,
         50, 3000},
        {"ALL before UMBRELLA", RATE(PAYE, PAY_ONLY, 3050),
         {CAP(UMBRELLA, PAY_ONLY, 3000), CAP(ALL, PAY_ONLY, 3100)}, PASS, 3050, 0, 3100},
        {"UMBRELLA for PAYE", RATE(PAYE, PAY_ONLY, 3050), {CAP(UMBRELLA, PAY_ONLY, 3000)}, BREACH, 3050, 50,
         3000},
        {"but not for PSC_LTD", RATE(PSC_LTD, PAY_ONLY, 3050), {CAP(UMBRELLA, PAY_ONLY, 3000)}, UNKNOWN},
        {"nor PAYE for UMBRELLA", RATE(UMBRELLA, PAY_ONLY, 3050), {CAP(PAYE, PAY_ONLY, 3000)}, UNKNOWN},
        {"another job type", RATE(UMBRELLA, PAY_ONLY, 3050), {CAP(UMBRELLA, PAY_ONLY, 3000,
         .job_type = JOB_TYPE_TM)}, UNKNOWN},
        {"another agreement", RATE(UMBRELLA, PAY_ONLY, 3050), {CAP(UMBRELLA, PAY_ONLY, 3000,
         .agreement = {{8}})}, UNKNOWN},
        {"none", RATE(UMBRELLA, PAY_ONLY, 3050), {CAP(ALL, PAY_ONLY, 0)}, UNKNOWN},
        {"no pay", {0}, {CAP(ALL, PAY_ONLY, 3000)}, UNKNOWN},
    };
    /* clang-format on */
    struct test_ruleset r;
    test_ruleset(&r);
    CHECK_ROWS(rows, &r.ruleset)
}

static void other_coverages(void **state)
{
    (void)state;
#define WEEK .minutes_per_week = 2220
    /* clang-format off */
    static const struct row rows[] = {
        /* 3150 * 1.1207 = 3530.205; NI 15% of (3530.205 - 9600/37) = 490.612; levy 17.651 */
        {"PAYE to all", RATE(PAYE, PAY_ONLY, 3150, WEEK), {CAP(ALL, PAY_HOL_ENI_LEVY, 3800)}, BREACH, 4038,
         238, 3800},
        {"PAYE without levy", RATE(PAYE, PAY_ONLY, 3150, WEEK), {CAP(ALL, PAY_HOL_ENI, 4021)}, PASS, 4021, 0,
         4021},
        {"PAYE without levy, under it", RATE(PAYE, PAY_ONLY, 3150, WEEK), {CAP(ALL, PAY_HOL_ENI, 4020)},
         BREACH, 4021, 1, 4020},
        {"PAYE with holiday", RATE(PAYE, PAY_ONLY, 3150), {CAP(ALL, PAY_HOL, 3531)}, PASS, 3530, 0, 3531},
        {"PAYE with holiday, over by a fraction", RATE(PAYE, PAY_ONLY, 3150), {CAP(ALL, PAY_HOL, 3530)},
         BREACH, 3530, 1, 3530},
        {"from PAY_HOL: the same NI and levy", RATE(PAYE, PAY_HOL, 3530, WEEK), {CAP(ALL, PAY_HOL_ENI_LEVY,
         3800)}, BREACH, 4038, 238, 3800},
        /* threshold 9600 a week at 37 hours: 259.459 an hour; no NI at it or below */
        {"below the threshold", RATE(PAYE, PAY_HOL, 259, WEEK), {CAP(ALL, PAY_HOL_ENI, 259)}, PASS, 259, 0,
         259},
        /* 260 + 0.15 * 0.5405 = 260.08 */
        {"above the threshold", RATE(PAYE, PAY_HOL, 260, WEEK), {CAP(ALL, PAY_HOL_ENI, 260)}, BREACH, 260, 1,
         260},
        {"on the threshold", RATE(PAYE, PAY_HOL, 960, .minutes_per_week = 600), {CAP(ALL, PAY_HOL_ENI, 960)},
         PASS, 960, 0, 960},
        /* 961 + 0.15 = 961.15 */
        {"a penny above", RATE(PAYE, PAY_HOL, 961, .minutes_per_week = 600), {CAP(ALL, PAY_HOL_ENI, 961)},
         BREACH, 961, 1, 961},
        /* 23310 * 60 / 444 = 3150 */
        {"PAYE by the day", RATE(PAYE, PAY_ONLY, 23310, WEEK, .unit = PAY_UNIT_DAY, .minutes_per_day = 444),
         {CAP(ALL, PAY_HOL_ENI_LEVY, 3800)}, BREACH, 4038, 238, 3800},
        {"no hours", RATE(PAYE, PAY_ONLY, 3150), {CAP(ALL, PAY_HOL_ENI_LEVY, 3800)}, UNKNOWN, 0, 0, 3800},
        {"UMBRELLA is not built up", RATE(UMBRELLA, PAY_ONLY, 3150, WEEK), {CAP(ALL, PAY_HOL_ENI_LEVY,
         3800)}, UNKNOWN, 0, 0, 3800},
        {"nor from PAY_HOL_ENI", RATE(PAYE, PAY_HOL_ENI, 3150, WEEK), {CAP(ALL, PAY_HOL_ENI_LEVY, 3800)},
         UNKNOWN, 0, 0, 3800},
        {"nor down", RATE(PAYE, PAY_HOL, 3150, WEEK), {CAP(ALL, PAY_ONLY, 3800)}, UNKNOWN, 0, 0, 3800},
        {"nor to fees", RATE(PAYE, PAY_ONLY, 3150, WEEK), {CAP(ALL, INCL_AGENCY_FEE, 3800)}, UNKNOWN, 0, 0,
         3800},
        {"UNSTATED cap", RATE(PAYE, PAY_ONLY, 3150, WEEK), {CAP(ALL, UNSTATED, 3800)}, UNKNOWN, 0, 0, 3800},
        {"UNSTATED both", RATE(PAYE, UNSTATED, 3150, WEEK), {CAP(ALL, UNSTATED, 3800)}, UNKNOWN, 0, 0, 3800},
        {"fees taken off", RATE(PSC_LTD, INCL_AGENCY_FEE, 3340, .agency_margin_pence = 276),
         {CAP(ALL, PAY_HOL_ENI_LEVY, 2250)}, BREACH, 3064, 814, 2250},
        {"margin not given", RATE(PSC_LTD, INCL_AGENCY_FEE, 3340, .agency_margin_pence = -1),
         {CAP(ALL, PAY_HOL_ENI_LEVY, 2250)}, UNKNOWN, 0, 0, 2250},
        {"fee not given", RATE(PSC_LTD, INCL_AGENCY_FEE, 3340, .msp_fee_pence = -1),
         {CAP(ALL, PAY_HOL_ENI_LEVY, 2250)}, UNKNOWN, 0, 0, 2250},
        {"fees taken off, but no further", RATE(PAYE, INCL_AGENCY_FEE, 3340, .agency_margin_pence = 276),
         {CAP(ALL, PAY_HOL_ENI, 2250)}, UNKNOWN, 0, 0, 2250},
        {"fees above the rate", RATE(PSC_LTD, INCL_AGENCY_FEE, 300, .agency_margin_pence = 276,
         .msp_fee_pence = 25), {CAP(ALL, PAY_HOL_ENI_LEVY, 2250)}, UNKNOWN, 0, 0, 2250},
        /* (40000 - 2220) * 60 / 444 = 5105.41 */
        {"a day's fees off a day's rate", RATE(PSC_LTD, INCL_AGENCY_FEE, 40000, .agency_margin_pence = 2000,
         .msp_fee_pence = 220, .unit = PAY_UNIT_DAY, .minutes_per_day = 444), {CAP(ALL, PAY_HOL_ENI_LEVY,
         5000)}, BREACH, 5105, 105, 5000},
    };
    /* clang-format on */
    struct test_ruleset r;
    test_ruleset(&r);
    CHECK_ROWS(rows, &r.ruleset)
}

static const struct row plain = {"plain",
                                 RATE(UMBRELLA, PAY_ONLY, 3001),
                                 {CAP(UMBRELLA, PAY_ONLY, 3000)},
                                 BREACH};

static const struct finding *found(struct test_facts *t, struct findings *findings)
{
    struct test_ruleset r;
    test_ruleset(&r);
    findings->count = 0;
    price_cap(&t->facts, &r.ruleset, findings);
    return &findings->at[0];
}

static void placements_older_than_the_caps(void **state)
{
    (void)state;
    static const struct {
        const char *start, *checked, *legacy;
        enum verdict verdict;
    } rows[] = {
        {"2025-09-30", "2026-03-31", "2026-04-01", VERDICT_NOT_APPLICABLE},
        {"2025-09-30", "2026-04-01", "2026-04-01", BREACH},
        {"2025-09-30", "2026-04-01", NULL, UNKNOWN},
        {"2025-10-01", "2025-10-01", NULL, BREACH},
        {"2025-10-01", "2025-10-01", "2026-04-01", BREACH},
        {"2024-10-30", "2025-09-30", NULL, VERDICT_NOT_APPLICABLE},
        {"2024-10-30", "2025-10-01", NULL, UNKNOWN},
        {"2024-10-30", "2025-10-01", "2025-10-01", BREACH},
    };
    EACH(i, rows)
    {
        struct test_facts t;
        struct findings findings;
        fill(&plain, &t);
        t.facts.start_date = day(rows[i].start);
        t.facts.checked_on = day(rows[i].checked);
        t.terms.legacy_cap_date = day(rows[i].legacy);
        assert_int_equal(found(&t, &findings)->verdict, rows[i].verdict);
    }
}

/* The build-up is of the day tested, as the cap is: before 6 April 2025 there would be no parameters. */
static void older_placements_are_built_up_by_the_legacy_day(void **state)
{
    (void)state;
    static const struct row row = {
        "PAYE", RATE(PAYE, PAY_ONLY, 3150, WEEK), {CAP(ALL, PAY_HOL_ENI_LEVY, 3800)}, BREACH};
    struct test_facts t;
    struct findings findings;
    fill(&row, &t);
    t.facts.start_date = day("2025-01-06");
    t.facts.checked_on = day("2026-04-01");
    t.terms.legacy_cap_date = day("2026-04-01");
    assert_true(found(&t, &findings)->comparable_pence == 4038);
}

static void no_first_day_of_the_caps(void **state)
{
    (void)state;
    struct test_facts t;
    struct test_ruleset r;
    struct findings findings = {.count = 0};
    fill(&plain, &t);
    test_ruleset(&r);
    test_ruleset_set(&r, "caps_in_force", NULL);
    price_cap(&t.facts, &r.ruleset, &findings);
    assert_int_equal(findings.at[0].verdict, UNKNOWN);
}

static void bank_and_contract(void **state)
{
    (void)state;
    struct contract_prevents c = {RULE_PRICE_CAP, "Contract", "4.2", day("2025-12-31")};
    struct test_facts t;
    struct findings findings;
    fill(&plain, &t);
    t.facts.bank_supply = BANK_SUPPLY_UNSTATED;
    assert_int_equal(found(&t, &findings)->verdict, VERDICT_REFER);
    t.facts.bank_supply = BANK_SUPPLY_AGENCY;
    assert_int_equal(found(&t, &findings)->verdict, BREACH);
    t.facts.contract_prevents = &c;
    t.facts.contract_prevents_count = 1;
    t.facts.start_date = t.facts.checked_on = day("2025-09-30");
    assert_int_equal(found(&t, &findings)->verdict, VERDICT_NOT_APPLICABLE);
    assert_string_equal(findings.at[0].basis, "CONTRACT");
    t.facts.start_date = t.facts.checked_on = day("2025-10-01");
    assert_int_equal(found(&t, &findings)->verdict, BREACH);
    assert_null(findings.at[0].basis);
}

static void no_agreement_comes_before_unknown(void **state)
{
    (void)state;
    struct test_facts t = {0};
    struct findings findings;
    assert_int_equal(found(&t, &findings)->verdict, VERDICT_NOT_APPLICABLE);
    assert_int_equal(findings.count, 1);
    assert_false(uuid_given(findings.at[0].agreement));
}

static void job_type_not_known(void **state)
{
    (void)state;
    struct test_facts t;
    struct findings findings;
    fill(&plain, &t);
    t.facts.job_type = JOB_TYPE_NONE;
    assert_int_equal(found(&t, &findings)->verdict, UNKNOWN);
    assert_true(findings.at[0].cap_pence == -1);
    assert_non_null(strstr(findings.at[0].reason, "not mapped"));
}

static void each_agreement_has_a_finding(void **state)
{
    (void)state;
    struct test_facts t;
    struct findings findings;
    fill(&plain, &t);
    const struct pay_terms two[] = {t.terms, {agreement(8), "Other", DATE_NONE}};
    const struct cap caps[] = {t.caps[0],
                               {.agreement = agreement(8),
                                .job_type = JOB_TYPE_SW,
                                .pay_type = PAY_TYPE_ALL,
                                .coverage = COVERAGE_PAY_ONLY,
                                .cap_pence = 3001}};
    t.facts.pay_terms = two;
    t.facts.pay_terms_count = 2;
    t.facts.caps = caps;
    t.facts.cap_count = 2;
    (void)found(&t, &findings);
    assert_int_equal(findings.count, 2);
    assert_int_equal(findings.at[0].verdict, BREACH);
    assert_string_equal(findings.at[0].state, "OPEN");
    assert_int_equal(findings.at[1].verdict, PASS);
    assert_string_equal(findings.at[1].agreement_name, "Other");
}

static void reasons(void **state)
{
    (void)state;
    static const struct row paye = {
        "", RATE(PAYE, PAY_ONLY, 3150, WEEK), {CAP(ALL, PAY_HOL_ENI_LEVY, 3800)}, BREACH};
    static const struct row other = {
        "", RATE(UMBRELLA, PAY_ONLY, 2900, .other_pence = 50), {CAP(ALL, PAY_ONLY, 3000)}, PASS};
    static const struct row no_hours = {
        "", RATE(PAYE, PAY_ONLY, 3150), {CAP(ALL, PAY_HOL_ENI_LEVY, 3800)}, UNKNOWN};
    struct test_facts t;
    struct findings findings;
    fill(&paye, &t);
    assert_string_equal(found(&t, &findings)->reason,
                        "£40.38 against a cap of £38.00 (SW; holiday pay, employer NI and levy included).");
    assert_null(findings.at[0].basis);
    fill(&other, &t);
    assert_string_equal(found(&t, &findings)->reason,
                        "£29.50 against a cap of £30.00 (SW; pay alone; other payments counted in).");
    assert_string_equal(findings.at[0].basis, "OTHER_PAY_INCLUDED");
    fill(&no_hours, &t);
    assert_string_equal(
        found(&t, &findings)->reason,
        "The rate cannot be tested against the cap of £38.00: the hours of a week are not given.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_coverage_is_compared),
        cmocka_unit_test(which_cap),
        cmocka_unit_test(other_coverages),
        cmocka_unit_test(placements_older_than_the_caps),
        cmocka_unit_test(older_placements_are_built_up_by_the_legacy_day),
        cmocka_unit_test(no_first_day_of_the_caps),
        cmocka_unit_test(bank_and_contract),
        cmocka_unit_test(no_agreement_comes_before_unknown),
        cmocka_unit_test(job_type_not_known),
        cmocka_unit_test(each_agreement_has_a_finding),
        cmocka_unit_test(reasons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
