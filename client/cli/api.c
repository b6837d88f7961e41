/* SPDX-License-Identifier: MIT */
#include "service.h"
#include "terms.h"
#include "words.h"

#include <string.h>

static enum accord_fault send(struct run *run, accord_record **answer)
{
    const char *key = accord_record_text(run->own, "key"), *path = accord_record_text(run->own, "PATH");
    const char *method = words_upper(run->arena, accord_record_text(run->own, "METHOD"));
    bool with_body = accord_record_kind(run->own, "file") != ACCORD_KIND_NONE;
    int64_t version;
    if (strcmp(method, "PATCH") == 0 && accord_record_integer(run->own, "if-version", &version)) {
        return accord_change(run->client, path, version, run->sent, answer, run->error);
    }
    return accord_call_keyed(run->client, method, path, key[0] == '\0' ? NULL : key,
                             with_body ? run->sent : NULL, answer, run->error);
}

static int call(struct run *run)
{
    accord_record *answer;
    int code = service_open(run);
    if (code != EXIT_DONE) {
        return code;
    }
    if (send(run, &answer) != ACCORD_OK) {
        return complain_fault(run);
    }
    show_answer(run, answer, show_record);
    accord_record_free(answer);
    return EXIT_DONE;
}

const struct command api_commands[] = {
    {.words = "api",
     .about = "Call any path of the service; the answer is JSON",
     .examples = EXAMPLES("accord api GET \"/v1/placements?status=CONFIRMED&limit=10\"",
                          "accord api POST /v1/suppliers --file supplier.json",
                          "accord api PATCH /v1/placements/0199b2c4-0000-7000-8000-000000000002 "
                          "--if-version 3 --file change.json"),
     .inputs = INPUTS({.name = "METHOD",
                       .kind = INPUT_TEXT,
                       .use = INPUT_POSITIONAL | INPUT_NEEDED | INPUT_OWN,
                       .about = "GET, POST or PATCH"},
                      {.name = "PATH",
                       .kind = INPUT_TEXT,
                       .use = INPUT_POSITIONAL | INPUT_NEEDED | INPUT_OWN,
                       .about = "From /v1/ on"},
                      {.name = "file",
                       .kind = INPUT_TEXT,
                       .use = INPUT_OWN,
                       .value = "FILE",
                       .about = "The body as JSON, - for standard input"},
                      {.name = "if-version",
                       .kind = INPUT_INTEGER,
                       .use = INPUT_OWN,
                       .about = "The version that a PATCH changes"},
                      TERMS_KEY),
     .run = call,
     .form = FORM_JSON},
    {0},
};
