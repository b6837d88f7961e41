/* SPDX-License-Identifier: MIT */
#include "service.h"
#include "show.h"
#include "terms.h"
#include "words.h"

static const char *const examples[] = {
    "accord api GET \"/v1/placements?status=CONFIRMED&limit=10\"",
    "accord api POST /v1/suppliers --file supplier.json",
    NULL,
};

static const struct input inputs[] = {
    {.name = "METHOD",
     .kind = INPUT_TEXT,
     .use = INPUT_POSITIONAL | INPUT_NEEDED | INPUT_OWN,
     .about = "GET or POST"},
    {.name = "PATH",
     .kind = INPUT_TEXT,
     .use = INPUT_POSITIONAL | INPUT_NEEDED | INPUT_OWN,
     .about = "From /v1/ on"},
    {.name = "file",
     .kind = INPUT_TEXT,
     .use = INPUT_OWN,
     .value = "FILE",
     .about = "The body as JSON, - for standard input"},
    TERMS_KEY,
    {0},
};

static int call(struct run *run)
{
    accord_record *answer;
    const char *key = accord_record_text(run->own, "key"), *path = accord_record_text(run->own, "PATH");
    const char *method = words_upper(run->arena, accord_record_text(run->own, "METHOD"));
    bool with_body = accord_record_kind(run->own, "file") != ACCORD_KIND_NONE;
    int code = service_open(run);
    if (code != EXIT_DONE) {
        return code;
    }
    if (accord_call_keyed(run->client, method, path, key[0] == '\0' ? NULL : key,
                          with_body ? run->sent : NULL, &answer, run->error) != ACCORD_OK) {
        return complain_fault(run);
    }
    show_answer(run, answer, show_record);
    accord_record_free(answer);
    return EXIT_DONE;
}

const struct command api_command = {
    .words = "api",
    .about = "Call any path of the service; the answer is JSON",
    .examples = examples,
    .inputs = inputs,
    .run = call,
    .form = FORM_JSON,
};
