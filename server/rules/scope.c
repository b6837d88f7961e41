/* SPDX-License-Identifier: MIT */
#include "rules/scope.h"

bool scope_bank(const struct facts *facts, struct finding *f)
{
    if (facts->bank_supply != BANK_SUPPLY_UNSTATED) {
        return false;
    }
    f->verdict = VERDICT_REFER;
    finding_reason(f, "It is not stated whether the bank work is agency work.");
    return true;
}

/* A contract that is named for this rule and runs on the first day. */
static bool contract_prevents(const struct facts *facts, enum rule rule)
{
    for (size_t i = 0; i < facts->contract_prevents_count; i++) {
        const struct contract_prevents *c = &facts->contract_prevents[i];
        if (c->rule == rule && !date_before(c->expires_on, facts->start_date)) {
            return true;
        }
    }
    return false;
}

/* A new placement is spared only if it also begins before the end: from then on no contract prevents a rule.
 */
static bool over(const struct facts *facts, bool older, struct date end)
{
    return !date_before(facts->checked_on, end) || (!older && !date_before(facts->start_date, end));
}

/* R0.3 */
bool scope_transition(const struct facts *facts, const struct ruleset *ruleset, struct finding *f)
{
    bool older = date_before(facts->start_date, ruleset->in_force);
    struct date end;
    if (!older && !contract_prevents(facts, f->rule)) {
        return false;
    }
    if (!ruleset_date(ruleset, PARAMETER_transition_end, &end)) {
        f->verdict = VERDICT_UNKNOWN;
        finding_reason(f, "The ruleset does not say when the transition ends.");
        return true;
    }
    if (over(facts, older, end)) {
        return false;
    }
    char words[DATE_WORDS_SIZE];
    f->verdict = VERDICT_NOT_APPLICABLE;
    f->basis = older ? NULL : "CONTRACT";
    finding_reason(f, "%s until %s.",
                   older ? "The placement began before the rules; they do not apply to it"
                         : "An existing contract is stated to prevent the rule, which it may",
                   date_words(end, words));
    return true;
}
