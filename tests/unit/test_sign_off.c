/* SPDX-License-Identifier: MIT */
/* R5, each edge from both sides: on a rate of £40.00 an hour that is over a cap. */
#include "rule_facts.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#define BREACH VERDICT_BREACH
#define REFER VERDICT_REFER
#define PASS VERDICT_PASS
#define UNKNOWN VERDICT_UNKNOWN
#define DCS ROLE_DCS
#define CHIEF ROLE_CHIEF_EXECUTIVE

static const enum role chain[] = {ROLE_DCS, ROLE_CHIEF_EXECUTIVE};

struct signature {
    enum role role;
    uint8_t person;
    const char *on;
};

/* What a row leaves out: a departure from PRICE_CAP, complete, from a cap of £38.00 up to £40.00, until the
 * end of 2026. */
struct asked {
    struct signature signatures[4];
    enum rule rule;
    bool incomplete;
    int64_t up_to, cap;
    const char *expires;
};

struct row {
    const char *title;
    const char *checked; /* NULL: on the start, 5 May 2026 */
    const char *offer;   /* NULL: not given */
    struct asked asked[2];
    enum verdict verdict;
    bool trust;
    const char *due_by;
};

struct test_facts {
    struct facts facts;
    struct departure departures[2];
    struct sign_off sign_offs[2][4];
};

static void fill_departure(const struct asked *a, struct sign_off *sign_offs, struct departure *d)
{
    size_t count = 0;
    for (; count < 4 && a->signatures[count].role; count++) {
        const struct signature *s = &a->signatures[count];
        sign_offs[count] = (struct sign_off){s->role, agreement(s->person), day(s->on)};
    }
    *d = (struct departure){.rule = a->rule ? a->rule : RULE_PRICE_CAP,
                            .complete = !a->incomplete,
                            .cap_pence = a->cap ? a->cap : 3800,
                            .up_to_pence = a->up_to ? a->up_to : 4000,
                            .expires_on = day(a->expires ? a->expires : "2026-12-31"),
                            .sign_offs = sign_offs,
                            .sign_off_count = count};
}

static void fill(const struct row *row, struct test_facts *t)
{
    *t = (struct test_facts){.facts = {.start_date = day("2026-05-05"),
                                       .checked_on = day(row->checked ? row->checked : "2026-05-05"),
                                       .offer_date = day(row->offer),
                                       .sign_off_chain = chain,
                                       .sign_off_chain_count = 2,
                                       .departures = t->departures,
                                       .hirer_is_trust = row->trust}};
    for (size_t i = 0; i < 2 && row->asked[i].signatures[0].role; i++) {
        fill_departure(&row->asked[i], t->sign_offs[i], &t->departures[i]);
        t->facts.departure_count++;
    }
}

static void over_cap(struct findings *findings, int64_t comparable)
{
    struct finding *f = findings_add(findings, RULE_PRICE_CAP, LAYER_REGIONAL, VERDICT_BREACH);
    f->comparable_pence = comparable;
    f->cap_pence = 3800;
}

/* After a finding of another agreement that is in order, and one of COOL_OFF. */
static struct finding asked_of(const struct facts *facts, const struct ruleset *ruleset)
{
    struct findings findings = {.count = 0};
    findings_add(&findings, RULE_COOL_OFF, LAYER_NATIONAL, VERDICT_BREACH);
    over_cap(&findings, 4000);
    findings_add(&findings, RULE_PRICE_CAP, LAYER_REGIONAL, VERDICT_PASS)->comparable_pence = 4500;
    sign_off(facts, ruleset, &findings);
    assert_int_equal(findings.count, 4);
    assert_int_equal(findings.at[3].rule, RULE_SIGN_OFF);
    assert_int_equal(findings.at[3].layer, LAYER_NATIONAL);
    return findings.at[3];
}

static void check_row(const struct row *row, const struct ruleset *ruleset)
{
    struct test_facts t;
    fill(row, &t);
    struct finding f = asked_of(&t.facts, ruleset);
    same_verdict(row->title, &f, row->verdict);
    if (!date_equal(f.due_by, day(row->due_by))) {
        fail_msg("%s: due by another day", row->title);
    }
}

