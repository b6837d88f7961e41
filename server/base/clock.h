/* SPDX-License-Identifier: MIT */
/*
 * The daemon's time. In test builds ACCORD_TEST_NOW sets what day and instant it is: "2026-09-14" (noon,
 * UTC), an RFC 3339 instant, or the path of a file that holds either and is read afresh each time. Release
 * builds have no such setting. Deadlines are the event loop's and never ask here.
 */
#pragma once
#include "values/date.h"

struct instant clock_now(void);
/* The civil day in Europe/London. */
struct date clock_today(void);
/* The civil day in Europe/London on which an instant falls. */
struct date clock_day_of(struct instant);
/* A monotonic clock, for durations in the log. */
struct instant clock_monotonic(void);
