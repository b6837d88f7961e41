/* SPDX-License-Identifier: MIT */
#include "values/date.h"

#include <stdio.h>
#include <string.h>

enum { YEAR_MIN = 1900, YEAR_TAKEN_MAX = 2199, YEAR_MAX = 2299, MONTHS_IN_YEAR = 12, YEARS_IN_ERA = 400 };

/* An era is 400 years, after which the calendar repeats. Counted from 1 March, so that a leap day ends a
 * year. */
enum { DAYS_IN_ERA = 146097, EPOCH_FROM_ERA_0 = 719468 };

static bool leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % YEARS_IN_ERA == 0;
}

static int month_length(int year, int month)
{
    static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && leap(year) ? 29 : length[month - 1];
}

/* Days from civil and back, as described by Howard Hinnant ("chrono-Compatible Low-Level Date Algorithms").
 */
static struct date civil(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - (YEARS_IN_ERA - 1)) / YEARS_IN_ERA;
    int of_era = y - era * YEARS_IN_ERA;
    int of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    return (struct date){era * DAYS_IN_ERA + day_of_era - EPOCH_FROM_ERA_0};
}

void date_split(struct date d, int *year, int *month, int *day)
{
    int64_t z = (int64_t)d.day + EPOCH_FROM_ERA_0;
    int64_t era = (z >= 0 ? z : z - (DAYS_IN_ERA - 1)) / DAYS_IN_ERA;
    int day_of_era = (int)(z - era * DAYS_IN_ERA);
    int of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int of_year = day_of_era - (365 * of_era + of_era / 4 - of_era / 100);
    int from_march = (5 * of_year + 2) / 153;
    *day = of_year - (153 * from_march + 2) / 5 + 1;
    *month = from_march < 10 ? from_march + 3 : from_march - 9;
    *year = (int)era * YEARS_IN_ERA + of_era + (*month <= 2 ? 1 : 0);
}

bool date_of(int year, int month, int day, struct date *out)
{
    if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > MONTHS_IN_YEAR || day < 1 ||
        day > month_length(year, month)) {
        return false;
    }
    *out = civil(year, month, day);
    return true;
}

bool date_taken(struct date d)
{
    return d.day <= civil(YEAR_TAKEN_MAX, MONTHS_IN_YEAR, 31).day;
}

/* `count` decimal digits, or -1. */
static int digits(const char *text, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool date_parse(const char *text, size_t len, struct date *out)
{
    if (len != DATE_SIZE - 1 || text[4] != '-' || text[7] != '-') {
        return false;
    }
    return date_of(digits(text, 4), digits(text + 5, 2), digits(text + 8, 2), out);
}

char *date_print(struct date d, char out[DATE_SIZE])
{
    int year, month, day;
    date_split(d, &year, &month, &day);
    /* The years of the header have four digits; the masks tell the compiler so. */
    snprintf(out, DATE_SIZE, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100,
             (unsigned)day % 100);
    return out;
}

char *date_words(struct date d, char out[DATE_WORDS_SIZE])
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    int year, month, day;
    date_split(d, &year, &month, &day);
    snprintf(out, DATE_WORDS_SIZE, "%d %s %d", day, names[month - 1], year);
    return out;
}

struct date date_add_days(struct date d, int days)
{
    return (struct date){d.day + days};
}

struct date date_add_months(struct date d, int months)
{
    int year, month, day;
    date_split(d, &year, &month, &day);
    int from_zero = year * MONTHS_IN_YEAR + month - 1 + months;
    int to_year = from_zero / MONTHS_IN_YEAR, to_month = from_zero % MONTHS_IN_YEAR + 1;
    int length = month_length(to_year, to_month);
    return civil(to_year, to_month, day < length ? day : length);
}

bool quarter_parse(const char *text, size_t len, struct quarter *out)
{
    if (len != 7 || text[4] != '-' || text[5] != 'Q' || text[6] < '1' || text[6] > '4') {
        return false;
    }
    int year = digits(text, 4);
    if (year < YEAR_MIN || year > YEAR_MAX) {
        return false;
    }
    *out = (struct quarter){year, text[6] - '0'};
    return true;
}

struct date quarter_first(struct quarter q)
{
    return civil(q.year, q.number * 3 - 2, 1);
}

struct date quarter_last(struct quarter q)
{
    return date_add_days(date_add_months(quarter_first(q), 3), -1);
}
