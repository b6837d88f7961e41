/* SPDX-License-Identifier: MIT */
#include "service.h"
#include "show.h"
#include "terms.h"

static const char *const examples[] = {
    "accord check SW900123 --authority Medway --job-type SW --start 2026-09-30 --pay-type umbrella --pay "
    "36.50 "
    "--coverage all",
    "accord check SW900123 --start 30/09/2026 -o json",
    NULL,
};

static const struct input inputs[] = {
    TERMS_SWE,
    TERMS_ASSIGNMENT,
    TERMS_CODE("purpose", "purpose", purpose_codes, "What the check is for", .preset = "pre_engagement"),
    TERMS_FILE,
    TERMS_KEY,
    {0},
};

/* EXIT_UNEXPECTED for an outcome that this release does not know. */
static int exit_of(const accord_record *answer)
{
    static const int exits[] = {
        [ACCORD_OUTCOME_NONE] = EXIT_UNEXPECTED,
#define OUTCOME(name, words, exit) [ACCORD_OUTCOME_##name] = EXIT_OUTCOME_##name,
#include "accord/findings.def"
    };
    return exits[accord_record_outcome(answer)];
}

static int check(struct run *run)
{
    accord_record *answer;
    int code = service_open(run);
    if (code == EXIT_DONE) {
        code = service_post(run, "/v1/eligibility-checks", &answer);
    }
    if (code != EXIT_DONE) {
        return code;
    }
    show_answer(run, answer, show_findings);
    code = exit_of(answer);
    accord_record_free(answer);
    return code;
}

const struct command check_command = {
    .words = "check",
    .about = "Run every rule on a proposed assignment",
    .examples = examples,
    .inputs = inputs,
    .run = check,
};
