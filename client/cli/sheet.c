/* SPDX-License-Identifier: MIT */
#include "sheet.h"

#include "charset.h"
#include "complain.h"

#include <csv.h>
#include <string.h>

struct reading {
    struct arena *arena;
    struct sheet *sheet;
    struct sheet_row row;                 /* that is being read */
    const char *cells[SHEET_COLUMNS_MAX]; /* its cells */
    bool filled;                          /* one of them is not blank */
    int ended_by;                         /* what ended the last row, for CR and LF are one end */
    size_t cap;
    const char *wrong;
};

static void complain_of(struct reading *r, const char *what)
{
    if (r->wrong == NULL) {
        r->wrong = arena_printf(r->arena, "row %zu %s", r->row.number, what);
    }
}

/* libcsv's: a cell. */
static void take_cell(void *bytes, size_t len, void *arg)
{
    struct reading *r = arg;
    if (len > SHEET_CELL_MAX || r->row.count == SHEET_COLUMNS_MAX) {
        complain_of(r, len > SHEET_CELL_MAX ? "has a cell that is too long" : "has too many columns");
        return;
    }
    r->filled = r->filled || len > 0;
    r->cells[r->row.count++] = arena_copy(r->arena, bytes, len);
    r->ended_by = 0;
}

static struct sheet_row *next_row(struct reading *r)
{
    struct sheet *sheet = r->sheet;
    if (sheet->heads.count == 0) {
        return &sheet->heads;
    }
    if (sheet->count == r->cap) {
        r->cap = r->cap == 0 ? 64 : r->cap * 2;
        struct sheet_row *rows = arena_alloc(r->arena, r->cap * sizeof *rows);
        if (sheet->count > 0) {
            memcpy(rows, sheet->rows, sheet->count * sizeof *rows);
        }
        sheet->rows = rows;
    }
    return &sheet->rows[sheet->count++];
}

static void keep_row(struct reading *r)
{
    if (r->sheet->count == SHEET_ROWS_MAX) {
        complain_of(r, "is one too many");
        return;
    }
    size_t size = r->row.count * sizeof *r->cells;
    r->row.cells = arena_alloc(r->arena, size);
    memcpy(r->row.cells, r->cells, size);
    *next_row(r) = r->row;
}

/* libcsv's: a row's end, by this character or, -1, the file's end. */
static void take_row(int end, void *arg)
{
    struct reading *r = arg;
    bool second_half = end == '\n' && r->ended_by == '\r' && r->row.count == 0;
    r->ended_by = end;
    if (second_half) {
        return;
    }
    if (r->filled) {
        keep_row(r);
    }
    r->filled = false;
    r->row = (struct sheet_row){.number = r->row.number + 1};
}

static char separator_of(const char *text)
{
    static const char separators[] = ",;\t";
    size_t most = 0, counts[sizeof separators - 1] = {0};
    bool quoted = false;
    for (; *text != '\0' && (quoted || (*text != '\n' && *text != '\r')); text++) {
        const char *found = quoted ? NULL : strchr(separators, *text);
        quoted = *text == '"' ? !quoted : quoted;
        if (found != NULL) {
            counts[found - separators]++;
        }
    }
    for (size_t i = 1; i < sizeof counts / sizeof *counts; i++) {
        most = counts[i] > counts[most] ? i : most;
    }
    return separators[most];
}

static void parse(struct reading *r, const struct text *text)
{
    struct csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0) {
        complain_memory();
    }
    csv_set_delim(&parser, (unsigned char)r->sheet->separator);
    if (csv_parse(&parser, text->at, text->len, take_cell, take_row, r) != text->len ||
        csv_fini(&parser, take_cell, take_row, r) != 0) {
        complain_of(r, "has a quotation mark in the wrong place");
    }
    csv_free(&parser);
}

const char *sheet_read(struct arena *arena, const char *bytes, size_t len, struct sheet *out)
{
    struct text text = text_in(arena);
    struct sheet sheet = {.charset = charset_read(bytes, len, &text)};
    if (sheet.charset == NULL) {
        return "this is not a text file. Save it as CSV";
    }
    sheet.separator = separator_of(text.at);
    struct reading r = {.arena = arena, .sheet = &sheet, .row = {.number = 1}};
    parse(&r, &text);
    if (r.wrong == NULL && sheet.heads.count == 0) {
        return "there is nothing in it";
    }
    *out = sheet;
    return r.wrong;
}

const char *sheet_cell(const struct sheet_row *row, size_t column)
{
    return column < row->count ? row->cells[column] : "";
}
