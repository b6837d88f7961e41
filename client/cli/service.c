/* SPDX-License-Identifier: MIT */
#include "service.h"

#include "near.h"
#include "settings.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { DFE_CODE_DIGITS = 3, AUTHORITIES_MAX = 2000 };

/* "-v": a line for each try. */
static void print_try(void *arg, const char *method, const char *path, int status, const char *request_id,
                      long milliseconds)
{
    (void)arg;
    fprintf(stderr, "%s %s: ", method, path);
    if (status == 0) {
        fprintf(stderr, "no answer, %ld ms\n", milliseconds);
    } else {
        fprintf(stderr, "%d, %ld ms, request %s\n", status, milliseconds,
                request_id[0] == '\0' ? "without an id" : request_id);
    }
}

/* Codes are a DfE code or begin like a GSS code. */
static bool is_code(const char *authority)
{
    static const char digits[] = "0123456789";
    size_t len = strlen(authority);
    return strspn(authority, digits) == len ? len == DFE_CODE_DIGITS
                                            : authority[0] == 'E' && strspn(authority + 1, digits) == len - 1;
}

struct search {
    struct run *run;
    const char *name;
    const char *code;                   /* NULL: not found */
    const char *names[AUTHORITIES_MAX]; /* those that were passed, to suggest one */
    size_t count;
};

static void look_at(struct search *s, const accord_record *authority)
{
    const char *name = accord_record_text(authority, "name"),
               *code = accord_record_text(authority, "dfe_code");
    if (strcasecmp(name, s->name) == 0) {
        s->code = arena_copy(s->run->arena, code, strlen(code));
    } else if (s->count < AUTHORITIES_MAX) {
        s->names[s->count++] = arena_copy(s->run->arena, name, strlen(name));
    }
}

static enum accord_fault search_list(struct search *s, accord_list *list)
{
    const accord_record *authority;
    enum accord_fault fault = accord_list_next(list, &authority, s->run->error);
    while (fault == ACCORD_OK && authority != NULL && s->code == NULL) {
        look_at(s, authority);
        fault = accord_list_next(list, &authority, s->run->error);
    }
    return fault;
}

static enum accord_fault search(struct search *s)
{
    accord_list *list = accord_list_new(s->run->client, "/v1/authorities", NULL);
    if (list == NULL) {
        complain_memory();
    }
    enum accord_fault fault = search_list(s, list);
    accord_list_free(list);
    return fault;
}

static int no_authority(struct search *s)
{
    const char *near = near_name(s->run->arena, s->name, s->names, s->count);
    if (near == NULL) {
        return complain_usage("there is no authority \"%s\". Use its name or its DfE code", s->name);
    }
    return complain_usage("there is no authority \"%s\". Did you mean %s?", s->name, near);
}

static int resolve_authority(struct run *run, const char *member)
{
    struct search s = {.run = run, .name = accord_record_text(run->sent, member)};
    if (is_code(s.name)) {
        return EXIT_DONE;
    }
    if (search(&s) != ACCORD_OK) {
        return complain_fault(run);
    }
    if (s.code == NULL) {
        return no_authority(&s);
    }
    accord_record_set_text(run->sent, member, s.code);
    return EXIT_DONE;
}

static int resolve_authorities(struct run *run)
{
    int code = EXIT_DONE;
    for (const struct input *input = run->command->inputs; input->name != NULL && code == EXIT_DONE;
         input++) {
        if (input->kind == INPUT_AUTHORITY &&
            accord_record_kind(run->sent, input_member(input)) == ACCORD_KIND_TEXT) {
            code = resolve_authority(run, input_member(input));
        }
    }
    return code;
}

static int make_client(struct run *run, const struct settings *settings)
{
    enum accord_fault fault = accord_client_new(settings->url, settings->token, &run->client);
    if (fault == ACCORD_USAGE) {
        return complain_usage("the URL or the token is not well-formed. The URL is %s", settings->url);
    }
    if (fault != ACCORD_OK || accord_client_set_ca_file(run->client, settings->ca_file) != ACCORD_OK) {
        complain_memory();
    }
    accord_client_set_plain_http(run->client, accord_record_bool(run->own, "plain-http"));
    if (accord_record_bool(run->own, "verbose")) {
        accord_client_set_trace(run->client, print_try, NULL);
    }
    return EXIT_DONE;
}

int service_open(struct run *run)
{
    struct settings settings;
    if (!settings_read(run, &settings)) {
        return EXIT_USAGE;
    }
    if (settings.url == NULL) {
        return complain_usage(
            "where is the service? Say --url URL, or ACCORD_URL, or url = … in your profile");
    }
    int code = make_client(run, &settings);
    return code == EXIT_DONE ? resolve_authorities(run) : code;
}

static enum accord_fault post(struct run *run, const char *path, accord_record **answer)
{
    const char *key = accord_record_text(run->own, "key");
    bool dry = accord_record_bool(run->own, "dry-run");
    path = dry ? arena_printf(run->arena, "%s?dry_run=true", path) : path;
    return accord_call_keyed(run->client, "POST", path, key[0] == '\0' ? NULL : key, run->sent, answer,
                             run->error);
}

int service_post(struct run *run, const char *path, accord_record **answer)
{
    return post(run, path, answer) == ACCORD_OK ? EXIT_DONE : complain_fault(run);
}

int service_propose(struct run *run, const char *path, accord_record **answer, const accord_record **breach)
{
    enum accord_fault fault = post(run, path, answer);
    *breach = fault == ACCORD_FAULT_RULE_BREACH ? accord_error_record(run->error) : NULL;
    return fault == ACCORD_OK || *breach != NULL ? EXIT_DONE : complain_fault(run);
}

int service_add(struct run *run, const char *path)
{
    accord_record *answer;
    int code = service_open(run);
    if (code == EXIT_DONE) {
        code = service_post(run, path, &answer);
    }
    if (code == EXIT_DONE) {
        show_answer(run, answer, show_record);
        accord_record_free(answer);
    }
    return code;
}

int service_show(struct run *run, const char *collection, show_fn *show)
{
    accord_record *answer;
    const char *path = arena_printf(run->arena, "/v1/%s/%s", collection, accord_record_text(run->own, "ID"));
    int code = service_open(run);
    if (code != EXIT_DONE) {
        return code;
    }
    if (accord_call(run->client, "GET", path, NULL, &answer, run->error) != ACCORD_OK) {
        return complain_fault(run);
    }
    show_answer(run, answer, show);
    accord_record_free(answer);
    return EXIT_DONE;
}

int service_list(struct run *run, const char *collection, const struct show_column *columns,
                 const char *thing)
{
    const char *path = arena_printf(run->arena, "/v1/%s", collection);
    int code = service_open(run);
    return code == EXIT_DONE ? show_list(run, accord_list_new(run->client, path, run->sent), columns, thing)
                             : code;
}
