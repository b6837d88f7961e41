/* SPDX-License-Identifier: MIT */
#include "rules/view.h"
#include "rules/standing.h"

#include <string.h>

/* Far more than any agreement's; keeps the dates within the years that dates have. */
enum { MONTHS_MAX = 600 };

/* The guidance recognises both exceptions; an agreement may recognise fewer. */
enum { NATIONAL_EXCEPTIONS = 1 << EXCEPTION_REDUNDANCY | 1 << EXCEPTION_LEFT_IN_PROBATION };

/* The worst of the spells on a day, and where that is BREACH the first day after one of the windows. */
struct judgement {
    enum verdict verdict;
    struct date free_from;
};

static bool in_force(const struct cool_off_terms *t, struct date on)
{
    return t->months > 0 && !date_before(on, t->from) && (!date_given(t->to) || !date_before(t->to, on));
}

static bool bound_by(const struct spell *s, struct uuid agreement)
{
    for (size_t i = 0; i < s->bound_count; i++) {
        if (uuid_equal(s->bound[i], agreement)) {
            return true;
        }
    }
    return false;
}

/* Do these terms bind both ends: the hirer, whose terms they are, and the spell's employer? */
static bool binds(const struct facts *facts, const struct cool_off_terms *t, const struct spell *s)
{
    return bound_by(s, t->agreement) &&
           (t->covers_own_authority || !standing_has(&s->stands, facts->authority));
}

static bool in_scope(const struct view *v, const struct spell *s)
{
    return v->terms ? binds(v->facts, v->terms, s) : standing_meets(&s->stands, &v->facts->stands);
}

static bool period_valid(int64_t months, enum last_day_reading last_day)
{
    return months >= 0 && months <= MONTHS_MAX && last_day != LAST_DAY_NONE;
}

/* An older placement, once the rules reach it, is tested by those of their first day. */
static bool national_period(const struct ruleset *ruleset, struct date start, struct period *out)
{
    struct date on = ruleset_day(ruleset, start);
    int64_t months;
    const char *reading = ruleset_text(ruleset, PARAMETER_cool_off_last_day, on);
    if (!reading || !ruleset_integer(ruleset, PARAMETER_cool_off_months, on, &months)) {
        return false;
    }
    enum last_day_reading last_day = codes_find(&last_day_reading_codes, reading, strlen(reading));
    if (!period_valid(months, last_day)) {
        return false;
    }
    *out = (struct period){(int32_t)months, last_day, NATIONAL_EXCEPTIONS};
    return true;
}

static bool agreed_period(const struct cool_off_terms *t, struct period *out)
{
    if (!period_valid(t->months, t->last_day)) {
        return false;
    }
    *out = (struct period){t->months, t->last_day, t->exceptions};
    return true;
}

bool view_period(const struct view *v, struct date start, struct period *out)
{
    return v->terms ? agreed_period(v->terms, out) : national_period(v->ruleset, start, out);
}

static void worsen(enum verdict *verdict, enum verdict other)
{
    if (other < *verdict) { /* findings.def lists verdicts from the worst down */
        *verdict = other;
    }
}

static struct judgement judge(const struct view *v, const struct period *p, struct date start)
{
    struct judgement j = {VERDICT_NOT_APPLICABLE, DATE_NONE};
    for (size_t i = 0; i < v->facts->spell_count; i++) {
        const struct spell *s = &v->facts->spells[i];
        if (!spell_counts(s)) {
            continue;
        }
        enum verdict verdict = in_scope(v, s) ? spell_verdict(s, p, start) : VERDICT_PASS;
        worsen(&j.verdict, verdict);
        if (verdict == VERDICT_BREACH) {
            j.free_from = spell_free_from(s, p);
        }
    }
    return j;
}

/* The view on another day: the same agreement by the terms then in force. False where it has none. */
static bool view_on(const struct view *v, struct date on, struct view *out)
{
    *out = *v;
    if (!v->terms) {
        return true;
    }
    for (size_t i = 0; i < v->facts->cool_off_terms_count; i++) {
        const struct cool_off_terms *t = &v->facts->cool_off_terms[i];
        if (uuid_equal(t->agreement, v->terms->agreement) && in_force(t, on)) {
            out->terms = t;
            return true;
        }
    }
    return false;
}

enum verdict view_verdict(const struct view *v, const struct period *p, struct date start)
{
    return judge(v, p, start).verdict;
}

/*
 * From one window's end to the next, until none breaches. Each turn ends at a later end of one spell's window
 * under one set of terms; there are only so many of these.
 */
struct date view_earliest(const struct view *now, struct date day)
{
    struct view v;
    struct period p;
    while (view_on(now, day, &v) && view_period(&v, day, &p)) {
        struct judgement j = judge(&v, &p, day);
        if (j.verdict != VERDICT_BREACH) {
            break;
        }
        day = j.free_from;
    }
    return day;
}

bool view_unconfirmed(const struct view *v)
{
    return v->unconfirmed && (!v->terms || binds(v->facts, v->terms, v->unconfirmed));
}

/* Terms concern the placement if they bind the employer of a spell that counts, or of an unconfirmed one. */
bool view_concerns(const struct view *v)
{
    if (!in_force(v->terms, v->facts->start_date)) {
        return false;
    }
    for (size_t i = 0; i < v->facts->spell_count; i++) {
        const struct spell *s = &v->facts->spells[i];
        if ((spell_counts(s) || s == v->unconfirmed) && binds(v->facts, v->terms, s)) {
            return true;
        }
    }
    return false;
}
