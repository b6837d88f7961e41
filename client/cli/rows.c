/* SPDX-License-Identifier: MIT */
#include "rows.h"

#include "complain.h"
#include "member.h"
#include "show.h"
#include "wire/cell.h"
#include "words.h"

#include <inttypes.h>
#include <string.h>

enum { MEMBERS_MAX = 256 };

size_t rows_fields(const struct run *run, const char *const **out)
{
    const char *given = accord_record_text(run->own, "fields");
    const char **names = arena_alloc(run->arena, (strlen(given) + 1) * sizeof *names);
    char *rest = NULL, *copy = arena_copy(run->arena, given, strlen(given));
    size_t count = 0;
    for (char *name = strtok_r(copy, ", ", &rest); name != NULL; name = strtok_r(NULL, ", ", &rest)) {
        names[count++] = name;
    }
    *out = names;
    return count;
}

/* "pay_pence" is headed PAY for people. */
static const char *const *heads_of(struct arena *arena, const char *const *members, size_t count)
{
    const char **heads = arena_alloc(arena, (count + 1) * sizeof *heads);
    for (size_t i = 0; i < count; i++) {
        heads[i] = words_upper(arena, words_label(arena, members[i]));
    }
    return heads;
}

static void print_cells(const struct rows *rows, const accord_record *item)
{
    struct text line = text_in(rows->run->arena);
    for (size_t i = 0; i < rows->columns; i++) {
        bool is_text;
        const char *cell = member_plain(rows->run->arena, item, rows->members[i], &is_text);
        text_puts(&line, i == 0 ? "" : ",");
        (is_text ? cell_add_text : cell_add)(&line, cell);
    }
    text_puts(&line, "\n");
    fputs(line.at, stdout);
}

/* Before the first row, or where there is none: not before an answer came. */
static void print_csv_heads(const struct rows *rows)
{
    if (!rows->heads || rows->count > 0) {
        return;
    }
    struct text line = text_in(rows->run->arena);
    for (size_t i = 0; i < rows->columns; i++) {
        text_puts(&line, i == 0 ? "" : ",");
        cell_add(&line, rows->members[i]);
    }
    text_puts(&line, "\n");
    fputs(line.at, stdout);
}

struct rows rows_begin(const struct run *run, const char *const *heads, const char *const *members,
                       size_t columns)
{
    const char *const *fields;
    size_t picked = rows_fields(run, &fields);
    struct rows rows = {.run = run, .form = run_form(run), .members = members, .columns = columns};
    rows.heads = !accord_record_bool(run->own, "no-headers");
    rows.picked = picked > 0;
    if (rows.picked) {
        rows.members = fields;
        rows.columns = picked;
        heads = heads_of(run->arena, fields, picked);
    }
    rows.table = table_new(run->arena, heads, rows.columns);
    return rows;
}

static void print_json(const struct rows *rows, const accord_record *item)
{
    struct text json = text_in(rows->run->arena);
    if (!rows->picked) {
        show_json(item);
        return;
    }
    json_begin(&json, '{');
    for (size_t i = 0; i < rows->columns; i++) {
        json_key(&json, rows->members[i]);
        member_json(item, rows->members[i], &json);
    }
    json_end(&json, '}');
    fputs(json.at, stdout);
}

static void add_cells(struct rows *rows, const accord_record *item)
{
    for (size_t i = 0; i < rows->columns; i++) {
        table_add(&rows->table, member_words(rows->run->arena, item, rows->members[i]));
    }
}

static const char list_begin[] = "{\"data\":[";

static void add_json(struct rows *rows, const accord_record *item)
{
    fputs(rows->count == 0 ? list_begin : ",", stdout);
    print_json(rows, item);
}

static void add_line(struct rows *rows, const accord_record *item)
{
    print_json(rows, item);
    putchar('\n');
}

static void add_csv(struct rows *rows, const accord_record *item)
{
    print_csv_heads(rows);
    print_cells(rows, item);
}

