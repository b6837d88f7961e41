/* SPDX-License-Identifier: MIT */
/*
 * Civil dates, proleptic Gregorian, without time or zone: the dates of the rules are Europe/London days. A
 * struct, so that a date cannot be mistaken for a number. Days count from 1970-01-01; DATE_NONE is "not
 * given".
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct date {
    int32_t day;
};

#define DATE_NONE ((struct date){INT32_MIN})
enum { DATE_SIZE = 11, DATE_WORDS_SIZE = 24 };

static inline bool date_given(struct date d)
{
    return d.day != INT32_MIN;
}
static inline bool date_before(struct date a, struct date b)
{
    return a.day < b.day;
}
static inline bool date_equal(struct date a, struct date b)
{
    return a.day == b.day;
}

/* False for a day that does not exist; years 1900 to 2299. */
__attribute__((warn_unused_result)) bool date_of(int year, int month, int day, struct date *out);
/* Whether it is taken from outside: to the end of 2199, so that what is worked out from it is a date too. */
bool date_taken(struct date);
/* Exactly YYYY-MM-DD, which must exist. */
__attribute__((warn_unused_result)) bool date_parse(const char *text, size_t len, struct date *out);
void date_split(struct date, int *year, int *month, int *day);
/* "2026-09-30". Returns its argument. */
char *date_print(struct date, char out[DATE_SIZE]);
/* "30 September 2026". Returns its argument. */
char *date_words(struct date, char out[DATE_WORDS_SIZE]);
struct date date_add_days(struct date, int days);
/* Of a date that is given. Keeps the day number, clamped to the month's end: 31 May + 3 = 31 August, 30
 * November + 3 = 28 or 29 February. */
struct date date_add_months(struct date, int months);

/* A calendar quarter, "2026-Q3". */
struct quarter {
    int year, number;
};
__attribute__((warn_unused_result)) bool quarter_parse(const char *text, size_t len, struct quarter *out);
struct date quarter_first(struct quarter);
struct date quarter_last(struct quarter);

/* An instant in UTC, microseconds since 1970-01-01T00:00:00Z; PostgreSQL's resolution. INSTANT_NONE is "not
 * given". */
struct instant {
    int64_t us;
};
#define INSTANT_NONE ((struct instant){INT64_MIN})
enum { INSTANT_SIZE = 28 };
static inline bool instant_given(struct instant t)
{
    return t.us != INT64_MIN;
}
/* RFC 3339 with Z, or PostgreSQL's timestamptz with offset +00; fraction of up to six digits. */
__attribute__((warn_unused_result)) bool instant_parse(const char *text, size_t len, struct instant *out);
/* "2026-09-14T09:12:03Z", with a fraction (six digits) only where there is one. Returns its argument. */
char *instant_print(struct instant, char out[INSTANT_SIZE]);
