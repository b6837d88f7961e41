/* SPDX-License-Identifier: MIT */
/* Facts in a line, for the tables of the rules' tests. Header-only: every test is one program. */
#pragma once
#include "rules/rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define EACH(row, rows) for (size_t row = 0; row < sizeof rows / sizeof *rows; row++)

/* NULL is "not given". */
static inline struct date day(const char *text)
{
    struct date d = DATE_NONE;
    assert_true(!text || date_parse(text, strlen(text), &d));
    return d;
}

static inline struct uuid agreement(uint8_t number)
{
    return (struct uuid){{number}};
}

/* The first content of the ruleset; `parameters` is a copy that a test may change. */
struct test_ruleset {
    struct parameter parameters[16];
    struct ruleset ruleset;
};

static inline void test_ruleset(struct test_ruleset *out)
{
    static const struct {
        const char *name, *value, *from;
    } rows[] = {
        {"cool_off_months", "3", "2024-10-31"},
        {"cool_off_last_day", "BLOCKED", "2024-10-31"},
        {"transition_end", "2025-10-01", "2024-10-31"},
        {"caps_in_force", "2025-10-01", "2025-10-01"},
        {"paye_holiday_basis_points", "1207", "2025-04-06"},
        {"paye_employer_ni_basis_points", "1500", "2025-04-06"},
        {"paye_employer_ni_weekly_threshold", "9600", "2025-04-06"},
        {"paye_apprenticeship_levy_basis_points", "50", "2025-04-06"},
    };
    size_t count = 0;
    EACH(i, rows)
    {
        out->parameters[count++] =
            (struct parameter){rows[i].name, rows[i].value, day(rows[i].from), DATE_NONE};
    }
    out->ruleset = (struct ruleset){"test", day("2024-10-31"), out->parameters, count};
}

/* Another value for a parameter; NULL takes it away. */
static inline void test_ruleset_set(struct test_ruleset *r, const char *name, const char *value)
{
    for (size_t i = 0; i < r->ruleset.parameter_count; i++) {
        if (strcmp(r->parameters[i].name, name) == 0) {
            r->parameters[i].name = value ? name : "taken away";
            r->parameters[i].value = value;
            return;
        }
    }
    fail_msg("no parameter %s", name);
}

static inline const struct finding *find_finding(const struct findings *findings, enum rule rule,
                                                 enum layer layer)
{
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->at[i].rule == rule && findings->at[i].layer == layer) {
            return &findings->at[i];
        }
    }
    return NULL;
}
