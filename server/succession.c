/* SPDX-License-Identifier: MIT */
/*
 * A local government reorganisation: who follows whom from a day on. What it comes to is shown first; with
 * --dry-run everything is tried and nothing kept. Authorities are national, so that neither an authority's
 * administrator nor a region's records this. Records are not rewritten: successors hold their predecessors'
 * (inherited_by), and checks that were told before are replayed without it.
 */
#include "succession.h"

#include "base/log.h"
#include "exits.h"
#include "host.h"
#include "queries.h"
#include "resources/forms.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 1 << 20 };

struct successor {
    const char *dfe_code, *name, *gss_code;
    unsigned kind;
};
static const struct field successor_fields[] = {
    FIELD(struct successor, dfe_code, REQUIRED, .min = 3, .max = 3),
    FIELD(struct successor, name, IN, .max = 100, .normalise = form_title, .form = "a name"),
    FIELD(struct successor, gss_code, IN, .min = 9, .max = 9),
    CODE(struct successor, kind, authority_kind, IN),
    {0},
};
static const struct shape successor_shape = SHAPE("successor", struct successor, successor_fields);

struct succession {
    struct date on;
    const char *source;
    struct text_list predecessors;
    struct shape_list successors;
};
static const struct field succession_fields[] = {
    FIELD(struct succession, on, REQUIRED),
    FIELD(struct succession, source, REQUIRED, .max = 500),
    FIELD(struct succession, predecessors, REQUIRED),
    FIELD(struct succession, successors, REQUIRED, .record = &successor_shape),
    {0},
};
static const struct shape succession_shape = SHAPE("succession", struct succession, succession_fields);

struct predecessor {
    int32_t id;
    const char *dfe_code, *name, *region;
    struct date succeeded_on;
};
static const struct field predecessor_fields[] = {
    FIELD(struct predecessor, id, OUT),           FIELD(struct predecessor, dfe_code, OUT),
    FIELD(struct predecessor, name, OUT),         FIELD(struct predecessor, region, OUT),
    FIELD(struct predecessor, succeeded_on, OUT), {0},
};
static const struct shape predecessor_shape = SHAPE("predecessor", struct predecessor, predecessor_fields);

struct effect {
    const char *what, *of, *about;
    int64_t many;
};
static const struct field effect_fields[] = {
    FIELD(struct effect, what, OUT),
    FIELD(struct effect, of, OUT),
    FIELD(struct effect, about, OUT),
    FIELD(struct effect, many, OUT),
    {0},
};
static const struct shape effect_shape = SHAPE("effect", struct effect, effect_fields);

struct plan {
    struct host *host;
    struct succession wanted;
    const struct predecessor **predecessors; /* one for each that is named */
    bool dry_run;
};

static int wrong(const char *what, const char *of)
{
    fprintf(stderr, "accordd: %s%s%s\n", what, of == NULL ? "" : ": ", of == NULL ? "" : of);
    return EXIT_USAGE;
}

static bool read_text(const char *path, struct text *out)
{
    char bytes[4096];
    size_t len;
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return false;
    while ((len = fread(bytes, 1, sizeof bytes, file)) > 0 && out->len <= FILE_MAX)
        text_add(out, bytes, len);
    bool whole = !ferror(file) && out->len <= FILE_MAX;
    fclose(file);
    return whole;
}

static int read_file(struct plan *plan, const char *path)
{
    struct text bytes = text_in(plan->host->arena);
    struct problem problem = {0};
    text_puts(&bytes, "");
    if (!read_text(path, &bytes))
        return wrong("the file cannot be read", path);
    enum fault fault =
        shape_read_json(&succession_shape, bytes.at, bytes.len, plan->host->arena, &plan->wanted, &problem);
    for (size_t i = 0; i < problem.error_count; i++)
        fprintf(stderr, "accordd: %s: %s\n", problem.errors[i].pointer, problem.errors[i].detail);
    return fault == FAULT_NONE ? EXIT_SUCCESS : wrong(fault_info(fault)->title, path);
}

static bool find_predecessors(struct plan *plan)
{
    const struct text_list *codes = &plan->wanted.predecessors;
    struct rows **rows = arena_alloc(plan->host->arena, (codes->count + 1) * sizeof *rows);
    struct batch *batch = host_batch(plan->host);
    plan->predecessors = arena_alloc(plan->host->arena, (codes->count + 1) * sizeof *plan->predecessors);
    for (size_t i = 0; i < codes->count; i++)
        rows[i] = sql_succession_predecessor(batch, codes->at[i]);
    if (!host_send(plan->host, batch))
        return false;
    for (size_t i = 0; i < codes->count; i++)
        plan->predecessors[i] = rows_read(rows[i], &predecessor_shape, plan->host->arena);
    return true;
}

static int check_predecessor(const struct plan *plan, size_t i)
{
    const struct predecessor *p = plan->predecessors[i];
    if (p == NULL)
        return wrong("there is no authority of this code", plan->wanted.predecessors.at[i]);
    if (date_given(p->succeeded_on))
        return wrong("this authority has a successor already", p->name);
    if (strcmp(p->region, plan->predecessors[0]->region) != 0)
        return wrong("predecessors lie in one region, which their successors inherit", p->name);
    return EXIT_SUCCESS;
}

