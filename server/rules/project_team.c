/* SPDX-License-Identifier: MIT */
/* R7. Asked where a team is named, after the other rules: this worker's own findings count. */
#include "rules/rules.h"
#include "rules/scope.h"

/* Each of these a worker of a team must pass alone. */
static const unsigned each_alone = 1u << RULE_COOL_OFF | 1u << RULE_EXPERIENCE | 1u << RULE_REFERENCES |
                                   1u << RULE_PRICE_CAP | 1u << RULE_NOTICE;

/* This worker's own findings, and what was found before of the rate. */
struct worker {
    const struct findings *findings;
    struct finding rate;
};

static bool weighs(const struct finding *f, enum outcome outcome)
{
    return (each_alone & 1u << f->rule) && rules_weigh(f->verdict, f->due_by) == outcome;
}

/* The first of the worker's own findings that has this outcome. */
static const struct finding *own(const struct worker *w, enum outcome outcome)
{
    for (size_t i = 0; i < w->findings->count; i++) {
        if (weighs(&w->findings->at[i], outcome)) {
            return &w->findings->at[i];
        }
    }
    return weighs(&w->rate, outcome) ? &w->rate : NULL;
}

static bool approved(const struct project_team *t)
{
    return t->worker_approved && t->approved_before_start >= t->workers;
}

/* What no later approval mends. */
static bool broken(const struct project_team *t, const struct worker *w, struct finding *f)
{
    const char *why = NULL;
    if (!t->costs_split) {
        why = "The team's costs are not split for each worker and for other services, to the sum of the "
              "invoice.";
    } else if (!t->practice_control) {
        why = "The authority does not hold the whole control of practice.";
    } else if (t->in_breach > 0) {
        why = "Another worker of the team is in breach of a rule that each must pass alone.";
    } else if (own(w, OUTCOME_BREACH)) {
        why = "This worker breaches a rule that each worker of a team must pass alone.";
    }
    if (why) {
        f->verdict = VERDICT_BREACH;
        finding_reason(f, "%s", why);
    }
    return why;
}

static void not_approved(const struct facts *facts, struct finding *f)
{
    const struct project_team *t = facts->project_team;
    char words[DATE_WORDS_SIZE];
    if (date_before(facts->checked_on, facts->start_date)) {
        f->verdict = VERDICT_UNKNOWN;
        f->due_by = date_add_days(facts->start_date, -1);
        finding_reason(f, "Of %d workers of the team, %d are approved; all must be by %s.", t->workers,
                       t->approved_before_start, date_words(f->due_by, words));
        return;
    }
    f->verdict = VERDICT_BREACH;
    if (t->worker_approved) {
        finding_reason(f, "Of %d workers of the team, %d were approved before they started.", t->workers,
                       t->approved_before_start);
    } else {
        finding_reason(f, "The authority had not approved this worker before %s.",
                       date_words(facts->start_date, words));
    }
}

/* All else is in order: the worker's own findings that are open keep this one open, as they are. */
static void as_the_worker(const struct facts *facts, const struct worker *w, struct finding *f)
{
    const struct finding *open = own(w, OUTCOME_REFER);
    open = open ? open : own(w, OUTCOME_CONDITIONAL);
    if (open) {
        f->verdict = open->verdict;
        f->due_by = open->due_by;
        finding_reason(f,
                       "A rule that each worker of a team must pass alone is not settled for this worker.");
        return;
    }
    f->verdict = VERDICT_PASS;
    finding_reason(f,
                   "All %d workers of the team were approved before they started; its costs are split, and "
                   "the authority holds the control of practice.",
                   facts->project_team->workers);
}

void project_team(const struct facts *facts, const struct ruleset *ruleset, struct findings *findings)
{
    const struct project_team *t = facts->project_team;
    const struct worker worker = {findings,
                                  {.rule = RULE_PRICE_CAP, .verdict = t->rate_found, .due_by = DATE_NONE}};
    struct finding *f = findings_add(findings, RULE_PROJECT_TEAM, LAYER_NATIONAL, VERDICT_UNKNOWN);
    if (scope_bank(facts, f) || scope_transition(facts, ruleset, f)) {
        return;
    }
    if (t->workers == 0) {
        finding_reason(f, "No worker of the team is named.");
    } else if (broken(t, &worker, f)) {
        return;
    } else if (!approved(t)) {
        not_approved(facts, f);
    } else {
        as_the_worker(facts, &worker, f);
    }
}
