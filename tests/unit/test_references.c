/* SPDX-License-Identifier: MIT */
/* R3 by number, each edge from both sides. */
#include "rule_facts.h"

#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#define BREACH VERDICT_BREACH
#define PASS VERDICT_PASS
#define UNKNOWN VERDICT_UNKNOWN
#define NOT_APPLICABLE VERDICT_NOT_APPLICABLE

/* What a row leaves out: one that counts, of 16 February 2026. */
struct given {
    uint8_t referee, engagement; /* 0: there is none */
    const char *dated, *received;
    bool character, off_template, other_body, unverified, awaited;
};

struct row {
    const char *title;
    const char *checked;
    const char *offer; /* NULL: not given */
    struct given given[3];
    enum verdict verdict;
    int32_t have;
    const char *due_by;
    const char *start; /* NULL: 2 March 2026 */
};

struct test_facts {
    struct facts facts;
    struct reference references[3];
};

static struct reference reference_of(const struct given *g)
{
    return (struct reference){
        .practice_based = !g->character,
        .on_template = !g->off_template,
        .from_employer = !g->other_body,
        .verified = !g->unverified,
        .dated = day(g->dated ? g->dated : "2026-02-16"),
        .received = g->awaited ? DATE_NONE : day(g->received ? g->received : "2026-02-16"),
        .referee = agreement(g->referee),
        .engagement = agreement(g->engagement),
    };
}

static void fill(const struct row *row, struct test_facts *t)
{
    *t = (struct test_facts){.facts = {.checked_on = day(row->checked),
                                       .start_date = day(row->start ? row->start : "2026-03-02"),
                                       .offer_date = day(row->offer),
                                       .references = t->references}};
    for (size_t i = 0; i < 3 && row->given[i].referee; i++) {
        t->references[t->facts.reference_count++] = reference_of(&row->given[i]);
    }
}

static struct finding found(const struct row *row, const struct ruleset *ruleset)
{
    struct test_facts t;
    fill(row, &t);
    return ask_one(references, &t.facts, ruleset);
}

static void check_row(const struct row *row, const struct ruleset *ruleset)
{
    struct finding f = found(row, ruleset);
    same_verdict(row->title, &f, row->verdict);
    if (row->verdict == NOT_APPLICABLE) {
        return;
    }
    if (f.have != row->have || f.need != 2) {
        fail_msg("%s: %d of %d", row->title, f.have, f.need);
    }
    assert_true(date_equal(f.due_by, day(row->due_by)));
}

#define CHECK_ROWS(rows, ruleset)     \
    EACH(i, rows)                     \
    {                                 \
        check_row(&rows[i], ruleset); \
    }
/* clang-format off */
#define OFFERED "2026-02-10"
#define ONE {1, 1}
#define TWO {2, 2}

static void what_counts(void **state)
{
    (void)state;
#define START "2026-03-02", OFFERED
    static const struct row rows[] = {
        {"two", START, {ONE, TWO}, PASS, 2},
        {"three", START, {ONE, TWO, {3, 3}}, PASS, 3},
        {"one", START, {ONE}, BREACH, 1},
        {"none", START, {{0}}, BREACH, 0},
        {"a character reference", START, {ONE, {2, 2, .character = true}}, BREACH, 1},
        {"not on the template", START, {ONE, {2, 2, .off_template = true}}, BREACH, 1},
        {"before there was a template", START, {ONE, {2, 2, "2024-10-30", .off_template = true}}, PASS, 2},
        {"on its first day", START, {ONE, {2, 2, "2024-10-31", .off_template = true}}, BREACH, 1},
        {"before the template, a character reference", START, {ONE, {2, 2, "2024-10-30", .character = true}},
         BREACH, 1},
        {"from another body", START, {ONE, {2, 2, .other_body = true}}, BREACH, 1},
        {"not verified", START, {ONE, {2, 2, .unverified = true}}, BREACH, 1},
        {"not received", START, {ONE, {2, 2, .awaited = true}}, BREACH, 1},
        {"one referee, one engagement", START, {ONE, ONE}, BREACH, 1},
        {"one referee, two engagements", START, {ONE, {1, 2}}, PASS, 2},
        {"two referees, one engagement", START, {ONE, {2, 1}}, PASS, 2},
        {"the first of the same does not count", START, {{1, 1, .unverified = true}, ONE, TWO}, PASS, 2},
        {"the same thrice", START, {ONE, ONE, ONE}, BREACH, 1},
    };
    struct test_ruleset r;
    test_ruleset(&r);
    CHECK_ROWS(rows, &r.ruleset)
}

static void by_when(void **state)
{
    (void)state;
#define RECEIVED(on) {ONE, {2, 2, .received = on}}
    static const struct row rows[] = {
        {"R3.1 before the start", "2026-02-20", OFFERED, {ONE}, UNKNOWN, 1, "2026-03-01"},
        {"R3.1 the day before", "2026-03-01", OFFERED, {ONE}, UNKNOWN, 1, "2026-03-01"},
        {"R3.1 on the start", "2026-03-02", OFFERED, {ONE}, BREACH, 1},
        {"R3.1 after it", "2026-04-02", OFFERED, {ONE}, BREACH, 1},
        {"R3.1 enough before the start", "2026-02-20", OFFERED, {ONE, TWO}, PASS, 2},
        {"received the day before the start", "2026-03-02", OFFERED, RECEIVED("2026-03-01"), PASS, 2},
        {"received on the start", "2026-03-02", OFFERED, RECEIVED("2026-03-02"), BREACH, 1},
        {"received after it, asked later", "2026-04-02", OFFERED, RECEIVED("2026-03-20"), BREACH, 1},
        {"received on the day of asking", "2026-02-20", OFFERED, RECEIVED("2026-02-20"), PASS, 2},
        {"received later than that", "2026-02-20", OFFERED, RECEIVED("2026-02-21"), UNKNOWN, 1,
         "2026-03-01"},
    };
    struct test_ruleset r;
    test_ruleset(&r);
    CHECK_ROWS(rows, &r.ruleset)
}

