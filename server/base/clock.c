/* SPDX-License-Identifier: MIT */
#include "base/clock.h"

#include "base/log.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const int64_t second_us = 1000000;
static const int64_t hour_us = 3600 * (int64_t)1000000;
static const int64_t day_us = 86400 * (int64_t)1000000;

static struct instant read_clock(clockid_t id)
{
    struct timespec t;
    if (clock_gettime(id, &t) != 0) {
        abort();
    }
    return (struct instant){(int64_t)t.tv_sec * second_us + t.tv_nsec / 1000};
}

static int32_t utc_day(struct instant t)
{
    return (int32_t)(t.us / day_us - (t.us % day_us < 0 ? 1 : 0));
}

#ifdef ACCORD_TEST_BUILD
enum { SETTING_SIZE = 64 };

/* Without stdio, which allocates: a test may have taken the memory away. */
static void read_setting(const char *path, char out[SETTING_SIZE])
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t len = file < 0 ? -1 : read(file, out, SETTING_SIZE - 1);
    if (len < 0) {
        log_line(LOG_LEVEL_ERROR, "ACCORD_TEST_NOW names a file that cannot be read");
        abort();
    }
    close(file);
    out[len] = '\0';
    out[strcspn(out, "\r\n")] = '\0';
}

static struct instant parse_setting(const char *text)
{
    struct instant t;
    struct date d;
    if (date_parse(text, strlen(text), &d)) {
        return (struct instant){d.day * day_us + 12 * hour_us};
    }
    if (!instant_parse(text, strlen(text), &t)) {
        log_line(LOG_LEVEL_ERROR, "ACCORD_TEST_NOW is neither a date nor an instant");
        abort();
    }
    return t;
}

struct instant clock_now(void)
{
    char text[SETTING_SIZE];
    const char *setting = getenv("ACCORD_TEST_NOW");
    if (!setting) {
        return read_clock(CLOCK_REALTIME);
    }
    if (setting[0] == '/') {
        read_setting(setting, text);
        setting = text;
    }
    return parse_setting(setting);
}
#else
struct instant clock_now(void)
{
    return read_clock(CLOCK_REALTIME);
}
#endif

/* 01:00 UTC on the last Sunday of a month of 31 days. Day 0, 1970-01-01, was a Thursday. */
static struct instant last_sunday(int year, int month)
{
    struct date last;
    if (!date_of(year, month, 31, &last)) {
        abort();
    }
    return (struct instant){(last.day - (last.day + 4) % 7) * day_us + hour_us};
}

/*
 * British Summer Time, an hour ahead of UTC, from the last Sunday of March to that of October, both at 01:00
 * UTC: the Summer Time Order 2002 (S.I. 2002/262), and so in practice since 1996. Computed, so that the
 * answer depends on no zone file and no TZ. Years that dates do not reach abort: a clock that is that wrong
 * decides nothing.
 */
static bool is_summer_time(struct instant t)
{
    int year, month, day;
    date_split((struct date){utc_day(t)}, &year, &month, &day);
    return t.us >= last_sunday(year, 3).us && t.us < last_sunday(year, 10).us;
}

struct date clock_day_of(struct instant t)
{
    return (struct date){utc_day((struct instant){t.us + (is_summer_time(t) ? hour_us : 0)})};
}

struct date clock_today(void)
{
    return clock_day_of(clock_now());
}

struct instant clock_monotonic(void)
{
    return read_clock(CLOCK_MONOTONIC);
}
