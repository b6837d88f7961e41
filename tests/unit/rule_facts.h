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
    struct parameter parameters[24];
    struct ruleset ruleset;
};

static inline void test_ruleset(struct test_ruleset *out)
{
    static const struct {
        const char *name, *value, *from;
    } rows[] = {
        {"cool_off_months", "3", "2024-10-31"},
        {"cool_off_last_day", "BLOCKED", "2024-10-31"},
        {"experience_years", "3", "2024-10-31"},
        {"experience_requires_permanent", "OPEN", "2024-10-31"},
        {"references_required", "2", "2024-10-31"},
        {"references_trigger", "2024-10-31", "2024-10-31"},
        {"notice_days_max", "28", "2024-10-31"},
        {"transition_end", "2025-10-01", "2024-10-31"},
        {"caps_in_force", "2025-10-01", "2025-10-01"},
        {"equal_treatment_weeks", "12", "2011-10-01"},
        {"conversion_from_first_day", "14", "2004-04-06"},
        {"conversion_from_last_day", "8", "2004-04-06"},
        {"conversion_gap_resets", "42", "2004-04-06"},
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
    out->ruleset = (struct ruleset){.version = "test",
                                    .obligation = OBLIGATION_SHOULD,
                                    .in_force = day("2024-10-31"),
                                    .parameters = out->parameters,
                                    .parameter_count = count};
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

static inline void same_words(const char *title, const char *is, const char *must)
{
    if (strcmp(is, must) != 0) {
        fail_msg("%s:\n   is %s\n  not %s", title, is, must);
    }
}

static inline void same_verdict(const char *title, const struct finding *f, enum verdict verdict)
{
    assert_non_null(f);
    if (f->verdict != verdict) {
        fail_msg("%s: %s, not %s (%s)", title, NAME_OF(verdict, f->verdict), NAME_OF(verdict, verdict),
                 f->reason);
    }
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

/* One rule's only finding, of the layer of those that have no agreement. */
static inline struct finding ask_one(rule_fn *rule, const struct facts *facts, const struct ruleset *ruleset)
{
    struct findings findings = {.count = 0};
    rule(facts, ruleset, &findings);
    assert_int_equal(findings.count, 1);
    assert_int_equal(findings.at[0].layer, LAYER_NATIONAL);
    return findings.at[0];
}
