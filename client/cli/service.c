/* SPDX-License-Identifier: MIT */
#include "service.h"

#include "near.h"
#include "print_curl.h"
#include "settings.h"
#include "template.h"
#include "trace.h"

#include <string.h>
#include <strings.h>

enum { DFE_CODE_DIGITS = 3, AUTHORITIES_MAX = 2000 };

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
    trace_begin(run);
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
    if (code == EXIT_DONE) {
        code = resolve_authorities(run);
    }
    if (code == EXIT_DONE && accord_record_bool(run->own, "print-curl")) {
        print_curl_instead(run, &settings);
    }
    return code;
}

/* What was given by that name, to this program or to be sent. */
static const char *given(const void *arg, const char *name)
{
    const struct run *run = arg;
    const char *own = accord_record_text(run->own, name);
    return own[0] != '\0' ? own : accord_record_text(run->sent, name);
}

const char *service_path(const struct run *run)
{
    return template_fill(run->arena, run->command->path, given, run);
}

const char *service_path_to_write(const struct run *run)
{
    const char *path = service_path(run);
    return accord_record_bool(run->own, "dry-run") ? arena_printf(run->arena, "%s?dry_run=true", path) : path;
}

/* A write that takes nothing has no body; one of which nothing was given has an empty one. */
static const accord_record *body_of(const struct run *run)
{
    for (const struct input *input = run->command->inputs; input->name != NULL; input++) {
        if ((input->use & INPUT_OWN) == 0) {
            return run->sent;
        }
    }
    return NULL;
}

int service_post(struct run *run, accord_record **answer)
{
    const char *key = accord_record_text(run->own, "key");
    enum accord_fault fault =
        accord_call_keyed(run->client, "POST", service_path_to_write(run), key[0] == '\0' ? NULL : key,
                          body_of(run), answer, run->error);
    return fault == ACCORD_OK ? EXIT_DONE : complain_fault(run);
}

int service_get_at(struct run *run, const char *path, accord_record **answer)
{
    enum accord_fault fault = accord_call(run->client, "GET", path, NULL, answer, run->error);
    return fault == ACCORD_OK ? EXIT_DONE : complain_fault(run);
}

int service_get(struct run *run, accord_record **answer)
{
    return service_get_at(run, service_path(run), answer);
}