#define CHECK_ROWS(rows, ruleset)     \
    EACH(i, rows)                     \
    {                                 \
        check_row(&rows[i], ruleset); \
    }
/* clang-format off */
#define BOTH {{DCS, 1, "2026-05-01"}, {CHIEF, 2, "2026-05-02"}}
#define SIGNED(...) {{__VA_ARGS__}}

static void who_signs(void **state)
{
    (void)state;
#define ON_START NULL, NULL
    static const struct row rows[] = {
        {"both, before the start", ON_START, SIGNED(BOTH), PASS},
        {"in the other order", ON_START, SIGNED({{CHIEF, 2, "2026-05-01"}, {DCS, 1, "2026-05-02"}}), PASS},
        {"nobody", "2026-05-06", NULL, {{{{0}}}}, BREACH},
        {"one role missing", "2026-05-06", NULL, SIGNED({{DCS, 1, "2026-05-01"}}), BREACH},
        {"another role", "2026-05-06", NULL, SIGNED({{DCS, 1, "2026-05-01"}, {ROLE_HR, 2, "2026-05-02"}}),
         BREACH},
        {"one person twice", "2026-05-06", NULL, SIGNED({{DCS, 1, "2026-05-01"}, {CHIEF, 1, "2026-05-02"}}),
         BREACH},
        {"one person twice, and a deputy", ON_START, SIGNED({{DCS, 1, "2026-05-01"}, {CHIEF, 1,
         "2026-05-02"}, {CHIEF, 3, "2026-05-03"}}), PASS},
        {"the deputy of the first", ON_START, SIGNED({{DCS, 1, "2026-05-01"}, {DCS, 3, "2026-05-01"},
         {CHIEF, 1, "2026-05-02"}}), PASS},
        {"a trust, one person in both", "2026-05-06", NULL, SIGNED({{DCS, 1, "2026-05-01"}, {CHIEF, 1,
         "2026-05-02"}}), REFER, true},
        {"a trust, one role missing", "2026-05-06", NULL, SIGNED({{DCS, 1, "2026-05-01"}}), BREACH, true},
        {"a trust, another role", "2026-05-06", NULL, SIGNED({{DCS, 1, "2026-05-01"}, {ROLE_HR, 1,
         "2026-05-02"}}), BREACH, true},
        {"a trust, one of them late", "2026-05-07", NULL, SIGNED({{DCS, 1, "2026-05-01"}, {CHIEF, 1,
         "2026-05-06"}}), BREACH, true},
        {"a trust, two persons", ON_START, SIGNED(BOTH), PASS, true},
        {"spread over two departures", "2026-05-06", NULL, {{{{DCS, 1, "2026-05-01"}}}, {{{CHIEF, 2,
         "2026-05-02"}}}}, BREACH},
        {"the second departure", ON_START, {{{{DCS, 1, "2026-05-01"}}}, {BOTH}}, PASS},
        {"a trust: PASS goes before REFER", ON_START, {{{{DCS, 1, "2026-05-01"}, {CHIEF, 1, "2026-05-01"}}},
         {BOTH}}, PASS, true},
    };
    struct test_ruleset r;
    test_ruleset(&r);
    CHECK_ROWS(rows, &r.ruleset)
}

