/* SPDX-License-Identifier: MIT */
#include "rules/spell.h"

bool spell_counts(const struct spell *s)
{
    return !s->declared && (s->basis == BASIS_SUBSTANTIVE || s->basis == BASIS_FIXED_TERM) &&
           s->leaving_reason != LEAVING_REASON_TUPE;
}

struct date spell_free_from(const struct spell *s, const struct period *p)
{
    struct date corresponding = date_add_months(s->last_day, p->months);
    return p->last_day == LAST_DAY_FREE ? corresponding : date_add_days(corresponding, 1);
}

static bool in_probation(const struct spell *s)
{
    return date_given(s->probation_end) && !date_before(s->probation_end, s->last_day);
}

static bool evidenced(const struct spell *s)
{
    return s->evidence_kind && date_given(s->evidence_dated);
}

static enum verdict redundancy(const struct spell *s)
{
    return evidenced(s) ? VERDICT_EXEMPT : VERDICT_REFER;
}

static enum verdict probation_left(const struct spell *s)
{
    return evidenced(s) && in_probation(s) ? VERDICT_EXEMPT : VERDICT_REFER;
}

static enum verdict refer(const struct spell *s)
{
    (void)s;
    return VERDICT_REFER;
}

static enum verdict resigned(const struct spell *s)
{
    return in_probation(s) ? VERDICT_REFER : VERDICT_BREACH;
}

static enum verdict fixed_term_ended(const struct spell *s)
{
    return s->basis == BASIS_FIXED_TERM ? VERDICT_REFER : VERDICT_BREACH;
}

/*
 * R1.7: what the reason for leaving makes of a start within the period, where the layer recognises the
 * exception that it hangs on. Every reason without a row is leaving. No reason at all is a partial record,
 * which bars nobody.
 */
static const struct {
    enum verdict (*verdict)(const struct spell *);
    enum exception exception; /* NONE: hangs on none */
} reasons[] = {
    [LEAVING_REASON_NONE] = {refer, EXCEPTION_NONE},
    [LEAVING_REASON_REDUNDANCY] = {redundancy, EXCEPTION_REDUNDANCY},
    [LEAVING_REASON_PROBATION_LEFT] = {probation_left, EXCEPTION_LEFT_IN_PROBATION},
    [LEAVING_REASON_PROBATION_DISMISSED] = {refer, EXCEPTION_LEFT_IN_PROBATION},
    [LEAVING_REASON_RESIGNED] = {resigned, EXCEPTION_LEFT_IN_PROBATION},
    [LEAVING_REASON_END_FIXED_TERM] = {fixed_term_ended, EXCEPTION_NONE},
};

static enum verdict within(const struct spell *s, const struct period *p)
{
    size_t reason = s->leaving_reason;
    if (reason >= sizeof reasons / sizeof *reasons || !reasons[reason].verdict) {
        return VERDICT_BREACH;
    }
    enum exception hangs_on = reasons[reason].exception;
    if (hangs_on != EXCEPTION_NONE && !(p->exceptions & 1u << hangs_on)) {
        return VERDICT_BREACH;
    }
    return reasons[reason].verdict(s);
}

enum verdict spell_verdict(const struct spell *s, const struct period *p, struct date start)
{
    if (!date_given(s->last_day) || !date_before(s->last_day, start)) {
        return VERDICT_REFER;
    }
    if (!date_before(start, spell_free_from(s, p))) {
        return VERDICT_PASS;
    }
    return s->disputed || s->service == SERVICE_MIXED ? VERDICT_REFER : within(s, p);
}