void rows_add(struct rows *rows, const accord_record *item)
{
    static void (*const by_form[])(struct rows *, const accord_record *) = {
        [FORM_TABLE] = add_cells,
        [FORM_JSON] = add_json,
        [FORM_NDJSON] = add_line,
        [FORM_CSV] = add_csv,
    };
    by_form[rows->form](rows, item);
    rows->count++;
}

/* Beside the data where a program may read it, and then on standard error. */
static void say_how_many(const struct rows *rows, const char *thing, const char *things, bool more)
{
    FILE *out = rows->form == FORM_TABLE && rows->heads ? stdout : stderr;
    if (more) {
        fprintf(out, "First %zu of %" PRId64 "; more with --all.\n", rows->count, rows->total);
    } else if (rows->heads) {
        bool plural = rows->count != 1, regular = things == NULL;
        fprintf(out, "%zu %s%s.\n", rows->count, plural && !regular ? things : thing,
                plural && regular ? "s" : "");
    }
}

void rows_end(struct rows *rows, const char *thing, const char *things, bool more)
{
    if (rows->form == FORM_JSON) {
        printf("%s],\"more\":%s,\"count\":%" PRId64 "}\n", rows->count == 0 ? list_begin : "",
               more ? "true" : "false", more ? rows->total : (int64_t)rows->count);
        return;
    }
    if (rows->form == FORM_TABLE) {
        table_print(&rows->table, rows->heads, stdout);
    } else if (rows->form == FORM_CSV) {
        print_csv_heads(rows);
    }
    if (thing != NULL) {
        say_how_many(rows, thing, things, more);
    }
}

static bool holds(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* The record's names after those that are there already. */
static size_t gather_names(const accord_record *record, const char **names, size_t count)
{
    for (size_t i = 0; i < accord_record_size(record) && count < MEMBERS_MAX; i++) {
        const char *name = accord_record_name(record, i);
        if (!holds(names, count, name)) {
            names[count++] = name;
        }
    }
    return count;
}

static void show_items(const struct run *run, const accord_record *answer, const char *list,
                       const char *thing)
{
    const char *names[MEMBERS_MAX];
    size_t columns = 0, items = accord_record_count(answer, list);
    for (size_t i = 0; i < items; i++) {
        columns = gather_names(accord_record_item(answer, list, i), names, columns);
    }
    struct rows rows = rows_begin(run, heads_of(run->arena, names, columns), names, columns);
    for (size_t i = 0; i < items; i++) {
        rows_add(&rows, accord_record_item(answer, list, i));
    }
    rows_end(&rows, thing, NULL, false);
}

static void answer_list(const struct run *run, const accord_record *answer)
{
    show_items(run, answer, "data", "row");
}

void rows_part(const struct run *run, const accord_record *answer, const char *list)
{
    show_items(run, answer, list, NULL);
}

static void answer_pairs(const struct run *run, const accord_record *answer)
{
    static const char *const heads[] = {"", ""};
    const char *const *fields;
    size_t count = rows_fields(run, &fields);
    struct table table = table_new(run->arena, heads, 2);
    for (size_t i = 0; i < count; i++) {
        table_add(&table, words_label(run->arena, fields[i]));
        table_add(&table, member_words(run->arena, answer, fields[i]));
    }
    table_print(&table, false, stdout);
}

static void answer_row(const struct run *run, const accord_record *answer)
{
    const char *names[MEMBERS_MAX];
    size_t columns = gather_names(answer, names, 0);
    struct rows rows = rows_begin(run, names, names, columns);
    rows.form = rows.form == FORM_JSON ? FORM_NDJSON : rows.form;
    rows_add(&rows, answer);
}

void rows_answer(const struct run *run, const accord_record *answer)
{
    bool list = accord_record_kind(answer, "data") == ACCORD_KIND_LIST;
    (list ? answer_list : run_form(run) == FORM_TABLE ? answer_pairs : answer_row)(run, answer);
}