static void which_offers(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"R3.2 the day before", "2026-03-02", "2024-10-30", {{0}}, NOT_APPLICABLE},
        {"R3.2 on the first day", "2026-03-02", "2024-10-31", {{0}}, BREACH, 0},
        {"R3.2 not given, before the start", "2026-02-20", NULL, {ONE}, UNKNOWN, 1, "2026-03-01"},
        {"R3.2 not given, from the start on", "2026-03-02", NULL, {ONE}, UNKNOWN, 1},
        {"R3.2 not given, and enough", "2026-03-02", NULL, {ONE, TWO}, PASS, 2},
        {"older than the rules: so was the offer", "2025-10-01", NULL, {{0}}, NOT_APPLICABLE, .start =
         "2024-10-30"},
    };
    struct test_ruleset r;
    test_ruleset(&r);
    CHECK_ROWS(rows, &r.ruleset)
}

static void each_parameter_taken_away(void **state)
{
    (void)state;
    static const struct {
        struct row row;
        const char *parameter, *value;
        enum verdict verdict;
    } rows[] = {
        {{"trigger", START, {ONE, TWO}}, "references_trigger", NULL, UNKNOWN},
        {{"trigger is no date", START, {ONE, TWO}}, "references_trigger", "soon", UNKNOWN},
        {{"required", START, {ONE, TWO}}, "references_required", NULL, UNKNOWN},
        {{"required is no number", START, {ONE, TWO}}, "references_required", "two", UNKNOWN},
        {{"required is below none", START, {ONE, TWO}}, "references_required", "-1", UNKNOWN},
        {{"required is not asked for", "2026-03-02", "2024-10-30", {{0}}}, "references_required", NULL,
         NOT_APPLICABLE},
        {{"another number", START, {ONE}}, "references_required", "1", PASS},
        {{"none asked for", START, {{0}}}, "references_required", "0", PASS},
        {{"another trigger", START, {{0}}}, "references_trigger", "2026-02-11", NOT_APPLICABLE},
    };
    EACH(i, rows)
    {
        struct test_ruleset r;
        test_ruleset(&r);
        test_ruleset_set(&r, rows[i].parameter, rows[i].value);
        struct finding f = found(&rows[i].row, &r.ruleset);
        same_verdict(rows[i].row.title, &f, rows[i].verdict);
        assert_false(date_given(f.due_by));
    }
}

static void bank_contract_and_transition(void **state)
{
    (void)state;
    static const struct row row = {"none", "2025-09-30", "2025-09-01", {{0}}, BREACH, 0,
                                   .start = "2025-09-30"};
    struct contract_prevents c = {RULE_REFERENCES, "Contract", "4.2", day("2025-09-30")};
    struct test_ruleset r;
    struct test_facts t;
    test_ruleset(&r);
    fill(&row, &t);
    assert_int_equal(ask_one(references, &t.facts, &r.ruleset).verdict, BREACH);
    t.facts.contract_prevents = &c;
    t.facts.contract_prevents_count = 1;
    assert_string_equal(ask_one(references, &t.facts, &r.ruleset).basis, "CONTRACT");
    c.expires_on = day("2025-09-29");
    assert_int_equal(ask_one(references, &t.facts, &r.ruleset).verdict, BREACH);
    t.facts.bank_supply = BANK_SUPPLY_UNSTATED;
    assert_int_equal(ask_one(references, &t.facts, &r.ruleset).verdict, VERDICT_REFER);
    t.facts.bank_supply = BANK_SUPPLY_AGENCY;
    t.facts.start_date = day("2024-10-30");
    t.facts.offer_date = day("2024-10-31"); /* no offer comes after the start, but it is what was given */
    same_words("older", ask_one(references, &t.facts, &r.ruleset).reason,
               "The placement began before the rules; they do not apply to it until 1 October 2025.");
}

static void reasons(void **state)
{
    (void)state;
    static const struct {
        struct row row;
        const char *parameter, *reason;
    } rows[] = {
        {{"pass", START, {ONE, TWO, {3, 3}}}, NULL,
         "References that count and were received before 2 March 2026: 3, and 2 are asked for."},
        {{"breach", START, {ONE}}, NULL,
         "References that count and were received before 2 March 2026: 1, and 2 are asked for."},
        {{"to come", "2026-02-20", OFFERED, {ONE}}, NULL,
         "References that count: 1, and 2 are asked for by 1 March 2026."},
        {{"no offer", "2026-03-02", NULL, {{0}}}, NULL,
         "References that count and were received before 2 March 2026: 0, and 2 are asked for; the day of "
         "the offer, on which it hangs whether they are, is not given."},
        {{"offered before", "2026-03-02", "2024-10-30", {{0}}}, NULL,
         "The assignment was offered before 31 October 2024; references are asked for from then on."},
        {{"no trigger", START, {{0}}}, "references_trigger",
         "The ruleset does not say from which offers on references are asked for."},
        {{"no number", START, {{0}}}, "references_required",
         "It is not laid down how many references are asked for on that day."},
    };
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
/* clang-format on */

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_counts),
        cmocka_unit_test(by_when),
        cmocka_unit_test(which_offers),
        cmocka_unit_test(each_parameter_taken_away),
        cmocka_unit_test(bank_contract_and_transition),
        cmocka_unit_test(reasons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
