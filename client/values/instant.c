/* SPDX-License-Identifier: MIT */
#include "values/date.h"

#include <stdio.h>
#include <string.h>

static const int64_t second = 1000000;
static const int64_t day = 86400 * (int64_t)1000000;

enum {
    DATE_LENGTH = DATE_SIZE - 1,
    TIME_LENGTH = sizeof "hh:mm:ss" - 1,
    SHORTEST = DATE_LENGTH + 1 + TIME_LENGTH + 1, /* with a separator and a Z */
    FRACTION_DIGITS = 6,
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Two digits below `limit`. */
static bool two_digits(const char *text, int limit, int *out)
{
    if (!is_digit(text[0]) || !is_digit(text[1])) {
        return false;
    }
    int value = (text[0] - '0') * 10 + (text[1] - '0');
    if (value >= limit) {
        return false;
    }
    *out = value;
    return true;
}

/* hh:mm:ss, to microseconds. A leap second (60) is refused, as PostgreSQL never prints one. */
static bool time_of_day(const char *text, int64_t *out)
{
    int hours, minutes, seconds;
    if (text[2] != ':' || text[5] != ':' || !two_digits(text, 24, &hours) ||
        !two_digits(text + 3, 60, &minutes) || !two_digits(text + 6, 60, &seconds)) {
        return false;
    }
    *out = (((int64_t)hours * 60 + minutes) * 60 + seconds) * second;
    return true;
}

/* ".5" and the like, to microseconds; consumes nothing and gives 0 where there is no point. */
static bool fraction(const char **text, const char *end, int64_t *out)
{
    int64_t value = 0, unit = second;
    const char *p = *text;
    if (p < end && *p == '.') {
        int count = 0;
        for (p++; p < end && is_digit(*p); p++, count++) {
            unit /= 10;
            value += (*p - '0') * unit;
        }
        if (count == 0 || count > FRACTION_DIGITS) {
            return false;
        }
    }
    *text = p;
    *out = value;
    return true;
}

static bool is_utc(const char *text, size_t len)
{
    static const char *const offsets[] = {"Z", "z", "+00", "+00:00", "-00:00"};
    for (size_t i = 0; i < sizeof offsets / sizeof *offsets; i++) {
        if (strlen(offsets[i]) == len && memcmp(offsets[i], text, len) == 0) {
            return true;
        }
    }
    return false;
}

static bool separates(char c)
{
    return c == 'T' || c == 't' || c == ' ';
}

bool instant_parse(const char *text, size_t len, struct instant *out)
{
    struct date date;
    int64_t time, part;
    if (len < SHORTEST || !separates(text[DATE_LENGTH]) || !date_parse(text, DATE_LENGTH, &date) ||
        !time_of_day(text + DATE_LENGTH + 1, &time)) {
        return false;
    }
    const char *p = text + DATE_LENGTH + 1 + TIME_LENGTH, *end = text + len;
    if (!fraction(&p, end, &part) || !is_utc(p, (size_t)(end - p))) {
        return false;
    }
    out->us = date.day * day + time + part;
    return true;
}

char *instant_print(struct instant t, char out[INSTANT_SIZE])
{
    int64_t days = t.us / day - (t.us % day < 0 ? 1 : 0);
    int64_t us = t.us - days * day;
    unsigned s = (unsigned)(us / second), part = (unsigned)(us % second);
    char date[DATE_SIZE], tail[12] = "";
    if (part > 0) {
        snprintf(tail, sizeof tail, ".%06u", part);
    }
    snprintf(out, INSTANT_SIZE, "%sT%02u:%02u:%02u%sZ", date_print((struct date){(int32_t)days}, date),
             s / 3600 % 24, s / 60 % 60, s % 60, tail);
    return out;
}
