/* SPDX-License-Identifier: MIT */
/* What became of the rows: for people, for programs, and as a file to put right and send again. */
#include "complain.h"
#include "leavers.h"
#include "show.h"
#include "table.h"
#include "wire/cell.h"
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { SHOWN_MAX = 1000 };

/* "october.csv" has its mistakes in "october-errors.csv". */
static const char *errors_path(const struct run *run)
{
    const char *given = accord_record_text(run->own, "errors"), *file = accord_record_text(run->own, "FILE");
    if (given[0] != '\0') {
        return given;
    }
    const char *slash = strrchr(file, '/'), *dot = strrchr(slash == NULL ? file : slash, '.');
    size_t len = dot == NULL ? strlen(file) : (size_t)(dot - file);
    return strcmp(file, "-") == 0 ? "leavers-errors.csv"
                                  : arena_printf(run->arena, "%.*s-errors.csv", (int)len, file);
}

/* The line is written over, as there may be a million of them. */
static void write_row(FILE *out, struct text *line, const char *first, const struct sheet_row *row)
{
    line->len = 0;
    cell_add(line, first);
    for (size_t i = 0; i < row->count; i++) {
        text_puts(line, ",");
        cell_add(line, row->cells[i]);
    }
    text_puts(line, "\n");
    fputs(line->at, out);
}

/* With a byte order mark, by which spreadsheets know UTF-8. */
static void write_rows(const struct leavers *l, FILE *out)
{
    struct text line = text_in(l->run->arena);
    fputs("\xEF\xBB\xBF", out);
    write_row(out, &line, "errors", &l->sheet.heads);
    for (size_t i = 0; i < l->sheet.count; i++) {
        if (l->rows[i].problems != NULL) {
            write_row(out, &line, l->rows[i].problems, l->rows[i].row);
        }
    }
}

/* The caller's own columns in their own order, and the mistakes before them; for the caller's eyes alone. */
static bool write_errors(const struct leavers *l, const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
    if (out != NULL) {
        write_rows(l, out);
    }
    if (out == NULL || ferror(out) != 0 || fclose(out) != 0) {
        complain_usage("%s cannot be written: %s", path, strerror(errno));
        return false;
    }
    return true;
}

static void set_count(accord_record *report, const char *name, size_t count)
{
    accord_record_set_integer(report, name, (int64_t)count);
}

static void fill(const struct leavers *l, const char *errors)
{
    accord_record *report = l->problems;
    accord_record_set_text(report, "charset", l->sheet.charset);
    accord_record_set_bool(report, "dry_run", accord_record_bool(l->run->own, "dry-run"));
    set_count(report, "rows", l->sheet.count);
    set_count(report, "parts", leavers_parts(l));
    set_count(report, "recorded", leavers_count(l, LEAVER_RECORDED));
    set_count(report, "already", leavers_count(l, LEAVER_ALREADY));
    set_count(report, "rejected", leavers_count(l, LEAVER_REJECTED));
    set_count(report, "not_sent", leavers_count(l, LEAVER_READY));
    accord_record_set_text(report, "errors_file", errors);
}

static int64_t number(const accord_record *report, const char *name)
{
    int64_t value = 0;
    return accord_record_integer(report, name, &value) ? value : 0;
}

static void print_problems(const struct run *run, const accord_record *report)
{
    static const char *const members[] = {"row", "column", "value", "problem"};
    static const char *const heads[] = {"ROW", "COLUMN", "VALUE", "PROBLEM"};
    size_t count = accord_record_count(report, "data");
    struct table table = table_new(run->arena, heads, 4);
    for (size_t i = 0; i < count && i < SHOWN_MAX; i++) {
        for (size_t column = 0; column < 4; column++) {
            table_add(&table,
                      words_member(run->arena, accord_record_item(report, "data", i), members[column]));
        }
    }
    if (count > 0) {
        table_print(&table, !accord_record_bool(run->own, "no-headers"), stdout);
    }
    if (count > SHOWN_MAX) {
        printf("… and %zu more.\n", count - SHOWN_MAX);
    }
}

static bool was_held_back(const struct run *run, const accord_record *report)
{
    return !accord_record_bool(run->own, "local") && number(report, "rejected") > 0 &&
           number(report, "not_sent") > 0 && number(report, "recorded") + number(report, "already") == 0;
}

static void print_report(const struct run *run, const accord_record *report)
{
    bool dry = accord_record_bool(report, "dry_run");
    const char *charset = accord_record_text(report, "charset");
    const char *errors = accord_record_text(report, "errors_file");
    print_problems(run, report);
    printf("%" PRId64 " rows: %" PRId64 " %s, %" PRId64 " there already, %" PRId64 " rejected, %" PRId64
           " not sent.%s\n",
           number(report, "rows"), number(report, "recorded"), dry ? "good" : "recorded",
           number(report, "already"), number(report, "rejected"), number(report, "not_sent"),
           dry ? " Nothing has been saved (dry run)." : "");
    if (was_held_back(run, report)) {
        puts("Nothing is sent while rows are wrong; with --partial the others are.");
    }
    if (strcmp(charset, "UTF-8") != 0) {
        printf("The file was read as %s.\n", charset);
    }
    if (errors[0] != '\0') {
        printf("The rejected rows with an errors column: %s\n", errors);
    }
}

int leavers_report(struct leavers *l)
{
    size_t rejected = leavers_count(l, LEAVER_REJECTED);
    const char *errors = rejected == 0 ? NULL : errors_path(l->run);
    if (errors != NULL && !write_errors(l, errors)) {
        return EXIT_UNEXPECTED;
    }
    fill(l, errors);
    show_answer(l->run, l->problems, print_report);
    return l->stopped != EXIT_DONE ? l->stopped : rejected > 0 ? EXIT_REJECTED : EXIT_DONE;
}
