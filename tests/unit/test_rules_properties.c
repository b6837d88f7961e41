/* SPDX-License-Identifier: MIT */
/*
 * What holds of the rules over random histories, from fixed seeds. All spells lie within one set of
 * memberships: who binds whom does not change with the start.
 */
#include "rule_facts.h"

#include <stdio.h>

#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

enum { HISTORIES = 4000, LATER_STARTS = 12, SPELLS = 4, AGREEMENTS = 2 };

/* xorshift64*: the same numbers everywhere. */
struct random {
    uint64_t state;
};

static uint32_t below(struct random *r, uint32_t limit)
{
    r->state ^= r->state >> 12;
    r->state ^= r->state << 25;
    r->state ^= r->state >> 27;
    return (uint32_t)((r->state * 2685821657736338717ULL) >> 33) % limit;
}

static bool one_in(struct random *r, uint32_t n)
{
    return below(r, n) == 0;
}

static struct date around(struct random *r, const char *from, uint32_t days)
{
    return date_add_days(day(from), (int)below(r, days));
}

static const struct uuid agreements[AGREEMENTS] = {{{1}}, {{2}}};
static const char *const regions[] = {"E12000007", "E12000008"};
static const int32_t numbers[] = {0, 1, 2, 3};

static struct standing standing_of(uint32_t authority)
{
    return (struct standing){&numbers[authority], 1, &regions[authority % 2], 1};
}

static struct spell random_spell(struct random *r)
{
    uint32_t authority = below(r, 4);
    struct date first = around(r, "2018-01-01", 3000), last = date_add_days(first, (int)below(r, 2000));
    bool open = one_in(r, 8);
    return (struct spell){
        .authority = (int32_t)authority,
        .stands = standing_of(authority),
        .basis = one_in(r, 3) ? 1 + below(r, (uint32_t)basis_codes.count) : BASIS_SUBSTANTIVE,
        .service = one_in(r, 6) ? SERVICE_MIXED : SERVICE_CHILDREN,
        .start_date = one_in(r, 10) ? DATE_NONE : first,
        .last_day = open ? DATE_NONE : last,
        .probation_end = one_in(r, 2) ? DATE_NONE : date_add_days(first, 180),
        .leaving_reason = open ? LEAVING_REASON_NONE : below(r, 1 + (uint32_t)leaving_reason_codes.count),
        .evidence_kind = one_in(r, 2) ? "LETTER" : NULL,
        .evidence_dated = one_in(r, 2) ? DATE_NONE : first,
        .disputed = one_in(r, 10),
        .bound = agreements,
        .bound_count = below(r, AGREEMENTS + 1),
    };
}

struct history {
    struct facts facts;
    struct spell spells[SPELLS];
    struct cool_off_terms terms[AGREEMENTS];
};

static void random_history(struct random *r, size_t most_spells, struct history *h)
{
    *h = (struct history){.facts = {.checked_on = day("2026-01-01"),
                                    .start_date = around(r, "2024-10-31", 1500),
                                    .authority = (int32_t)below(r, 4),
                                    .spells = h->spells,
                                    .spell_count = 1 + below(r, (uint32_t)most_spells),
                                    .cool_off_terms = h->terms,
                                    .cool_off_terms_count = AGREEMENTS,
                                    .qualified_on = one_in(r, 2) ? DATE_NONE : around(r, "2019-01-01", 1500),
                                    .history_complete = one_in(r, 2)}};
    h->facts.stands = standing_of((uint32_t)h->facts.authority);
    for (size_t i = 0; i < h->facts.spell_count; i++) {
        h->spells[i] = random_spell(r);
    }
    for (size_t i = 0; i < AGREEMENTS; i++) {
        h->terms[i] = (struct cool_off_terms){agreements[i],
                                              "Agreement",
                                              day("2018-01-01"),
                                              DATE_NONE,
                                              (int32_t)(3 + below(r, 10)),
                                              !one_in(r, 3),
                                              below(r, 8),
                                              one_in(r, 3) ? LAST_DAY_FREE : LAST_DAY_BLOCKED};
    }
}

static void ask(rule_fn *rule, const struct facts *facts, struct findings *findings)
{
    struct test_ruleset r;
    test_ruleset(&r);
    findings->count = 0;
    rule(facts, &r.ruleset, findings);
}

static const struct finding *of_agreement(const struct findings *findings, const struct finding *like)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *f = &findings->at[i];
        if (f->layer == like->layer && uuid_equal(f->agreement, like->agreement)) {
            return f;
        }
    }
    return NULL;
}

static void no_pass_becomes_a_breach(uint64_t seed, const struct findings *before,
                                     const struct findings *after)
{
    for (size_t i = 0; i < before->count; i++) {
        const struct finding *then = of_agreement(after, &before->at[i]);
        if (before->at[i].verdict == VERDICT_PASS && then && then->verdict == VERDICT_BREACH) {
            fail_msg("history %llu: PASS (%s), then BREACH (%s)", (unsigned long long)seed,
                     before->at[i].reason, then->reason);
        }
    }
}

