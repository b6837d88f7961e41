/* SPDX-License-Identifier: MIT */
#include "values/codes.h"
#include "values/date.h"
#include "values/email.h"
#include "values/pence.h"
#include "values/swe.h"
#include "values/uuid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define EACH(row, rows) for (size_t row = 0; row < sizeof rows / sizeof *rows; row++)

static struct date date(const char *text)
{
    struct date d = DATE_NONE;
    assert_true(date_parse(text, strlen(text), &d));
    return d;
}

static void dates_are_read_and_printed(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
        int32_t day;
    } rows[] = {
        {"1900-01-01", "1 January 1900", -25567},  {"1970-01-01", "1 January 1970", 0},
        {"1969-12-31", "31 December 1969", -1},    {"2000-02-29", "29 February 2000", 11016},
        {"2024-02-29", "29 February 2024", 19782}, {"2026-09-30", "30 September 2026", 20726},
        {"2199-12-31", "31 December 2199", 84005},
    };
    EACH(i, rows)
    {
        char print[DATE_SIZE], words[DATE_WORDS_SIZE];
        struct date d = date(rows[i].text);
        assert_int_equal(d.day, rows[i].day);
        assert_string_equal(date_print(d, print), rows[i].text);
        assert_string_equal(date_words(d, words), rows[i].words);
    }
}

static void every_day_follows_the_one_before(void **state)
{
    (void)state;
    int year, month, day, of_month = 0;
    assert_true(date_taken(date("2199-12-31")));
    assert_false(date_taken(date("2200-01-01")));
    for (struct date d = date("1900-01-01"); d.day <= date("2199-12-31").day; d = date_add_days(d, 1)) {
        struct date back = DATE_NONE;
        date_split(d, &year, &month, &day);
        assert_true(day == of_month + 1 || (day == 1 && of_month >= 28));
        assert_true(date_of(year, month, day, &back));
        assert_int_equal(back.day, d.day);
        of_month = day;
    }
}

static void dates_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    static const char *const rows[] = {"2023-02-29", "1900-02-29",  "2026-04-31", "2026-00-10",
                                       "2026-13-01", "2026-01-00",  "2026-01-32", "1899-12-31",
                                       "2300-01-01", "2026-1-01",   "2026/01/01", "2026-01-1 ",
                                       "+026-01-01", "2026-01-011", "",           "20260101"};
    EACH(i, rows)
    {
        struct date d = {77};
        assert_false(date_parse(rows[i], strlen(rows[i]), &d));
        assert_int_equal(d.day, 77);
    }
}

static void months_keep_the_day_or_end_the_month(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int months;
        const char *to;
    } rows[] = {
        {"2026-05-31", 3, "2026-08-31"},  {"2025-11-30", 3, "2026-02-28"},  {"2027-11-30", 3, "2028-02-29"},
        {"2025-11-28", 3, "2026-02-28"},  {"2026-06-30", 3, "2026-09-30"},  {"2025-12-31", 3, "2026-03-31"},
        {"2026-10-15", 6, "2027-04-15"},  {"2026-08-31", 6, "2027-02-28"},  {"2026-01-31", 1, "2026-02-28"},
        {"2026-01-31", 12, "2027-01-31"}, {"2024-02-29", 12, "2025-02-28"}, {"2026-03-31", -1, "2026-02-28"},
        {"2026-01-15", -1, "2025-12-15"}, {"2026-05-05", 0, "2026-05-05"},
    };
    EACH(i, rows)
    {
        char out[DATE_SIZE];
        assert_string_equal(date_print(date_add_months(date(rows[i].from), rows[i].months), out), rows[i].to);
    }
}

static void quarters(void **state)
{
    (void)state;
    static const struct {
        const char *text, *first, *last;
    } rows[] = {
        {"2026-Q1", "2026-01-01", "2026-03-31"},
        {"2026-Q3", "2026-07-01", "2026-09-30"},
        {"2024-Q4", "2024-10-01", "2024-12-31"},
    };
    static const char *const refused[] = {"2026-Q0",  "2026-Q5", "2026-q1", "2026Q1",
                                          "2026-Q11", "1899-Q4", "x026-Q1"};
    struct quarter q;
    char out[DATE_SIZE];
    EACH(i, rows)
    {
        assert_true(quarter_parse(rows[i].text, strlen(rows[i].text), &q));
        assert_string_equal(date_print(quarter_first(q), out), rows[i].first);
        assert_string_equal(date_print(quarter_last(q), out), rows[i].last);
    }
    EACH(i, refused)
    {
        assert_false(quarter_parse(refused[i], strlen(refused[i]), &q));
    }
}

