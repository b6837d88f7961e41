/* SPDX-License-Identifier: MIT */
/*
 * What the caller's region pays: median and quartiles by job type, for a quarter. The aggregates of the whole
 * table are suppressed together, and only then is it looked at which cells were asked for: a filter cannot
 * undo a suppression.
 */
#include "flow/listing.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/parameters.h"
#include "resources/routes.h"
#include "rules/suppression.h"

#include <string.h>

static step_fn rates, rates_found;

struct cell_view {
    unsigned job_type;
    int64_t authorities, placements;
    int64_t lower_quartile_pence, median_pence, upper_quartile_pence;
    int64_t cap_pence, over_cap, own_median_pence;
    bool suppressed;
    const char *symbol;
};
static const struct field cell_fields[] = {
    CODE(struct cell_view, job_type, job_type, ALWAYS),
    FIELD(struct cell_view, authorities, OUT, .about = "How many authorities contribute"),
    FIELD(struct cell_view, placements, OUT, .about = "How many placements"),
    FIELD(struct cell_view, lower_quartile_pence, OUT, .about = "Pence an hour, rounded"),
    FIELD(struct cell_view, median_pence, OUT, .about = "Pence an hour, rounded"),
    FIELD(struct cell_view, upper_quartile_pence, OUT, .about = "Pence an hour, rounded"),
    FIELD(struct cell_view, cap_pence, OUT, .about = "The cap on the quarter's last day"),
    FIELD(struct cell_view, over_cap, OUT, .about = "Placements over the cap; left out where they are few"),
    FIELD(struct cell_view, own_median_pence, OUT, .about = "The caller's own median, exact"),
    FIELD(struct cell_view, suppressed, OUT, .about = "Too few placements or authorities to be shown"),
    FIELD(struct cell_view, symbol, OUT, .about = "c: suppressed"),
    {0},
};
static const struct shape cell_shape = SHAPE("cell", struct cell_view, cell_fields);

struct method {
    const char *quartiles, *coverage, *suppression;
};
static const struct field method_fields[] = {
    FIELD(struct method, quartiles, OUT),
    FIELD(struct method, coverage, OUT),
    FIELD(struct method, suppression, OUT),
    {0},
};
static const struct shape method_shape = SHAPE("method", struct method, method_fields);

struct benchmark {
    const char *region, *quarter;
    struct shape_list data;
    int64_t not_comparable;
    struct shape_one method;
};
static const struct field benchmark_fields[] = {
    FIELD(struct benchmark, region, OUT),
    FIELD(struct benchmark, quarter, ALWAYS),
    FIELD(struct benchmark, data, OUT | EVEN_EMPTY, .record = &cell_shape),
    FIELD(struct benchmark, not_comparable, OUT,
          .about = "Placements left out since their rate cannot be brought to the coverage; left out where "
                   "they are few"),
    FIELD(struct benchmark, method, OUT, .record = &method_shape),
    {0},
};
static const struct shape benchmark_shape = SHAPE("rate_benchmark", struct benchmark, benchmark_fields);

struct rates_query {
    struct listing listing;
    struct code_set job_type;
    const char *quarter, *group_by;
};
static const struct field rates_query_fields[] = {
    LISTING_FIELDS(struct rates_query),
    FIELD(struct rates_query, job_type, IN, .codes = &job_type_codes,
          .about = "Only these, separated by commas", .example = "[\"SW\",\"SSW\"]"),
    FIELD(struct rates_query, quarter, REQUIRED, .min = 7, .max = 7,
          .about = "A calendar quarter, like 2026-Q3", .example = "\"2026-Q3\""),
    FIELD(struct rates_query, group_by, IN, .max = 20,
          .about = "job_type, which is what it is grouped by unless given", .example = "\"job_type\""),
    {0},
};
static const struct shape rates_query_shape = SHAPE("parameters", struct rates_query, rates_query_fields);

const struct route benchmark_routes[] = {
    {.method = "GET",
     .path = "/v1/benchmarks/rates",
     .first = rates,
     .roles = MAY(OFFICER) | MAY(REQUESTER) | MAY(HR) | MAY(DCS) | MAY(CHIEF_EXECUTIVE) |
              MAY(AUTHORITY_ADMIN) | MAY(REGION_ADMIN),
     .query = &rates_query_shape,
     .out = &benchmark_shape,
     .status = 200,
     .action = "benchmark.read",
     .about = "Median and quartiles of the region's rates, suppressed where small"},
    {0},
};

/* A row of the exact query: quartiles in thousandths of a penny. */
struct cell_row {
    unsigned job_type;
    int64_t placements, authorities, largest;
    int64_t lower_quartile_thousandths, median_thousandths, upper_quartile_thousandths;
    int64_t over_cap, cap_pence, own_median_pence, not_comparable;
};
static const struct field cell_row_fields[] = {
    CODE(struct cell_row, job_type, job_type, OUT),
    FIELD(struct cell_row, placements, OUT),
    FIELD(struct cell_row, authorities, OUT),
    FIELD(struct cell_row, largest, OUT),
    FIELD(struct cell_row, lower_quartile_thousandths, OUT),
    FIELD(struct cell_row, median_thousandths, OUT),
    FIELD(struct cell_row, upper_quartile_thousandths, OUT),
    FIELD(struct cell_row, over_cap, OUT),
    FIELD(struct cell_row, cap_pence, OUT),
    FIELD(struct cell_row, own_median_pence, OUT),
    FIELD(struct cell_row, not_comparable, OUT),
    {0},
};
static const struct shape cell_row_shape = SHAPE("cell", struct cell_row, cell_row_fields);

