/* SPDX-License-Identifier: MIT */
/*
 * Registers of references: which placements owe one, to their authority; whether one was given, to the
 * supplier, who sees nothing of what it says.
 */
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"

static step_fn owed, given;

struct owed {
    struct uuid id;
    const char *reference, *authority, *swe_number;
    struct uuid supplier;
    struct date last_day;
    struct uuid written;
    bool overdue;
};
static const struct field owed_fields[] = {
    FIELD(struct owed, id, ALWAYS, .about = "The placement's id"),
    FIELD(struct owed, reference, ALWAYS, .about = "What people call the placement by"),
    FIELD(struct owed, authority, ALWAYS, .about = "Whose it is: a DfE code"),
    SWE_NUMBER(struct owed, ALWAYS),
    FIELD(struct owed, supplier, ALWAYS, .about = "Who supplied the worker"),
    FIELD(struct owed, last_day, ALWAYS,
          .about = "Its last day, or the planned one: the worker is shown the reference before"),
    FIELD(struct owed, written, OUT,
          .about = "The reference, by its id, where it is written and not yet shared"),
    FIELD(struct owed, overdue, OUT, .about = "True: the last day is over"),
    {0},
};
static const struct shape owed_shape = SHAPE("reference_owed", struct owed, owed_fields);
LIST_SHAPE(owed_list_shape, owed_shape);

struct owed_query {
    struct page page;
    struct date until;
};
static const struct field owed_query_fields[] = {
    PAGE_FIELDS(struct owed_query),
    FIELD_NAMED(struct owed_query, until, "last_day.lte", IN,
                .about = "Whose last day is that day or earlier"),
    {0},
};
static const struct shape owed_query_shape = SHAPE("parameters", struct owed_query, owed_query_fields);

struct given {
    struct uuid id;
    const char *reference, *authority;
    struct date last_day;
    bool given;
};
static const struct field given_fields[] = {
    FIELD(struct given, id, ALWAYS, .about = "The placement's id"),
    FIELD(struct given, reference, ALWAYS, .about = "What people call the placement by"),
    FIELD(struct given, authority, ALWAYS, .about = "The authority's DfE code"),
    FIELD(struct given, last_day, OUT, .about = "The placement's last day, or the planned one"),
    FIELD(struct given, given, OUT, .about = "True: the authority has written a reference on the worker"),
    {0},
};
static const struct shape given_shape = SHAPE("reference_given_row", struct given, given_fields);
LIST_SHAPE(given_list_shape, given_shape);

const struct route reference_register_routes[] = {
    {.method = "GET",
     .path = "/v1/references/owed",
     .first = owed,
     .roles = MAY(OFFICER) | MAY(HR) | MAY(DCS) | MAY(CHIEF_EXECUTIVE),
     .query = &owed_query_shape,
     .out = &owed_list_shape,
     .status = 200,
     .action = "reference.list_owed",
     .about =
         "The placements whose end owes a reference, the first to end first, until the worker was shown one"},
    {.method = "GET",
     .path = "/v1/references/given",
     .first = given,
     .roles = MAY(SUPPLIER),
     .query = &page_shape,
     .out = &given_list_shape,
     .status = 200,
     .action = "reference.list_given",
     .about = "The supplier's own placements, newest first, and whether a reference was given"},
    {0},
};

static enum flow owed(struct req *rq)
{
    const struct owed_query *want = rq->query;
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(rq, sql_reference_owed_list(rq->batch, want->until, rq->today, after.key, after.id,
                                                 page_ask(rq), page_counted(rq)));
}

static enum flow given(struct req *rq)
{
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(rq, sql_reference_given_list(rq->batch, after.id, page_ask(rq), page_counted(rq)));
}
