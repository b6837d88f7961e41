/* SPDX-License-Identifier: MIT */
/* R1 by number, each edge from both sides. */
#include "cool_off_rows.h"

static void last_day_of_the_window(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct row blocked[] = {
        {"R1.2 last blocked", "2026-09-30", 0, POST(NEAR, "2026-06-30"), {{0}}, BREACH, "2026-10-01"},
        {"R1.2 first free", "2026-10-01", 0, POST(NEAR, "2026-06-30"), {{0}}, PASS},
        {"R1.2 first blocked", "2026-07-01", 0, POST(NEAR, "2026-06-30"), {{0}}, BREACH, "2026-10-01"},
        {"R1.6 on the last day", "2026-06-30", 0, POST(NEAR, "2026-06-30"), {{0}}, REFER},
        {"R1.2 31 May", "2026-08-31", 0, POST(NEAR, "2026-05-31"), {{0}}, BREACH, "2026-09-01"},
        {"R1.2 after 31 May", "2026-09-01", 0, POST(NEAR, "2026-05-31"), {{0}}, PASS},
        {"R1.2 clamped", "2026-02-28", 0, POST(NEAR, "2025-11-30"), {{0}}, BREACH, "2026-03-01"},
        {"R1.2 after clamped", "2026-03-01", 0, POST(NEAR, "2025-11-30"), {{0}}, PASS},
        {"R1.2 leap year", "2028-02-29", 0, POST(NEAR, "2027-11-30"), {{0}}, BREACH, "2028-03-01"},
        {"R1.2 after leap day", "2028-03-01", 0, POST(NEAR, "2027-11-30"), {{0}}, PASS},
    };
    /* clang-format on */
    /* clang-format off */
    static const struct row free[] = {
        {"R1.2 FREE, last blocked", "2026-09-29", 0, POST(NEAR, "2026-06-30"), {{0}}, BREACH, "2026-09-30"},
        {"R1.2 FREE, first free", "2026-09-30", 0, POST(NEAR, "2026-06-30"), {{0}}, PASS},
    };
    /* clang-format on */
    struct test_ruleset r;
    test_ruleset(&r);
    CHECK_ROWS(blocked, &r.ruleset)
    test_ruleset_set(&r, "cool_off_last_day", "FREE");
    CHECK_ROWS(free, &r.ruleset)
}

static void which_spells_count(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct row rows[] = {
        {"R1.3 nothing", "2026-07-06", 0, {{0}}, {{0}}, PASS, 0, 0, 0, "NO_RECORD", "DECLARATION"},
        {"R1.4 agency", "2026-07-06", 0, POST(NEAR, "2026-06-30", .basis = BASIS_AGENCY), {{0}},
         NOT_APPLICABLE},
        {"R1.4 bank", "2026-07-06", 0, POST(NEAR, "2026-06-30", .basis = BASIS_BANK), {{0}}, NOT_APPLICABLE},
        {"R1.4 TUPE", "2026-07-06", 0, POST(NEAR, "2026-06-30", LEAVING_REASON_TUPE), {{0}}, NOT_APPLICABLE},
        {"R1 fixed term", "2026-07-06", 0, POST(NEAR, "2026-06-30", .basis = BASIS_FIXED_TERM), {{0}},
         BREACH, "2026-10-01"},
        {"R1.5 other region", "2026-07-06", 0, POST(FAR, "2026-06-30"), {{0}}, PASS},
        {"R1.9 own authority", "2026-07-06", 0, POST(HIRER, "2026-06-30"), {{0}}, BREACH, "2026-10-01"},
        {"R1.10 trust of the hirer", "2026-07-06", 0, POST(TRUST, "2026-06-30"), {{0}}, BREACH,
         "2026-10-01"},
        {"R1.10 predecessor", "2026-07-06", 0, POST(OLD, "2026-06-30"), {{0}}, BREACH, "2026-10-01"},
        {"R1.6 open", "2026-07-06", 0, POST(NEAR, NULL), {{0}}, REFER},
        {"R1.6 ends later", "2026-07-06", 0, POST(NEAR, "2026-07-31"), {{0}}, REFER},
        {"R1.6 open elsewhere", "2026-07-06", 0, POST(FAR, NULL), {{0}}, PASS},
        {"R1.6 open, agency", "2026-07-06", 0, POST(NEAR, NULL, .basis = BASIS_AGENCY), {{0}},
         NOT_APPLICABLE},
    };
    /* clang-format on */
    struct test_ruleset r;
    test_ruleset(&r);
    CHECK_ROWS(rows, &r.ruleset)
}

