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
#include "resources/parameters.h"
#include "rules/spell.h"
#include "rules/view.h"

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

/* The periods that may run today: the national one, where it is laid down, then the agreements'. */
struct layer_period {
    enum layer layer;
    struct uuid agreement;
    const char *name;
    bool covers_own_authority;
    struct period period;
};
struct running {
    struct rows *ruleset, *terms, *leaver; /* as they were asked for */
    struct layer_period *all;
    size_t count;
};

struct terms_row {
    struct uuid agreement;
    const char *name;
    int32_t months;
    bool covers_own_authority;
    struct code_set exceptions;
    unsigned last_day;
};
static const struct field terms_fields[] = {
    FIELD(struct terms_row, agreement, OUT),
    FIELD(struct terms_row, name, OUT),
    FIELD(struct terms_row, months, OUT),
    FIELD(struct terms_row, covers_own_authority, OUT),
    FIELD(struct terms_row, exceptions, OUT, .codes = &exception_codes),
    CODE(struct terms_row, last_day, last_day_reading, OUT),
    {0},
};
static const struct shape terms_shape = SHAPE("cool-off terms", struct terms_row, terms_fields);

static enum flow ask_periods(struct req *rq, step_fn *next)
{
    struct running *running = STATE(rq, struct running);
    running->ruleset = sql_ruleset_of(rq->batch, INTEGER_NONE);
    running->terms = sql_cool_off_windows(rq->batch, rq->today);
    return await(rq, next);
}

static enum flow list(struct req *rq)
{
    return ask_periods(rq, list_leavers);
}

/* The period as the rules take it for a start today. */
static void add_period(struct req *rq, struct running *running, const struct view *view,
                       struct layer_period of)
{
    if (view_period(view, rq->today, &of.period))
        running->all[running->count++] = of;
}

static void add_agreed(struct req *rq, struct running *running, const struct terms_row *row)
{
    const struct cool_off_terms terms = {.months = row->months,
                                         .exceptions = row->exceptions.bits,
                                         .last_day = (enum last_day_reading)row->last_day};
    add_period(rq, running, &(struct view){.terms = &terms},
               (struct layer_period){.layer = LAYER_REGIONAL,
                                     .agreement = row->agreement,
                                     .name = row->name,
                                     .covers_own_authority = row->covers_own_authority});
}

static void open_periods(struct req *rq, struct running *running)
{
    size_t count;
    struct ruleset ruleset = parameters_read(rq, running->ruleset);
    const struct terms_row *terms = rows_of(rq, running->terms, &terms_shape, &count);
    running->all = arena_alloc(rq->arena, (count + 1) * sizeof *running->all);
    add_period(rq, running, &(struct view){.ruleset = &ruleset},
               (struct layer_period){.layer = LAYER_NATIONAL, .covers_own_authority = true});
    for (size_t i = 0; i < count; i++)
        add_agreed(rq, running, &terms[i]);
}

/*
 * The earliest last day whose window is still open. No earlier day than the corresponding one has such a
 * window; where a month is shorter it is one of the days after.
 */
static struct date left_from(struct date today, const struct period *p)
{
    struct spell left = {.last_day = date_add_months(today, -p->months)};
    while (!date_before(today, spell_free_from(&left, p)))
        left.last_day = date_add_days(left.last_day, 1);
    return left.last_day;
}

/* "{a,b}" of the agreements, and of the earliest last day for each. */
static void agreed_literals(struct req *rq, const struct running *running, const char **agreements,
                            const char **days)
{
    struct text ids = text_in(rq->arena), from = text_in(rq->arena);
    char id[UUID_SIZE], day[DATE_SIZE];
    for (size_t i = 0; i < running->count; i++)
        if (running->all[i].layer == LAYER_REGIONAL) {
            const char *before = ids.len == 0 ? "{" : ",";
            text_printf(&ids, "%s%s", before, uuid_print(running->all[i].agreement, id));
            text_printf(&from, "%s%s", before,
                        date_print(left_from(rq->today, &running->all[i].period), day));
        }
    *agreements = ids.len == 0 ? "{}" : (text_puts(&ids, "}"), ids.at);
    *days = from.len == 0 ? "{}" : (text_puts(&from, "}"), from.at);
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
    const struct running *running = STATE(rq, struct running);
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

static struct date nationally_from(const struct req *rq, const struct running *running)
{
    bool laid_down = running->count > 0 && running->all[0].layer == LAYER_NATIONAL;
    return laid_down ? left_from(rq->today, &running->all[0].period) : DATE_NONE;
}

static enum flow list_leavers(struct req *rq)
{
    struct running *running = STATE(rq, struct running);
    const struct list_query *query = rq->query;
    struct row_place after;
    const char *agreements, *agreed_from;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    open_periods(rq, running);
    agreed_literals(rq, running, &agreements, &agreed_from);
    return show_page_as(rq,
                        sql_cooling_off_list(rq->batch, rq->today, nationally_from(rq, running), agreements,
                                             agreed_from, form_code(&sorts, query->sort), after.key, after.id,
                                             page_ask(rq), page_counted(rq)),
                        with_windows);
}

static enum flow show(struct req *rq)
{
    return ask_periods(rq, show_leaver);
}

static enum flow show_leaver(struct req *rq)
{
    struct running *running = STATE(rq, struct running);
    open_periods(rq, running);
    running->leaver = sql_cooling_off_show(rq->batch, rq->id, rq->today);
    return await(rq, leaver_shown);
}

static enum flow leaver_shown(struct req *rq)
{
    const void *found = row_of(rq, STATE(rq, struct running)->leaver, &leaver_row_shape);
    return found == NULL ? fail(rq, FAULT_NOT_FOUND, NULL) : reply(rq, with_windows(rq, found, 1));
}
