/* SPDX-License-Identifier: MIT */
#include "show.h"

#include "complain.h"
#include "table.h"
#include "values/codes.h"
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char list_begin[] = "{\"data\":[";

static void print_json(const accord_record *record)
{
    char *json = accord_record_json(record);
    if (json != NULL) {
        fputs(json, stdout);
        free(json);
    } else {
        complain_memory();
    }
}

void show_json(const accord_record *record)
{
    print_json(record);
    putchar('\n');
}

void show_answer(const struct run *run, const accord_record *answer, show_fn *show)
{
    if (run_wants_json(run)) {
        show_json(answer);
    } else {
        show(run, answer);
    }
}

/* Two columns without heads. */
void show_record(const struct run *run, const accord_record *record)
{
    static const char *const heads[] = {"", ""};
    struct table table = table_new(run->arena, heads, 2);
    for (size_t i = 0; i < accord_record_size(record); i++) {
        const char *name = accord_record_name(record, i);
        const char *value = words_member(run->arena, record, name);
        if (value[0] != '\0') {
            table_add(&table, words_label(run->arena, name));
            table_add(&table, value);
        }
    }
    table_print(&table, false, stdout);
}

/* What a code means to people, or the code where this release does not know it. */
static const char *code_words(const struct codes *codes, const char *name)
{
    unsigned code = codes_find(codes, name, strlen(name));
    return code == 0 ? name : codes_words(codes, code);
}

static void add_finding(struct table *table, const accord_record *finding)
{
    table_add(table, code_words(&rule_codes, accord_record_text(finding, "rule")));
    table_add(table, code_words(&layer_codes, accord_record_text(finding, "layer")));
    table_add(table,
              words_upper(table->arena, code_words(&verdict_codes, accord_record_text(finding, "verdict"))));
    table_add(table, accord_record_text(finding, "reason"));
}

static void print_not_checked(const accord_record *answer)
{
    size_t count = accord_record_count(answer, "not_checked");
    for (size_t i = 0; i < count; i++) {
        const char *rule = accord_record_item_text(answer, "not_checked", i);
        printf("%s%s%s", i == 0 ? "Not checked: " : ", ", code_words(&rule_codes, rule),
               i + 1 == count ? ".\n" : "");
    }
}

static void print_conclusion(const struct run *run, const accord_record *answer)
{
    const char *outcome = accord_record_text(answer, "outcome");
    const char *earliest = accord_record_text(answer, "earliest_start_date");
    const char *contest = accord_record_text(answer, "contest");
    if (outcome[0] != '\0') {
        printf("Outcome: %s\n", code_words(&outcome_codes, outcome));
    }
    if (earliest[0] != '\0') {
        printf("Earliest start: %s\n", words_date(run->arena, earliest));
    }
    if (contest[0] != '\0') {
        puts(contest);
    }
}

void show_findings(const struct run *run, const accord_record *answer)
{
    static const char *const heads[] = {"RULE", "LAYER", "VERDICT", "WHY"};
    struct table table = table_new(run->arena, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < accord_record_count(answer, "findings"); i++) {
        add_finding(&table, accord_record_item(answer, "findings", i));
    }
    table_print(&table, true, stdout);
    print_not_checked(answer);
    putchar('\n');
    print_conclusion(run, answer);
}

static size_t count_columns(const struct show_column *columns)
{
    size_t count = 0;
    while (columns[count].head != NULL) {
        count++;
    }
    return count;
}

/* A list on its way out. */
struct listing {
    struct run *run;
    accord_list *list;
    const struct show_column *columns;
    struct table table;
    size_t items;
    bool json, more;
};

static struct table table_for(const struct run *run, const struct show_column *columns)
{
    size_t count = count_columns(columns);
    const char **heads = arena_alloc(run->arena, count * sizeof *heads);
    for (size_t i = 0; i < count; i++) {
        heads[i] = columns[i].head;
    }
    return table_new(run->arena, heads, count);
}

static void add_item(struct listing *l, const accord_record *item)
{
    if (l->json) {
        fputs(l->items == 0 ? list_begin : ",", stdout);
        print_json(item);
    }
    for (const struct show_column *c = l->columns; c->head != NULL && !l->json; c++) {
        const char *value = words_member(l->run->arena, item, c->member);
        table_add(&l->table, arena_copy(l->run->arena, value, strlen(value)));
    }
    l->items++;
}

/* Stops where the service would have to be asked again, unless everything is wanted. */
static enum accord_fault gather(struct listing *l)
{
    bool all = accord_record_bool(l->run->own, "all");
    const accord_record *item;
    enum accord_fault fault = accord_list_next(l->list, &item, l->run->error);
    while (fault == ACCORD_OK && item != NULL) {
        add_item(l, item);
        l->more = !all && accord_list_page_over(l->list);
        if (l->more) {
            return ACCORD_OK;
        }
        fault = accord_list_next(l->list, &item, l->run->error);
    }
    return fault;
}

static void print_end(const struct listing *l, const char *thing)
{
    if (l->json) {
        printf("%s],\"more\":%s}\n", l->items == 0 ? list_begin : "", l->more ? "true" : "false");
        return;
    }
    table_print(&l->table, true, stdout);
    if (l->more) {
        printf("First %zu; more with --all.\n", l->items);
    } else {
        printf("%zu %s%s.\n", l->items, thing, l->items == 1 ? "" : "s");
    }
}

int show_list(struct run *run, accord_list *list, const struct show_column *columns, const char *thing)
{
    struct listing l = {.run = run, .list = list, .columns = columns, .json = run_wants_json(run)};
    l.table = table_for(run, columns);
    if (list == NULL) {
        complain_memory();
    }
    enum accord_fault fault = gather(&l);
    accord_list_free(list);
    if (fault != ACCORD_OK) {
        return complain_fault(run);
    }
    print_end(&l, thing);
    return EXIT_DONE;
}
