/* SPDX-License-Identifier: MIT */
#include "rules/suppression.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct suppression_limits limits = {.min_placements = 5,
                                                 .min_placements_quartiles = 10,
                                                 .min_other_authorities = 2,
                                                 .round_to_pence = 10};

static struct cell cell(int64_t placements, int64_t authorities, int64_t largest)
{
    return (struct cell){.placements = placements,
                         .authorities = authorities,
                         .largest = largest,
                         .lower_quartile = 3504.99,
                         .median = 3605,
                         .upper_quartile = 3700,
                         .over_cap = -1,
                         .shown = true};
}

static void enough_must_remain_without_any_one(void **state)
{
    (void)state;
    static const struct {
        int64_t placements, authorities, largest;
        bool shown, quartiles;
    } rows[] = {
        {8, 3, 3, true, false},  /* 5 of 2 others remain */
        {8, 3, 4, false, false}, /* 4 remain */
        {8, 2, 3, false, false}, /* 1 other remains */
        {9, 3, 4, true, false},  /* one short of quartiles */
        {10, 3, 5, true, true},  {100, 3, 96, false, false}, {100, 2, 50, false, false},
        {5, 5, 1, false, false}, {6, 6, 1, true, false},     {0, 0, 0, false, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct cell c = cell(rows[i].placements, rows[i].authorities, rows[i].largest);
        suppress(&c, 1, &limits);
        assert_int_equal(c.shown, rows[i].shown);
        assert_int_equal(c.quartiles_shown, rows[i].quartiles);
        assert_int_equal(c.median_pence != 0, rows[i].shown);
        assert_int_equal(c.lower_quartile_pence != 0, rows[i].quartiles);
        assert_int_equal(c.upper_quartile_pence != 0, rows[i].quartiles);
    }
}

static void figures_are_rounded_half_up(void **state)
{
    (void)state;
    struct cell c = cell(20, 5, 5);
    suppress(&c, 1, &limits);
    assert_true(c.lower_quartile_pence == 3500);
    assert_true(c.median_pence == 3610);
    assert_true(c.upper_quartile_pence == 3700);
}

static void small_counts_over_the_cap_are_not_shown(void **state)
{
    (void)state;
    struct cell c = cell(20, 5, 5);
    static const struct {
        int64_t over_cap;
        bool shown;
    } rows[] = {{-1, false}, {0, false}, {4, false}, {5, true}, {20, true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        c.over_cap = rows[i].over_cap;
        suppress(&c, 1, &limits);
        assert_int_equal(c.over_cap_shown, rows[i].shown);
    }
    c = cell(20, 2, 5);
    c.over_cap = 20;
    suppress(&c, 1, &limits);
    assert_false(c.over_cap_shown);
}

static void shown(const struct cell *cells, size_t count, const char *must)
{
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(cells[i].shown, must[i] == '+');
    }
}

static void one_suppressed_takes_the_smallest_with_it(void **state)
{
    (void)state;
    struct cell cells[] = {cell(30, 5, 5), cell(4, 2, 2), cell(20, 5, 5), cell(20, 5, 5), cell(0, 0, 0)};
    suppress(cells, 5, &limits);
    shown(cells, 5, "+--+-");
    assert_true(cells[2].median_pence == 0);
    assert_false(cells[2].quartiles_shown);
}

static void several_suppressed_protect_one_another(void **state)
{
    (void)state;
    struct cell cells[] = {cell(30, 5, 5), cell(4, 2, 2), cell(20, 5, 5), cell(1, 1, 1)};
    suppress(cells, 4, &limits);
    shown(cells, 4, "+-+-");
}

static void none_suppressed_takes_none(void **state)
{
    (void)state;
    struct cell cells[] = {cell(30, 5, 5), cell(0, 0, 0), cell(20, 5, 5)};
    suppress(cells, 3, &limits);
    shown(cells, 3, "+-+");
}

static void nothing_left_to_take(void **state)
{
    (void)state;
    struct cell cells[] = {cell(4, 2, 2), cell(0, 0, 0)};
    suppress(cells, 2, &limits);
    shown(cells, 2, "--");
    suppress(NULL, 0, &limits);
}

static void limits_that_do_not_hold_show_nothing(void **state)
{
    (void)state;
    struct suppression_limits rows[] = {limits, limits, limits, limits};
    rows[0].min_placements = 0;
    rows[1].min_placements_quartiles = 0;
    rows[2].min_other_authorities = 0;
    rows[3].round_to_pence = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct cell cells[] = {cell(30, 5, 5), cell(30, 5, 5)};
        suppress(cells, 2, &rows[i]);
        shown(cells, 2, "--");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enough_must_remain_without_any_one),
        cmocka_unit_test(figures_are_rounded_half_up),
        cmocka_unit_test(small_counts_over_the_cap_are_not_shown),
        cmocka_unit_test(one_suppressed_takes_the_smallest_with_it),
        cmocka_unit_test(several_suppressed_protect_one_another),
        cmocka_unit_test(none_suppressed_takes_none),
        cmocka_unit_test(nothing_left_to_take),
        cmocka_unit_test(limits_that_do_not_hold_show_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
