/* SPDX-License-Identifier: MIT */
/* The dates of R10 and R11, which are in no check. */
#include "rule_facts.h"
#include "rules/conversion_fee.h"
#include "rules/equal_treatment.h"

static void equal_treatment(void **state)
{
    (void)state;
    static const struct {
        const char *first, *weeks, *from;
    } rows[] = {{"2026-01-05", "12", "2026-03-30"}, {"2024-01-01", "12", "2024-03-25"},
                {"2026-01-05", "13", "2026-04-06"}, {"2026-01-05", "0", "2026-01-05"},
                {"2026-01-05", NULL, NULL},         {"2026-01-05", "-1", NULL},
                {"2026-01-05", "521", NULL},        {"2011-10-01", "12", "2011-12-24"},
                {"2011-09-30", "12", NULL}};
    EACH(i, rows)
    {
        struct test_ruleset r;
        struct date from = DATE_NONE;
        test_ruleset(&r);
        test_ruleset_set(&r, "equal_treatment_weeks", rows[i].weeks);
        assert_int_equal(equal_treatment_from(&r.ruleset, day(rows[i].first), &from), rows[i].from != NULL);
        assert_true(date_equal(from, day(rows[i].from)));
    }
}

static void same_window(const char *title, const struct ruleset *ruleset, const char *const days[],
                        const char *last)
{
    struct supply supplies[3];
    struct date window = DATE_NONE;
    char text[DATE_SIZE];
    size_t count = 0;
    for (; count < 3 && days[2 * count]; count++) {
        supplies[count] = (struct supply){day(days[2 * count]), day(days[2 * count + 1])};
    }
    bool found = conversion_fee_window(ruleset, supplies, count, &window);
    if (found != (last != NULL) || (last && strcmp(date_print(window, text), last) != 0)) {
        fail_msg("%s: %s", title, found ? text : "none");
    }
}

static void conversion_fee(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct {
        const char *title;
        const char *days[6];
        const char *last;
    } rows[] = {
        /* 98 days with the first of them */
        {"14 weeks from the first", {"2026-01-05", "2026-01-30"}, "2026-04-12"},
        {"8 weeks from the last", {"2026-01-05", "2026-06-30"}, "2026-08-25"},
        /* six weeks: both windows end together */
        {"both on one day", {"2026-01-05", "2026-02-15"}, "2026-04-12"},
        {"the last a day later", {"2026-01-05", "2026-02-16"}, "2026-04-13"},
        {"a gap of 42 days", {"2026-01-05", "2026-01-09", "2026-02-21", "2026-02-21"}, "2026-04-18"},
        {"42 days: the first stands", {"2026-01-05", "2026-01-05", "2026-02-17", "2026-02-17"},
         "2026-04-14"},
        {"of 43", {"2026-01-05", "2026-01-05", "2026-02-18", "2026-02-18"}, "2026-05-26"},
        {"two gaps, each short", {"2026-01-05", "2026-01-05", "2026-02-17", "2026-02-17", "2026-03-31",
         "2026-03-31"}, "2026-05-26"},
        {"a later, shorter one within", {"2026-01-05", "2026-06-30", "2026-02-02", "2026-02-06"},
         "2026-08-25"},
        {"a long gap after one within", {"2026-01-05", "2026-03-31", "2026-02-02", "2026-02-06",
         "2026-05-12", "2026-05-12"}, "2026-07-07"},
        {"none", {NULL}, NULL},
    };
    /* clang-format on */
    struct test_ruleset r;
    test_ruleset(&r);
    EACH(i, rows)
    {
        same_window(rows[i].title, &r.ruleset, rows[i].days, rows[i].last);
    }
}

static void each_parameter(void **state)
{
    (void)state;
    static const char *const short_one[] = {"2026-01-05", "2026-01-30", NULL};
    static const char *const with_gap[] = {"2026-01-05", "2026-01-05", "2026-02-17", "2026-02-17", NULL};
    static const struct {
        const char *name, *value;
        const char *const *days;
        const char *last;
    } rows[] = {
        {"conversion_from_first_day", "15", short_one, "2026-04-19"},
        {"conversion_from_first_day", NULL, short_one, NULL},
        {"conversion_from_first_day", "521", short_one, NULL},
        {"conversion_from_last_day", "11", short_one, "2026-04-17"},
        {"conversion_from_last_day", NULL, short_one, NULL},
        {"conversion_from_last_day", "-1", short_one, NULL},
        {"conversion_gap_resets", "41", with_gap, "2026-05-25"},
        {"conversion_gap_resets", NULL, short_one, NULL},
        {"conversion_gap_resets", "six weeks", short_one, NULL},
    };
    EACH(i, rows)
    {
        struct test_ruleset r;
        test_ruleset(&r);
        test_ruleset_set(&r, rows[i].name, rows[i].value);
        same_window(rows[i].name, &r.ruleset, rows[i].days, rows[i].last);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_treatment),
        cmocka_unit_test(conversion_fee),
        cmocka_unit_test(each_parameter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
