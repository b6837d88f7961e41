/* SPDX-License-Identifier: MIT */
/*
 * Extensions of placements. One asks the rules again that depend on it, on the first day that it adds: of a
 * proposal that has not begun a breach is refused, of what is under way it is recorded.
 */
#include "base/random.h"
#include "queries.h"
#include "resources/recheck.h"
#include "resources/routes.h"

static step_fn extend, held, checked;

struct extension {
    struct date planned_end_date;
    unsigned reason;
    struct uuid_list exceptions;
};
static const struct field extension_fields[] = {
    FIELD(struct extension, planned_end_date, REQUIRED, .about = "The new last day as planned",
          .example = "\"2027-03-26\""),
    CODE(struct extension, reason, placement_reason, REQUIRED, .about = "Why agency work goes on",
         .example = "\"VACANCY\""),
    FIELD(struct extension, exceptions, IN,
          .about = "Approved exceptions, one for each rule that is breached"),
    {0},
};
static const struct shape extension_shape = SHAPE("placement_extension", struct extension, extension_fields);

const struct route placement_extension_routes[] = {
    {.method = "POST",
     .path = "/v1/placements/{id}/extensions",
     .first = extend,
     .roles = MAY(OFFICER),
     .in = &extension_shape,
     .out = &placement_shape,
     .problem = &placement_breach_shape,
     .status = 201,
     .creates = true,
     .action = "placement.extend",
     .about = "Extends the placement to a later day",
     .faults = recheck_faults},
    {0},
};

static enum flow extend(struct req *rq)
{
    return recheck_hold(rq, STATE(rq, struct recheck), rq->id, held);
}

/* The first day that the extension adds; of a placement without a planned end, the day of asking. */
static struct date first_added(const struct req *rq, const struct placement *p)
{
    struct date day = p->sent.planned_end_date;
    if (date_given(day))
        day.day++;
    else
        day = date_before(rq->today, p->sent.start_date) ? p->sent.start_date : rq->today;
    return day;
}

static enum flow held(struct req *rq)
{
    const struct extension *extension = rq->in;
    struct recheck *r = rq->state;
    enum flow refusal;
    if (!recheck_open(rq, r, PLACEMENT_EXTENSION, &refusal))
        return refusal;
    struct date day = first_added(rq, r->held);
    if (date_before(extension->planned_end_date, day))
        return fail_field(rq, FAULT_INVALID, "/planned_end_date", "out_of_range",
                          "An extension ends after the day on which the placement would have ended.");
    recheck_name(rq, r, extension->exceptions);
    return recheck_ask(rq, r, day, PURPOSE_extension, checked);
}

static enum flow checked(struct req *rq)
{
    const struct extension *extension = rq->in;
    struct recheck *r = rq->state;
    enum flow refusal;
    if (!recheck_make(rq, r, RULES_EXTENSION, &refusal) || recheck_refused(rq, r, &refusal))
        return refusal;
    struct placement p = recheck_after(rq, r);
    p.sent.planned_end_date = extension->planned_end_date;
    promise(rq, &p, "placement", p.id);
    recheck_keep(rq, r, &p, RECHECK_ON_REQUEST);
    sql_placement_extension_add(rq->batch, random_uuid(), p.id, r->held->sent.planned_end_date,
                                extension->planned_end_date, NAME_OF(placement_reason, extension->reason),
                                rq->now);
    return settle(rq);
}
