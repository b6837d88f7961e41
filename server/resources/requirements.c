/* SPDX-License-Identifier: MIT */
/* Requirements: posts for which an authority looks for agency workers, and whom it has invited to supply
 * them. */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/proposal.h"
#include "resources/routes.h"

#include <string.h>

static step_fn list, add, add_done, close_one, close_held;

struct requirement {
    struct uuid id;
    const char *authority, *local_role;
    unsigned job_type;
    struct date start_date, planned_end_date;
    int64_t pay_ceiling_pence;
    struct uuid_list suppliers;
    struct instant closed_at, recorded_at;
};
static const struct field requirement_fields[] = {
    FIELD(struct requirement, id, ALWAYS),
    FIELD(struct requirement, authority, ALWAYS, .about = "The authority that hires, by its DfE code"),
    FIELD(struct requirement, local_role, IN | OUT, .max = 100, .normalise = form_title, .form = "a title",
          .about = "The post's local title, mapped to a job type where the authority has a mapping"),
    CODE(struct requirement, job_type, job_type, IN | OUT, .about = "The job type, where there is no mapping",
         .example = "\"SW\""),
    FIELD(struct requirement, start_date, ALWAYS | REQUIRED, .about = "The assignment's first day",
          .example = "\"2026-11-02\""),
    FIELD(struct requirement, planned_end_date, IN | OUT, .about = "Its last day as planned"),
    FIELD(struct requirement, pay_ceiling_pence, IN | OUT, .min = 1, .max = PAY_MAX,
          .about = "To the authority: what it means to pay at most, with holiday pay, employer NI and levy, "
                   "pence an hour"),
    FIELD(struct requirement, suppliers, OUT | REQUIRED,
          .about = "To the authority: who may put candidates forward"),
    FIELD(struct requirement, closed_at, OUT, .about = "When it was closed; none while candidates are taken"),
    FIELD(struct requirement, recorded_at, ALWAYS),
    {0},
};
static const struct shape requirement_shape = SHAPE("requirement", struct requirement, requirement_fields);
LIST_SHAPE(requirement_list_shape, requirement_shape);

const struct route requirement_routes[] = {
    {.method = "GET",
     .path = "/v1/requirements",
     .first = list,
     .roles = MAY(OFFICER) | MAY(REQUESTER) | MAY(DCS) | MAY(CHIEF_EXECUTIVE) | MAY(SUPPLIER),
     .query = &page_shape,
     .out = &requirement_list_shape,
     .status = 200,
     .about = "The requirements of the caller's authority, newest first; to a supplier, the open ones to "
              "which it is invited"},
    {.method = "POST",
     .path = "/v1/requirements",
     .first = add,
     .roles = MAY(OFFICER) | MAY(REQUESTER),
     .in = &requirement_shape,
     .out = &requirement_shape,
     .status = 201,
     .creates = true,
     .action = "requirement.add",
     .about = "Invites suppliers to put candidates forward for a post"},
    {.method = "POST",
     .path = "/v1/requirements/{id}/close",
     .first = close_one,
     .roles = MAY(OFFICER) | MAY(REQUESTER),
     .out = &requirement_shape,
     .status = 200,
     .action = "requirement.close",
     .about = "Closes a requirement: no more candidates are taken"},
    {0},
};

/* What of it a supplier sees is decided by the database. */
static enum flow list(struct req *rq)
{
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(rq, sql_requirement_list(rq->batch, after.id, page_ask(rq), page_counted(rq)));
}

static enum flow add(struct req *rq)
{
    const struct requirement *want = rq->in;
    if (want->local_role == NULL && want->job_type == 0)
        complain(rq, "/job_type", "required", "Give local_role, job_type or both.");
    if (date_given(want->planned_end_date) && date_before(want->planned_end_date, want->start_date))
        complain(rq, "/planned_end_date", "out_of_range", "The planned end is before the start.");
    if (want->suppliers.count == 0)
        complain(rq, "/suppliers", "required", "Say who may put candidates forward.");
    if (complained(rq))
        return fail_complained(rq);
    *STATE(rq, struct rows *) = sql_suppliers_known(rq->batch, form_uuids(rq->arena, want->suppliers));
    return await(rq, add_done);
}

struct known {
    int32_t known;
};
static const struct field known_fields[] = {FIELD(struct known, known, OUT), {0}};
static const struct shape known_shape = SHAPE("known", struct known, known_fields);

static enum flow add_done(struct req *rq)
{
    const struct known *known = row_of(rq, *STATE(rq, struct rows *), &known_shape);
    struct requirement made = *(const struct requirement *)rq->in;
    if (known == NULL || (size_t)known->known != made.suppliers.count)
        return fail_field(rq, FAULT_INVALID, "/suppliers", "unknown",
                          "Each is a supplier on record, and named once.");
    made.id = random_uuid();
    made.authority = rq->who.authority_code;
    made.recorded_at = rq->now;
    promise(rq, &made, "requirement", made.id);
    sql_requirement_add(rq->batch, made.id, made.local_role, form_code(&job_type_codes, made.job_type),
                        made.start_date, made.planned_end_date, made.pay_ceiling_pence, made.recorded_at);
    for (size_t i = 0; i < made.suppliers.count; i++)
        sql_requirement_invite(rq->batch, random_uuid(), made.id, made.suppliers.at[i]);
    return settle(rq);
}

static enum flow close_one(struct req *rq)
{
    *STATE(rq, struct rows *) = sql_requirement_get(rq->batch, rq->id);
    return await(rq, close_held);
}

static enum flow close_held(struct req *rq)
{
    const struct requirement *held = row_of(rq, *STATE(rq, struct rows *), &requirement_shape);
    if (held == NULL)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    struct requirement closed = *held;
    if (!instant_given(closed.closed_at))
        closed.closed_at = rq->now;
    promise(rq, &closed, "requirement", closed.id);
    sql_requirement_close(rq->batch, closed.id, closed.closed_at);
    return settle(rq);
}
