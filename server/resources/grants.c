/* SPDX-License-Identifier: MIT */
/*
 * Grants: roles that people and systems hold for a time. Nobody grants what lies beyond its own scope, and
 * row-level security shows an administrator no other's.
 */
#include "resources/grant.h"

#include "base/random.h"
#include "flow/req.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"

#include <string.h>

static step_fn add, add_done, end, end_done;

static const struct field grant_fields[] = {
    FIELD(struct grant, id, ALWAYS),
    FIELD(struct grant, person, ALWAYS),
    CODE(struct grant, role, role, OUT | REQUIRED, .example = "\"AUDITOR\"",
         .about = "A role of your own scope: an authority's, a region's, or a supplier's of the region"),
    FIELD(struct grant, authority, OUT, .about = "Where it holds: your authority, by its DfE code, …"),
    FIELD(struct grant, region, OUT, .about = "… or your region"),
    FIELD(struct grant, supplier, OUT | IN, .about = "… or a supplier of your region; with SUPPLIER alone"),
    FIELD(struct grant, acting, OUT | IN, .about = "Held as an acting post or deputy"),
    FIELD(struct grant, from, OUT | REQUIRED, .about = "First day", .example = "\"2026-10-01\""),
    FIELD(struct grant, to, OUT | IN, .about = "Last day; open unless given"),
    FIELD(struct grant, ended_at, OUT, .about = "When its end was put on record"),
    FIELD(struct grant, withdrawn, OUT, .about = "It ended at once, whatever its last day"),
    {0},
};
const struct shape grant_shape = SHAPE("grant", struct grant, grant_fields);

struct ending {
    struct date to;
};
static const struct field ending_fields[] = {
    FIELD(struct ending, to, IN, .about = "Last day; left out, it ends at once and its tokens with it"),
    {0},
};
static const struct shape ending_shape = SHAPE("grant_end", struct ending, ending_fields);

static const enum fault end_faults[] = {FAULT_CONFLICT, FAULT_NONE};

const struct route grant_routes[] = {
    {.method = "POST",
     .path = "/v1/people/{id}/grants",
     .first = add,
     .roles = ADMINISTRATORS,
     .in = &grant_shape,
     .out = &grant_shape,
     .status = 201,
     .creates = true,
     .action = "grant.add",
     .about = "Grants a role in your scope, for a time"},
    {.method = "POST",
     .path = "/v1/grants/{id}/end",
     .first = end,
     .roles = ADMINISTRATORS,
     .in = &ending_shape,
     .out = &grant_shape,
     .status = 200,
     .action = "grant.end",
     .about = "Ends a grant after a day, or at once",
     .faults = end_faults},
    {0},
};

struct asked {
    struct rows *person, *supplier;
};

static enum flow add(struct req *rq)
{
    const struct grant *want = rq->in;
    if (date_given(want->to) && date_before(want->to, want->from))
        complain(rq, "/to", "out_of_range", "The last day is before the first.");
    if (want->role == ROLE_SUPPLIER && !uuid_given(want->supplier))
        complain(rq, "/supplier", "required", "Say which supplier's.");
    if (want->role != ROLE_SUPPLIER && uuid_given(want->supplier))
        complain(rq, "/supplier", "conflicts", "Only SUPPLIER is a role at a supplier.");
    if (complained(rq))
        return fail_complained(rq);
    *STATE(rq, struct asked) = (struct asked){
        .person = sql_person_find(rq->batch, rq->id),
        .supplier = sql_supplier_region(rq->batch, want->supplier),
    };
    return await(rq, add_done);
}

static bool may_grant(const struct req *rq, unsigned role)
{
    static const struct {
        unsigned administrator, roles;
    } scopes[] = {
        {ROLE_AUTHORITY_ADMIN, MAY(OFFICER) | MAY(REQUESTER) | MAY(HR) | MAY(DCS) | MAY(CHIEF_EXECUTIVE) |
                                   MAY(AUTHORITY_ADMIN) | MAY(AUDITOR)},
        {ROLE_REGION_ADMIN, MAY(REGION_ADMIN) | MAY(AUDITOR) | MAY(SUPPLIER)},
    };
    for (size_t i = 0; i < sizeof scopes / sizeof *scopes; i++)
        if (scopes[i].administrator == rq->who.role)
            return (scopes[i].roles & (1u << role)) != 0;
    return false;
}

static bool is_of_region(const struct req *rq, struct rows *supplier)
{
    const char *region = rows_value(supplier, "region");
    return region != NULL && rq->who.region != NULL && strcmp(region, rq->who.region) == 0;
}

/* Where the grant holds: the one of three that the role is of. */
static void place_grant(const struct req *rq, struct grant *grant)
{
    bool of_supplier = uuid_given(grant->supplier), of_authority = rq->who.authority != INTEGER32_NONE;
    grant->authority = rq->who.authority_code;
    grant->region = of_supplier || of_authority ? NULL : rq->who.region;
}

static enum flow add_done(struct req *rq)
{
    const struct asked *asked = rq->state;
    struct grant made = *(const struct grant *)rq->in;
    if (rows_count(asked->person) == 0)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    if (!may_grant(rq, made.role))
        return fail_field(rq, FAULT_FORBIDDEN, "/role", "forbidden",
                          "This role is not in your scope to grant.");
    if (uuid_given(made.supplier) && !is_of_region(rq, asked->supplier))
        return fail_field(rq, FAULT_INVALID, "/supplier", "unknown", "Your region has no such supplier.");
    made.id = random_uuid();
    made.person = rq->id;
    place_grant(rq, &made);
    promise(rq, &made, "role_grant", made.id);
    sql_role_grant_add(rq->batch, made.id, made.person, NAME_OF(role, made.role), rq->who.authority,
                       made.region, made.supplier, made.acting, made.from, made.to);
    return settle(rq);
}

static enum flow end(struct req *rq)
{
    *STATE(rq, struct rows *) = sql_role_grant_get(rq->batch, rq->id);
    return await(rq, end_done);
}

/* What is out of the way of the whole: other reasons to refuse are the statement's. */
static enum flow end_done(struct req *rq)
{
    const struct ending *want = rq->in;
    const struct grant *grant = row_of(rq, *STATE(rq, struct rows *), &grant_shape);
    if (grant == NULL)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    if (date_given(want->to) && date_before(want->to, grant->from))
        return fail_field(rq, FAULT_INVALID, "/to", "out_of_range",
                          "The last day is before the first. Leave it out to end the grant at once.");
    struct grant ended = *grant;
    ended.to = date_given(want->to) ? want->to : grant->to;
    ended.withdrawn = !date_given(want->to);
    ended.ended_at = rq->now;
    promise(rq, &ended, "role_grant", ended.id);
    sql_role_grant_end(rq->batch, ended.id, want->to, ended.ended_at, rq->who.principal);
    return settle(rq);
}
