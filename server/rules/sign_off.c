/* SPDX-License-Identifier: MIT */
/* R5: of a rate over the cap. Asked where a finding of PRICE_CAP before it is a breach. */
#include "rules/rules.h"
#include "rules/scope.h"

/* What a departure must be signed for, and by when. */
struct question {
    const struct facts *facts;
    int64_t comparable_pence; /* the dearest of the breaches */
    int64_t cap_pence;        /* the lowest of the caps that are exceeded */
    struct date by;           /* the earlier of the commitment and the rate's first day */
};

/* Those who have signed so far, the last first: each of them another person. */
struct signed_so_far {
    const struct signed_so_far *before;
    struct uuid person;
};

static bool among(const struct signed_so_far *list, struct uuid person)
{
    for (; list; list = list->before) {
        if (uuid_equal(list->person, person)) {
            return true;
        }
    }
    return false;
}

static bool in_time(const struct question *q, const struct sign_off *s)
{
    return date_given(s->signed_on) && !date_before(q->by, s->signed_on) &&
           !date_before(q->facts->checked_on, s->signed_on);
}

/* Did every role of the chain from this one on sign, each by a person who is not among the earlier? */
static bool signed_by_others(const struct question *q, const struct departure *d, size_t role,
                             const struct signed_so_far *earlier)
{
    if (role == q->facts->sign_off_chain_count) {
        return true;
    }
    for (size_t i = 0; i < d->sign_off_count; i++) {
        const struct sign_off *s = &d->sign_offs[i];
        struct signed_so_far here = {earlier, s->person};
        if (s->role == q->facts->sign_off_chain[role] && in_time(q, s) && !among(earlier, s->person) &&
            signed_by_others(q, d, role + 1, &here)) {
            return true;
        }
    }
    return false;
}

static bool role_signed(const struct question *q, const struct departure *d, enum role role)
{
    for (size_t i = 0; i < d->sign_off_count; i++) {
        if (d->sign_offs[i].role == role && in_time(q, &d->sign_offs[i])) {
            return true;
        }
    }
    return false;
}

/* By whomever. */
static bool every_role_signed(const struct question *q, const struct departure *d)
{
    for (size_t i = 0; i < q->facts->sign_off_chain_count; i++) {
        if (!role_signed(q, d, q->facts->sign_off_chain[i])) {
            return false;
        }
    }
    return true;
}

/* Whoever signed under a higher cap was told of less than the rate is over it. */
static bool covers(const struct question *q, const struct departure *d)
{
    return d->rule == RULE_PRICE_CAP && d->complete && d->cap_pence <= q->cap_pence &&
           d->up_to_pence >= q->comparable_pence && date_given(d->expires_on) &&
           !date_before(d->expires_on, q->facts->start_date);
}

/* PASS; REFER where one person has signed in several roles of a trust; else BREACH. */
static enum verdict weigh(const struct question *q, const struct departure *d)
{
    if (!covers(q, d)) {
        return VERDICT_BREACH;
    }
    if (signed_by_others(q, d, 0, NULL)) {
        return VERDICT_PASS;
    }
    return q->facts->hirer_is_trust && every_role_signed(q, d) ? VERDICT_REFER : VERDICT_BREACH;
}

/* The best of the departures; verdicts are ordered from the worst down. */
static enum verdict best(const struct question *q)
{
    enum verdict verdict = VERDICT_BREACH;
    for (size_t i = 0; i < q->facts->departure_count; i++) {
        enum verdict one = weigh(q, &q->facts->departures[i]);
        verdict = one > verdict ? one : verdict;
    }
    return verdict;
}

static void explain(struct finding *f, struct date by)
{
    static const char *const reasons[] = {
        [VERDICT_PASS] = "The rate over the cap was signed for by every role that must, each another person, "
                         "on or before %s.",
        [VERDICT_REFER] = "Every role signed for the rate over the cap on or before %s, but one person for "
                          "several of them, which a trust may have.",
        [VERDICT_UNKNOWN] = "The rate over the cap is still to be signed for by every role that must, each "
                            "another person, on or before %s.",
        [VERDICT_BREACH] = "The rate over the cap was not signed for by every role that must, each another "
                           "person, on or before %s.",
    };
    char words[DATE_WORDS_SIZE];
    finding_reason(f, reasons[f->verdict], date_words(by, words));
}

static void find(const struct question *q, struct finding *f)
{
    bool to_come = !date_before(q->by, q->facts->checked_on);
    f->verdict = best(q);
    if (f->verdict == VERDICT_BREACH && to_come) {
        f->verdict = VERDICT_UNKNOWN;
        f->due_by = q->by;
    }
    explain(f, q->by);
}

/* Begun before there were caps: the rate's first day was before there was anything to sign for. */
static bool older_than_caps(const struct facts *facts, const struct ruleset *ruleset)
{
    struct date caps_in_force;
    return ruleset_date(ruleset, PARAMETER_caps_in_force, &caps_in_force) &&
           date_before(facts->start_date, caps_in_force);
}

/* What all breaches of the cap come to together. */
static void sum_up(const struct findings *findings, struct question *q)
{
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *f = &findings->at[i];
        if (f->rule != RULE_PRICE_CAP || f->verdict != VERDICT_BREACH) {
            continue;
        }
        if (f->comparable_pence > q->comparable_pence) {
            q->comparable_pence = f->comparable_pence;
        }
        if (f->cap_pence < q->cap_pence) {
            q->cap_pence = f->cap_pence;
        }
    }
}

static struct date signed_by(const struct facts *facts)
{
    bool committed = date_given(facts->offer_date) && date_before(facts->offer_date, facts->start_date);
    return committed ? facts->offer_date : facts->start_date;
}

void sign_off(const struct facts *facts, const struct ruleset *ruleset, struct findings *findings)
{
    struct question q = {facts, 0, INT64_MAX, signed_by(facts)};
    struct finding *f = findings_add(findings, RULE_SIGN_OFF, LAYER_NATIONAL, VERDICT_UNKNOWN);
    sum_up(findings, &q);
    if (scope_bank(facts, f) || scope_transition(facts, ruleset, f)) {
        return;
    }
    if (facts->sign_off_chain_count == 0) {
        finding_reason(f, "It is not laid down who signs for a rate over the cap.");
    } else if (older_than_caps(facts, ruleset)) {
        f->verdict = VERDICT_REFER;
        finding_reason(f, "The placement began before the price caps; by when its rate is signed for is not "
                          "laid down.");
    } else {
        find(&q, f);
    }
}
