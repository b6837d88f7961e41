/* SPDX-License-Identifier: MIT */
/* What a rate is built up from, and how large it may be; the ways themselves are in test_price_cap.c. */
#include "rule_facts.h"

#include "rules/rate.h"

static const struct rate by_the_hour = {.pay_type = PAY_TYPE_PAYE,
                                        .coverage = COVERAGE_PAY_ONLY,
                                        .pay_pence = 3150,
                                        .minutes_per_week = 2220};

static const char *const names[] = {"paye_holiday_basis_points", "paye_employer_ni_basis_points",
                                    "paye_employer_ni_weekly_threshold",
                                    "paye_apprenticeship_levy_basis_points"};

/* NULL, or why there is no way. */
static const char *convert(const struct rate *rate, enum coverage to, const struct test_ruleset *r,
                           struct exact_pence *out)
{
    const char *why = NULL;
    bool done = rate_to_coverage(rate, to, &r->ruleset, day("2026-09-01"), out, &why);
    assert_int_equal(done, why == NULL);
    return why;
}

static void parameters_must_be_there(void **state)
{
    (void)state;
    static const char *const values[] = {NULL, "-1", "12.07", "", "+1", "99999999999999999999", "1000000001"};
    EACH(n, names)
    {
        EACH(v, values)
        {
            struct exact_pence out = {77, 0, 1};
            struct test_ruleset r;
            test_ruleset(&r);
            assert_null(convert(&by_the_hour, COVERAGE_PAY_HOL_ENI_LEVY, &r, &out));
            assert_int_equal(out.whole, 4038);
            out.whole = 77;
            test_ruleset_set(&r, names[n], values[v]);
            assert_string_equal(convert(&by_the_hour, COVERAGE_PAY_HOL_ENI_LEVY, &r, &out),
                                "the ruleset has no figures for building up pay on that day");
            assert_int_equal(out.whole, 77);
        }
    }
}

static void only_what_is_needed_is_asked_for(void **state)
{
    (void)state;
    struct rate rate = by_the_hour;
    struct exact_pence out;
    struct test_ruleset r;
    test_ruleset(&r);
    test_ruleset_set(&r, "paye_apprenticeship_levy_basis_points", NULL);
    assert_null(convert(&rate, COVERAGE_PAY_HOL_ENI, &r, &out));
    test_ruleset_set(&r, "paye_employer_ni_basis_points", NULL);
    assert_non_null(convert(&rate, COVERAGE_PAY_HOL_ENI, &r, &out));
    rate.minutes_per_week = 0;
    assert_null(convert(&rate, COVERAGE_PAY_HOL, &r, &out));
    test_ruleset_set(&r, "paye_holiday_basis_points", NULL);
    assert_non_null(convert(&rate, COVERAGE_PAY_HOL, &r, &out));
    assert_null(convert(&rate, COVERAGE_PAY_ONLY, &r, &out));
}

/* The largest amounts that the comment in rate.c lets in, under the sanitisers. */
static void exact_at_the_bounds(void **state)
{
    (void)state;
    struct rate rate = {.pay_type = PAY_TYPE_PAYE,
                        .coverage = COVERAGE_PAY_ONLY,
                        .unit = PAY_UNIT_DAY,
                        .pay_pence = 100000000,
                        .minutes_per_day = 1439,
                        .minutes_per_week = 10079};
    struct exact_pence out;
    struct test_ruleset r;
    test_ruleset(&r);
    EACH(n, names)
    {
        test_ruleset_set(&r, names[n], strstr(names[n], "threshold") ? "100000000" : "10000");
    }
    assert_null(convert(&rate, COVERAGE_PAY_HOL_ENI_LEVY, &r, &out));
    /* 6e9 / 1439 * 2 * 3 - 6e9 / 10079 = 24422076.02 */
    assert_int_equal(out.whole, 24422076);
    assert_int_equal(exact_round(out), 24422076);
    rate.pay_pence++;
    assert_string_equal(convert(&rate, COVERAGE_PAY_HOL_ENI_LEVY, &r, &out),
                        "the amounts of the rate are out of range");
}

static void hours_have_bounds(void **state)
{
    (void)state;
    static const struct {
        int32_t day, week;
        const char *why;
    } rows[] = {
        {1440, 10080, NULL},
        {1, 1, NULL},
        {1441, 10080, "the hours of a day are not given"},
        {-1, 10080, "the hours of a day are not given"},
        {1440, 10081, "the hours of a week are not given"},
        {1440, -1, "the hours of a week are not given"},
    };
    struct test_ruleset r;
    test_ruleset(&r);
    EACH(i, rows)
    {
        struct rate rate = by_the_hour;
        struct exact_pence out;
        rate.unit = PAY_UNIT_DAY;
        rate.minutes_per_day = rows[i].day;
        rate.minutes_per_week = rows[i].week;
        const char *why = convert(&rate, COVERAGE_PAY_HOL_ENI, &r, &out);
        assert_int_equal(why == NULL, rows[i].why == NULL);
        assert_true(!why || strcmp(why, rows[i].why) == 0);
    }
}

static void exact_pence(void **state)
{
    (void)state;
    struct exact_pence third = exact_of(10, 3), half = exact_of(5, 2);
    assert_false(exact_above(exact_of(6, 2), 3));
    assert_true(exact_above(third, 3));
    assert_false(exact_above(third, 4));
    assert_int_equal(exact_round(third), 3);
    assert_int_equal(exact_round(half), 3);
    struct exact_pence d = exact_less(third, half); /* 5/6 */
    assert_int_equal(d.whole, 0);
    assert_int_equal(d.numerator, 5);
    assert_int_equal(d.denominator, 6);
    d = exact_less(exact_of(7, 2), third); /* 1/6 */
    assert_int_equal(d.whole, 0);
    assert_int_equal(d.numerator, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parameters_must_be_there),
        cmocka_unit_test(only_what_is_needed_is_asked_for),
        cmocka_unit_test(exact_at_the_bounds),
        cmocka_unit_test(hours_have_bounds),
        cmocka_unit_test(exact_pence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
