/* SPDX-License-Identifier: MIT */
#include "service.h"
#include "table.h"
#include "terms.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>

static const struct {
    const char *head, *member;
    bool of_others; /* what a suppressed row has its symbol for */
} columns[] = {
    {"JOB", "job_type", false},         {"AUTHORITIES", "authorities", true},
    {"PLACEMENTS", "placements", true}, {"LOWER Q", "lower_quartile_pence", true},
    {"MEDIAN", "median_pence", true},   {"UPPER Q", "upper_quartile_pence", true},
    {"CAP", "cap_pence", false},        {"OVER CAP", "over_cap", true},
    {"OWN", "own_median_pence", false},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static const char *cell(struct arena *arena, const accord_record *row, size_t column)
{
    if (columns[column].of_others && accord_record_bool(row, "suppressed")) {
        return accord_record_text(row, "symbol");
    }
    return words_member(arena, row, columns[column].member);
}

static void print_table(struct arena *arena, const accord_record *answer, bool with_heads)
{
    const char *heads[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++) {
        heads[i] = columns[i].head;
    }
    struct table table = table_new(arena, heads, COLUMNS);
    for (size_t row = 0; row < accord_record_count(answer, "data"); row++) {
        for (size_t i = 0; i < COLUMNS; i++) {
            table_add(&table, cell(arena, accord_record_item(answer, "data", row), i));
        }
    }
    table_print(&table, with_heads, stdout);
}

static void print_legend(const accord_record *answer)
{
    const char *symbol = "";
    int64_t left_out;
    for (size_t row = 0; row < accord_record_count(answer, "data") && symbol[0] == '\0'; row++) {
        symbol = accord_record_text(accord_record_item(answer, "data", row), "symbol");
    }
    if (symbol[0] != '\0') {
        printf("%s = suppressed: too few placements or authorities.\n", symbol);
    }
    if (accord_record_integer(answer, "not_comparable", &left_out) && left_out > 0) {
        printf("%" PRId64 " placements left out: their rates cannot be compared.\n", left_out);
    }
}

static void print_rates(const struct run *run, const accord_record *answer)
{
    print_table(run->arena, answer, !accord_record_bool(run->own, "no-headers"));
    print_legend(answer);
}

static int rates(struct run *run)
{
    accord_record *answer;
    int code = service_open(run);
    if (code != EXIT_DONE) {
        return code;
    }
    if (accord_rate_benchmarks(run->client, run->sent, &answer, run->error) != ACCORD_OK) {
        return complain_fault(run);
    }
    show_answer(run, answer, print_rates);
    accord_record_free(answer);
    return EXIT_DONE;
}

const struct command benchmark_commands[] = {
    {.words = "benchmark rates",
     .about = "Compare your rates with the region's",
     .examples = EXAMPLES("accord benchmark rates --job-type SW,SSW,IRO_CPCC --quarter 2026-Q3"),
     .inputs = INPUTS({.name = "quarter",
                       .member = "quarter",
                       .kind = INPUT_TEXT,
                       .use = INPUT_NEEDED,
                       .value = "QUARTER",
                       .about = "Like 2026-Q3"},
                      TERMS_CODES("job-type", "job_type", job_type_codes)),
     .run = rates},
    {0},
};
