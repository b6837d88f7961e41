/* SPDX-License-Identifier: MIT */
/* R2 by number, each edge from both sides. */
#include "rule_facts.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#define BREACH VERDICT_BREACH
#define REFER VERDICT_REFER
#define PASS VERDICT_PASS
#define UNKNOWN VERDICT_UNKNOWN

/* What a row leaves out: a substantive children's post, not disputed. */
struct post {
    const char *from, *to; /* NULL: not on record; still open */
    enum basis basis;
    enum service service;
    bool disputed, declared, undated;
};

struct row {
    const char *title;
    const char *start;
    struct post posts[3];
    enum verdict verdict;
    int32_t on_record_days; /* of BREACH and REFER */
    const char *qualified;
    bool whole; /* history_complete */
};

struct test_facts {
    struct facts facts;
    struct spell spells[3];
};

static bool filled(const struct post *p)
{
    return p->from || p->to || p->undated || p->declared;
}

static struct spell spell_of(const struct post *p)
{
    return (struct spell){
        .declared = p->declared,
        .authority = 2,
        .basis = p->basis ? p->basis : BASIS_SUBSTANTIVE,
        .service = p->service ? p->service : SERVICE_CHILDREN,
        .start_date = day(p->from),
        .last_day = day(p->to),
        .probation_end = DATE_NONE,
        .disputed = p->disputed,
    };
}

static void fill(const struct row *row, struct test_facts *t)
{
    *t = (struct test_facts){.facts = {.checked_on = day(row->start),
                                       .start_date = day(row->start),
                                       .authority = 1,
                                       .spells = t->spells,
                                       .qualified_on = day(row->qualified),
                                       .history_complete = row->whole}};
    for (size_t i = 0; i < 3 && filled(&row->posts[i]); i++) {
        t->spells[t->facts.spell_count++] = spell_of(&row->posts[i]);
    }
}

static struct finding found(const struct row *row, const struct ruleset *ruleset)
{
    struct test_facts t;
    fill(row, &t);
    return ask_one(experience, &t.facts, ruleset);
}

static void check_row(const struct row *row, const struct ruleset *ruleset)
{
    struct finding f = found(row, ruleset);
    same_verdict(row->title, &f, row->verdict);
    bool counted = row->verdict == BREACH || row->verdict == REFER;
    if (f.on_record_days != (counted ? row->on_record_days : -1)) {
        fail_msg("%s: %d days", row->title, f.on_record_days);
    }
    assert_false(date_given(f.earliest_start_date));
    assert_false(date_given(f.due_by));
}

#define CHECK_ROWS(rows, ruleset)     \
    EACH(i, rows)                     \
    {                                 \
        check_row(&rows[i], ruleset); \
    }
/* clang-format off */
#define JAN "2026-01-05"
#define WHOLE .whole = true

static void one_stretch(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"R2.1 exactly three years", JAN, {{"2022-09-05", "2025-09-04"}}, PASS, WHOLE},
        {"R2.1 a day short", JAN, {{"2022-09-05", "2025-09-03"}}, BREACH, 1095, WHOLE},
        {"R2.1 three years of 1,095 days", "2028-06-01", {{"2025-01-01", "2027-12-31"}}, PASS, WHOLE},
        {"R2.1 1,094 of them", "2028-06-01", {{"2025-01-01", "2027-12-30"}}, BREACH, 1094, WHOLE},
        {"R2.1 from a leap day", "2027-06-01", {{"2024-02-29", "2027-02-27"}}, PASS, WHOLE},
        {"R2.1 from a leap day, a day short", "2027-06-01", {{"2024-02-29", "2027-02-26"}}, BREACH, 1094,
         WHOLE},
        {"open, to the day before the start", JAN, {{"2023-01-05", NULL}}, PASS, WHOLE},
        {"open, a day short", JAN, {{"2023-01-06", NULL}}, BREACH, 1095, WHOLE},
        {"ends later: the same", JAN, {{"2023-01-05", "2026-12-31"}}, PASS, WHOLE},
        {"ends on the start: the same", JAN, {{"2023-01-06", "2026-01-05"}}, BREACH, 1095, WHOLE},
        {"begins on the start", JAN, {{"2026-01-05", NULL}}, BREACH, 0, WHOLE},
    };
    struct test_ruleset r;
    test_ruleset(&r);
    CHECK_ROWS(rows, &r.ruleset)
}

