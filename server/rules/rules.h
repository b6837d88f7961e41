/* SPDX-License-Identifier: MIT */
/*
 * The rules, one file each: pure functions of facts and a ruleset. rules/rules.c brings their findings
 * together. Sources: DfE statutory guidance on agency child and family social workers, and the regions'
 * memoranda.
 */
#pragma once
#include "rules/finding.h"
#include "rules/ruleset.h"

/* The later rules of a check see the findings of the earlier ones. */
typedef void rule_fn(const struct facts *, const struct ruleset *, struct findings *);

struct check {
    unsigned asked; /* the set of rules */
    struct findings findings;
    enum outcome outcome;
    struct date earliest_start_date; /* the first day on which no date-bound finding would breach; DATE_NONE:
                                        none breaches */
};

/* Sets of rules, of 1u << enum rule (R0.4): what a rate change asks again, what an extension of an unbroken
 * placement does, and what a check does, or a fact that came on record late. */
#define RULES_RATE (1u << RULE_PRICE_CAP | 1u << RULE_SIGN_OFF)
#define RULES_EXTENSION (RULES_RATE | 1u << RULE_NOTICE | 1u << RULE_EXPERIENCE)
#define RULES_ALL (~0u)

/* Those rules on these facts, in the order of findings.def. */
void rules_ask(const struct facts *, const struct ruleset *, unsigned rules, struct check *out);
/* What one finding alone would make the outcome; the first of BREACH, REFER, CONDITIONAL that any has is it.
 */
enum outcome rules_weigh(enum verdict, struct date due_by);

/* R1, one NATIONAL finding and one REGIONAL for each agreement that binds both ends, else a NOT_APPLICABLE
 * one. */
rule_fn cool_off;
/* R2, R3, R6: one NATIONAL finding each. */
rule_fn experience, references, notice;
/* R4, one REGIONAL finding for each agreement whose PAY protocol binds the authority, else a NOT_APPLICABLE
 * one. */
rule_fn price_cap;
/* R5, one NATIONAL finding on all breaches of PRICE_CAP that are among the findings. */
rule_fn sign_off;
/* R7, one NATIONAL finding on the team that is named. */
rule_fn project_team;
