/* SPDX-License-Identifier: MIT */
/*
 * What a person does to a placement without asking the rules again: the decision on a finding that a rule
 * refers, the end. Each moves the version.
 */
#include "base/random.h"
#include "queries.h"
#include "resources/person.h"
#include "resources/placement.h"
#include "resources/routes.h"

#include <string.h>

static step_fn decide, decide_held, end, end_held;

struct decided {
    const char *finding;
    unsigned decision;
    const char *reason;
};
static const struct field decided_fields[] = {
    FIELD(struct decided, finding, REQUIRED, .max = 60, .about = "The finding, as RULE/LAYER",
          .example = "\"COOL_OFF/NATIONAL\""),
    CODE(struct decided, decision, decision, REQUIRED, .about = "PROCEED or REFUSE",
         .example = "\"PROCEED\""),
    FIELD(struct decided, reason, REQUIRED, .max = 1000, .about = "Why; nothing on anybody's health",
          .example = "\"The worker showed the letter of the earlier employer\""),
    {0},
};
static const struct shape decided_shape = SHAPE("placement_decision", struct decided, decided_fields);

struct ended {
    struct date end_date;
    unsigned reason;
    int32_t notice_served_days;
};
static const struct field ended_fields[] = {
    FIELD(struct ended, end_date, REQUIRED, .about = "The last day of the placement",
          .example = "\"2026-12-18\""),
    CODE(struct ended, reason, end_reason, REQUIRED, .about = "Why it ended", .example = "\"COMPLETED\""),
    FIELD(struct ended, notice_served_days, IN, .max = 366, .about = "Notice that was served, in days"),
    {0},
};
static const struct shape ended_shape = SHAPE("placement_end", struct ended, ended_fields);

static const enum fault act_faults[] = {FAULT_CONFLICT, FAULT_DUPLICATE, FAULT_STALE_FACTS, FAULT_NONE};

const struct route placement_change_routes[] = {
    {.method = "POST",
     .path = "/v1/placements/{id}/decisions",
     .first = decide,
     .roles = MAY(OFFICER),
     .in = &decided_shape,
     .out = &placement_shape,
     .status = 201,
     .creates = true,
     .action = "placement.decide",
     .about = "Decides on a finding that a rule refers to a person",
     .faults = act_faults},
    {.method = "POST",
     .path = "/v1/placements/{id}/end",
     .first = end,
     .roles = MAY(OFFICER),
     .in = &ended_shape,
     .out = &placement_shape,
     .status = 200,
     .creates = true,
     .after_leaving = true,
     .action = "placement.end",
     .about = "Ends a placement, and its rates with it",
     .faults = act_faults},
    {0},
};

/* The placement as it will be, once what is to change has been set. */
static struct placement after(const struct placement *p)
{
    struct placement moved = *p;
    moved.version++;
    return moved;
}

struct deciding {
    struct rows *placement, *person;
};

static enum flow decide(struct req *rq)
{
    struct deciding *d = STATE(rq, struct deciding);
    d->placement = sql_placement_get(rq->batch, rq->id, false, DATE_NONE);
    d->person = person_ask(rq);
    return await(rq, decide_held);
}

/* The finding of that name that waits for a person; NULL where there is none. */
static const struct finding_view *referred(const struct placement *p, const char *name)
{
    const struct finding_view *f = p->findings.at;
    const char *slash = strchr(name, '/');
    unsigned rule = slash == NULL ? 0 : codes_find(&rule_codes, name, (size_t)(slash - name));
    unsigned layer = slash == NULL ? 0 : codes_find(&layer_codes, slash + 1, strlen(slash + 1));
    for (size_t i = 0; rule != 0 && layer != 0 && i < p->findings.count; i++)
        if (f[i].rule == rule && f[i].layer == layer && placement_refers(p, &f[i]))
            return &f[i];
    return NULL;
}