static void several_stretches(void **state)
{
    (void)state;
    static const struct row rows[] = {
        /* 366 + 730: 1 January 2020 to 31 December 2020, 1 February 2021 to 31 January 2023 */
        {"R2.2 broken, 1,096", JAN, {{"2020-01-01", "2020-12-31"}, {"2021-02-01", "2023-01-31"}}, PASS,
         WHOLE},
        {"R2.2 broken, 1,095", JAN, {{"2020-01-01", "2020-12-31"}, {"2021-02-01", "2023-01-30"}}, REFER,
         1095, WHOLE},
        {"R2.2 broken, 1,094", JAN, {{"2020-01-01", "2020-12-31"}, {"2021-02-01", "2023-01-29"}}, BREACH,
         1094, WHOLE},
        {"R2.2 adjoining: one stretch", JAN, {{"2022-09-05", "2023-12-31"}, {"2024-01-01", "2025-09-04"}},
         PASS, WHOLE},
        {"R2.2 adjoining, listed the other way about", JAN, {{"2024-01-01", "2025-09-04"}, {"2022-09-05",
         "2023-12-31"}}, PASS, WHOLE},
        {"R2.2 a day between", JAN, {{"2022-09-05", "2023-12-31"}, {"2024-01-02", "2025-09-04"}}, REFER,
         1095, WHOLE},
        {"R2.2 adjoining, 1,095 days of three years", "2028-06-01", {{"2025-01-01", "2025-12-31"},
         {"2026-01-01", "2027-12-31"}}, PASS, WHOLE},
        {"R2.2 overlap counts once", JAN, {{"2024-01-01", "2025-01-31"}, {"2024-01-01", "2024-12-31"},
         {"2025-01-31", "2025-02-28"}}, BREACH, 425, WHOLE},
        {"R2.2 one within another", JAN, {{"2022-09-05", "2025-09-03"}, {"2023-01-01", "2023-12-31"}},
         BREACH, 1095, WHOLE},
        {"three years of 1,095 days, joined by the last listed", "2028-06-01", {{"2025-01-01", "2025-06-30"},
         {"2026-01-01", "2027-12-31"}, {"2025-07-01", "2025-12-31"}}, PASS, WHOLE},
    };
    struct test_ruleset r;
    test_ruleset(&r);
    CHECK_ROWS(rows, &r.ruleset)
}

static void which_posts_count(void **state)
{
    (void)state;
#define THREE(...) {{"2022-09-05", "2025-09-04", __VA_ARGS__}}
    static const struct row rows[] = {
        {"R2.3 agency", JAN, THREE(BASIS_AGENCY), BREACH, 0, WHOLE},
        {"R2.3 agency, not whole", JAN, THREE(BASIS_AGENCY), REFER, 0},
        {"R2.4 fixed term", JAN, THREE(BASIS_FIXED_TERM), REFER, 1096, WHOLE},
        {"R2.4 fixed term, too short either way", JAN, {{"2022-09-05", "2025-09-03", BASIS_FIXED_TERM}},
         BREACH, 1095, WHOLE},
        {"R2.4 nothing hangs on it", JAN, {{"2022-09-05", "2025-09-04"}, {"2025-09-05", NULL,
         BASIS_FIXED_TERM}}, PASS, WHOLE},
        {"R2.4 permanent and fixed term together", JAN, {{"2022-09-05", "2023-12-31"}, {"2024-01-01",
         "2025-09-04", BASIS_FIXED_TERM}}, REFER, 1096, WHOLE},
        {"bank: who supplied is not on record", JAN, THREE(BASIS_BANK), REFER, 1096, WHOLE},
        {"mixed", JAN, THREE(.service = SERVICE_MIXED), REFER, 1096, WHOLE},
        {"mixed, too short even with it", JAN, {{"2022-09-05", "2025-09-03", .service = SERVICE_MIXED}},
         BREACH, 1095, WHOLE},
        {"mixed, enough without", JAN, {{"2022-09-05", "2025-09-04"}, {"2025-09-05", NULL, .service =
         SERVICE_MIXED}}, PASS, WHOLE},
        {"disputed", JAN, THREE(.disputed = true), REFER, 1096, WHOLE},
        {"disputed, enough without", JAN, {{"2022-09-05", "2025-09-04"}, {"2020-09-05", "2021-09-04",
         .disputed = true}}, PASS, WHOLE},
        {"disputed, too short: it may have been longer", JAN, {{"2022-09-05", "2025-09-03", .disputed =
         true}}, REFER, 1095, WHOLE},
        {"agency, disputed: it may have been direct", JAN, THREE(BASIS_AGENCY, .disputed = true), REFER, 0,
         WHOLE},
        {"no first day: a partial record", JAN, {{NULL, "2025-09-04"}}, REFER, 0, WHOLE},
        {"no first day, of agency work", JAN, {{NULL, "2025-09-04", BASIS_AGENCY}}, BREACH, 0, WHOLE},
        {"no first day, enough without", JAN, {{"2022-09-05", "2025-09-04"}, {NULL, "2020-09-04"}}, PASS,
         WHOLE},
        {"what the worker said is no record", JAN, {{NULL, "2025-09-04", .declared = true}}, UNKNOWN, 0,
         WHOLE},
    };
    struct test_ruleset r;
    test_ruleset(&r);
    CHECK_ROWS(rows, &r.ruleset)
}