struct rates_asked {
    struct quarter quarter;
    struct rows *cells, *ruleset;
};

static enum flow rates(struct req *rq)
{
    const struct rates_query *query = rq->query;
    struct rates_asked *asked = STATE(rq, struct rates_asked);
    if (!quarter_parse(query->quarter, strlen(query->quarter), &asked->quarter))
        return fail_field(rq, FAULT_BAD_PARAMETER, "quarter", "wrong_form",
                          "A quarter is written like 2026-Q3.");
    if (query->group_by != NULL && strcmp(query->group_by, "job_type") != 0)
        return fail_field(rq, FAULT_BAD_PARAMETER, "group_by", "not_in_list",
                          "Rates are grouped by job_type.");
    asked->cells =
        sql_benchmark_rates(rq->batch, quarter_first(asked->quarter), quarter_last(asked->quarter));
    sql_audit_add(rq->batch, NULL, "{}", "done");
    asked->ruleset = sql_ruleset_of(rq->batch, INTEGER_NONE);
    return await(rq, rates_found);
}

/* Limits that a ruleset does not give on the quarter's last day are 0, and show nothing. */
static struct suppression_limits limits_of(const struct ruleset *ruleset, struct date on)
{
    struct suppression_limits limits = {0};
    if (!ruleset_integer(ruleset, PARAMETER_benchmark_min_placements_median, on, &limits.min_placements) ||
        !ruleset_integer(ruleset, PARAMETER_benchmark_min_placements_quartiles, on,
                         &limits.min_placements_quartiles) ||
        !ruleset_integer(ruleset, PARAMETER_benchmark_min_other_authorities, on,
                         &limits.min_other_authorities) ||
        !ruleset_integer(ruleset, PARAMETER_benchmark_round_to, on, &limits.round_to_pence))
        return (struct suppression_limits){0};
    return limits;
}

static struct cell cell_of(const struct cell_row *row)
{
    return (struct cell){.placements = row->placements,
                         .authorities = row->authorities,
                         .largest = row->largest,
                         .lower_quartile = (double)row->lower_quartile_thousandths / 1000,
                         .median = (double)row->median_thousandths / 1000,
                         .upper_quartile = (double)row->upper_quartile_thousandths / 1000,
                         .over_cap = row->cap_pence == INTEGER_NONE ? -1 : row->over_cap};
}

/* What is not shown is not there: not as zero, and not as a hint. */
static struct cell_view view_of(const struct cell_row *row, const struct cell *cell)
{
    struct cell_view view = {.job_type = row->job_type,
                             .cap_pence = row->cap_pence,
                             .own_median_pence = row->own_median_pence,
                             .authorities = INTEGER_NONE,
                             .placements = INTEGER_NONE,
                             .lower_quartile_pence = INTEGER_NONE,
                             .median_pence = INTEGER_NONE,
                             .upper_quartile_pence = INTEGER_NONE,
                             .over_cap = INTEGER_NONE,
                             .suppressed = !cell->shown,
                             .symbol = cell->shown ? NULL : "c"};
    if (cell->shown) {
        view.authorities = cell->authorities;
        view.placements = cell->placements;
        view.median_pence = cell->median_pence;
    }
    if (cell->shown && cell->quartiles_shown) {
        view.lower_quartile_pence = cell->lower_quartile_pence;
        view.upper_quartile_pence = cell->upper_quartile_pence;
    }
    if (cell->shown && cell->over_cap_shown)
        view.over_cap = cell->over_cap;
    return view;
}

static bool asked_for(const struct rates_query *query, unsigned job_type)
{
    return query->job_type.bits == 0 || (query->job_type.bits & (1u << job_type)) != 0;
}

static int64_t left_out(const struct cell_row *rows, size_t count, const struct suppression_limits *limits)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += rows[i].not_comparable;
    bool few = sum > 0 && sum < limits->min_placements;
    return limits->min_placements == 0 || few ? INTEGER_NONE : sum;
}

static const struct method method = {
    .quartiles = "R-7",
    .coverage = "PAY_HOL_ENI_LEVY",
    .suppression =
        "Shown only where, after any one authority is taken away, enough placements of enough others remain; "
        "where one cell alone is suppressed, the smallest other goes with it.",
};

static struct shape_list views_of(struct req *rq, const struct cell_row *rows, size_t count,
                                  const struct suppression_limits *limits)
{
    struct cell *cells = arena_alloc(rq->arena, count * sizeof *cells);
    struct cell_view *views = arena_alloc(rq->arena, count * sizeof *views);
    size_t shown = 0;
    for (size_t i = 0; i < count; i++)
        cells[i] = cell_of(&rows[i]);
    suppress(cells, count, limits);
    for (size_t i = 0; i < count; i++)
        if (asked_for(rq->query, rows[i].job_type))
            views[shown++] = view_of(&rows[i], &cells[i]);
    return (struct shape_list){.at = views, .count = shown};
}

static enum flow rates_found(struct req *rq)
{
    const struct rates_query *query = rq->query;
    const struct rates_asked *asked = rq->state;
    struct ruleset ruleset = parameters_read(rq, asked->ruleset);
    struct suppression_limits limits = limits_of(&ruleset, quarter_last(asked->quarter));
    size_t count;
    const struct cell_row *rows = rows_of(rq, asked->cells, &cell_row_shape, &count);
    struct benchmark answer = {.region = rq->who.region,
                               .quarter = query->quarter,
                               .data = views_of(rq, rows, count, &limits),
                               .not_comparable = left_out(rows, count, &limits),
                               .method = {.at = &method}};
    return reply(rq, &answer);
}
