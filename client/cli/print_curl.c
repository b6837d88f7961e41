/* SPDX-License-Identifier: MIT */
#include "print_curl.h"

#include "actions.h"
#include "complain.h"
#include "forms.h"
#include "wire/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char authorization[] = "Authorization: ";

struct printing {
    const struct run *run;
    struct settings settings;
};

/* One word to any POSIX shell, whatever is in it. */
static void add_word(struct text *out, const char *word)
{
    size_t len = strcspn(word, "'");
    text_puts(out, "'");
    while (word[len] != '\0') {
        text_add(out, word, len);
        text_puts(out, "'\\''");
        word += len + 1;
        len = strcspn(word, "'");
    }
    text_puts(out, word);
    text_puts(out, "'");
}

static void add_option(struct text *out, const char *option, const char *value)
{
    text_printf(out, " \\\n    %s ", option);
    add_word(out, value);
}

/* A pipe has been read and cannot be named again. */
static bool is_file(const char *path)
{
    struct stat status;
    return path != NULL && stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

/* Where the token is, not what it is. */
static void add_authorization(struct text *out, const char *token_file)
{
    text_printf(out, " \\\n    -H \"%sBearer ", authorization);
    if (is_file(token_file)) {
        text_puts(out, "$(head -n 1 <");
        add_word(out, token_file);
        text_puts(out, ")\"");
    } else {
        text_puts(out, "$ACCORD_TOKEN\"");
    }
}

static void add_headers(struct text *out, const char *const *headers, const char *token_file)
{
    for (; *headers != NULL; headers++) {
        if (strncmp(*headers, authorization, strlen(authorization)) == 0) {
            add_authorization(out, token_file);
        } else {
            add_option(out, "-H", *headers);
        }
    }
}

static bool is_read_first(const struct run *run, const char *method)
{
    return (run->command->run == action_change || run->command->run == form_attach) &&
           strcmp(method, "GET") == 0;
}

/* A file by its name, which standard input has none of that would hold for later. */
static void add_body(struct text *out, const struct run *run, const char *method, const char *body)
{
    if (run->command->run == form_attach) {
        add_option(out, "--data-binary",
                   arena_printf(run->arena, "@%s", accord_record_text(run->own, "FILE")));
    } else if (strcmp(method, "GET") != 0) {
        add_option(out, "--data-raw", body == NULL ? "" : body);
    }
}

static void print_and_end(void *arg, const char *method, const char *url, const char *const *headers,
                          const char *body)
{
    const struct printing *p = arg;
    if (is_read_first(p->run, method)) {
        return;
    }
    struct text out = text_in(p->run->arena);
    text_printf(&out, "curl --globoff --path-as-is -X %s", method);
    if (p->settings.ca_file != NULL) {
        add_option(&out, "--cacert", p->settings.ca_file);
    }
    add_headers(&out, headers, p->settings.token_file);
    add_body(&out, p->run, method, body);
    add_option(&out, "--url", url);
    puts(out.at);
    exit(complain_unwritten(EXIT_DONE));
}

void print_curl_instead(struct run *run, const struct settings *settings)
{
    struct printing *p = arena_alloc(run->arena, sizeof *p);
    *p = (struct printing){.run = run, .settings = *settings};
    accord_client_set_watch(run->client, print_and_end, NULL, p);
}