static void whether_posts_must_be_permanent(void **state)
{
    (void)state;
    static const struct row yes[] = {
        {"YES, fixed term", JAN, THREE(BASIS_FIXED_TERM), BREACH, 0, WHOLE},
        {"YES, fixed term, not whole", JAN, THREE(BASIS_FIXED_TERM), REFER, 0},
        {"YES, bank", JAN, THREE(BASIS_BANK), BREACH, 0, WHOLE},
        {"YES, permanent", JAN, THREE(BASIS_SUBSTANTIVE), PASS, WHOLE},
    };
    static const struct row no[] = {
        {"NO, fixed term", JAN, THREE(BASIS_FIXED_TERM), PASS, WHOLE},
        {"NO, bank", JAN, THREE(BASIS_BANK), REFER, 1096, WHOLE},
    };
    static const struct row none[] = {
        {"not laid down, fixed term", JAN, THREE(BASIS_FIXED_TERM), UNKNOWN, 0, WHOLE},
        {"not laid down, permanent", JAN, THREE(BASIS_SUBSTANTIVE), PASS, WHOLE},
        {"not laid down, too short either way", JAN, {{"2022-09-05", "2025-09-03", BASIS_FIXED_TERM}},
         BREACH, 1095, WHOLE},
    };
    struct test_ruleset r;
    test_ruleset(&r);
    test_ruleset_set(&r, "experience_requires_permanent", "YES");
    CHECK_ROWS(yes, &r.ruleset)
    test_ruleset_set(&r, "experience_requires_permanent", "NO");
    CHECK_ROWS(no, &r.ruleset)
    test_ruleset_set(&r, "experience_requires_permanent", "PERHAPS");
    CHECK_ROWS(none, &r.ruleset)
    test_ruleset_set(&r, "experience_requires_permanent", NULL);
    CHECK_ROWS(none, &r.ruleset)
}

static void qualification(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"R2.5 qualified a day too late", JAN, {{"2022-01-01", NULL}}, BREACH, 1094, "2023-01-06"},
        {"R2.5 a day too late, disputed", JAN, {{"2022-01-01", NULL, .disputed = true}}, BREACH, 1094,
         "2023-01-06"},
        {"R2.5 a day too late, no first day", JAN, {{NULL, "2025-09-04"}}, BREACH, 0, "2023-01-06"},
        /* 6 January 2023 to 4 January 2026: the day itself does not count */
        {"R2.5 three years to the day", JAN, {{"2022-01-01", NULL}}, REFER, 1095, "2023-01-05"},
        {"R2.5 a day more", JAN, {{"2022-01-01", NULL}}, PASS, 0, "2023-01-04"},
        {"R2.5 long ago, a short record", JAN, {{"2024-01-01", "2024-12-31"}}, REFER, 366, "2010-07-01"},
        {"R2.5 not whole", JAN, {{"2024-01-01", "2024-12-31"}}, REFER, 366},
        {"R2.5 whole", JAN, {{"2024-01-01", "2024-12-31"}}, BREACH, 366, WHOLE},
        {"before the qualification nothing counts", JAN, {{"2010-01-01", "2020-12-31"}}, BREACH, 0,
         "2020-12-31", WHOLE},
        {"R2.6 nothing on record", JAN, {{0}}, UNKNOWN},
        {"R2.6 nothing on record, whole or not", JAN, {{0}}, UNKNOWN, 0, "2025-07-01", WHOLE},
    };
    struct test_ruleset r;
    test_ruleset(&r);
    CHECK_ROWS(rows, &r.ruleset)
}
/* clang-format on */

static void how_many_years(void **state)
{
    (void)state;
    static const struct row two = {"two years", JAN, {{"2022-01-01", "2023-12-31"}}, PASS, .whole = true};
    static const struct row one = {"one of 365 days", JAN, {{"2022-01-01", "2022-12-31"}}, BREACH, 365,
                                   .whole = true};
    static const struct row broken = {
        "365, broken", JAN, {{"2022-01-01", "2022-06-30"}, {"2023-07-01", "2023-12-31"}},
        REFER,         365, .whole = true};
    static const struct row unknown = {"years", JAN, {{"2019-01-01", "2023-12-31"}}, UNKNOWN};
    static const char *const odd[] = {NULL, "three", "-1", "51"};
    struct test_ruleset r;
    test_ruleset(&r);
    test_ruleset_set(&r, "experience_years", "2");
    check_row(&two, &r.ruleset);
    check_row(&one, &r.ruleset);
    EACH(i, odd)
    {
        test_ruleset(&r);
        test_ruleset_set(&r, "experience_years", odd[i]);
        check_row(&unknown, &r.ruleset);
    }
    test_ruleset(&r);
    test_ruleset_set(&r, "experience_years", "0");
    assert_int_equal(found(&one, &r.ruleset).verdict, PASS);
    test_ruleset_set(&r, "experience_years", "1");
    check_row(&broken, &r.ruleset);
    test_ruleset_set(&r, "experience_years", "50");
    assert_int_equal(found(&one, &r.ruleset).verdict, BREACH);
}