static void reasons_for_leaving(void **state)
{
    (void)state;
    /* clang-format off */
#define LEFT(...) "2026-07-06", 0, POST(NEAR, "2026-06-30", __VA_ARGS__), {{0}}
    static const struct row rows[] = {
        {"R1.7 redundant", LEFT(LEAVING_REASON_REDUNDANCY, .evidence = true), EXEMPT},
        {"R1.7 redundant, no evidence", LEFT(LEAVING_REASON_REDUNDANCY), REFER},
        {"R1.7 redundant, undated", LEFT(LEAVING_REASON_REDUNDANCY, .undated_evidence = true), REFER},
        {"R1.7 left on probation's last day", LEFT(LEAVING_REASON_PROBATION_LEFT, .evidence = true,
         .probation_end = "2026-06-30"), EXEMPT},
        {"R1.7 left a day after it", LEFT(LEAVING_REASON_PROBATION_LEFT, .evidence = true,
         .probation_end = "2026-06-29"), REFER},
        {"R1.7 left, no evidence", LEFT(LEAVING_REASON_PROBATION_LEFT, .probation_end = "2026-06-30"),
         REFER},
        {"R1.7 left, no end of probation", LEFT(LEAVING_REASON_PROBATION_LEFT, .evidence = true), REFER},
        {"R1.7 dismissed in probation", LEFT(LEAVING_REASON_PROBATION_DISMISSED, .evidence = true,
         .probation_end = "2026-06-30"), REFER},
        {"R1.7 resigned in probation", LEFT(LEAVING_REASON_RESIGNED, .probation_end = "2026-06-30"), REFER},
        {"R1.7 resigned after probation", LEFT(LEAVING_REASON_RESIGNED, .probation_end = "2026-06-29"),
         BREACH, "2026-10-01"},
        {"R1.7 fixed term ended", LEFT(LEAVING_REASON_END_FIXED_TERM, .basis = BASIS_FIXED_TERM), REFER},
        {"R1.7 but not of a permanent post", LEFT(LEAVING_REASON_END_FIXED_TERM), BREACH, "2026-10-01"},
        {"R1.7 retired", LEFT(LEAVING_REASON_RETIRED, .evidence = true), BREACH, "2026-10-01"},
        {"R1.7 dismissed", LEFT(LEAVING_REASON_DISMISSED), BREACH, "2026-10-01"},
        {"R1.7 by agreement", LEFT(LEAVING_REASON_MUTUAL), BREACH, "2026-10-01"},
        {"R1.7 other", LEFT(LEAVING_REASON_OTHER), BREACH, "2026-10-01"},
        {"R1.7 no reason given", LEFT(.no_reason = true), REFER},
        {"R1.6 disputed", LEFT(.disputed = true), REFER},
        {"R1.6 disputed exception", LEFT(LEAVING_REASON_REDUNDANCY, .evidence = true, .disputed = true),
         REFER},
        {"R1.6 mixed", LEFT(.service = SERVICE_MIXED), REFER},
        {"R1.6 disputed, out of the window", "2026-10-01", 0, POST(NEAR, "2026-06-30", .disputed = true),
         {{0}}, PASS},
        {"R1.6 mixed, out of the window", "2026-10-01", 0, POST(NEAR, "2026-06-30",
         .service = SERVICE_MIXED), {{0}}, PASS},
        {"R1.7 redundant, out of the window", "2026-10-01", 0, POST(NEAR, "2026-06-30",
         LEAVING_REASON_REDUNDANCY), {{0}}, PASS},
    };
    /* clang-format on */
    struct test_ruleset r;
    test_ruleset(&r);
    CHECK_ROWS(rows, &r.ruleset)
}

