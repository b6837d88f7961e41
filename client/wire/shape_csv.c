/* SPDX-License-Identifier: MIT */
/* Records as rows of a spreadsheet. */
#include "values/pence.h"
#include "wire/cell.h"
#include "wire/shape_inside.h"

#include <string.h>

static const char pence_suffix[] = "_pence";

/* Of a member that counts pence, the length of its name without saying so; of others 0. */
static size_t pounds_name(const struct field *f)
{
    size_t len = strlen(f->name), suffix = sizeof pence_suffix - 1;
    bool pence = f->type == FIELD_INTEGER && len > suffix;
    return pence && strcmp(f->name + len - suffix, pence_suffix) == 0 ? len - suffix : 0;
}

void shape_write_csv_heads(const struct shape *shape, struct text *out)
{
    const char *before = "";
    for (const struct field *f = shape->fields; f->name; f++) {
        if (f->use & FIELD_OUT) {
            size_t pounds = pounds_name(f);
            text_puts(out, before);
            text_add(out, f->name, pounds > 0 ? pounds : strlen(f->name));
            before = ",";
        }
    }
    text_puts(out, "\r\n");
}

/* Several values in one cell. */
static void add_json(const struct field *f, const void *value, struct text *out)
{
    struct text json = text_in(out->arena);
    shape_write_value(f, value, &json);
    if (json.failed) {
        out->failed = true;
    } else {
        cell_add_text(out, json.at);
    }
}

/* As in JSON, without quotation marks: nothing in a number, a date, an id or a code needs them. */
static void add_plain(const struct field *f, const void *value, struct text *out)
{
    size_t from = out->len;
    shape_write_value(f, value, out);
    if (!out->failed && out->at[from] == '"') {
        out->len -= 2;
        memmove(out->at + from, out->at + from + 1, out->len - from);
        out->at[out->len] = '\0';
    }
}

static void add_uk_date(struct date date, struct text *out)
{
    int year, month, day;
    date_split(date, &year, &month, &day);
    text_printf(out, "%02d/%02d/%04d", day, month, year);
}

/* To the second, as much of an instant as spreadsheets read. */
static void add_uk_instant(struct instant at, struct text *out)
{
    char iso[INSTANT_SIZE];
    struct date day;
    instant_print(at, iso);
    if (date_parse(iso, DATE_SIZE - 1, &day)) {
        add_uk_date(day, out);
        text_printf(out, " %.8s", iso + DATE_SIZE);
    }
}

static void add_pounds(int64_t pence, struct text *out)
{
    char pounds[PENCE_SIZE];
    text_puts(out, pence_plain(pence, pounds));
}

static void add_cell(const struct field *f, const void *value, enum csv_style style, struct text *out)
{
    bool excel = style == CSV_EXCEL;
    if (f->type == FIELD_TEXT) {
        cell_add_text(out, *(const char *const *)value);
    } else if (pounds_name(f) > 0) {
        add_pounds(*(const int64_t *)value, out);
    } else if (excel && f->type == FIELD_DATE) {
        add_uk_date(*(const struct date *)value, out);
    } else if (excel && f->type == FIELD_INSTANT) {
        add_uk_instant(*(const struct instant *)value, out);
    } else if (f->record || shape_is_list(f->type)) {
        add_json(f, value, out);
    } else {
        add_plain(f, value, out);
    }
}

void shape_write_csv(const struct shape *shape, const void *record, enum csv_style style, struct text *out)
{
    const char *before = "";
    for (const struct field *f = shape->fields; f->name; f++) {
        if (f->use & FIELD_OUT) {
            text_puts(out, before);
            if (shape_given(f, record)) {
                add_cell(f, shape_member(f, record), style, out);
            }
            before = ",";
        }
    }
    text_puts(out, "\r\n");
}
