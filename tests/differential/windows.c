/* SPDX-License-Identifier: MIT */
/*
 * Accord's cooling-off periods, one a line: layer, reading, months, last day, the first day on which the rule
 * does not breach. Every start from the day after the last day on is asked, until one passes; the first free
 * day that each breach names must be that one.
 */
#include "rules/rules.h"

#include <stdio.h>
#include <stdlib.h>

static const int32_t here[] = {1}, there[] = {2};
static const char *const region[] = {"E12000008"}, *const other_region[] = {"E12000007"};
static const struct uuid agreement = {{1}};
static const char *const readings[] = {[LAST_DAY_BLOCKED] = "BLOCKED", [LAST_DAY_FREE] = "FREE"};
static const char *const periods[] = {"3", "6", "12"};

/* One spell, and one layer that it concerns: the other region's agreement, or the own region. */
struct question {
    enum layer layer;
    enum last_day_reading reading;
    const char *months;
    struct date last_day;
};

static void require(bool holds)
{
    if (!holds) {
        abort();
    }
}

static struct date date_of_text(const char *text)
{
    struct date d;
    require(date_parse(text, 10, &d));
    return d;
}

static struct finding asked(const struct question *q, struct date start)
{
    bool national = q->layer == LAYER_NATIONAL;
    const struct parameter parameters[] = {
        {"cool_off_months", national ? q->months : "3", date_of_text("2024-10-31"), DATE_NONE},
        {"cool_off_last_day", readings[q->reading], date_of_text("2024-10-31"), DATE_NONE},
        {"transition_end", "2025-10-01", date_of_text("2024-10-31"), DATE_NONE},
    };
    const struct ruleset ruleset = {.version = "differential",
                                    .in_force = date_of_text("2024-10-31"),
                                    .parameters = parameters,
                                    .parameter_count = 3};
    const struct spell spell = {
        .authority = 2,
        .stands = {there, 1, national ? region : other_region, 1},
        .basis = BASIS_SUBSTANTIVE,
        .service = SERVICE_CHILDREN,
        .start_date = date_of_text("2019-01-07"),
        .last_day = q->last_day,
        .probation_end = DATE_NONE,
        .leaving_reason = LEAVING_REASON_RESIGNED,
        .bound = &agreement,
        .bound_count = national ? 0 : 1,
    };
    const struct cool_off_terms terms = {
        .agreement = agreement,
        .name = "Agreement",
        .from = date_of_text("2019-01-01"),
        .to = DATE_NONE,
        .months = (int32_t)strtol(q->months, NULL, 10),
        .covers_own_authority = true,
        .last_day = q->reading,
    };
    /* Asked after the transition: older placements are tested too. */
    const struct facts facts = {
        .checked_on = date_of_text("2031-12-31"),
        .start_date = start,
        .authority = 1,
        .stands = {here, 1, region, 1},
        .spells = &spell,
        .spell_count = 1,
        .cool_off_terms = &terms,
        .cool_off_terms_count = 1,
    };
    struct findings findings = {.count = 0};
    cool_off(&facts, &ruleset, &findings);
    require(findings.count == 2 && findings.at[1].layer == LAYER_REGIONAL);
    return findings.at[national ? 0 : 1];
}

static struct date first_free(const struct question *q)
{
    struct date start = date_add_days(q->last_day, 1), named = DATE_NONE;
    struct finding f;
    for (f = asked(q, start); f.verdict == VERDICT_BREACH; f = asked(q, start)) {
        require(!date_given(named) || date_equal(named, f.earliest_start_date));
        named = f.earliest_start_date;
        start = date_add_days(start, 1);
    }
    require(f.verdict == VERDICT_PASS && date_equal(named, start));
    return start;
}

static void print(struct question q)
{
    char last[DATE_SIZE], free[DATE_SIZE];
    const struct date end = date_of_text("2029-12-31");
    for (q.last_day = date_of_text("2023-01-01"); !date_before(end, q.last_day);
         q.last_day = date_add_days(q.last_day, 1)) {
        printf("%s %s %s %s %s\n", NAME_OF(layer, q.layer), readings[q.reading], q.months,
               date_print(q.last_day, last), date_print(first_free(&q), free));
    }
}

int main(void)
{
    for (size_t i = 0; i < sizeof periods / sizeof *periods; i++) {
        print((struct question){LAYER_NATIONAL, LAST_DAY_BLOCKED, periods[i], DATE_NONE});
        print((struct question){LAYER_NATIONAL, LAST_DAY_FREE, periods[i], DATE_NONE});
        print((struct question){LAYER_REGIONAL, LAST_DAY_BLOCKED, periods[i], DATE_NONE});
        print((struct question){LAYER_REGIONAL, LAST_DAY_FREE, periods[i], DATE_NONE});
    }
    return 0;
}
