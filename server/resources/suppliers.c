/* SPDX-License-Identifier: MIT */
/* Suppliers: agencies and managing suppliers, as each region keeps them. */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"

static step_fn list, add, add_done;

struct supplier {
    struct uuid id;
    const char *region, *name;
    unsigned tier, supplies;
};
static const struct field supplier_fields[] = {
    FIELD(struct supplier, id, ALWAYS),
    FIELD(struct supplier, region, ALWAYS),
    FIELD(struct supplier, name, ALWAYS | REQUIRED, .normalise = form_title, .form = "a name",
          .example = "\"Fern Hollow Care (made up)\""),
    CODE(struct supplier, tier, supplier_tier, ALWAYS | REQUIRED),
    CODE(struct supplier, supplies, supplies, ALWAYS | REQUIRED),
    {0},
};
static const struct shape supplier_shape = SHAPE("supplier", struct supplier, supplier_fields);
LIST_SHAPE(supplier_list_shape, supplier_shape);

static const enum fault add_faults[] = {FAULT_DUPLICATE, FAULT_NONE};

const struct route supplier_routes[] = {
    {.method = "GET",
     .path = "/v1/suppliers",
     .first = list,
     .roles = ANYBODY,
     .query = &listing_shape,
     .out = &supplier_list_shape,
     .status = 200,
     .about = "All suppliers, by region and name"},
    {.method = "POST",
     .path = "/v1/suppliers",
     .first = add,
     .roles = MAY(REGION_ADMIN),
     .in = &supplier_shape,
     .out = &supplier_shape,
     .status = 201,
     .creates = true,
     .action = "supplier.add",
     .about = "Adds a supplier to your region",
     .faults = add_faults},
    {0},
};

static enum flow list(struct req *rq)
{
    return show_rows(rq, sql_supplier_list(rq->batch));
}

static enum flow add(struct req *rq)
{
    return await(rq, add_done);
}

static enum flow add_done(struct req *rq)
{
    struct supplier made = *(const struct supplier *)rq->in;
    made.id = random_uuid();
    made.region = rq->who.region;
    promise(rq, &made, "supplier", made.id);
    sql_supplier_add(rq->batch, made.id, made.region, made.name, NAME_OF(supplier_tier, made.tier),
                     NAME_OF(supplies, made.supplies));
    return settle(rq);
}