static void by_when(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"on the start", ON_START, SIGNED({{DCS, 1, "2026-05-05"}, {CHIEF, 2, "2026-05-05"}}), PASS},
        {"one a day late", "2026-05-06", NULL, SIGNED({{DCS, 1, "2026-05-05"}, {CHIEF, 2, "2026-05-06"}}),
         BREACH},
        {"on the day of the offer", NULL, "2026-04-20", SIGNED({{DCS, 1, "2026-04-20"}, {CHIEF, 2,
         "2026-04-20"}}), PASS},
        {"a day after the offer", NULL, "2026-04-20", SIGNED({{DCS, 1, "2026-04-20"}, {CHIEF, 2,
         "2026-04-21"}}), BREACH},
        {"the offer is later than the start", NULL, "2026-05-06", SIGNED({{DCS, 1, "2026-05-05"}, {CHIEF, 2,
         "2026-05-05"}}), PASS},
        {"later than the start, and signed with it", "2026-05-06", "2026-05-06", SIGNED({{DCS, 1,
         "2026-05-06"}, {CHIEF, 2, "2026-05-06"}}), BREACH},
        {"nobody yet, before the start", "2026-05-01", NULL, {{{{0}}}}, UNKNOWN, .due_by = "2026-05-05"},
        {"one yet", "2026-05-01", NULL, SIGNED({{DCS, 1, "2026-05-01"}}), UNKNOWN, .due_by = "2026-05-05"},
        {"the other tomorrow", "2026-05-01", NULL, SIGNED({{DCS, 1, "2026-05-01"}, {CHIEF, 2,
         "2026-05-02"}}), UNKNOWN, .due_by = "2026-05-05"},
        {"the same person so far", "2026-05-01", NULL, SIGNED({{DCS, 1, "2026-05-01"}, {CHIEF, 1,
         "2026-05-01"}}), UNKNOWN, .due_by = "2026-05-05"},
        {"a trust's one person, so far", "2026-05-01", NULL, SIGNED({{DCS, 1, "2026-05-01"}, {CHIEF, 1,
         "2026-05-01"}}), REFER, true},
        {"on the last day", "2026-05-05", NULL, {{{{0}}}}, UNKNOWN, .due_by = "2026-05-05"},
        {"on the day of the offer, nobody yet", "2026-04-20", "2026-04-20", {{{{0}}}}, UNKNOWN,
         .due_by = "2026-04-20"},
        {"the day after the offer", "2026-04-21", "2026-04-20", {{{{0}}}}, BREACH},
    };
    struct test_ruleset r;
    test_ruleset(&r);
    CHECK_ROWS(rows, &r.ruleset)
}

static void what_is_signed(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"up to the rate", ON_START, {{BOTH, .up_to = 4000}}, PASS},
        {"a penny less", "2026-05-06", NULL, {{BOTH, .up_to = 3999}}, BREACH},
        {"up to more", ON_START, {{BOTH, .up_to = 4001}}, PASS},
        {"until the start", ON_START, {{BOTH, .expires = "2026-05-05"}}, PASS},
        {"until the start, asked later", "2026-06-01", NULL, {{BOTH, .expires = "2026-05-05"}}, PASS},
        {"until the day before", "2026-05-06", NULL, {{BOTH, .expires = "2026-05-04"}}, BREACH},
        {"not complete", "2026-05-06", NULL, {{BOTH, .incomplete = true}}, BREACH},
        {"of a higher cap", "2026-05-06", NULL, {{BOTH, .cap = 3801}}, BREACH},
        {"of a lower cap", "2026-05-06", NULL, {{BOTH, .cap = 3799}}, PASS},
        {"of another rule", "2026-05-06", NULL, {{BOTH, .rule = RULE_COOL_OFF}}, BREACH},
        {"expired, but there is time", "2026-05-05", NULL, {{BOTH, .expires = "2026-05-04"}}, UNKNOWN,
         .due_by = "2026-05-05"},
    };
    struct test_ruleset r;
    test_ruleset(&r);
    CHECK_ROWS(rows, &r.ruleset)
}
/* clang-format on */

static const struct row plain = {"plain", NULL, NULL, {{BOTH}}, PASS};

static void the_dearest_breach_is_signed_for(void **state)
{
    (void)state;
    struct test_facts t;
    struct test_ruleset r;
    struct findings findings = {.count = 0};
    test_ruleset(&r);
    fill(&plain, &t);
    t.facts.checked_on = day("2026-05-06");
    over_cap(&findings, 4001);
    over_cap(&findings, 3900);
    sign_off(&t.facts, &r.ruleset, &findings);
    assert_int_equal(findings.at[2].verdict, BREACH);
    t.departures[0].up_to_pence = 4001;
    sign_off(&t.facts, &r.ruleset, &findings);
    assert_int_equal(findings.at[3].verdict, PASS);
    findings.at[1].cap_pence = 3799;
    sign_off(&t.facts, &r.ruleset, &findings);
    assert_int_equal(findings.at[4].verdict, BREACH); /* under two agreements the lower cap */
}

