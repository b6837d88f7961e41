/* SPDX-License-Identifier: MIT */
#include "rules/rules.h"
#include "rules/scope.h"
#include "rules/view.h"

#define COUNTED \
    "counted to the corresponding date; the guidance does not define it, and it is read as the %s day"

static const char *const readings[] = {
    [LAST_DAY_BLOCKED] = "last blocked",
    [LAST_DAY_FREE] = "first free",
};

static const char *months(const struct period *p)
{
    return p->months == 1 ? "month" : "months";
}

/* Where the window ends, in the reading that made it: the corresponding date is blocked, or it is free. */
static void explain_breach(struct finding *f, const struct period *p)
{
    char words[DATE_WORDS_SIZE];
    int back = p->last_day == LAST_DAY_BLOCKED ? -1 : 0;
    finding_reason(
        f,
        "Left a substantive role %s. %d %s, counted to the corresponding date, end on %s, which is read as "
        "the %s day (the guidance does not define it).",
        f->layer == LAYER_NATIONAL ? "in the same region" : "with a signatory of the agreement", p->months,
        months(p), date_words(date_add_days(f->earliest_start_date, back), words), readings[p->last_day]);
}

static void explain_pass(struct finding *f, const struct period *p, struct date start)
{
    char words[DATE_WORDS_SIZE];
    finding_reason(f, "No cooling-off period of %d %s runs on %s (" COUNTED ").", p->months, months(p),
                   date_words(start, words), readings[p->last_day]);
}

/* One wording for each verdict, whatever led to it: another authority reads it. */
static void explain(struct finding *f, const struct period *p, struct date start)
{
    static const char *const fixed[] = {
        [VERDICT_REFER] =
            "The records do not settle whether the period applies; ask the worker, and the last employer.",
        [VERDICT_EXEMPT] = "An exception is recorded.",
        [VERDICT_NOT_APPLICABLE] = "No post on record starts a cooling-off period.",
    };
    if (f->verdict == VERDICT_BREACH) {
        explain_breach(f, p);
    } else if (f->verdict == VERDICT_PASS) {
        explain_pass(f, p, start);
    } else {
        finding_reason(f, "%s", fixed[f->verdict]);
    }
}

/* The worst of the spells and of the worker's own account, in one finding. */
static void find(const struct view *v, struct finding *f)
{
    struct date start = v->facts->start_date;
    struct period p;
    if (!view_period(v, start, &p)) {
        f->verdict = VERDICT_UNKNOWN;
        finding_reason(f, "It is not laid down how long a cooling-off period lasts on that day.");
        return;
    }
    f->verdict = view_verdict(v, &p, start);
    if (f->verdict == VERDICT_BREACH) {
        f->earliest_start_date = view_earliest(v, start);
    } else if (view_unconfirmed(v)) {
        f->verdict = VERDICT_REFER; /* only BREACH is worse */
    }
    explain(f, &p, start);
}

static const struct spell *declaration(const struct facts *facts)
{
    for (size_t i = 0; i < facts->spell_count; i++) {
        if (facts->spells[i].declared) {
            return &facts->spells[i];
        }
    }
    return NULL;
}

static bool same_post(const struct spell *recorded, const struct spell *declared)
{
    return !recorded->declared &&
           (recorded->basis == BASIS_SUBSTANTIVE || recorded->basis == BASIS_FIXED_TERM) &&
           recorded->authority == declared->authority && date_equal(recorded->last_day, declared->last_day);
}

static bool recorded(const struct facts *facts, const struct spell *declared)
{
    for (size_t i = 0; i < facts->spell_count; i++) {
        if (same_post(&facts->spells[i], declared)) {
            return true;
        }
    }
    return false;
}

static void no_record(const struct facts *facts, struct finding *f)
{
    f->verdict = VERDICT_PASS;
    f->basis = "NO_RECORD";
    f->to_do = "DECLARATION";
    f->silent_authorities = facts->silent_authorities;
    finding_reason(f, "Nothing is on record for this worker; ask for a declaration of the last post.");
}

static void national(const struct view *v, const struct spell *declared, struct findings *findings)
{
    struct finding *f = findings_add(findings, RULE_COOL_OFF, LAYER_NATIONAL, VERDICT_UNKNOWN);
    if (scope_bank(v->facts, f) || scope_transition(v->facts, v->ruleset, f)) {
        return;
    }
    find(v, f);
    if (f->verdict == VERDICT_UNKNOWN) {
        return;
    }
    if (v->unconfirmed) {
        f->to_do = "CONFIRM_LAST_DAY";
    } else if (declared) {
        f->basis = "DECLARED_AND_RECORDED";
    } else if (v->facts->spell_count == 0) {
        no_record(v->facts, f);
    }
}

static void agreed(const struct view *v, struct findings *findings)
{
    struct finding *f = findings_add(findings, RULE_COOL_OFF, LAYER_REGIONAL, VERDICT_UNKNOWN);
    f->agreement = v->terms->agreement;
    f->agreement_name = v->terms->name;
    f->obligation = v->terms->obligation;
    if (!scope_bank(v->facts, f) && !scope_transition(v->facts, v->ruleset, f)) {
        find(v, f);
    }
}

static void none_agreed(const struct facts *facts, struct findings *findings)
{
    struct finding *f = findings_add(findings, RULE_COOL_OFF, LAYER_REGIONAL, VERDICT_NOT_APPLICABLE);
    if (!scope_bank(facts, f)) {
        finding_reason(f, "No agreement with a cooling-off period binds both ends.");
    }
}

static void regional(struct view v, struct findings *findings)
{
    size_t before = findings->count;
    for (size_t i = 0; i < v.facts->cool_off_terms_count; i++) {
        v.terms = &v.facts->cool_off_terms[i];
        if (view_concerns(&v)) {
            agreed(&v, findings);
        }
    }
    if (findings->count == before) {
        none_agreed(v.facts, findings);
    }
}

void cool_off(const struct facts *facts, const struct ruleset *ruleset, struct findings *findings)
{
    const struct spell *declared = declaration(facts);
    bool unconfirmed = declared && !recorded(facts, declared);
    struct view v = {facts, ruleset, NULL, unconfirmed ? declared : NULL};
    national(&v, declared, findings);
    regional(v, findings);
}
