/* SPDX-License-Identifier: MIT */
/*
 * Cooling-off records: the caller's own leavers, and when they are free to start again. Recording one is the
 * short form of recording an employment. The list gives those for whom a start today would lie within a
 * window: the national one, or that of an agreement that bound the employer on the last day. Dates and
 * verdicts are the rules'.
 */
#include "flow/page.h"
#include "queries.h"
#include "resources/employment.h"
#include "resources/running_periods.h"

static step_fn record, list, list_leavers, show, show_leaver, leaver_shown;

static const struct field leaver_fields[] = {EMPLOYMENT_FIELDS(IN, REQUIRED)};
static const struct shape leaver_shape = SHAPE("cooling_off_record", struct employment, leaver_fields);

struct window {
    unsigned layer;
    struct uuid agreement;
    const char *agreement_name;
    int32_t months;
    bool covers_own_authority;
    struct date ends_on;
    unsigned verdict;
};
static const struct field window_fields[] = {
    CODE(struct window, layer, layer, ALWAYS),
    FIELD(struct window, agreement, OUT, .about = "The agreement's id, of a REGIONAL window"),
    FIELD(struct window, agreement_name, OUT, .about = "The agreement's name"),
    FIELD(struct window, months, ALWAYS, .about = "How long it is, counted to the corresponding date"),
    FIELD(struct window, covers_own_authority, OUT,
          .about = "Whether it holds for a start at the authority that the worker left, too"),
    FIELD(struct window, ends_on, ALWAYS, .about = "Its last day: a start is free from the next"),
    CODE(struct window, verdict, verdict, ALWAYS,
         .about = "Of a start today, on this record alone: BREACH, REFER, EXEMPT, or PASS once the window "
                  "has ended"),
    {0},
};
static const struct shape window_shape = SHAPE("cooling_off_window", struct window, window_fields);

struct leaver {
    struct uuid id;
    const char *authority, *swe_number;
    unsigned basis, service;
    struct date start_date, last_day, probation_end;
    unsigned leaving_reason;
    const char *evidence_kind;
    struct date evidence_dated;
    bool disputed;
    struct uuid_list bound;
    struct shape_list windows;
};
/* Without use: read for the rules, and not shown. */
static const struct field leaver_row_fields[] = {
    FIELD(struct leaver, id, ALWAYS, .about = "The employment's id"),
    FIELD(struct leaver, authority, ALWAYS, .about = "The employer's DfE code"),
    SWE_NUMBER(struct leaver, ALWAYS),
    CODE(struct leaver, basis, basis, ALWAYS),
    CODE(struct leaver, service, service, ALWAYS),
    FIELD(struct leaver, start_date, 0),
    FIELD(struct leaver, last_day, ALWAYS, .about = "Last day of employment"),
    FIELD(struct leaver, probation_end, 0),
    CODE(struct leaver, leaving_reason, leaving_reason, ALWAYS),
    FIELD(struct leaver, evidence_kind, 0),
    FIELD(struct leaver, evidence_dated, 0),
    FIELD(struct leaver, disputed, OUT),
    FIELD(struct leaver, bound, 0),
    FIELD(struct leaver, windows, OUT | EVEN_EMPTY, .record = &window_shape),
    {0},
};
static const struct shape leaver_row_shape = SHAPE("cooling_off", struct leaver, leaver_row_fields);
LIST_SHAPE(cooling_off_list_shape, leaver_row_shape);

static const struct code sort_items[] = {{NULL, ""},
                                         {"last_day", "the first to leave first"},
                                         {"-last_day", "the last to leave first"}};
static const struct codes sorts = SORTS(sort_items);

struct list_query {
    struct page page;
    unsigned sort;
};
static const struct field list_query_fields[] = {PAGE_FIELDS(struct list_query),
                                                 SORT_FIELD(struct list_query, sort, sorts),
                                                 {0}};
static const struct shape list_query_shape = SHAPE("parameters", struct list_query, list_query_fields);

static const enum fault record_faults[] = {FAULT_OUT_OF_SCOPE, FAULT_DUPLICATE, FAULT_STALE_FACTS,
                                           FAULT_NONE};

const struct route cooling_off_record_routes[] = {
    {.method = "POST",
     .path = "/v1/cooling-off-records",
     .first = record,
     .roles = MAY(OFFICER) | MAY(HR),
     .in = &leaver_shape,
     .out = &leaver_shape,
     .status = 201,
     .creates = true,
     .action = "employment.record",
     .about = "Records a leaver in short",
     .faults = record_faults},
    {.method = "GET",
     .path = "/v1/cooling-off-records",
     .first = list,
     .roles = EMPLOYMENT_READERS,
     .query = &list_query_shape,
     .out = &cooling_off_list_shape,
     .status = 200,
     .action = "cooling_off_record.list",
     .about = "The caller's own leavers whose cooling-off period is still running today, the latest recorded "
              "first"},
    {.method = "GET",
     .path = "/v1/cooling-off-records/{id}",
     .first = show,
     .roles = EMPLOYMENT_READERS,
     .out = &leaver_row_shape,
     .status = 200,
     .action = "cooling_off_record.read",
     .about = "One of the caller's own leavers, with the last day of each period, over or not"},
    {0},
};

