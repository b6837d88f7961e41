/* SPDX-License-Identifier: MIT */
/* R6 */
#include "rules/rules.h"
#include "rules/scope.h"

static const char *plural(int32_t days)
{
    return days == 1 ? "" : "s";
}

static void explain(struct finding *f, int32_t given)
{
    static const char *const against[] = {
        [VERDICT_PASS] = "equal to", [VERDICT_BREACH] = "shorter than", [VERDICT_REFER] = "longer than"};
    finding_reason(f, "The notice is %d day%s, %s the %d day%s that %s asked for.", given, plural(given),
                   against[f->verdict], f->required_days, plural(f->required_days),
                   f->required_days == 1 ? "is" : "are");
}

static void compare(struct finding *f, int32_t given)
{
    f->verdict = given < f->required_days   ? VERDICT_BREACH
                 : given > f->required_days ? VERDICT_REFER
                                            : VERDICT_PASS;
    explain(f, given);
}

/* The shorter of what the guidance asks for at most and what the authority's own staff have. */
static bool required(const struct facts *facts, const struct ruleset *ruleset, int32_t *out)
{
    int64_t most;
    if (!ruleset_integer(ruleset, PARAMETER_notice_days_max, ruleset_day(ruleset, facts->start_date),
                         &most) ||
        most < 0) {
        return false;
    }
    bool own = facts->substantive_notice_days < most;
    *out = own ? facts->substantive_notice_days : (int32_t)most;
    return true;
}

void notice(const struct facts *facts, const struct ruleset *ruleset, struct findings *findings)
{
    struct finding *f = findings_add(findings, RULE_NOTICE, LAYER_NATIONAL, VERDICT_UNKNOWN);
    if (scope_bank(facts, f) || scope_transition(facts, ruleset, f)) {
        return;
    }
    if (facts->notice_days < 0) {
        finding_reason(f, "The notice of the assignment is not given.");
    } else if (facts->substantive_notice_days < 0) {
        finding_reason(f, "The notice of the equivalent substantive role is not given.");
    } else if (!required(facts, ruleset, &f->required_days)) {
        finding_reason(f, "It is not laid down how much notice is asked for on that day.");
    } else {
        compare(f, facts->notice_days);
    }
}
