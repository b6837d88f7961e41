/* SPDX-License-Identifier: MIT */
#include "actions.h"
#include "service.h"
#include "terms.h"

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
        code = service_post(run, &answer);
    }
    if (code != EXIT_DONE) {
        return code;
    }
    show_answer(run, answer, show_findings);
    code = exit_of(answer);
    accord_record_free(answer);
    return code;
}

const struct command check_commands[] = {
    {.words = "check",
     .about = "Run every rule on a proposed assignment",
     .examples = EXAMPLES("accord check SW900123 --authority Medway --job-type SW --start 2026-09-30 "
                          "--pay-type umbrella --pay 36.50 --coverage all",
                          "accord check SW900123 --start 30/09/2026 -o json"),
     .inputs = INPUTS(
         TERMS_SWE, TERMS_ASSIGNMENT,
         TERMS_CODE("purpose", "purpose", purpose_codes, "What the check is for", .preset = "pre_engagement"),
         TERMS_FILE, TERMS_KEY),
     .run = check,
     .path = "/v1/eligibility-checks"},
    {.words = "checks list",
     .about = "List your authority's checks, newest first",
     .examples = EXAMPLES("accord checks list --limit 20"),
     .inputs = INPUTS(TERMS_PAGES),
     .run = action_list,
     .path = "/v1/eligibility-checks",
     .columns = COLUMNS({"CHECKED", "checked_at"}, {"WORKER", "swe_number"}, {"START", "start_date"},
                        {"OUTCOME", "outcome"}, {"EARLIEST", "earliest_start_date"}, {"ID", "id"}),
     .thing = "check"},
    {.words = "checks show",
     .about = "Show one check with its findings",
     .examples = EXAMPLES("accord checks show 0199b2c4-0000-7000-8000-000000000002"),
     .inputs = INPUTS(TERMS_ID("The check's id")),
     .run = action_show,
     .path = "/v1/eligibility-checks/{ID}",
     .show = show_findings},
    {0},
};
