/* SPDX-License-Identifier: MIT */
/*
 * The standard information of a memorandum, by version: the lead region adds versions, an authority records
 * that it was given, at recruitment and at induction. Of agency workers by placement; of permanent recruits
 * by numbers.
 */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"

#include <string.h>

static step_fn list, add, add_done, given, give, give_done, counts, count_them, counted;

struct version {
    struct uuid id, agreement;
    const char *name;
    struct date from;
    const char *wording;
    struct instant recorded_at;
};
static const struct field version_fields[] = {
    FIELD(struct version, id, ALWAYS),
    FIELD(struct version, agreement, ALWAYS | REQUIRED, .about = "The memorandum's id",
          .example = AGREEMENT_EXAMPLE),
    FIELD(struct version, name, ALWAYS | REQUIRED, .max = 100, .normalise = form_title, .form = "a name",
          .about = "What the version is called", .example = "\"2026, first\""),
    FIELD(struct version, from, ALWAYS | REQUIRED, .about = "The day from which it is given",
          .example = "\"2026-10-01\""),
    FIELD(struct version, wording, ALWAYS | REQUIRED, .max = 10000,
          .about = "What workers are told, or where it is to be read",
          .example = "\"Our authority has signed the memorandum of its region\""),
    FIELD(struct version, recorded_at, ALWAYS),
    {0},
};
static const struct shape version_shape = SHAPE("information_version", struct version, version_fields);
LIST_SHAPE(version_list_shape, version_shape);

#define VERSION_EXAMPLE "\"0199b2c4-0000-7000-8000-000000000501\""

struct given {
    struct uuid id, placement, information;
    unsigned stage;
    struct date given_on;
    struct instant recorded_at;
};
static const struct field information_given_fields[] = {
    FIELD(struct given, id, ALWAYS),
    FIELD(struct given, placement, ALWAYS),
    FIELD(struct given, information, ALWAYS | REQUIRED, .about = "The version's id",
          .example = VERSION_EXAMPLE),
    CODE(struct given, stage, information_stage, ALWAYS | REQUIRED, .example = "\"INDUCTION\""),
    FIELD(struct given, given_on, ALWAYS | REQUIRED, .about = "The day on which it was given",
          .example = "\"2026-09-10\""),
    FIELD(struct given, recorded_at, ALWAYS),
    {0},
};
static const struct shape information_given_shape =
    SHAPE("information_given", struct given, information_given_fields);
LIST_SHAPE(information_given_list_shape, information_given_shape);

struct count {
    struct uuid id;
    const char *authority;
    struct uuid information;
    unsigned stage;
    const char *month;
    int32_t recruits, given;
    struct instant recorded_at;
};
static const struct field count_fields[] = {
    FIELD(struct count, id, ALWAYS),
    FIELD(struct count, authority, ALWAYS, .about = "Whose it is: a DfE code"),
    FIELD(struct count, information, ALWAYS | REQUIRED, .about = "The version's id",
          .example = VERSION_EXAMPLE),
    CODE(struct count, stage, information_stage, ALWAYS | REQUIRED, .example = "\"RECRUITMENT\""),
    FIELD(struct count, month, ALWAYS | REQUIRED, .max = 7, .normalise = form_month,
          .form = "a month, like 2026-08", .about = "The month", .example = "\"2026-08\""),
    FIELD(struct count, recruits, ALWAYS | REQUIRED, .max = 9999,
          .about = "How many permanent staff were recruited, or began", .example = "4"),
    FIELD(struct count, given, ALWAYS | REQUIRED, .max = 9999, .about = "How many of them were given it",
          .example = "4"),
    FIELD(struct count, recorded_at, ALWAYS),
    {0},
};
static const struct shape count_shape = SHAPE("information_count", struct count, count_fields);
LIST_SHAPE(count_list_shape, count_shape);

#define READERS (MAY(OFFICER) | MAY(HR) | MAY(DCS) | MAY(CHIEF_EXECUTIVE))

static const enum fault add_faults[] = {FAULT_DUPLICATE, FAULT_NONE};

