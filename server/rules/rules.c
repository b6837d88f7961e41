/* SPDX-License-Identifier: MIT */
#include "rules/rules.h"

static bool any(const struct findings *findings, enum rule rule, enum verdict verdict)
{
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->at[i].rule == rule && findings->at[i].verdict == verdict) {
            return true;
        }
    }
    return false;
}

/* When a rule is asked: the third column of findings.def. */
typedef bool when_fn(const struct facts *, const struct findings *);

static bool when_ALWAYS(const struct facts *facts, const struct findings *findings)
{
    (void)facts;
    (void)findings;
    return true;
}

static bool when_OVER_CAP(const struct facts *facts, const struct findings *findings)
{
    (void)facts;
    return any(findings, RULE_PRICE_CAP, VERDICT_BREACH);
}

static bool when_TEAM(const struct facts *facts, const struct findings *findings)
{
    (void)findings;
    return facts->project_team != NULL;
}

static when_fn *const asked_when[] = {
#define RULE(name, words, when) [RULE_##name] = when_##when,
#include "accord/findings.def"
};
enum { RULES = sizeof asked_when / sizeof *asked_when };

static rule_fn *const rules[RULES] = {
    [RULE_COOL_OFF] = cool_off,         [RULE_EXPERIENCE] = experience, [RULE_REFERENCES] = references,
    [RULE_PRICE_CAP] = price_cap,       [RULE_SIGN_OFF] = sign_off,     [RULE_NOTICE] = notice,
    [RULE_PROJECT_TEAM] = project_team,
};

/* How much each finding weighs in the outcome: the first of these that any finding has. */
enum outcome rules_weigh(enum verdict verdict, struct date due_by)
{
    static const enum outcome of[] = {
        [VERDICT_BREACH] = OUTCOME_BREACH, [VERDICT_REFER] = OUTCOME_REFER,
        [VERDICT_UNKNOWN] = OUTCOME_REFER, [VERDICT_EXEMPT] = OUTCOME_CLEAR,
        [VERDICT_PASS] = OUTCOME_CLEAR,    [VERDICT_NOT_APPLICABLE] = OUTCOME_CLEAR,
    };
    bool to_come = verdict == VERDICT_UNKNOWN && date_given(due_by);
    return to_come ? OUTCOME_CONDITIONAL : of[verdict];
}

static enum outcome outcome(const struct findings *findings)
{
    static const enum outcome worst_first[] = {OUTCOME_BREACH, OUTCOME_REFER, OUTCOME_CONDITIONAL};
    for (size_t w = 0; w < sizeof worst_first / sizeof *worst_first; w++) {
        for (size_t i = 0; i < findings->count; i++) {
            if (rules_weigh(findings->at[i].verdict, findings->at[i].due_by) == worst_first[w]) {
                return worst_first[w];
            }
        }
    }
    return OUTCOME_CLEAR;
}

static struct date latest(const struct findings *findings)
{
    struct date day = DATE_NONE;
    for (size_t i = 0; i < findings->count; i++) {
        if (date_before(day, findings->at[i].earliest_start_date)) {
            day = findings->at[i].earliest_start_date;
        }
    }
    return day;
}

/*
 * A later start may bring another agreement into force, or fall into another window: the rule is asked again
 * at each day it names. Every turn ends at a later end of one of so many windows.
 */
static struct date earliest(const struct facts *facts, const struct ruleset *ruleset,
                            const struct findings *findings)
{
    struct facts then = *facts;
    struct findings again;
    struct date day = DATE_NONE;
    for (struct date next = latest(findings); date_given(next); next = latest(&again)) {
        day = next;
        then.start_date = day;
        again.count = 0;
        cool_off(&then, ruleset, &again);
    }
    return day;
}

/* Of a REGIONAL finding the agreement's terms say so. */
static void oblige_nationally(struct findings *findings, enum obligation obligation)
{
    for (size_t i = 0; i < findings->count; i++) {
        if (findings->at[i].layer == LAYER_NATIONAL) {
            findings->at[i].obligation = obligation;
        }
    }
}

/* A rate over the cap that has been signed for stays a breach, in another state. */
static void mark_signed_off(struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++) {
        struct finding *f = &findings->at[i];
        if (f->rule == RULE_PRICE_CAP && f->verdict == VERDICT_BREACH) {
            f->state = NAME_OF(breach_state, BREACH_STATE_SIGNED_OFF);
        }
    }
}

void rules_ask(const struct facts *facts, const struct ruleset *ruleset, unsigned asked, struct check *out)
{
    struct findings *findings = &out->findings;
    out->asked = asked;
    findings->count = 0;
    for (unsigned rule = 1; rule < RULES; rule++) {
        if ((asked & 1u << rule) && asked_when[rule](facts, findings)) {
            rules[rule](facts, ruleset, findings);
        }
    }
    oblige_nationally(findings, ruleset->obligation);
    if (any(findings, RULE_SIGN_OFF, VERDICT_PASS)) {
        mark_signed_off(findings);
    }
    out->outcome = outcome(findings);
    out->earliest_start_date = earliest(facts, ruleset, findings);
}
