/* SPDX-License-Identifier: MIT */
/* R4 */
#include "rules/rate.h"
#include "rules/rules.h"
#include "rules/scope.h"
#include "values/pence.h"

/* As a clause after the code of the job type. */
static const char *const included[] = {
    [COVERAGE_NONE] = "coverage not stated",
    [COVERAGE_PAY_ONLY] = "pay alone",
    [COVERAGE_PAY_HOL] = "holiday pay included",
    [COVERAGE_PAY_HOL_ENI] = "holiday pay and employer NI included",
    [COVERAGE_PAY_HOL_ENI_LEVY] = "holiday pay, employer NI and levy included",
    [COVERAGE_INCL_AGENCY_FEE] = "holiday pay, employer NI, levy and fees included",
    [COVERAGE_UNSTATED] = "coverage not stated",
};

/* The pay types to look for, the best first. Umbrella companies pay what PAYE pay is built up to. */
static const struct cap *find_cap(const struct facts *facts, struct uuid agreement)
{
    enum pay_type paid = facts->rate.pay_type;
    enum pay_type wanted[] = {paid, PAY_TYPE_ALL, paid == PAY_TYPE_PAYE ? PAY_TYPE_UMBRELLA : PAY_TYPE_ALL};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        for (size_t j = 0; j < facts->cap_count; j++) {
            const struct cap *cap = &facts->caps[j];
            if (cap->job_type == facts->job_type && cap->pay_type == wanted[i] &&
                uuid_equal(cap->agreement, agreement)) {
                return cap;
            }
        }
    }
    return NULL;
}

static void unknown(struct finding *f, const char *reason)
{
    f->verdict = VERDICT_UNKNOWN;
    finding_reason(f, "%s", reason);
}

/*
 * Placements that are older than the caps are tested from the day that the agreement names, by that day's
 * caps. False where that settles the finding.
 */
static bool day_tested(const struct facts *facts, const struct ruleset *ruleset, const struct pay_terms *t,
                       struct finding *f, struct date *out)
{
    struct date caps_in_force;
    char words[DATE_WORDS_SIZE];
    if (!ruleset_date(ruleset, PARAMETER_caps_in_force, &caps_in_force)) {
        unknown(f, "The ruleset does not say from when price caps are in force.");
        return false;
    }
    if (!date_before(facts->start_date, caps_in_force)) {
        *out = facts->start_date;
        return true;
    }
    if (!date_given(t->legacy_cap_date)) {
        unknown(f,
                "The agreement does not say from when its caps apply to placements that began before them.");
        return false;
    }
    if (date_before(facts->checked_on, t->legacy_cap_date)) {
        f->verdict = VERDICT_NOT_APPLICABLE;
        finding_reason(f, "The placement began before the price caps, which apply to it from %s.",
                       date_words(t->legacy_cap_date, words));
        return false;
    }
    *out = t->legacy_cap_date;
    return true;
}

static void explain(struct finding *f, const struct cap *cap)
{
    char rate[PENCE_SIZE], limit[PENCE_SIZE];
    finding_reason(f, "%s against a cap of %s (%s; %s%s).", pence_print(f->comparable_pence, rate),
                   pence_print(cap->cap_pence, limit), NAME_OF(job_type, cap->job_type),
                   included[cap->coverage], f->basis ? "; other payments counted in" : "");
}

static void compare(const struct cap *cap, struct exact_pence rate, struct finding *f)
{
    bool above = exact_above(rate, cap->cap_pence);
    f->comparable_pence = exact_round(rate);
    f->verdict = above ? VERDICT_BREACH : VERDICT_PASS;
    if (above) {
        int64_t excess = f->comparable_pence - cap->cap_pence;
        f->excess_pence = excess > 0 ? excess : 1;
        f->state = NAME_OF(breach_state, BREACH_STATE_OPEN);
    }
    explain(f, cap);
}

static void test(const struct facts *facts, const struct ruleset *ruleset, struct date on, struct finding *f)
{
    const struct cap *cap = find_cap(facts, f->agreement);
    struct exact_pence rate;
    const char *why;
    if (!cap) {
        unknown(f, "No published cap covers this job type and pay type on that day.");
        return;
    }
    f->cap_pence = cap->cap_pence;
    f->basis = facts->rate.other_pence > 0 ? "OTHER_PAY_INCLUDED" : NULL;
    if (!rate_to_coverage(&facts->rate, cap->coverage, ruleset, on, &rate, &why)) {
        char limit[PENCE_SIZE];
        f->verdict = VERDICT_UNKNOWN;
        finding_reason(f, "The rate cannot be tested against the cap of %s: %s.",
                       pence_print(cap->cap_pence, limit), why);
        return;
    }
    compare(cap, rate, f);
}

static void under(const struct facts *facts, const struct ruleset *ruleset, const struct pay_terms *t,
                  struct finding *f)
{
    struct date on;
    if (scope_bank(facts, f) || scope_transition(facts, ruleset, f) ||
        !day_tested(facts, ruleset, t, f, &on)) {
        return;
    }
    if (facts->rate.pay_type == PAY_TYPE_NONE) {
        unknown(f, "No pay is given.");
    } else if (facts->job_type == JOB_TYPE_NONE) {
        unknown(f, "The role is not mapped to a job type, and none is given.");
    } else {
        test(facts, ruleset, on, f);
    }
}

void price_cap(const struct facts *facts, const struct ruleset *ruleset, struct findings *findings)
{
    if (facts->pay_terms_count == 0) {
        struct finding *f = findings_add(findings, RULE_PRICE_CAP, LAYER_REGIONAL, VERDICT_NOT_APPLICABLE);
        finding_reason(f, "No agreement with price caps binds this authority.");
    }
    for (size_t i = 0; i < facts->pay_terms_count; i++) {
        const struct pay_terms *t = &facts->pay_terms[i];
        struct finding *f = findings_add(findings, RULE_PRICE_CAP, LAYER_REGIONAL, VERDICT_UNKNOWN);
        f->agreement = t->agreement;
        f->agreement_name = t->name;
        f->obligation = t->obligation;
        under(facts, ruleset, t, f);
    }
}
