/* SPDX-License-Identifier: MIT */
/*
 * The rules, one file each: pure functions of facts and a ruleset. rules/rules.c brings their findings
 * together. Sources: DfE statutory guidance on agency child and family social workers, and the regions'
 * memoranda.
 */
#pragma once
#include "rules/finding.h"
#include "rules/ruleset.h"

typedef void rule_fn(const struct facts *, const struct ruleset *, struct findings *);

struct check {
    unsigned asked; /* the set of rules */
    struct findings findings;
    enum outcome outcome;
    struct date earliest_start_date; /* the first day on which no date-bound finding would breach; DATE_NONE:
                                        none breaches */
    unsigned not_checked;            /* bit set of 1u << enum rule: rules that this release does not have */
};

/* Sets of rules, of 1u << enum rule: what a rate change asks again, and what an extension of an unbroken
 * placement does (R0.4). */
#define RULES_ALL (~0u)
#define RULES_RATE (1u << RULE_PRICE_CAP | 1u << RULE_SIGN_OFF)
#define RULES_EXTENSION (RULES_RATE | 1u << RULE_NOTICE | 1u << RULE_EXPERIENCE)

/* Those of the rules that this release has, on these facts. */
void rules_ask(const struct facts *, const struct ruleset *, unsigned rules, struct check *out);
/* What one finding alone would make the outcome; the first of BREACH, REFER, CONDITIONAL that any has is it.
 */
enum outcome rules_weigh(enum verdict, struct date due_by);

/* R1, one NATIONAL finding and one REGIONAL for each agreement that binds both ends, else a NOT_APPLICABLE
 * one. */
rule_fn cool_off;
/* R4, one REGIONAL finding for each agreement whose PAY protocol binds the authority, else a NOT_APPLICABLE
 * one. */
rule_fn price_cap;
