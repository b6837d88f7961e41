/* SPDX-License-Identifier: MIT */
#include "actions.h"

#include "service.h"
#include "template.h"

#include <stdio.h>

static const char *member(const void *answer, const char *name)
{
    return accord_record_text(answer, name);
}

/* Beside the data, for people. */
static void say_next(const struct run *run, const accord_record *answer)
{
    if (accord_record_bool(run->own, "dry-run")) {
        fputs("Nothing has been saved (dry run).\n", stderr);
    } else if (run->command->next != NULL && run_is_table(run)) {
        fprintf(stderr, "Next: %s\n", template_fill(run->arena, run->command->next, member, answer));
    }
}

int action_show_made(const struct run *run, accord_record *answer)
{
    show_answer(run, answer, run->command->show == NULL ? show_record : run->command->show);
    say_next(run, answer);
    accord_record_free(answer);
    return EXIT_DONE;
}

/* A refusal is an answer: its findings go where data goes, and the exit code is the outcome's. */
static int after_refusal(const struct run *run, int code)
{
    if (accord_error_fault(run->error) != ACCORD_FAULT_RULE_BREACH) {
        return code;
    }
    show_answer(run, accord_error_record(run->error), show_findings);
    return EXIT_OUTCOME_BREACH;
}

int action_send(struct run *run)
{
    accord_record *answer;
    int code = service_open(run);
    if (code != EXIT_DONE) {
        return code;
    }
    code = service_post(run, &answer);
    return code == EXIT_DONE ? action_show_made(run, answer) : after_refusal(run, code);
}

int action_show(struct run *run)
{
    accord_record *answer;
    int code = service_open(run);
    if (code == EXIT_DONE) {
        code = service_get(run, &answer);
    }
    return code == EXIT_DONE ? action_show_made(run, answer) : code;
}

int action_version(struct run *run, const char *path, int64_t *out)
{
    accord_record *now;
    if (accord_record_integer(run->own, "if-version", out)) {
        return EXIT_DONE;
    }
    int code = service_get_at(run, path, &now);
    if (code == EXIT_DONE) {
        *out = 0;
        accord_record_integer(now, "version", out);
        accord_record_set_integer(run->own, "if-version", *out);
        accord_record_free(now);
    }
    return code;
}

/* What was to be changed beside what is on record, after somebody else's change. */
static int explain_stale(struct run *run, int code)
{
    accord_record *now;
    if (accord_error_fault(run->error) != ACCORD_FAULT_PRECONDITION_FAILED ||
        service_get(run, &now) != EXIT_DONE) {
        return code;
    }
    show_difference(run, now);
    accord_record_free(now);
    return code;
}

static int change(struct run *run, int64_t version)
{
    accord_record *answer;
    enum accord_fault fault =
        accord_change(run->client, service_path_to_write(run), version, run->sent, &answer, run->error);
    return fault == ACCORD_OK ? action_show_made(run, answer) : explain_stale(run, complain_fault(run));
}

int action_change(struct run *run)
{
    int64_t version;
    int code = service_open(run);
    if (code == EXIT_DONE) {
        code = action_version(run, service_path(run), &version);
    }
    return code == EXIT_DONE ? change(run, version) : code;
}

/* A page's size goes into the query, whatever else is sent. */
static void take_limit(const struct run *run, accord_record *filters)
{
    int64_t limit;
    if (accord_record_integer(run->own, "limit", &limit)) {
        accord_record_set_integer(filters, "limit", limit);
    }
}

int action_list(struct run *run)
{
    int code = service_open(run);
    take_limit(run, run->sent);
    return code == EXIT_DONE ? show_list(run, accord_list_new(run->client, service_path(run), run->sent))
                             : code;
}

int action_search(struct run *run)
{
    accord_record *filters = accord_record_new();
    int code = service_open(run);
    take_limit(run, filters);
    if (code == EXIT_DONE) {
        code = show_list(run, accord_search_new(run->client, service_path(run), filters, run->sent));
    }
    accord_record_free(filters);
    return code;
}