/* Older placements are tested by the parameters of the rules' first day, from 1 October 2025 on. */
static void bank_contract_and_transition(void **state)
{
    (void)state;
    static const struct row row = {"short", "2024-10-30", {{"2022-01-01", NULL}},
                                   BREACH,  1033,         .whole = true};
    struct contract_prevents c = {RULE_EXPERIENCE, "Contract", "4.2", day("2025-12-31")};
    struct test_ruleset r;
    struct test_facts t;
    test_ruleset(&r);
    fill(&row, &t);
    t.facts.checked_on = day("2025-09-30");
    assert_int_equal(ask_one(experience, &t.facts, &r.ruleset).verdict, VERDICT_NOT_APPLICABLE);
    t.facts.checked_on = day("2025-10-01");
    struct finding f = ask_one(experience, &t.facts, &r.ruleset);
    assert_int_equal(f.verdict, BREACH);
    assert_int_equal(f.on_record_days, row.on_record_days);
    t.facts.bank_supply = BANK_SUPPLY_UNSTATED;
    assert_int_equal(ask_one(experience, &t.facts, &r.ruleset).verdict, REFER);
    t.facts.bank_supply = BANK_SUPPLY_AGENCY;
    t.facts.contract_prevents = &c;
    t.facts.contract_prevents_count = 1;
    t.facts.start_date = t.facts.checked_on = day("2024-10-31");
    f = ask_one(experience, &t.facts, &r.ruleset);
    assert_int_equal(f.verdict, VERDICT_NOT_APPLICABLE);
    assert_string_equal(f.basis, "CONTRACT");
    c.rule = RULE_NOTICE;
    assert_int_equal(ask_one(experience, &t.facts, &r.ruleset).verdict, BREACH);
}

static void reasons(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct {
        struct row row;
        const char *parameter, *reason;
    } rows[] = {
        {{"pass", JAN, {{"2022-01-01", NULL}}}, NULL,
         "The records hold at least 3 years of direct employment before 5 January 2026."},
        {{"short", JAN, {{"2026-01-04", NULL}}, .whole = true}, NULL,
         "The records, which are stated to be whole, hold 1 day of direct employment before 5 January 2026; "
         "3 years of it are asked for."},
        {{"qualified", JAN, {{"2022-01-01", NULL}}, .qualified = "2023-02-28"}, NULL,
         "The worker qualified on 28 February 2023, less than 3 years before 5 January 2026."},
        {{"not whole", JAN, {{"2024-09-02", "2025-09-01"}}}, NULL,
         "The records do not settle whether there are 3 years of direct employment before 5 January 2026; "
         "they hold 365 days. Ask the worker."},
        {{"fixed term", JAN, THREE(BASIS_FIXED_TERM)}, NULL,
         "The records do not settle whether there are 3 years of direct employment before 5 January 2026; "
         "they hold 1096 days. Ask the worker."},
        {{"disputed", JAN, THREE(.disputed = true)}, NULL,
         "The records do not settle whether there are 3 years of direct employment before 5 January 2026; "
         "they hold 1096 days. Ask the worker."},
        {{"nothing", JAN, {{0}}}, NULL,
         "No employment is on record for this worker; ask for the history of employment."},
        {{"no years", JAN, THREE(BASIS_SUBSTANTIVE)}, "experience_years",
         "It is not laid down how many years of experience are asked for on that day."},
        {{"no permanence", JAN, THREE(BASIS_FIXED_TERM)}, "experience_requires_permanent",
         "It is not laid down whether fixed-term posts count as experience on that day."},
        {{"older", "2024-10-30", THREE(BASIS_SUBSTANTIVE)}, "transition_end",
         "The ruleset does not say when the transition ends."},
    };
    /* clang-format on */
    EACH(i, rows)
    {
        struct test_ruleset r;
        test_ruleset(&r);
        if (rows[i].parameter) {
            test_ruleset_set(&r, rows[i].parameter, NULL);
        }
        same_words(rows[i].row.title, found(&rows[i].row, &r.ruleset).reason, rows[i].reason);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_stretch),
        cmocka_unit_test(several_stretches),
        cmocka_unit_test(which_posts_count),
        cmocka_unit_test(whether_posts_must_be_permanent),
        cmocka_unit_test(qualification),
        cmocka_unit_test(how_many_years),
        cmocka_unit_test(bank_contract_and_transition),
        cmocka_unit_test(reasons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
