/* SPDX-License-Identifier: MIT */
/*
 * Leaver statements: an authority says of a month that is over that all of its leavers are on record, or that
 * there were none; until then it counts as silent. Another statement on the month supersedes the earlier one,
 * since a leaver may turn up late; the same again is a duplicate.
 */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/employment.h"
#include "resources/forms.h"

#include <string.h>

static step_fn state, state_done, list;

struct leaver_statement {
    struct uuid id;
    const char *authority, *month;
    bool none;
    struct instant recorded_at;
};
static const struct field leaver_statement_fields[] = {
    FIELD(struct leaver_statement, id, ALWAYS),
    FIELD(struct leaver_statement, authority, ALWAYS, .about = "Whose it is: a DfE code"),
    FIELD(struct leaver_statement, month, OUT | REQUIRED, .max = 7, .normalise = form_month,
          .form = "a month, like 2026-08", .about = "The month, which is over", .example = "\"2025-10\""),
    FIELD(struct leaver_statement, none, OUT | REQUIRED,
          .about = "True: nobody left; false: whoever left is on record", .example = "false"),
    FIELD(struct leaver_statement, recorded_at, ALWAYS),
    {0},
};
static const struct shape leaver_statement_shape =
    SHAPE("leaver_statement", struct leaver_statement, leaver_statement_fields);
LIST_SHAPE(leaver_statement_list_shape, leaver_statement_shape);

static const enum fault state_faults[] = {FAULT_CONFLICT, FAULT_DUPLICATE, FAULT_NONE};

const struct route leaver_statement_routes[] = {
    {.method = "POST",
     .path = "/v1/leaver-statements",
     .first = state,
     .roles = MAY(OFFICER) | MAY(HR),
     .in = &leaver_statement_shape,
     .out = &leaver_statement_shape,
     .status = 201,
     .creates = true,
     .action = "leaver_statement.make",
     .about = "States the leavers of a month, in place of what was stated before",
     .faults = state_faults},
    {.method = "GET",
     .path = "/v1/leaver-statements",
     .first = list,
     .roles = EMPLOYMENT_READERS,
     .query = &page_shape,
     .out = &leaver_statement_list_shape,
     .status = 200,
     .about = "What the caller's authority has stated of its months, the latest statement first"},
    {0},
};

/* The first day after a month. */
static struct date month_over(struct req *rq, const char *month)
{
    struct date first = DATE_NONE;
    const char *day = arena_printf(rq->arena, "%s-01", month);
    return date_parse(day, strlen(day), &first) ? date_add_months(first, 1) : DATE_NONE;
}

static enum flow state(struct req *rq)
{
    const struct leaver_statement *want = rq->in;
    if (date_before(rq->today, month_over(rq, want->month)))
        return fail_field(rq, FAULT_INVALID, "/month", "out_of_range", "A month is stated once it is over.");
    return await(rq, state_done);
}

static enum flow state_done(struct req *rq)
{
    struct leaver_statement made = *(const struct leaver_statement *)rq->in;
    made.id = random_uuid();
    made.authority = rq->who.authority_code;
    made.recorded_at = rq->now;
    promise(rq, &made, "leaver_statement", made.id);
    sql_leaver_statement_holds(rq->batch, made.month, made.none);
    sql_leaver_statement_supersede(rq->batch, made.month, made.none, made.recorded_at);
    sql_leaver_statement_add(rq->batch, made.id, made.month, made.none, made.recorded_at);
    return settle(rq);
}

static enum flow list(struct req *rq)
{
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(rq, sql_leaver_statement_list(rq->batch, after.id, page_ask(rq), page_counted(rq)));
}
