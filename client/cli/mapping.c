/* SPDX-License-Identifier: MIT */
#include "mapping.h"

#include "complain.h"
#include "near.h"

#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <string.h>
#include <strings.h>

static const char columns_section[] = "columns";

static size_t input_count(const struct input *inputs)
{
    size_t count = 0;
    while (inputs[count].name != NULL) {
        count++;
    }
    return count;
}

/* The input of that name, or mapping_nowhere. */
static size_t input_named(const struct mapping *m, const char *name)
{
    for (size_t i = 0; m->inputs[i].name != NULL; i++) {
        if (strcmp(m->inputs[i].name, name) == 0) {
            return i;
        }
    }
    return mapping_nowhere;
}

static void complain_of_name(struct mapping *m, const char *name)
{
    const char *names[MAPPING_INPUTS_MAX];
    size_t count = input_count(m->inputs);
    for (size_t i = 0; i < count; i++) {
        names[i] = m->inputs[i].name;
    }
    const char *near = near_name(m->arena, name, names, count);
    m->wrong = arena_printf(m->arena, "there is nothing called \"%s\"%s%s%s", name,
                            near == NULL ? "" : ". Did you mean ", near == NULL ? "" : near,
                            near == NULL ? "" : "?");
}

static void add_value(struct mapping *m, struct mapping_value value)
{
    if (m->value_count == m->value_cap) {
        m->value_cap = m->value_cap == 0 ? 32 : m->value_cap * 2;
        struct mapping_value *values = arena_alloc(m->arena, m->value_cap * sizeof *values);
        if (m->value_count > 0) {
            memcpy(values, m->values, m->value_count * sizeof *values);
        }
        m->values = values;
    }
    m->values[m->value_count++] = value;
}

/* libinih's handler: 0 stops with the line's number. */
static int take_line(void *arg, const char *section, const char *key, const char *value)
{
    struct mapping *m = arg;
    bool is_column = strcmp(section, columns_section) == 0;
    size_t nth = input_named(m, is_column ? key : section);
    const char *kept = arena_copy(m->arena, value, strlen(value));
    if (m->wrong != NULL) {
        return 0;
    }
    if (nth == mapping_nowhere) {
        complain_of_name(m, is_column ? key : section);
        return 0;
    }
    if (is_column) {
        m->columns[nth] = kept;
    } else {
        add_value(m, (struct mapping_value){nth, arena_copy(m->arena, key, strlen(key)), kept});
    }
    return 1;
}

static bool needs_column(const struct mapping *m, size_t nth)
{
    return (m->inputs[nth].use & INPUT_NEEDED) != 0 && m->columns[nth] == NULL;
}

bool mapping_read(struct arena *arena, const char *path, const struct input *inputs, struct mapping *out)
{
    struct mapping m = {.arena = arena, .inputs = inputs};
    bool good = true;
    int line = ini_parse(path, take_line, &m);
    if (line < 0) {
        complain_usage("%s cannot be read: %s", path, strerror(errno));
        return false;
    }
    if (line > 0) {
        complain_usage("%s:%d: %s", path, line,
                       m.wrong == NULL ? "this is neither a [section] nor a name = value" : m.wrong);
        return false;
    }
    for (size_t i = 0; inputs[i].name != NULL; i++) {
        if (needs_column(&m, i)) {
            complain_usage("%s: [columns] does not say which is %s", path, inputs[i].name);
            good = false;
        }
    }
    *out = m;
    return good;
}

/* Without case, blanks and underscores. */
static bool is_same_head(const char *a, const char *b)
{
    for (;; a++, b++) {
        a += strspn(a, " _");
        b += strspn(b, " _");
        if (tolower((unsigned char)*a) != tolower((unsigned char)*b)) {
            return false;
        }
        if (*a == '\0') {
            return true;
        }
    }
}

static size_t place_of(const struct sheet_row *heads, const char *column)
{
    for (size_t i = 0; i < heads->count; i++) {
        if (is_same_head(heads->cells[i], column)) {
            return i;
        }
    }
    return mapping_nowhere;
}

bool mapping_place(struct mapping *m, const struct sheet *sheet)
{
    bool good = true;
    for (size_t i = 0; m->inputs[i].name != NULL; i++) {
        m->places[i] = m->columns[i] == NULL ? mapping_nowhere : place_of(&sheet->heads, m->columns[i]);
        if (m->columns[i] != NULL && m->places[i] == mapping_nowhere) {
            const char *near = near_name(m->arena, m->columns[i], sheet->heads.cells, sheet->heads.count);
            complain_usage("the file has no column \"%s\"%s%s%s", m->columns[i],
                           near == NULL ? "" : ". Did you mean \"", near == NULL ? "" : near,
                           near == NULL ? "" : "\"?");
            good = false;
        }
    }
    return good;
}

/* A leading apostrophe is a spreadsheet's way to say text; these words are its ways to say nothing. */
static const char *bare(const char *cell)
{
    static const char *const nothing[] = {"-", "null", "(null)"};
    cell += cell[0] == '\'' ? 1 : 0;
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
        if (strcasecmp(cell, nothing[i]) == 0) {
            return "";
        }
    }
    return cell;
}

const char *mapping_value(const struct mapping *m, const struct sheet_row *row, size_t nth)
{
    const char *cell = m->places[nth] == mapping_nowhere ? "" : bare(sheet_cell(row, m->places[nth]));
    for (size_t i = 0; i < m->value_count; i++) {
        if (m->values[i].input == nth && strcasecmp(m->values[i].from, cell) == 0) {
            return m->values[i].to;
        }
    }
    return cell;
}