static void worst_of_several_spells(void **state)
{
    (void)state;
    /* clang-format off */
#define JULY "2026-08-03", 0
    static const struct row rows[] = {
        {"R1.8 probation does not clear the first post", JULY, {{NEAR, "2026-05-31"}, {HIRER, "2026-07-31",
         LEAVING_REASON_PROBATION_LEFT, .evidence = true, .probation_end = "2026-12-01"}}, {{0}}, BREACH,
         "2026-09-01"},
        {"the same the other way about", JULY, {{HIRER, "2026-07-31", LEAVING_REASON_PROBATION_LEFT,
         .evidence = true, .probation_end = "2026-12-01"}, {NEAR, "2026-05-31"}}, {{0}}, BREACH,
         "2026-09-01"},
        {"later of two windows", JULY, {{NEAR, "2026-05-31"}, {HIRER, "2026-06-30"}}, {{0}}, BREACH,
         "2026-10-01"},
        {"the earlier listed last", JULY, {{HIRER, "2026-06-30"}, {NEAR, "2026-05-31"}}, {{0}}, BREACH,
         "2026-10-01"},
        {"BREACH before REFER", JULY, {{NEAR, "2026-05-31"}, {HIRER, NULL}}, {{0}}, BREACH, "2026-09-01"},
        {"REFER before EXEMPT", JULY, {{NEAR, "2026-06-30", LEAVING_REASON_REDUNDANCY, .evidence = true},
         {HIRER, NULL}}, {{0}}, REFER},
        {"EXEMPT before PASS", JULY, {{NEAR, "2026-06-30", LEAVING_REASON_REDUNDANCY, .evidence = true},
         {HIRER, "2020-06-30"}}, {{0}}, EXEMPT},
        {"PASS before NOT_APPLICABLE", JULY, {{NEAR, "2026-07-31", .basis = BASIS_AGENCY}, {HIRER,
         "2020-06-30"}}, {{0}}, PASS},
        {"a spell that ends between is tested again", JULY, {{NEAR, "2026-05-31"}, {HIRER, "2026-08-15"}},
         {{0}}, BREACH, "2026-11-16"},
        {"one that ends on the candidate does not breach on it", JULY, {{NEAR, "2026-05-31"}, {HIRER,
         "2026-09-01"}}, {{0}}, BREACH, "2026-09-01"},
        {"and again", JULY, {{NEAR, "2026-05-31"}, {HIRER, "2026-08-15"}, {OLD, "2026-11-15"}}, {{0}},
         BREACH, "2027-02-16"},
    };
    /* clang-format on */
    struct test_ruleset r;
    test_ruleset(&r);
    CHECK_ROWS(rows, &r.ruleset)
}

static void what_the_worker_said(void **state)
{
    (void)state;
    /* clang-format off */
#define SAID(at_, left_) {.at = at_, .left = left_, .declared = true}
#define CONFIRM 0, 0, 0, 0, "CONFIRM_LAST_DAY"
    static const struct row rows[] = {
        {"R1.12 agrees", "2026-10-01", 0, {{NEAR, "2026-06-30"}, SAID(NEAR, "2026-06-30")}, {{0}}, PASS, 0,
         0, 0, "DECLARED_AND_RECORDED"},
        {"agrees with one of two", "2026-10-01", 0, {SAID(NEAR, "2026-06-30"), {HIRER, "2020-06-30"}, {NEAR,
         "2026-06-30"}}, {{0}}, PASS, 0, 0, 0, "DECLARED_AND_RECORDED"},
        {"another day", "2026-10-01", 0, {{NEAR, "2026-06-30"}, SAID(NEAR, "2026-06-29")}, {{0}}, REFER,
         CONFIRM},
        {"another authority", "2026-10-01", 0, {{NEAR, "2026-06-30"}, SAID(FAR, "2026-06-30")}, {{0}}, REFER,
         CONFIRM},
        {"recorded as agency work", "2026-10-01", 0, {{NEAR, "2026-06-30", .basis = BASIS_AGENCY}, SAID(NEAR,
         "2026-06-30")}, {{0}}, REFER, CONFIRM},
        {"not recorded", "2026-10-01", 0, {SAID(NEAR, "2026-06-30")}, {{0}}, REFER, CONFIRM},
        {"BREACH is worse", "2026-09-30", 0, {{NEAR, "2026-06-30"}, SAID(NEAR, "2026-05-31")}, {{0}}, BREACH,
         "2026-10-01", 0, 0, 0, "CONFIRM_LAST_DAY"},
        {"regionally", "2026-10-01", 0, {{.at = FAR, .left = "2026-06-30", .declared = true, .bound = {7}}},
         {{7, 6}}, REFER, 0, REFER, 0, 0, "CONFIRM_LAST_DAY"},
        {"one agreement binds the recorded post, none the other", "2026-10-01", 0,
         {{.at = FAR, .left = "2025-06-30", .bound = {7}}, SAID(FAR, "2026-06-30")}, {{7, 6}}, REFER, 0,
         PASS, 0, 0, "CONFIRM_LAST_DAY"},
        {"not in that agreement", "2026-10-01", 0, {SAID(FAR, "2026-06-30")}, {{7, 6}}, REFER, 0,
         NOT_APPLICABLE, 0, 0, "CONFIRM_LAST_DAY"},
        {"agreed regionally", "2026-10-01", 0, {{.at = FAR, .left = "2025-06-30", .bound = {7}}, {.at = FAR,
         .left = "2025-06-30", .declared = true, .bound = {7}}}, {{7, 6}}, PASS, 0, PASS, 0,
         "DECLARED_AND_RECORDED"},
    };
    /* clang-format on */
    struct test_ruleset r;
    test_ruleset(&r);
    CHECK_ROWS(rows, &r.ruleset)
}

