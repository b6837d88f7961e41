/* SPDX-License-Identifier: MIT */
/* Acceptances: which supplier has signed which terms of an agreement, as the lead region records it. */
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"

#include <string.h>

static step_fn list, listed, add, add_done;

struct acceptance {
    struct uuid supplier, agreement;
    const char *agreement_name;
    struct uuid terms;
    struct date terms_from, signed_on;
    struct instant recorded_at;
};
static const struct field acceptance_fields[] = {
    FIELD(struct acceptance, supplier, ALWAYS),
    FIELD(struct acceptance, agreement, OUT | REQUIRED, .about = "The agreement's id",
          .example = AGREEMENT_EXAMPLE),
    FIELD(struct acceptance, agreement_name, OUT),
    FIELD(struct acceptance, terms, OUT | REQUIRED,
          .about = "The id of the terms, as the agreement lists them"),
    FIELD(struct acceptance, terms_from, OUT, .about = "The first day of these terms"),
    FIELD(struct acceptance, signed_on, OUT | REQUIRED, .about = "The day of the signature",
          .example = "\"2025-09-12\""),
    FIELD(struct acceptance, recorded_at, ALWAYS),
    {0},
};
static const struct shape acceptance_shape = SHAPE("acceptance", struct acceptance, acceptance_fields);
LIST_SHAPE(acceptance_list_shape, acceptance_shape);

static const enum fault add_faults[] = {FAULT_DUPLICATE, FAULT_NONE};

const struct route acceptance_routes[] = {
    {.method = "GET",
     .path = "/v1/suppliers/{id}/acceptances",
     .first = list,
     .roles = ANYBODY,
     .query = &listing_shape,
     .out = &acceptance_list_shape,
     .status = 200,
     .about = "The terms that a supplier has accepted, by the day of the signature"},
    {.method = "POST",
     .path = "/v1/suppliers/{id}/acceptances",
     .first = add,
     .roles = MAY(REGION_ADMIN),
     .in = &acceptance_shape,
     .out = &acceptance_shape,
     .status = 201,
     .creates = true,
     .action = "supplier.accept",
     .about = "Records that a supplier of your region has signed terms of an agreement that it leads",
     .faults = add_faults},
    {0},
};

struct asked {
    struct rows *region, *rows; /* the supplier's; what it has accepted, or the terms */
};

static enum flow list(struct req *rq)
{
    *STATE(rq, struct asked) = (struct asked){
        .region = sql_supplier_region(rq->batch, rq->id),
        .rows = sql_supplier_acceptance_list(rq->batch, rq->id),
    };
    return await(rq, listed);
}

static enum flow listed(struct req *rq)
{
    const struct asked *asked = rq->state;
    size_t count;
    if (rows_count(asked->region) == 0)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    const void *accepted = rows_of(rq, asked->rows, &acceptance_shape, &count);
    return reply_rows(rq, accepted, count);
}

static enum flow add(struct req *rq)
{
    const struct acceptance *want = rq->in;
    if (date_before(rq->today, want->signed_on))
        return fail_field(rq, FAULT_INVALID, "/signed_on", "out_of_range", "The day is in the future.");
    *STATE(rq, struct asked) = (struct asked){
        .region = sql_supplier_region(rq->batch, rq->id),
        .rows = sql_agreement_terms_find(rq->batch, want->terms, want->agreement),
    };
    return await(rq, add_done);
}

static bool is_own(const struct req *rq, const char *region)
{
    return region != NULL && rq->who.region != NULL && strcmp(region, rq->who.region) == 0;
}

static enum flow add_done(struct req *rq)
{
    const struct asked *asked = rq->state;
    struct acceptance made = *(const struct acceptance *)rq->in;
    const struct acceptance *terms = row_of(rq, asked->rows, &acceptance_shape);
    if (!is_own(rq, rows_value(asked->region, "region")))
        return fail(rq, FAULT_NOT_FOUND, NULL);
    if (!is_own(rq, rows_value(asked->rows, "lead_region")))
        return fail_field(rq, FAULT_INVALID, "/terms", "unknown",
                          "No agreement that your region leads has these terms on record.");
    made.supplier = rq->id;
    made.agreement_name = terms->agreement_name;
    made.terms_from = terms->terms_from;
    made.recorded_at = rq->now;
    promise(rq, &made, "supplier", made.supplier);
    sql_supplier_acceptance_add(rq->batch, made.supplier, made.agreement, rq->who.region, made.terms,
                                made.signed_on, made.recorded_at);
    return settle(rq);
}
