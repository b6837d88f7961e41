/* SPDX-License-Identifier: MIT */
/* Reference templates that an authority has accepted, version by version: a step of joining an agreement. */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/routes.h"

static step_fn list, add, add_done;

struct template_acceptance {
    struct uuid id;
    const char *authority;
    struct uuid template;
    struct date accepted_on;
    struct instant recorded_at;
};
static const struct field template_acceptance_fields[] = {
    FIELD(struct template_acceptance, id, ALWAYS),
    FIELD(struct template_acceptance, authority, ALWAYS, .about = "Who accepted: a DfE code"),
    FIELD(struct template_acceptance, template, ALWAYS | REQUIRED, .about = "The version of the template",
          .example = "\"01920000-0000-7000-8000-000000000001\""),
    FIELD(struct template_acceptance, accepted_on, OUT | REQUIRED, .about = "The day of acceptance",
          .example = "\"2025-09-12\""),
    FIELD(struct template_acceptance, recorded_at, ALWAYS),
    {0},
};
static const struct shape template_acceptance_shape =
    SHAPE("template_acceptance", struct template_acceptance, template_acceptance_fields);
LIST_SHAPE(template_acceptance_list_shape, template_acceptance_shape);

static const enum fault add_faults[] = {FAULT_DUPLICATE, FAULT_NONE};

const struct route template_acceptance_routes[] = {
    {.method = "GET",
     .path = "/v1/template-acceptances",
     .first = list,
     .roles = MAY(OFFICER) | MAY(HR) | MAY(DCS) | MAY(CHIEF_EXECUTIVE) | MAY(AUTHORITY_ADMIN),
     .query = &page_shape,
     .out = &template_acceptance_list_shape,
     .status = 200,
     .about = "The reference templates that the caller's authority has accepted, the latest first"},
    {.method = "POST",
     .path = "/v1/template-acceptances",
     .first = add,
     .roles = MAY(AUTHORITY_ADMIN),
     .in = &template_acceptance_shape,
     .out = &template_acceptance_shape,
     .status = 201,
     .creates = true,
     .action = "template.accept",
     .about = "Accepts a version of a reference template for the caller's authority",
     .faults = add_faults},
    {0},
};

static enum flow list(struct req *rq)
{
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(rq, sql_template_acceptance_list(rq->batch, after.id, page_ask(rq), page_counted(rq)));
}

static enum flow add(struct req *rq)
{
    const struct template_acceptance *want = rq->in;
    if (date_before(rq->today, want->accepted_on))
        return fail_field(rq, FAULT_INVALID, "/accepted_on", "out_of_range", "That day is still to come.");
    return await(rq, add_done);
}

static enum flow add_done(struct req *rq)
{
    struct template_acceptance made = *(const struct template_acceptance *)rq->in;
    made.id = random_uuid();
    made.authority = rq->who.authority_code;
    made.recorded_at = rq->now;
    promise(rq, &made, "template_acceptance", made.id);
    sql_template_acceptance_add(rq->batch, made.id, made.template, made.accepted_on, made.recorded_at);
    return settle(rq);
}
