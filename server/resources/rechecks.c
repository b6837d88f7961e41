/* SPDX-License-Identifier: MIT */
#include "resources/rechecks.h"

#include "base/random.h"
#include "queries.h"
#include "resources/recheck.h"

static step_fn look, found, held, checked;

const struct route recheck_route = {.method = "DO",
                                    .path = "/rechecks",
                                    .first = look,
                                    .out = &placement_shape,
                                    .status = 200,
                                    .action = "placement.recheck",
                                    .about = "Asks the rules again of a placement that waits for it"};

/* What of the rules rests on what has changed. */
static const unsigned rules_of[] = {
    [RECHECK_CAUSE_FACTS] = RULES_ALL & ~RULES_RATE,
    [RECHECK_CAUSE_DUE] = RULES_ALL & ~RULES_RATE,
    [RECHECK_CAUSE_SIGN_OFF] = RULES_RATE,
    [RECHECK_CAUSE_RATE_DUE] = RULES_RATE,
    [RECHECK_CAUSE_CAP] = RULES_RATE,
};

struct waiting {
    struct uuid id, placement;
    unsigned cause;
};
static const struct field waiting_fields[] = {
    FIELD(struct waiting, id, OUT),
    FIELD(struct waiting, placement, OUT),
    CODE(struct waiting, cause, recheck_cause, OUT),
    {0},
};
static const struct shape waiting_shape = SHAPE("waiting recheck", struct waiting, waiting_fields);

struct rated {
    struct date on;
};
static const struct field rated_fields[] = {FIELD_NAMED(struct rated, on, "day", OUT), {0}};
static const struct shape rated_shape = SHAPE("day of a rate", struct rated, rated_fields);

struct swept {
    bool more;
};
static const struct field swept_fields[] = {FIELD(struct swept, more, OUT), {0}};
static const struct shape swept_shape = SHAPE("swept", struct swept, swept_fields);

struct work {
    struct rows *swept, *rows, *rated;
    struct waiting it;
    struct recheck recheck;
};

static enum flow look(struct req *rq)
{
    struct work *work = STATE(rq, struct work);
    work->swept = sql_sweeps_due(rq->batch, rq->today);
    sql_rechecks_due(rq->batch, rq->today);
    work->rows = sql_recheck_waiting(rq->batch);
    return await(rq, found);
}

static bool more_is_due(struct req *rq)
{
    const struct work *work = rq->state;
    const struct swept *swept = row_of(rq, work->swept, &swept_shape);
    return swept->more;
}

static enum flow found(struct req *rq)
{
    struct work *work = rq->state;
    const struct waiting *it = row_of(rq, work->rows, &waiting_shape);
    if (it == NULL)
        return more_is_due(rq) ? look(rq) : fail(rq, FAULT_NOT_FOUND, NULL);
    work->it = *it;
    act_for(rq, it->id);
    work->rated = sql_placement_rated_on(rq->batch, it->placement);
    return recheck_hold(rq, &work->recheck, it->placement, held);
}

/* It has ended meanwhile, or cannot be asked: the answer has been made, and says why. */
static enum flow drop(struct req *rq)
{
    const struct work *work = rq->state;
    sql_recheck_done(rq->batch, work->it.id, rq->now);
    return settle(rq);
}

static enum flow put_off(struct req *rq)
{
    const struct work *work = rq->state;
    sql_recheck_put_off(rq->batch, work->it.id);
    return settle(rq);
}

static enum flow held(struct req *rq)
{
    struct work *work = rq->state;
    struct recheck *r = &work->recheck;
    enum flow refusal;
    if (!recheck_open(rq, r, PLACEMENT_UPDATE, &refusal))
        return drop(rq);
    const struct rated *rated = row_of(rq, work->rated, &rated_shape);
    bool by_rate = rated != NULL && rules_of[work->it.cause] == RULES_RATE;
    return recheck_ask(rq, r, by_rate ? rated->on : r->held->sent.start_date, PURPOSE_review, checked);
}

/* Claimed even so: what is recorded from here on is queued anew. */
static enum flow unchanged(struct req *rq)
{
    struct work *work = rq->state;
    const struct recheck *r = &work->recheck;
    sql_facts_claim(rq->batch, r->held->sent.swe_number, r->made.relied.facts_version, random_uuid());
    sql_rules_unchanged(rq->batch, r->made.relied.rules_version);
    promise(rq, r->held, "placement", r->held->id);
    return drop(rq);
}

/* What was to come and did not, and an exception that has ended, are nobody's surprise. */
static bool was_awaited(const struct work *work)
{
    return work->it.cause == RECHECK_CAUSE_DUE || work->it.cause == RECHECK_CAUSE_RATE_DUE;
}

static bool waits_for_somebody(const struct placement *p)
{
    return p->status == PLACEMENT_STATUS_PROVISIONAL || p->status == PLACEMENT_STATUS_REFERRED;
}

/*
 * A breach of what has not begun, or of what was to come and did not, is for a person to decide; what is
 * under way is in breach.
 */
static struct placement after(struct req *rq)
{
    struct work *work = rq->state;
    struct placement p = recheck_after(rq, &work->recheck);
    bool begun = !date_before(rq->today, p.sent.start_date);
    bool undecided = was_awaited(work) && waits_for_somebody(work->recheck.held);
    if (p.status == PLACEMENT_STATUS_IN_BREACH && (!begun || undecided)) {
        p.status = PLACEMENT_STATUS_REFERRED;
        p.status = placement_status_of(&p);
    }
    placement_complete(rq, &p);
    return p;
}

static enum recheck_why why_of(const struct req *rq, const struct work *work)
{
    if (date_before(rq->today, work->recheck.held->sent.start_date))
        return RECHECK_ON_REQUEST;
    return was_awaited(work) ? RECHECK_WHEN_DUE : RECHECK_ON_NEWS;
}

static enum flow checked(struct req *rq)
{
    struct work *work = rq->state;
    struct recheck *r = &work->recheck;
    enum flow refusal;
    if (!recheck_make(rq, r, rules_of[work->it.cause], &refusal))
        return put_off(rq);
    if (!recheck_differs(rq, r))
        return unchanged(rq);
    struct placement p = after(rq);
    promise(rq, &p, "placement", p.id);
    recheck_keep(rq, r, &p, why_of(rq, work));
    sql_notice_add(rq->batch, p.sent.authority, NAME_OF(notice_kind, NOTICE_KIND_VERDICT_CHANGED),
                   "placement", p.id, rq->now);
    return drop(rq);
}
