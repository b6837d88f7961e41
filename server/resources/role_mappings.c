/* SPDX-License-Identifier: MIT */
/* Role mappings: an authority's local titles, each mapped to a job type from a day on. */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"
#include "resources/sweep.h"

static step_fn list, add, add_done;

struct role_mapping {
    struct uuid id;
    const char *authority, *local_role;
    unsigned job_type;
    int32_t substantive_notice_days;
    struct date from, to;
};
static const struct field role_mapping_fields[] = {
    FIELD(struct role_mapping, id, ALWAYS),
    FIELD(struct role_mapping, authority, ALWAYS),
    FIELD(struct role_mapping, local_role, ALWAYS | REQUIRED, .max = 100, .normalise = form_title,
          .form = "a title", .about = "The title as the authority uses it; case does not matter",
          .example = "\"Duty social worker\""),
    CODE(struct role_mapping, job_type, job_type, ALWAYS | REQUIRED, .example = "\"SW\""),
    FIELD(struct role_mapping, substantive_notice_days, OUT | IN, .max = 366,
          .about = "Contractual notice of the equivalent substantive role, in days"),
    FIELD(struct role_mapping, from, OUT | REQUIRED, .about = "First day", .example = "\"2024-09-13\""),
    FIELD(struct role_mapping, to, OUT | IN, .about = "Last day; open unless given"),
    {0},
};
static const struct shape role_mapping_shape =
    SHAPE("role_mapping", struct role_mapping, role_mapping_fields);
LIST_SHAPE(role_mapping_list_shape, role_mapping_shape);

static const enum fault add_faults[] = {FAULT_OVERLAP, FAULT_NONE};

const struct route role_mapping_routes[] = {
    {.method = "GET",
     .path = "/v1/role-mappings",
     .first = list,
     .roles =
         MAY(OFFICER) | MAY(REQUESTER) | MAY(HR) | MAY(DCS) | MAY(CHIEF_EXECUTIVE) | MAY(AUTHORITY_ADMIN),
     .query = &listing_shape,
     .out = &role_mapping_list_shape,
     .status = 200,
     .about = "The caller's authority's mappings, by title"},
    {.method = "POST",
     .path = "/v1/role-mappings",
     .first = add,
     .roles = MAY(AUTHORITY_ADMIN),
     .in = &role_mapping_shape,
     .out = &role_mapping_shape,
     .status = 201,
     .creates = true,
     .action = "role_mapping.add",
     .about = "Maps a local title from a day on; the open mapping before it ends the day before",
     .faults = add_faults},
    {0},
};

static enum flow list(struct req *rq)
{
    return show_rows(rq, sql_role_mapping_list(rq->batch));
}

static enum flow add(struct req *rq)
{
    const struct role_mapping *want = rq->in;
    if (date_given(want->to) && date_before(want->to, want->from))
        return fail_field(rq, FAULT_INVALID, "/to", "out_of_range", "The last day is before the first.");
    return await(rq, add_done);
}

static enum flow add_done(struct req *rq)
{
    struct role_mapping made = *(const struct role_mapping *)rq->in;
    made.id = random_uuid();
    made.authority = rq->who.authority_code;
    promise(rq, &made, "role_mapping", made.id);
    sql_role_mapping_end_earlier(rq->batch, random_uuid(), made.local_role, made.from);
    sql_role_mapping_add(rq->batch, made.id, made.local_role, NAME_OF(job_type, made.job_type),
                         made.substantive_notice_days, made.from, made.to);
    sweep(rq, SWEEP_KIND_ROLE_MAPPING, made.id, made.from, DATE_NONE);
    return settle(rq);
}
