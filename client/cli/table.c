/* SPDX-License-Identifier: MIT */
#include "table.h"

#include <string.h>

enum { GAP = 2, CELLS_FIRST = 64 };

struct table table_new(struct arena *arena, const char *const *heads, size_t columns)
{
    struct table table = {.arena = arena, .columns = columns};
    for (size_t i = 0; i < columns; i++) {
        table_add(&table, heads[i]);
    }
    return table;
}

void table_add(struct table *table, const char *cell)
{
    if (table->count == table->cap) {
        size_t cap = table->cap == 0 ? CELLS_FIRST : table->cap * 2;
        const char **cells = arena_alloc(table->arena, cap * sizeof *cells);
        if (table->count > 0) {
            memcpy(cells, table->cells, table->count * sizeof *cells);
        }
        table->cells = cells;
        table->cap = cap;
    }
    table->cells[table->count++] = cell;
}

/* Characters: every byte of UTF-8 but the continuations. Names and amounts here are one column a character.
 */
static size_t width_of(const char *text)
{
    size_t width = 0;
    for (; *text != '\0'; text++) {
        width += ((unsigned char)*text & 0xC0) != 0x80 ? 1 : 0;
    }
    return width;
}

static size_t column_width(const struct table *table, size_t column, size_t first)
{
    size_t widest = 0;
    for (size_t i = first + column; i < table->count; i += table->columns) {
        size_t width = width_of(table->cells[i]);
        widest = width > widest ? width : widest;
    }
    return widest;
}

/* Control characters of whatever text arrived do not reach a terminal. */
static void print_cell(const char *cell, FILE *out)
{
    for (; *cell != '\0'; cell++) {
        unsigned char c = (unsigned char)*cell;
        fputc(c < ' ' || c == 0x7F ? ' ' : c, out);
    }
}

void table_print(const struct table *table, bool heads, FILE *out)
{
    size_t first = heads ? 0 : table->columns;
    size_t *widths = arena_alloc(table->arena, table->columns * sizeof *widths);
    for (size_t i = 0; i < table->columns; i++) {
        widths[i] = column_width(table, i, first);
    }
    for (size_t i = first; table->columns > 0 && i < table->count; i++) {
        size_t column = i % table->columns;
        bool last = column == table->columns - 1;
        print_cell(table->cells[i], out);
        fprintf(out, "%*s", last ? 0 : (int)(widths[column] - width_of(table->cells[i]) + GAP), "");
        fputs(last ? "\n" : "", out);
    }
}
