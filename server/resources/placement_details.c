/* SPDX-License-Identifier: MIT */
/*
 * Details of a placement. No rule is told of them but of the notice: where that changes its rule is asked
 * again, and a breach is refused of a proposal that has not begun, and recorded of what is under way.
 */
#include "queries.h"
#include "resources/recheck.h"
#include "resources/routes.h"
#include "resources/versions.h"

static step_fn update, held, checked;

struct details {
    const char *external_ref, *requirement_ref;
    struct date planned_end_date;
    int32_t notice_days;
};
static const struct field details_fields[] = {
    FIELD(struct details, external_ref, IN, .max = 100, .about = "The supplier's order number",
          .example = "\"PO-1234\""),
    FIELD(struct details, requirement_ref, IN, .max = 100,
          .about = "The authority's own reference of the requirement"),
    FIELD(struct details, planned_end_date, IN, .about = "An earlier last day; a later one is an extension"),
    FIELD(struct details, notice_days, IN, .max = 366,
          .about = "Notice on either side, in days: its rule is asked again"),
    {0},
};
static const struct shape details_shape = SHAPE("placement_details", struct details, details_fields);

const struct route placement_detail_routes[] = {
    {.method = "PATCH",
     .path = "/v1/placements/{id}",
     .first = update,
     .roles = MAY(OFFICER),
     .in = &details_shape,
     .out = &placement_shape,
     .problem = &placement_breach_shape,
     .status = 200,
     .changes = true,
     .action = "placement.update",
     .about = "Changes a placement's details",
     .faults = recheck_faults},
    {0},
};

static enum flow update(struct req *rq)
{
    const struct details *d = rq->in;
    if (d->external_ref == NULL && d->requirement_ref == NULL && !date_given(d->planned_end_date) &&
        d->notice_days == INTEGER32_NONE)
        return fail_field(rq, FAULT_INVALID, "", "required", "Send what is to change.");
    return recheck_hold(rq, STATE(rq, struct recheck), rq->id, held);
}

static struct details details_of(const struct proposal *s)
{
    return (struct details){.external_ref = s->external_ref,
                            .requirement_ref = s->requirement_ref,
                            .planned_end_date = s->planned_end_date,
                            .notice_days = s->notice_days};
}

/* What of them is given, in place of what is on record. */
static struct details replaced(struct details d, const struct details *given)
{
    d.external_ref = given->external_ref != NULL ? given->external_ref : d.external_ref;
    d.requirement_ref = given->requirement_ref != NULL ? given->requirement_ref : d.requirement_ref;
    d.planned_end_date = date_given(given->planned_end_date) ? given->planned_end_date : d.planned_end_date;
    d.notice_days = given->notice_days != INTEGER32_NONE ? given->notice_days : d.notice_days;
    return d;
}

static void set_details(struct proposal *s, const struct details *d)
{
    s->external_ref = d->external_ref;
    s->requirement_ref = d->requirement_ref;
    s->planned_end_date = d->planned_end_date;
    s->notice_days = d->notice_days;
}

static void complain_of_end(struct req *rq, const struct details *d, const struct placement *p)
{
    if (!date_given(d->planned_end_date))
        return;
    if (date_before(d->planned_end_date, p->rate_from))
        complain(rq, "/planned_end_date", "out_of_range",
                 "The planned end is before the latest rate's first day.");
    if (date_given(p->sent.planned_end_date) && date_before(p->sent.planned_end_date, d->planned_end_date))
        complain(rq, "/planned_end_date", "out_of_range",
                 "A later last day is an extension, which asks the rules again: POST it to …/extensions.");
}

static enum flow keep(struct req *rq, const struct placement *p, const struct details *then)
{
    struct placement moved = *p;
    moved.version++;
    set_details(&moved.sent, then);
    promise(rq, &moved, "placement", moved.id);
    placement_move(rq, &moved, true);
    return settle(rq);
}

/* The rules that are asked on the first day are told of the notice on that day, whenever it changed. */
static enum flow held(struct req *rq)
{
    struct recheck *r = rq->state;
    enum flow refusal;
    const struct placement *p = placement_read(rq, r->rows, &refusal);
    if (p == NULL)
        return refusal;
    struct details now = details_of(&p->sent), then = replaced(now, rq->in);
    if (p->version != rq->if_match)
        return versions_stale(rq, &details_shape, p->version, &now, &then);
    if (!recheck_open(rq, r, PLACEMENT_UPDATE, &refusal))
        return refusal;
    complain_of_end(rq, rq->in, p);
    if (complained(rq))
        return fail_complained(rq);
    if (then.notice_days == now.notice_days)
        return keep(rq, p, &then);
    set_details(&r->want, &then);
    return recheck_ask(rq, r, p->sent.start_date, PURPOSE_review, checked);
}

static enum flow checked(struct req *rq)
{
    struct recheck *r = rq->state;
    struct details then = details_of(&r->want);
    enum flow refusal;
    if (!recheck_make(rq, r, 1u << RULE_NOTICE, &refusal) || recheck_refused(rq, r, &refusal))
        return refusal;
    struct placement p = recheck_after(rq, r);
    set_details(&p.sent, &then);
    promise(rq, &p, "placement", p.id);
    recheck_keep(rq, r, &p, RECHECK_ON_REQUEST);
    return settle(rq);
}