const struct route information_routes[] = {
    {.method = "GET",
     .path = "/v1/information-versions",
     .first = list,
     .roles = ANYBODY,
     .query = &listing_shape,
     .out = &version_list_shape,
     .status = 200,
     .about = "All versions of the memoranda's standard information"},
    {.method = "POST",
     .path = "/v1/information-versions",
     .first = add,
     .roles = MAY(REGION_ADMIN),
     .in = &version_shape,
     .out = &version_shape,
     .status = 201,
     .creates = true,
     .action = "information_version.add",
     .about = "Adds a version of the standard information of a memorandum that your region leads",
     .faults = add_faults},
    {.method = "GET",
     .path = "/v1/placements/{id}/information",
     .first = given,
     .roles = MAY(OFFICER) | MAY(DCS) | MAY(CHIEF_EXECUTIVE),
     .query = &listing_shape,
     .out = &information_given_list_shape,
     .status = 200,
     .action = "information.list",
     .about = "What standard information the worker of a placement was given, by day"},
    {.method = "POST",
     .path = "/v1/placements/{id}/information",
     .first = give,
     .roles = MAY(OFFICER),
     .in = &information_given_shape,
     .out = &information_given_shape,
     .status = 201,
     .creates = true,
     .action = "information.give",
     .about = "Records that the worker of a placement was given the standard information",
     .faults = add_faults},
    {.method = "GET",
     .path = "/v1/information-counts",
     .first = counts,
     .roles = READERS,
     .query = &page_shape,
     .out = &count_list_shape,
     .status = 200,
     .about = "How many permanent recruits of the caller's authority were given it, the newest count first"},
    {.method = "POST",
     .path = "/v1/information-counts",
     .first = count_them,
     .roles = MAY(OFFICER) | MAY(HR),
     .in = &count_shape,
     .out = &count_shape,
     .status = 201,
     .creates = true,
     .action = "information.count",
     .about = "States how many permanent recruits of a month were given it, in place of what was stated "
              "before",
     .faults = add_faults},
    {0},
};

static enum flow list(struct req *rq)
{
    return show_rows(rq, sql_information_version_list(rq->batch));
}

static enum flow add(struct req *rq)
{
    const struct version *want = rq->in;
    *STATE(rq, struct rows *) = sql_agreement_lead(rq->batch, want->agreement);
    return await(rq, add_done);
}

static enum flow add_done(struct req *rq)
{
    const char *lead = rows_value(*STATE(rq, struct rows *), "lead_region");
    struct version made = *(const struct version *)rq->in;
    if (lead == NULL || rq->who.region == NULL || strcmp(lead, rq->who.region) != 0)
        return fail_field(rq, FAULT_INVALID, "/agreement", "unknown",
                          "There is no such agreement that your region leads.");
    made.id = random_uuid();
    made.recorded_at = rq->now;
    promise(rq, &made, "information_version", made.id);
    sql_information_version_add(rq->batch, made.id, made.agreement, lead, made.name, made.from, made.wording,
                                made.recorded_at);
    return settle(rq);
}

static enum flow given(struct req *rq)
{
    sql_placement_held(rq->batch, rq->id);
    return show_rows(rq, sql_information_given_list(rq->batch, rq->id));
}

static bool is_known(struct req *rq, enum flow *flow)
{
    if (rows_count(*STATE(rq, struct rows *)) > 0)
        return true;
    *flow = fail_field(rq, FAULT_INVALID, "/information", "unknown", "There is no version of that id.");
    return false;
}

static enum flow give(struct req *rq)
{
    const struct given *want = rq->in;
    if (date_before(rq->today, want->given_on))
        return fail_field(rq, FAULT_INVALID, "/given_on", "out_of_range", "The day is in the future.");
    *STATE(rq, struct rows *) = sql_information_version_find(rq->batch, want->information);
    return await(rq, give_done);
}

static enum flow give_done(struct req *rq)
{
    struct given made = *(const struct given *)rq->in;
    enum flow refusal;
    if (!is_known(rq, &refusal))
        return refusal;
    made.id = random_uuid();
    made.placement = rq->id;
    made.recorded_at = rq->now;
    promise(rq, &made, "placement", made.placement);
    sql_placement_held(rq->batch, made.placement);
    sql_information_given_add(rq->batch, made.id, made.placement, made.information,
                              NAME_OF(information_stage, made.stage), made.given_on, made.recorded_at);
    return settle(rq);
}

static enum flow counts(struct req *rq)
{
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(rq, sql_information_count_list(rq->batch, after.id, page_ask(rq), page_counted(rq)));
}

static enum flow count_them(struct req *rq)
{
    const struct count *want = rq->in;
    if (want->given > want->recruits)
        return fail_field(rq, FAULT_INVALID, "/given", "out_of_range",
                          "No more are told than are recruited.");
    *STATE(rq, struct rows *) = sql_information_version_find(rq->batch, want->information);
    return await(rq, counted);
}

static enum flow counted(struct req *rq)
{
    struct count made = *(const struct count *)rq->in;
    const char *stage = NAME_OF(information_stage, made.stage);
    enum flow refusal;
    if (!is_known(rq, &refusal))
        return refusal;
    made.id = random_uuid();
    made.authority = rq->who.authority_code;
    made.recorded_at = rq->now;
    promise(rq, &made, "information_count", made.id);
    sql_information_count_until(rq->batch, made.information, stage, made.month, made.recorded_at);
    sql_information_count_add(rq->batch, made.id, made.information, stage, made.month, made.recruits,
                              made.given, made.recorded_at);
    return settle(rq);
}
