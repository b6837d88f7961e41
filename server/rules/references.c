/* SPDX-License-Identifier: MIT */
/* R3 */
#include "rules/rules.h"
#include "rules/scope.h"

/* Detailed, from somebody who knows the work, and in hand before the start. Those that were written before
 * there was a template need none. */
static bool counts(const struct facts *facts, struct date trigger, const struct reference *r)
{
    bool written = r->practice_based && (r->on_template || date_before(r->dated, trigger));
    bool received = date_given(r->received) && date_before(r->received, facts->start_date) &&
                    !date_before(facts->checked_on, r->received);
    return written && received && r->from_employer && r->verified;
}

static bool same(const struct reference *a, const struct reference *b)
{
    return uuid_equal(a->referee, b->referee) && uuid_equal(a->engagement, b->engagement);
}

/* Has one referee written of this engagement before, in a reference that counts? */
static bool repeats(const struct facts *facts, struct date trigger, size_t which)
{
    for (size_t i = 0; i < which; i++) {
        if (same(&facts->references[i], &facts->references[which]) &&
            counts(facts, trigger, &facts->references[i])) {
            return true;
        }
    }
    return false;
}

static int32_t have(const struct facts *facts, struct date trigger)
{
    int32_t count = 0;
    for (size_t i = 0; i < facts->reference_count; i++) {
        count += counts(facts, trigger, &facts->references[i]) && !repeats(facts, trigger, i);
    }
    return count;
}

/* Offered before the rules, for certain: an offer is no later than the start. */
static bool offered_before(const struct facts *facts, struct date trigger)
{
    struct date latest = date_given(facts->offer_date) ? facts->offer_date : facts->start_date;
    return date_before(latest, trigger);
}

/* Too few: still to come before the start, a breach from then on, if the offer came under the rules. */
static void too_few(const struct facts *facts, struct finding *f)
{
    if (date_before(facts->checked_on, facts->start_date)) {
        f->due_by = date_add_days(facts->start_date, -1);
    } else if (date_given(facts->offer_date)) {
        f->verdict = VERDICT_BREACH;
    }
}

static void explain(const struct facts *facts, struct finding *f)
{
    char start[DATE_WORDS_SIZE], due[DATE_WORDS_SIZE];
    const char *then = ".";
    date_words(facts->start_date, start);
    if (date_given(f->due_by)) {
        finding_reason(f, "References that count: %d, and %d are asked for by %s.", f->have, f->need,
                       date_words(f->due_by, due));
        return;
    }
    if (f->verdict == VERDICT_UNKNOWN) {
        then = "; the day of the offer, on which it hangs whether they are, is not given.";
    }
    finding_reason(f, "References that count and were received before %s: %d, and %d are asked for%s", start,
                   f->have, f->need, then);
}

static void find(const struct facts *facts, struct date trigger, int32_t need, struct finding *f)
{
    f->have = have(facts, trigger);
    f->need = need;
    if (f->have >= need) {
        f->verdict = VERDICT_PASS;
    } else {
        too_few(facts, f);
    }
    explain(facts, f);
}

void references(const struct facts *facts, const struct ruleset *ruleset, struct findings *findings)
{
    struct finding *f = findings_add(findings, RULE_REFERENCES, LAYER_NATIONAL, VERDICT_UNKNOWN);
    char words[DATE_WORDS_SIZE];
    struct date trigger;
    int64_t need;
    if (scope_bank(facts, f) || scope_transition(facts, ruleset, f)) {
        return;
    }
    if (!ruleset_date(ruleset, PARAMETER_references_trigger, &trigger)) {
        finding_reason(f, "The ruleset does not say from which offers on references are asked for.");
    } else if (offered_before(facts, trigger)) {
        f->verdict = VERDICT_NOT_APPLICABLE;
        finding_reason(f, "The assignment was offered before %s; references are asked for from then on.",
                       date_words(trigger, words));
    } else if (!ruleset_integer(ruleset, PARAMETER_references_required,
                                ruleset_day(ruleset, facts->start_date), &need) ||
               need < 0 || need > INT32_MAX) {
        finding_reason(f, "It is not laid down how many references are asked for on that day.");
    } else {
        find(facts, trigger, (int32_t)need, f);
    }
}