static void no_expiry_or_no_date_of_signature(void **state)
{
    (void)state;
    struct test_facts t;
    struct test_ruleset r;
    test_ruleset(&r);
    fill(&plain, &t);
    t.facts.checked_on = day("2026-05-06");
    t.departures[0].expires_on = DATE_NONE;
    assert_int_equal(asked_of(&t.facts, &r.ruleset).verdict, BREACH);
    fill(&plain, &t);
    t.facts.checked_on = day("2026-05-06");
    t.sign_offs[0][1].signed_on = DATE_NONE;
    assert_int_equal(asked_of(&t.facts, &r.ruleset).verdict, BREACH);
}

static void bank_contract_and_older_placements(void **state)
{
    (void)state;
    struct contract_prevents c = {RULE_SIGN_OFF, "Contract", "4.2", day("2025-12-31")};
    struct test_facts t;
    struct test_ruleset r;
    test_ruleset(&r);
    fill(&plain, &t);
    t.facts.bank_supply = BANK_SUPPLY_UNSTATED;
    assert_int_equal(asked_of(&t.facts, &r.ruleset).verdict, REFER);
    t.facts.bank_supply = BANK_SUPPLY_AGENCY;
    t.facts.contract_prevents = &c;
    t.facts.contract_prevents_count = 1;
    t.facts.start_date = t.facts.checked_on = day("2025-09-30");
    assert_string_equal(asked_of(&t.facts, &r.ruleset).basis, "CONTRACT");
    c.rule = RULE_PRICE_CAP; /* begun before the caps, however it was signed for */
    assert_int_equal(asked_of(&t.facts, &r.ruleset).verdict, REFER);
    t.facts.start_date = day("2025-10-01");
    t.facts.checked_on = day("2025-10-02");
    assert_int_equal(asked_of(&t.facts, &r.ruleset).verdict, BREACH);
}

static void reasons(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct {
        struct row row;
        const char *reason;
    } rows[] = {
        {{"pass", ON_START, SIGNED(BOTH), PASS},
         "The rate over the cap was signed for by every role that must, each another person, on or before 5 "
         "May 2026."},
        {{"breach", "2026-05-06", "2026-04-20", SIGNED(BOTH)},
         "The rate over the cap was not signed for by every role that must, each another person, on or "
         "before 20 April 2026."},
        {{"to come", "2026-05-01", NULL, {{{{0}}}}},
         "The rate over the cap is still to be signed for by every role that must, each another person, on "
         "or before 5 May 2026."},
        {{"trust", ON_START, SIGNED({{DCS, 1, "2026-05-01"}, {CHIEF, 1, "2026-05-01"}}), .trust = true},
         "Every role signed for the rate over the cap on or before 5 May 2026, but one person for several of "
         "them, which a trust may have."},
    };
    /* clang-format on */
    struct test_facts t;
    struct test_ruleset r;
    test_ruleset(&r);
    EACH(i, rows)
    {
        fill(&rows[i].row, &t);
        same_words(rows[i].row.title, asked_of(&t.facts, &r.ruleset).reason, rows[i].reason);
    }
    fill(&plain, &t);
    t.facts.sign_off_chain_count = 0;
    struct finding f = asked_of(&t.facts, &r.ruleset);
    assert_int_equal(f.verdict, UNKNOWN);
    assert_false(date_given(f.due_by));
    same_words("no chain", f.reason, "It is not laid down who signs for a rate over the cap.");
    fill(&plain, &t);
    t.facts.start_date = day("2025-09-30");
    same_words("older", asked_of(&t.facts, &r.ruleset).reason,
               "The placement began before the price caps; by when its rate is signed for is not laid down.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_signs),
        cmocka_unit_test(by_when),
        cmocka_unit_test(what_is_signed),
        cmocka_unit_test(the_dearest_breach_is_signed_for),
        cmocka_unit_test(no_expiry_or_no_date_of_signature),
        cmocka_unit_test(bank_contract_and_older_placements),
        cmocka_unit_test(reasons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