static int check_plan(const struct plan *plan)
{
    for (size_t i = 0; i < plan->wanted.predecessors.count; i++) {
        int code = check_predecessor(plan, i);
        if (code != EXIT_SUCCESS)
            return code;
    }
    const struct successor *successors = plan->wanted.successors.at;
    for (size_t i = 0; i < plan->wanted.successors.count; i++)
        if (strspn(successors[i].dfe_code, "0123456789") != 3)
            return wrong("a DfE code is three digits", successors[i].dfe_code);
    return EXIT_SUCCESS;
}

static const char *predecessors_literal(const struct plan *plan)
{
    struct text out = text_in(plan->host->arena);
    for (size_t i = 0; i < plan->wanted.predecessors.count; i++)
        text_printf(&out, "%s%" PRId32, i == 0 ? "{" : ",", plan->predecessors[i]->id);
    text_puts(&out, "}");
    return out.at;
}

static const char *successors_literal(const struct plan *plan)
{
    struct text out = text_in(plan->host->arena);
    const struct successor *successors = plan->wanted.successors.at;
    for (size_t i = 0; i < plan->wanted.successors.count; i++)
        text_printf(&out, "%s%s", i == 0 ? "{" : ",", successors[i].dfe_code);
    text_puts(&out, "}");
    return out.at;
}

static void print_line(const struct effect *line)
{
    printf("%s: %s", line->what, line->of);
    if (line->about != NULL)
        printf(": %s", line->about);
    if (line->many != INTEGER_NONE)
        printf(": %" PRId64, line->many);
    putchar('\n');
}

static void print_parties(const struct plan *plan)
{
    char day[DATE_WORDS_SIZE];
    const struct successor *successors = plan->wanted.successors.at;
    printf("On %s\n", date_words(plan->wanted.on, day));
    for (size_t i = 0; i < plan->wanted.predecessors.count; i++)
        printf("ends: %s %s\n", plan->predecessors[i]->dfe_code, plan->predecessors[i]->name);
    for (size_t i = 0; i < plan->wanted.successors.count; i++)
        printf("succeeds: %s %s\n", successors[i].dfe_code,
               successors[i].name == NULL ? "(on record)" : successors[i].name);
}

static bool show_effect(struct plan *plan)
{
    struct batch *batch = host_batch(plan->host);
    struct rows *rows =
        sql_succession_effect(batch, predecessors_literal(plan), successors_literal(plan), plan->wanted.on);
    if (!host_send(plan->host, batch))
        return false;
    const struct effect *lines = rows_read(rows, &effect_shape, plan->host->arena);
    print_parties(plan);
    for (size_t i = 0; i < rows_count(rows); i++)
        print_line(&lines[i]);
    return true;
}

static void add_successor(const struct plan *plan, struct batch *batch, const struct successor *s)
{
    unsigned kind = s->kind == 0 ? (unsigned)AUTHORITY_KIND_LA : s->kind;
    if (s->name != NULL)
        sql_succession_authority_add(batch, (int32_t)strtol(s->dfe_code, NULL, 10), s->name, s->dfe_code,
                                     plan->predecessors[0]->region, NAME_OF(authority_kind, kind),
                                     plan->wanted.source);
    sql_succession_code_add(batch, s->dfe_code, s->gss_code, plan->wanted.on);
    for (size_t i = 0; i < plan->wanted.predecessors.count; i++)
        sql_succession_add(batch, plan->predecessors[i]->id, s->dfe_code, plan->wanted.on);
}

static bool record(struct plan *plan)
{
    struct batch *batch = host_batch(plan->host);
    const struct successor *successors = plan->wanted.successors.at;
    const char *predecessors = predecessors_literal(plan);
    for (size_t i = 0; i < plan->wanted.successors.count; i++)
        add_successor(plan, batch, &successors[i]);
    sql_succession_codes_end(batch, predecessors, plan->wanted.on);
    sql_succession_memberships_end(batch, predecessors, plan->wanted.on);
    sql_succession_grants_end(batch, predecessors, plan->wanted.on);
    if (plan->dry_run)
        sql_dry_run(batch);
    bool kept = host_send(plan->host, batch);
    return plan->dry_run ? plan->host->result.constraint == CONSTRAINT_dry_run : kept;
}

static int carry_out(struct plan *plan, const char *path)
{
    int code = read_file(plan, path);
    if (code != EXIT_SUCCESS)
        return code;
    if (!find_predecessors(plan))
        return host_trouble(plan->host);
    code = check_plan(plan);
    if (code != EXIT_SUCCESS)
        return code;
    if (!show_effect(plan) || !record(plan))
        return host_trouble(plan->host);
    puts(plan->dry_run ? "Nothing has been saved (dry run)." : "Recorded.");
    return EXIT_SUCCESS;
}

int succession_command(const struct settings *settings, int argc, char **argv)
{
    struct host host;
    struct plan plan = {.host = &host, .dry_run = argc == 3 && strcmp(argv[2], "--dry-run") == 0};
    if (argc != (plan.dry_run ? 3 : 2))
        return wrong("succession takes a file, and --dry-run after it. Try accordd --help", NULL);
    int result =
        host_open(&host, settings, settings->statement_timeout_ms) ? carry_out(&plan, argv[1]) : EXIT_FAILURE;
    host_close(&host);
    return result;
}