static void instants_are_read_and_printed(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t us;
        const char *print;
    } rows[] = {
        {"1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"},
        {"2026-09-14T09:12:03Z", 1789377123000000, "2026-09-14T09:12:03Z"},
        {"2026-09-14 09:12:03+00", 1789377123000000, "2026-09-14T09:12:03Z"},
        {"2026-09-14t09:12:03.5z", 1789377123500000, "2026-09-14T09:12:03.500000Z"},
        {"2026-09-14 09:12:03.000001+00:00", 1789377123000001, "2026-09-14T09:12:03.000001Z"},
        {"1969-12-31T23:59:59.999999Z", -1, "1969-12-31T23:59:59.999999Z"},
    };
    static const char *const refused[] = {
        "2026-09-14T09:12:03",
        "2026-09-14T09:12:03+01",
        "2026-09-14T24:00:00Z",
        "2026-09-14T09:60:00Z",
        "2026-09-14T09:12:60Z",
        "2026-09-14T09:12:03.Z",
        "2026-09-14T9:12:03Z",
        "2026-02-30T09:12:03Z",
        "2026-09-14T09:12:03.1234567Z",
        "2026-09-14",
        "",
        "2026-09-14x09:12:03Z",
        "2026-09-14T09:12:03Z ",
    };
    EACH(i, rows)
    {
        struct instant t = INSTANT_NONE;
        char out[INSTANT_SIZE];
        assert_true(instant_parse(rows[i].text, strlen(rows[i].text), &t));
        assert_true(t.us == rows[i].us);
        assert_string_equal(instant_print(t, out), rows[i].print);
    }
    EACH(i, refused)
    {
        struct instant t = {77};
        assert_false(instant_parse(refused[i], strlen(refused[i]), &t));
        assert_true(t.us == 77);
    }
}

static void uuids(void **state)
{
    (void)state;
    static const char text[] = "0190A6E2-7c4f-7abc-8def-0123456789ab";
    static const char *const refused[] = {
        "0190a6e27c4f7abc8def0123456789ab",     "0190a6e2-7c4f-7abc-8def-0123456789a",
        "0190a6e2-7c4f-7abc-8def-0123456789ag", "0190a6e2-7c4f-7abc-8def-0123456789abc",
        "0190a6e2+7c4f-7abc-8def-0123456789ab", "{190a6e2-7c4f-7abc-8def-0123456789ab"};
    struct uuid u = {{0}};
    char out[UUID_SIZE];
    assert_false(uuid_given(u));
    EACH(i, refused)
    {
        assert_false(uuid_parse(refused[i], strlen(refused[i]), &u));
        assert_false(uuid_given(u));
    }
    assert_true(uuid_parse(text, sizeof text - 1, &u));
    assert_true(uuid_given(u));
    assert_string_equal(uuid_print(u, out), "0190a6e2-7c4f-7abc-8def-0123456789ab");
    assert_true(uuid_equal(u, u));
    assert_false(uuid_equal(u, (struct uuid){{1}}));
}

static void uuid_v7_begins_with_the_time(void **state)
{
    (void)state;
    char out[UUID_SIZE];
    /* The example of RFC 9562, A.6. */
    static const uint8_t tail[10] = {0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f};
    static const uint8_t ones[10] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    assert_string_equal(uuid_print(uuid_v7(0x017F22E279B0, tail), out),
                        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    assert_string_equal(uuid_print(uuid_v7(0, ones), out), "00000000-0000-7fff-bfff-ffffffffffff");
}

static void swe_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text, *out;
    } rows[] = {
        {"SW900123", "SW900123"},
        {" sw 900123 ", "SW900123"},
        {"Sw\t1", "SW1"},
        {"sw1234567890", "SW1234567890"},
    };
    static const char *const refused[] = {"SW",       "",         "900123",   "SW12345678901",
                                          "SX900123", "SW90O123", "SW-900123"};
    char out[SWE_SIZE] = "kept";
    EACH(i, refused)
    {
        assert_false(swe_normalise(refused[i], strlen(refused[i]), out));
        assert_string_equal(out, "kept");
    }
    EACH(i, rows)
    {
        assert_true(swe_normalise(rows[i].text, strlen(rows[i].text), out));
        assert_string_equal(out, rows[i].out);
    }
}

static void pounds_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t pence;
    } rows[] = {
        {"36.50", 3650},
        {"£36.50", 3650},
        {"1,036.5", 103650},
        {"0", 0},
        {"0.07", 7},
        {"38", 3800},
        {"£1,234,567.89", 123456789},
        {"1036.50", 103650},
        {"92233720368547757.99", 9223372036854775799},
    };
    static const char *const refused[] = {
        "",         "£",    "-1",     "36.",   ".50", "36.505", "36,50", "1,0365", "10,36",
        "1234,567", ",123", "1,,234", "1.2.3", " 1",  "1 ",     "$1",    "1,234,", "92233720368547758.00"};
    EACH(i, rows)
    {
        int64_t pence = -1;
        assert_true(pence_parse(rows[i].text, strlen(rows[i].text), &pence));
        assert_true(pence == rows[i].pence);
    }
    EACH(i, refused)
    {
        int64_t pence = 77;
        assert_false(pence_parse(refused[i], strlen(refused[i]), &pence));
        assert_true(pence == 77);
    }
}

