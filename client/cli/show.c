/* SPDX-License-Identifier: MIT */
#include "show.h"

#include "complain.h"
#include "rows.h"
#include "table.h"
#include "values/codes.h"
#include "words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void show_json(const accord_record *record)
{
    char *json = accord_record_json(record);
    if (json != NULL) {
        fputs(json, stdout);
        free(json);
    } else {
        complain_memory();
    }
}

void show_answer(const struct run *run, const accord_record *answer, show_fn *show)
{
    const char *const *fields;
    enum form form = run_form(run);
    if (rows_fields(run, &fields) > 0 || form == FORM_CSV || form == FORM_NDJSON) {
        rows_answer(run, answer);
    } else if (form == FORM_JSON) {
        show_json(answer);
        putchar('\n');
    } else {
        show(run, answer);
    }
}

/* What show_findings says. */
static bool is_of_findings(const accord_record *record, const char *name)
{
    static const char *const members[] = {"outcome", "not_checked", "contest"};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (strcmp(members[i], name) == 0) {
            return accord_record_count(record, "findings") > 0;
        }
    }
    return false;
}

/* Two columns without heads. */
void show_pairs(const struct run *run, const accord_record *record, FILE *out)
{
    static const char *const heads[] = {"", ""};
    struct table table = table_new(run->arena, heads, 2);
    for (size_t i = 0; i < accord_record_size(record); i++) {
        const char *name = accord_record_name(record, i);
        const char *value = words_member(run->arena, record, name);
        if (value[0] != '\0' && !is_of_findings(record, name)) {
            table_add(&table, words_label(run->arena, name));
            table_add(&table, value);
        }
    }
    table_print(&table, false, out);
}

static bool holds_records(const accord_record *record, const char *name)
{
    return accord_record_kind(record, name) == ACCORD_KIND_LIST &&
           accord_record_item(record, name, 0) != NULL;
}

void show_record(const struct run *run, const accord_record *record)
{
    show_pairs(run, record, stdout);
    for (size_t i = 0; i < accord_record_size(record); i++) {
        const char *name = accord_record_name(record, i);
        if (holds_records(record, name)) {
            printf("\n%s:\n", words_label(run->arena, name));
            rows_part(run, record, name);
        }
    }
}

void show_difference(const struct run *run, const accord_record *now)
{
    static const char *const heads[] = {"MEMBER", "ON RECORD", "YOURS"};
    struct table table = table_new(run->arena, heads, sizeof heads / sizeof *heads);
    int64_t version = 0;
    for (size_t i = 0; i < accord_record_size(run->sent); i++) {
        const char *name = accord_record_name(run->sent, i);
        table_add(&table, words_label(run->arena, name));
        table_add(&table, words_member(run->arena, now, name));
        table_add(&table, words_member(run->arena, run->sent, name));
    }
    table_print(&table, true, stderr);
    accord_record_integer(now, "version", &version);
    fprintf(stderr, "To change it as it is now: the same with --if-version %" PRId64 "\n", version);
}

/* What a code means to people, or the code where this release does not know it. */
static const char *code_words(const struct codes *codes, const char *name)
{
    unsigned code = codes_find(codes, name, strlen(name));
    return code == 0 ? name : codes_words(codes, code);
}

/* The layer, and that it must be complied with: what is not said should be. */
static const char *layer_words(struct arena *arena, const accord_record *finding)
{
    const char *layer = code_words(&layer_codes, accord_record_text(finding, "layer"));
    bool must = strcmp(accord_record_text(finding, "obligation"), NAME_OF(obligation, OBLIGATION_MUST)) == 0;
    return must ? arena_printf(arena, "%s, must", layer) : layer;
}

static void add_finding(struct table *table, const accord_record *finding)
{
    table_add(table, code_words(&rule_codes, accord_record_text(finding, "rule")));
    table_add(table, layer_words(table->arena, finding));
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
    table_print(&table, !accord_record_bool(run->own, "no-headers"), stdout);
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

static struct rows begin_list(const struct run *run, const struct show_column *columns)
{
    size_t count = count_columns(columns);
    const char **heads = arena_alloc(run->arena, count * sizeof *heads);
    const char **members = arena_alloc(run->arena, count * sizeof *members);
    for (size_t i = 0; i < count; i++) {
        heads[i] = columns[i].head;
        members[i] = columns[i].member;
    }
    return rows_begin(run, heads, members, count);
}

/* Stops where the service would have to be asked again, unless everything is wanted; *more says so. */
static enum accord_fault gather(struct run *run, accord_list *list, struct rows *rows, bool *more)
{
    bool all = accord_record_bool(run->own, "all");
    const accord_record *item;
    enum accord_fault fault = accord_list_next(list, &item, run->error);
    while (fault == ACCORD_OK && item != NULL) {
        rows_add(rows, item);
        *more = !all && accord_list_page_over(list);
        if (*more) {
            return ACCORD_OK;
        }
        fault = accord_list_next(list, &item, run->error);
    }
    return fault;
}

int show_list(struct run *run, accord_list *list)
{
    bool more = false;
    if (list == NULL) {
        complain_memory();
    }
    struct rows rows = begin_list(run, run->command->columns);
    if (!accord_record_bool(run->own, "all")) {
        accord_list_set_counted(list);
    }
    enum accord_fault fault = gather(run, list, &rows, &more);
    if (!accord_list_count(list, &rows.total)) {
        rows.total = (int64_t)rows.count;
    }
    accord_list_free(list);
    if (fault != ACCORD_OK) {
        return complain_fault(run);
    }
    rows_end(&rows, run->command->thing, run->command->things, more);
    return EXIT_DONE;
}