static struct shape_list with_decision(struct req *rq, const struct placement *p)
{
    const struct decided *d = rq->in;
    struct decision_view *all = arena_alloc(rq->arena, (p->decisions.count + 1) * sizeof *all);
    if (p->decisions.count > 0)
        memcpy(all, p->decisions.at, p->decisions.count * sizeof *all);
    all[p->decisions.count] = (struct decision_view){.finding = d->finding,
                                                     .decision = d->decision,
                                                     .reason = d->reason,
                                                     .decided_by = rq->who.principal,
                                                     .decided_at = rq->now};
    return (struct shape_list){.at = all, .count = p->decisions.count + 1};
}

static enum flow keep_decision(struct req *rq, const struct placement *p, const struct finding_view *f)
{
    const struct decided *d = rq->in;
    struct placement moved = after(p);
    moved.decisions = with_decision(rq, p);
    moved.status = d->decision == DECISION_REFUSE ? PLACEMENT_STATUS_REFUSED : placement_status_of(&moved);
    placement_complete(rq, &moved);
    promise(rq, &moved, "placement", moved.id);
    placement_move(rq, &moved, false);
    sql_placement_decision_add(rq->batch, random_uuid(), p->id, NAME_OF(rule, f->rule),
                               NAME_OF(layer, f->layer), NAME_OF(decision, d->decision), d->reason, rq->now);
    if (d->decision == DECISION_REFUSE)
        sql_breaches_resolve(rq->batch, p->id, NULL, "{}", rq->today);
    return settle(rq);
}

static enum flow decide_held(struct req *rq)
{
    const struct decided *d = rq->in;
    const struct deciding *by = rq->state;
    enum flow refusal;
    const struct placement *p = placement_read(rq, by->placement, &refusal);
    if (p == NULL || !placement_may(rq, p, PLACEMENT_DECISION, &refusal) ||
        !person_decides(rq, by->person, &refusal))
        return refusal;
    const struct finding_view *f = referred(p, d->finding);
    if (f == NULL)
        return fail_field(rq, FAULT_INVALID, "/finding", "unknown",
                          "No finding of that rule and layer waits for a decision.");
    if (placement_decided(p, f))
        return fail_field(rq, FAULT_DUPLICATE, "/finding", "duplicate",
                          "This finding has been decided already.");
    return keep_decision(rq, p, f);
}

/* With the rate of the last day: what was to begin later never does. */
static enum flow end(struct req *rq)
{
    const struct ended *e = rq->in;
    *STATE(rq, struct rows *) = sql_placement_get(rq->batch, rq->id, false, e->end_date);
    return await(rq, end_held);
}

/* All breaches end with the placement. */
static enum flow end_held(struct req *rq)
{
    const struct ended *e = rq->in;
    enum flow refusal;
    const struct placement *p = placement_read(rq, *STATE(rq, struct rows *), &refusal);
    if (p == NULL || !placement_may(rq, p, PLACEMENT_END, &refusal))
        return refusal;
    if (date_before(e->end_date, p->sent.start_date))
        return fail_field(rq, FAULT_INVALID, "/end_date", "out_of_range",
                          "The last day does not come before the first.");
    if (placement_extends(rq, p, e->end_date))
        return fail_field(rq, FAULT_INVALID, "/end_date", "out_of_range",
                          "A later last day is an extension, which asks the rules again: POST it to "
                          "…/extensions first.");
    struct placement moved = after(p);
    moved.status = PLACEMENT_STATUS_ENDED;
    moved.end_date = e->end_date;
    moved.end_reason = e->reason;
    moved.notice_served_days = e->notice_served_days;
    placement_complete(rq, &moved);
    promise(rq, &moved, "placement", moved.id);
    placement_move(rq, &moved, false);
    sql_placement_rate_until(rq->batch, p->id, e->end_date, rq->now);
    sql_breaches_resolve(rq->batch, p->id, NULL, "{}", e->end_date);
    return settle(rq);
}