static void silent_authorities_only_without_record(void **state)
{
    (void)state;
    static const struct row none = {"", "2026-07-06", 0, {{0}}, {{0}}, PASS};
    static const struct row some = {"", "2026-07-06", 0, POST(FAR, "2026-06-30"), {{0}}, PASS};
    struct test_ruleset r;
    struct test_facts t;
    struct findings findings = {.count = 0};
    test_ruleset(&r);
    fill(&none, &t);
    cool_off(&t.facts, &r.ruleset, &findings);
    assert_int_equal(findings.at[0].silent_authorities, 4);
    findings.count = 0;
    fill(&some, &t);
    cool_off(&t.facts, &r.ruleset, &findings);
    assert_int_equal(findings.at[0].silent_authorities, -1);
}

static const char *reason_for(const struct post *post, const char *start, struct findings *findings)
{
    struct row row = {"", start, 0, {*post}, {{0}}, PASS};
    struct test_ruleset r;
    struct test_facts t;
    test_ruleset(&r);
    fill(&row, &t);
    findings->count = 0;
    cool_off(&t.facts, &r.ruleset, findings);
    return findings->at[0].reason;
}

static void reasons_give_nothing_away(void **state)
{
    (void)state;
    static const struct post refers[] = {
        {NEAR, NULL},
        {NEAR, "2026-06-30", LEAVING_REASON_REDUNDANCY},
        {NEAR, "2026-06-30", LEAVING_REASON_PROBATION_LEFT},
        {NEAR, "2026-06-30", LEAVING_REASON_PROBATION_DISMISSED},
        {NEAR, "2026-06-30", .disputed = true},
        {NEAR, "2026-06-30", .service = SERVICE_MIXED},
        {NEAR, "2026-06-30", .declared = true},
    };
    static const struct post exempt = {NEAR, "2026-06-30", LEAVING_REASON_REDUNDANCY, .evidence = true};
    struct findings findings;
    EACH(i, refers)
    {
        assert_string_equal(
            reason_for(&refers[i], "2026-07-06", &findings),
            "The records do not settle whether the period applies; ask the worker, and the last employer.");
    }
    assert_string_equal(reason_for(&exempt, "2026-07-06", &findings), "An exception is recorded.");
}

static void reasons_say_how_a_day_was_counted(void **state)
{
    (void)state;
    static const struct post left = {NEAR, "2026-06-30"};
    struct findings findings;
    assert_string_equal(
        reason_for(&left, "2026-09-30", &findings),
        "Left a substantive role in the same region. 3 months, counted to the corresponding date, end on "
        "30 September 2026, which is read as the last blocked day (the guidance does not define it).");
    assert_string_equal(
        reason_for(&left, "2026-10-01", &findings),
        "No cooling-off period of 3 months runs on 1 October 2026 (counted to the corresponding "
        "date; the guidance does not define it, and it is read as the last blocked day).");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(last_day_of_the_window),    cmocka_unit_test(which_spells_count),
        cmocka_unit_test(reasons_for_leaving),       cmocka_unit_test(worst_of_several_spells),
        cmocka_unit_test(what_the_worker_said),      cmocka_unit_test(silent_authorities_only_without_record),
        cmocka_unit_test(reasons_give_nothing_away), cmocka_unit_test(reasons_say_how_a_day_was_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
