/* SPDX-License-Identifier: MIT */
/*
 * The audit trail, for an auditor of the scope: who did or saw what, and what was refused. Ids only. Reading
 * it is an event itself.
 */
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"

static step_fn list, search;

struct audit_event {
    struct instant at;
    struct uuid id, principal;
    unsigned role;
    const char *action, *route, *object_type;
    struct uuid_list ids;
    const char *outcome;
};
static const struct field audit_event_fields[] = {
    FIELD(struct audit_event, at, ALWAYS),
    FIELD(struct audit_event, id, ALWAYS, .about = "The request's id, as its answer gave it in X-Request-Id"),
    FIELD(struct audit_event, principal, ALWAYS, .about = "Who acted"),
    CODE(struct audit_event, role, role, ALWAYS, .about = "In which role"),
    FIELD(struct audit_event, action, ALWAYS, .about = "What was asked"),
    FIELD(struct audit_event, route, ALWAYS, .about = "Method and path of the request"),
    FIELD(struct audit_event, object_type, OUT, .about = "What the ids are of"),
    FIELD(struct audit_event, ids, OUT, .about = "Exactly what was shown or written"),
    FIELD(struct audit_event, outcome, ALWAYS, .about = "done, or how it was refused"),
    {0},
};
static const struct shape audit_event_shape = SHAPE("audit_event", struct audit_event, audit_event_fields);
LIST_SHAPE(audit_event_list_shape, audit_event_shape);

struct wanted {
    struct date from, to;
    struct uuid principal, object;
    const char *action;
};
static const struct field wanted_fields[] = {
    FIELD(struct wanted, from, IN, .about = "First day, in Europe/London"),
    FIELD(struct wanted, to, IN, .about = "Last day, in Europe/London"),
    FIELD(struct wanted, principal, IN, .about = "Only what this person or system did"),
    FIELD(struct wanted, object, IN, .about = "Only what showed or wrote the record of this id"),
    FIELD(struct wanted, action, IN, .max = 60, .about = "Only this action", .example = "\"placement.read\""),
    {0},
};
static const struct shape wanted_shape = SHAPE("audit_event_search", struct wanted, wanted_fields);

const struct route audit_event_routes[] = {
    {.method = "GET",
     .path = "/v1/audit-events",
     .first = list,
     .roles = MAY(AUDITOR),
     .query = &page_shape,
     .out = &audit_event_list_shape,
     .status = 200,
     .action = "audit_event.read",
     .about = "What was done, seen and refused in the auditor's scope, newest first"},
    {.method = "POST",
     .path = "/v1/audit-events/search",
     .first = search,
     .roles = MAY(AUDITOR),
     .in = &wanted_shape,
     .query = &page_shape,
     .out = &audit_event_list_shape,
     .status = 200,
     .action = "audit_event.search",
     .about = "The same, of a person, an action, a record or some days; the next page is asked for with the "
              "same body"},
    {0},
};

static enum flow ask(struct req *rq, const struct wanted *want)
{
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    struct instant at = INSTANT_NONE;
    if (uuid_given(after.id))
        at.us = after.key;
    return show_page(rq, sql_audit_event_list(rq->batch, want->from, want->to, want->principal, want->action,
                                              want->object, at, after.id, page_ask(rq), page_counted(rq)));
}

static enum flow list(struct req *rq)
{
    return ask(rq, &(struct wanted){.from = DATE_NONE, .to = DATE_NONE});
}

static enum flow search(struct req *rq)
{
    const struct wanted *want = rq->in;
    if (date_given(want->from) && date_given(want->to) && date_before(want->to, want->from))
        return fail_field(rq, FAULT_INVALID, "/to", "out_of_range", "The last day is before the first.");
    return ask(rq, want);
}