static void pounds_are_printed(void **state)
{
    (void)state;
    static const struct {
        int64_t pence;
        const char *text;
    } rows[] = {
        {0, "£0.00"},          {7, "£0.07"},
        {3650, "£36.50"},      {99999, "£999.99"},
        {100000, "£1,000.00"}, {123456789, "£1,234,567.89"},
        {-3650, "-£36.50"},    {INT64_MIN, "-£92,233,720,368,547,758.08"},
    };
    EACH(i, rows)
    {
        char out[PENCE_SIZE];
        assert_string_equal(pence_print(rows[i].pence, out), rows[i].text);
    }
}

#define LIST_OF(list, LIST) &list##_codes,
static const struct codes *const lists[] = {CODE_LISTS(LIST_OF)};

static void every_code_is_found_by_its_name_alone(void **state)
{
    (void)state;
    EACH(l, lists)
    {
        assert_true(lists[l]->count > 0);
        for (unsigned i = 1; i <= lists[l]->count; i++) {
            const char *name = codes_name(lists[l], i);
            assert_int_equal(codes_find(lists[l], name, strlen(name)), i);
            assert_int_equal(codes_find(lists[l], name, strlen(name) - 1), 0);
            assert_string_not_equal(codes_words(lists[l], i), "");
            assert_ptr_equal(codes_near(lists[l], name), name);
        }
    }
}

static void codes_outside_the_list(void **state)
{
    (void)state;
    assert_int_equal(codes_find(&job_type_codes, "SW", 2), JOB_TYPE_SW);
    assert_int_equal(codes_find(&job_type_codes, "sw", 2), 0);
    assert_int_equal(codes_find(&job_type_codes, "", 0), 0);
    assert_string_equal(NAME_OF(verdict, VERDICT_REFER), "REFER");
    assert_string_equal(WORDS_OF(rule, RULE_COOL_OFF), "Cool-off");
    assert_string_equal(NAME_OF(job_type, JOB_TYPE_NONE), "");
    assert_string_equal(codes_name(&job_type_codes, 99), "");
    assert_string_equal(codes_words(&job_type_codes, 99), "");
}

static void email_addresses(void **state)
{
    static const char *const good[] = {"robin.marsh+work@kent.example", "a@b", "o'neill@east-kent.gov.uk",
                                       "1@2.example"};
    static const char *const bad[] = {
        "",        "nobody", "@b",     "a@",    "a@b@c",      "a b@c",      "a@b c",       "a@b\r\nc",
        ".a@b",    "a.@b",   "a..b@c", "a@.b",  "a@b.",       "a@b..c",     "a@-b",        "a@b-",
        "\"a\"@b", "a<@b",   "a@b>",   "a@b_c", "\xc3\xa9@b", "a@\xc3\xa9", "a@[1.2.3.4]", "a@b\x01"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(email_taken(good[i], strlen(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(email_taken(bad[i], strlen(bad[i])));
    assert_false(email_taken("a@b\0c", 5));
    char text[EMAIL_MAX + 2];
    memset(text, 'a', sizeof text);
    text[64] = '@';
    assert_true(email_taken(text, 64 + 1 + 63));
    assert_false(email_taken(text, 64 + 1 + 64));
    for (size_t dot = 64 + 60; dot < sizeof text; dot += 60)
        text[dot] = '.';
    assert_true(email_taken(text, EMAIL_MAX));
    assert_false(email_taken(text, EMAIL_MAX + 1));
    memmove(text + 1, text, 80);
    assert_false(email_taken(text, 80));
}

static void near_codes(void **state)
{
    (void)state;
    assert_string_equal(codes_near(&pay_type_codes, "UMBRELA"), "UMBRELLA");
    assert_string_equal(codes_near(&pay_type_codes, "umbrella"), "UMBRELLA");
    assert_string_equal(codes_near(&basis_codes, "fixed term"), "FIXED_TERM");
    assert_string_equal(codes_near(&leaving_reason_codes, "PROBATION-DISMISED"), "PROBATION_DISMISSED");
    assert_null(codes_near(&pay_type_codes, "SALARY"));
    assert_null(codes_near(&pay_type_codes, ""));
    char long_name[200];
    memset(long_name, 'A', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    assert_null(codes_near(&pay_type_codes, long_name));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_and_printed),
        cmocka_unit_test(every_day_follows_the_one_before),
        cmocka_unit_test(dates_that_do_not_exist_are_refused),
        cmocka_unit_test(months_keep_the_day_or_end_the_month),
        cmocka_unit_test(quarters),
        cmocka_unit_test(instants_are_read_and_printed),
        cmocka_unit_test(uuids),
        cmocka_unit_test(uuid_v7_begins_with_the_time),
        cmocka_unit_test(swe_numbers),
        cmocka_unit_test(pounds_are_read),
        cmocka_unit_test(pounds_are_printed),
        cmocka_unit_test(every_code_is_found_by_its_name_alone),
        cmocka_unit_test(codes_outside_the_list),
        cmocka_unit_test(near_codes),
        cmocka_unit_test(email_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
