/* SPDX-License-Identifier: MIT */
/* A CSV file as rows of cells, read strictly: the only place that knows libcsv. */
#pragma once
#include "wire/text.h"

#include <stddef.h>

/* What one file may hold. */
enum { SHEET_ROWS_MAX = 1000000, SHEET_COLUMNS_MAX = 60, SHEET_CELL_MAX = 8192 };

struct sheet_row {
    size_t number; /* as a spreadsheet counts: the heads are row 1, blank rows count */
    size_t count;
    const char **cells; /* UTF-8, without the blanks around them */
};

struct sheet {
    const char *charset;
    char separator; /* of , ; and TAB the one that the first line has most of */
    struct sheet_row heads;
    struct sheet_row *rows; /* those that are not blank */
    size_t count;
};

/* NULL, or a sentence that says what is wrong with it, with its row. */
const char *sheet_read(struct arena *, const char *bytes, size_t len, struct sheet *out);
/* The cell, "" where the row is shorter. */
const char *sheet_cell(const struct sheet_row *, size_t column);
