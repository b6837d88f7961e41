/* SPDX-License-Identifier: MIT */
#include "resources/running_periods.h"

#include "queries.h"
#include "resources/forms.h"
#include "resources/parameters.h"
#include "rules/view.h"

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

void running_periods_ask(struct req *rq, struct running_periods *running)
{
    running->ruleset = sql_ruleset_of(rq->batch, INTEGER_NONE);
    running->terms = sql_cool_off_windows(rq->batch, rq->today);
}

/* The period as the rules take it for a start today. */
static void add_period(struct req *rq, struct running_periods *running, const struct view *view,
                       struct layer_period of)
{
    if (view_period(view, rq->today, &of.period))
        running->all[running->count++] = of;
}

static void add_agreed(struct req *rq, struct running_periods *running, const struct terms_row *row)
{
    const struct cool_off_terms terms = {.months = row->months,
                                         .exceptions = (unsigned)row->exceptions.bits,
                                         .last_day = (enum last_day_reading)row->last_day};
    add_period(rq, running, &(struct view){.terms = &terms},
               (struct layer_period){.layer = LAYER_REGIONAL,
                                     .agreement = row->agreement,
                                     .name = row->name,
                                     .covers_own_authority = row->covers_own_authority});
}

void running_periods_open(struct req *rq, struct running_periods *running)
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

void running_periods_agreed(struct req *rq, const struct running_periods *running, const char **agreements,
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

struct date running_periods_national(const struct req *rq, const struct running_periods *running)
{
    bool laid_down = running->count > 0 && running->all[0].layer == LAYER_NATIONAL;
    return laid_down ? left_from(rq->today, &running->all[0].period) : DATE_NONE;
}