static size_t count_of(const struct findings *findings, enum verdict verdict)
{
    size_t count = 0;
    for (size_t i = 0; i < findings->count; i++) {
        count += findings->at[i].verdict == verdict;
    }
    return count;
}

/* Of cool-off by one spell: of several, one may end between two starts. */
static void a_later_start_does_not_bring_a_breach(rule_fn *rule, size_t most_spells)
{
    size_t passes = 0, breaches = 0;
    for (uint64_t seed = 1; seed <= HISTORIES; seed++) {
        struct random r = {seed * 0x9e3779b97f4a7c15ULL};
        struct history h;
        struct findings now, later;
        random_history(&r, most_spells, &h);
        for (size_t turn = 0; turn < LATER_STARTS; turn++) {
            ask(rule, &h.facts, &now);
            h.facts.start_date = date_add_days(h.facts.start_date, 1 + (int)below(&r, 60));
            ask(rule, &h.facts, &later);
            no_pass_becomes_a_breach(seed, &now, &later);
            passes += count_of(&now, VERDICT_PASS);
            breaches += count_of(&now, VERDICT_BREACH);
        }
    }
    assert_true(passes > 1000);
    assert_true(breaches > 1000);
}

static void later_start_of_cool_off(void **state)
{
    (void)state;
    a_later_start_does_not_bring_a_breach(cool_off, 1);
}

static void later_start_of_experience(void **state)
{
    (void)state;
    a_later_start_does_not_bring_a_breach(experience, SPELLS);
}

/* The first free day is free, and the day before it is not, of any number of spells. */
static void the_first_free_day_is_free(void **state)
{
    (void)state;
    size_t breaches = 0;
    for (uint64_t seed = 1; seed <= HISTORIES; seed++) {
        struct random r = {seed * 0x9e3779b97f4a7c15ULL};
        struct history h;
        struct findings findings, then;
        random_history(&r, SPELLS, &h);
        ask(cool_off, &h.facts, &findings);
        for (size_t i = 0; i < findings.count; i++) {
            const struct finding *f = &findings.at[i];
            if (f->verdict != VERDICT_BREACH) {
                continue;
            }
            struct facts later = h.facts;
            later.start_date = f->earliest_start_date;
            ask(cool_off, &later, &then);
            const struct finding *free = of_agreement(&then, f);
            assert_true(!free || free->verdict != VERDICT_BREACH);
            later.start_date = date_add_days(later.start_date, -1);
            ask(cool_off, &later, &then);
            assert_int_equal(of_agreement(&then, f)->verdict, VERDICT_BREACH);
            breaches++;
        }
    }
    assert_true(breaches > 100);
}

static struct rate random_rate(struct random *r)
{
    return (struct rate){.pay_type = 1 + below(r, 3),
                         .coverage = 1 + below(r, (uint32_t)coverage_codes.count),
                         .unit = one_in(r, 4) ? PAY_UNIT_DAY : PAY_UNIT_HOUR,
                         .pay_pence = 2000 + below(r, 3000),
                         .other_pence = below(r, 50),
                         .agency_margin_pence = (int64_t)below(r, 400) - 1,
                         .msp_fee_pence = (int64_t)below(r, 100) - 1,
                         .minutes_per_week = one_in(r, 6) ? 0 : 600 + (int32_t)below(r, 2000),
                         .minutes_per_day = one_in(r, 6) ? 0 : 60 + (int32_t)below(r, 600)};
}

static void a_lower_rate_does_not_bring_a_breach(void **state)
{
    (void)state;
    size_t passes = 0, breaches = 0;
    for (uint64_t seed = 1; seed <= 10 * HISTORIES; seed++) {
        struct random r = {seed * 0x9e3779b97f4a7c15ULL};
        struct pay_terms terms = {agreements[0], "Agreement", DATE_NONE};
        struct cap cap = {.agreement = agreements[0],
                          .job_type = JOB_TYPE_SW,
                          .pay_type = PAY_TYPE_ALL,
                          .coverage = 1 + below(&r, (uint32_t)coverage_codes.count),
                          .cap_pence = 2000 + below(&r, 3000)};
        struct facts facts = {.checked_on = day("2026-01-01"),
                              .start_date = day("2026-01-01"),
                              .pay_terms = &terms,
                              .pay_terms_count = 1,
                              .caps = &cap,
                              .cap_count = 1,
                              .job_type = JOB_TYPE_SW,
                              .rate = random_rate(&r)};
        struct findings now, lower;
        ask(price_cap, &facts, &now);
        facts.rate.pay_pence -= 1 + below(&r, one_in(&r, 2) ? 3 : 1500);
        ask(price_cap, &facts, &lower);
        no_pass_becomes_a_breach(seed, &now, &lower);
        passes += count_of(&now, VERDICT_PASS);
        breaches += count_of(&now, VERDICT_BREACH);
    }
    assert_true(passes > 1000);
    assert_true(breaches > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(later_start_of_cool_off),
        cmocka_unit_test(later_start_of_experience),
        cmocka_unit_test(the_first_free_day_is_free),
        cmocka_unit_test(a_lower_rate_does_not_bring_a_breach),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
