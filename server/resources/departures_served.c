/* SPDX-License-Identifier: MIT */
/* Which finding of a breach an exception that somebody names serves, and why one serves none. */
#include "resources/departure_row.h"

/* Whether the proposal says so, or the exception itself, which names the placement. */
static bool is_named(const struct departure_row *d, const struct proposal *p)
{
    for (size_t i = 0; i < p->exceptions.count; i++)
        if (uuid_equal(p->exceptions.at[i], d->id))
            return true;
    return uuid_given(p->placement) && uuid_equal(d->placement, p->placement);
}

static const struct departure_row *find(const struct departure_row *rows, size_t count, struct uuid id)
{
    for (size_t i = 0; i < count; i++)
        if (uuid_equal(rows[i].id, id))
            return &rows[i];
    return NULL;
}

static const char *pointer_to(struct req *rq, size_t nth)
{
    return arena_printf(rq->arena, "/exceptions/%zu", nth);
}

bool departures_known(struct req *rq, const struct proposal *p, const struct facts_asked *asked,
                      enum flow *flow)
{
    size_t count;
    const struct departure_row *rows = departure_rows(rq, asked, &count);
    for (size_t i = 0; i < p->exceptions.count; i++)
        if (find(rows, count, p->exceptions.at[i]) == NULL)
            complain(rq, pointer_to(rq, i), "unknown",
                     "Your authority has no such exception of this worker.");
    if (!complained(rq))
        return true;
    *flow = fail_complained(rq);
    return false;
}

/* A departure held against a finding of a breach. */
struct use {
    const struct proposal *p;
    const struct facts *facts;
    const struct findings *findings; /* all of them */
    const struct departure_row *d;
    const struct finding *f;
};

static bool is_of(const struct departure_row *d, const struct finding *f)
{
    return f->verdict == VERDICT_BREACH && d->rule == f->rule && d->layer == f->layer &&
           (!uuid_given(d->agreement) || uuid_equal(d->agreement, f->agreement));
}

static bool is_of_another(const struct use *u)
{
    return !departure_is_about(u->d, u->p);
}

static bool is_not_approved(const struct use *u)
{
    return u->d->status != EXCEPTION_STATUS_APPROVED;
}

static bool has_expired(const struct use *u)
{
    return date_before(u->d->expires_on, u->p->start_date) ||
           date_before(u->d->expires_on, u->facts->checked_on);
}

static bool was_signed_late(const struct use *u)
{
    const struct signature *s = u->d->sign_offs.at;
    for (size_t i = 0; i < u->d->sign_offs.count; i++)
        if (s[i].late)
            return true;
    return false;
}

/* What the rule on signatures finds of a rate over the cap counts; a REFER is for a person to decide. */
static bool is_found_wanting(const struct use *u)
{
    for (size_t i = 0; u->f->rule == RULE_PRICE_CAP && i < u->findings->count; i++) {
        const struct finding *f = &u->findings->at[i];
        if (f->rule == RULE_SIGN_OFF && (f->verdict == VERDICT_BREACH || f->verdict == VERDICT_UNKNOWN))
            return true;
    }
    return false;
}

static bool is_of_less(const struct use *u)
{
    return u->f->rule == RULE_PRICE_CAP && u->f->comparable_pence > u->d->comparable_pence;
}

/* Those who signed were told of less than it is over the cap. */
static bool is_of_a_higher_cap(const struct use *u)
{
    return u->f->rule == RULE_PRICE_CAP && u->f->cap_pence < u->d->cap_pence;
}

/* Why a departure does not serve a finding: the first that holds; NULL where it serves. */
static const char *objection(const struct use *u)
{
    static const struct {
        bool (*holds)(const struct use *);
        const char *words;
    } objections[] = {
        {is_of_another, "It was asked for another start, post or placement."},
        {is_not_approved, "It is not approved: not all have signed, or it was refused or withdrawn."},
        {has_expired, "Its last day has passed, or comes before the day that is tested."},
        {was_signed_late, "It was signed too late: what was breached by then stays unsigned."},
        {is_of_less, "It was signed for a lower rate than this."},
        {is_of_a_higher_cap, "It names a higher cap than the one that is exceeded."},
        {is_found_wanting, "The signatures are not in order: see the finding on SIGN_OFF."},
    };
    for (size_t i = 0; i < sizeof objections / sizeof *objections; i++)
        if (objections[i].holds(u))
            return objections[i].words;
    return NULL;
}

/* Whether somebody is placed, and not merely asked about. */
static bool is_placing(const struct proposal *p)
{
    return p->engagement != 0 || uuid_given(p->placement);
}

/* A rate over the cap that has been signed for is signed off in a check; a placement also names the
 * exception. */
static void reopen(struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        if (findings->at[i].state != NULL)
            findings->at[i].state = NAME_OF(breach_state, BREACH_STATE_OPEN);
}

void departures_serve(struct req *rq, const struct proposal *p, const struct facts_asked *asked,
                      const struct facts *facts, struct findings *findings)
{
    size_t count;
    const struct departure_row *rows = departure_rows(rq, asked, &count);
    if (is_placing(p))
        reopen(findings);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < findings->count; j++) {
            struct finding *f = &findings->at[j];
            const struct use use = {.p = p, .facts = facts, .findings = findings, .d = &rows[i], .f = f};
            if (is_named(&rows[i], p) && is_of(&rows[i], f) && objection(&use) == NULL)
                f->state = NAME_OF(breach_state, BREACH_STATE_SIGNED_OFF);
        }
}

/* NULL where it serves something. */
static const char *why_unserved(const struct use *named)
{
    const char *why = "No finding breaches its rule.";
    for (size_t i = 0; i < named->findings->count; i++) {
        struct use use = *named;
        use.f = &named->findings->at[i];
        if (!is_of(use.d, use.f))
            continue;
        why = objection(&use);
        if (why == NULL)
            break;
    }
    return why;
}

struct shape_list departures_unserved(struct req *rq, const struct proposal *p,
                                      const struct facts_asked *asked, const struct facts *facts,
                                      const struct findings *findings, struct uuid_list given)
{
    size_t rows_count, count = 0;
    const struct departure_row *rows = departure_rows(rq, asked, &rows_count);
    struct problem_error *errors = arena_alloc(rq->arena, given.count * sizeof *errors);
    for (size_t i = 0; i < given.count; i++) {
        const struct use use = {
            .p = p, .facts = facts, .findings = findings, .d = find(rows, rows_count, given.at[i])};
        const char *why = use.d == NULL ? NULL : why_unserved(&use);
        if (why != NULL)
            errors[count++] =
                (struct problem_error){.pointer = pointer_to(rq, i), .code = "unserved", .detail = why};
    }
    return (struct shape_list){.at = errors, .count = count};
}