static enum flow record(struct req *rq)
{
    struct employment *want = arena_alloc(rq->arena, sizeof *want);
    *want = *(const struct employment *)rq->in;
    want->basis = want->basis == 0 ? BASIS_SUBSTANTIVE : want->basis;
    rq->in = want;
    return employment_record(rq);
}

/* What the steps keep. */
struct asked {
    struct running_periods running;
    struct rows *leaver;
};

static enum flow list(struct req *rq)
{
    running_periods_ask(rq, &STATE(rq, struct asked)->running);
    return await(rq, list_leavers);
}

static bool bound(const struct leaver *leaver, const struct layer_period *of)
{
    for (size_t i = 0; i < leaver->bound.count; i++)
        if (uuid_equal(leaver->bound.at[i], of->agreement))
            return true;
    return of->layer == LAYER_NATIONAL;
}

static struct spell spell_of(const struct leaver *leaver)
{
    return (struct spell){.basis = (enum basis)leaver->basis,
                          .service = (enum service)leaver->service,
                          .start_date = leaver->start_date,
                          .last_day = leaver->last_day,
                          .probation_end = leaver->probation_end,
                          .leaving_reason = (enum leaving_reason)leaver->leaving_reason,
                          .evidence_kind = leaver->evidence_kind,
                          .evidence_dated = leaver->evidence_dated,
                          .disputed = leaver->disputed};
}

static struct window window_of(const struct req *rq, const struct leaver *leaver,
                               const struct layer_period *of)
{
    struct spell spell = spell_of(leaver);
    struct date left = date_add_days(leaver->last_day, 1);
    struct date start = date_before(rq->today, left) ? left : rq->today;
    return (struct window){.layer = of->layer,
                           .agreement = of->agreement,
                           .agreement_name = of->name,
                           .months = of->period.months,
                           .covers_own_authority = of->covers_own_authority,
                           .ends_on = date_add_days(spell_free_from(&spell, &of->period), -1),
                           .verdict = spell_verdict(&spell, &of->period, start)};
}

static struct shape_list windows_of(struct req *rq, const struct leaver *leaver)
{
    const struct running_periods *running = &STATE(rq, struct asked)->running;
    struct window *windows = arena_alloc(rq->arena, running->count * sizeof *windows);
    size_t count = 0;
    for (size_t i = 0; i < running->count; i++)
        if (bound(leaver, &running->all[i]))
            windows[count++] = window_of(rq, leaver, &running->all[i]);
    return (struct shape_list){windows, count};
}

static const void *with_windows(struct req *rq, const void *rows, size_t count)
{
    const struct leaver *found = rows;
    struct leaver *shown = arena_alloc(rq->arena, count * sizeof *shown);
    for (size_t i = 0; i < count; i++) {
        shown[i] = found[i];
        shown[i].windows = windows_of(rq, &found[i]);
    }
    return shown;
}

static enum flow list_leavers(struct req *rq)
{
    struct running_periods *running = &STATE(rq, struct asked)->running;
    const struct list_query *query = rq->query;
    struct row_place after;
    const char *agreements, *agreed_from;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    running_periods_open(rq, running);
    running_periods_agreed(rq, running, &agreements, &agreed_from);
    return show_page_as(rq,
                        sql_cooling_off_list(rq->batch, rq->today, running_periods_national(rq, running),
                                             agreements, agreed_from, form_code(&sorts, query->sort),
                                             after.key, after.id, page_ask(rq), page_counted(rq)),
                        with_windows);
}

static enum flow show(struct req *rq)
{
    running_periods_ask(rq, &STATE(rq, struct asked)->running);
    return await(rq, show_leaver);
}

static enum flow show_leaver(struct req *rq)
{
    struct asked *asked = STATE(rq, struct asked);
    running_periods_open(rq, &asked->running);
    asked->leaver = sql_cooling_off_show(rq->batch, rq->id, rq->today);
    return await(rq, leaver_shown);
}

static enum flow leaver_shown(struct req *rq)
{
    const void *found = row_of(rq, STATE(rq, struct asked)->leaver, &leaver_row_shape);
    return found == NULL ? fail(rq, FAULT_NOT_FOUND, NULL) : reply(rq, with_windows(rq, found, 1));
}
