/* SPDX-License-Identifier: MIT */
/* Departures from rules: asked for by officers, signed by directors and chief executives. */
#include "actions.h"
#include "show.h"
#include "terms.h"

#include <stdio.h>
#include <string.h>

/* What a placement names it by, once all have signed. */
static void show_signed(const struct run *run, const accord_record *exception)
{
    show_record(run, exception);
    if (strcmp(accord_record_text(exception, "status"), "APPROVED") == 0 &&
        !accord_record_bool(run->own, "dry-run")) {
        fprintf(stderr, "All have signed. The placement names it: --exceptions %s\n",
                accord_record_text(exception, "id"));
    }
}

#define EXAMPLE_ID "0199b2c4-0000-7000-8000-000000000003"

const struct command exception_commands[] = {
    {.words = "exceptions ask",
     .about = "Draft an exception from a rule, for a worker's start, rate or extension",
     .examples =
         EXAMPLES("accord exceptions ask SW900123 --rule price-cap --start 2026-11-02 --cap 38.00 "
                  "--rate 41.00 --grounds acute-need --reason \"Two court reports are due\" "
                  "--alternatives \"Two candidates within the cap declined\" --expires 2027-01-29",
                  "accord exceptions ask SW900123 --rule cool-off --layer national --start 2026-11-02 "
                  "--grounds returner --reason \"Known to the children\" "
                  "--alternatives \"None came forward\" --expires 2027-01-29"),
     .inputs =
         INPUTS(TERMS_SWE, TERMS_CODE("rule", "rule", rule_codes, "The rule that is departed from"),
                TERMS_CODE("layer", "layer", layer_codes, "Its layer: REGIONAL for the price cap",
                           .preset = "REGIONAL"),
                TERMS_DATE("start", "start_date", "First day of the placement, rate or extension"),
                TERMS_ID_OF("placement", "placement", "The placement, where it is on record"),
                TERMS_ID_OF("agreement", "agreement", "Only this agreement's rule"),
                TERMS_TEXT("local-role", "local_role", "The post, where the worker may start in two"),
                TERMS_POUNDS("cap", "cap_pence", "The cap that is exceeded, an hour"),
                TERMS_POUNDS("rate", "comparable_pence", "The highest rate, in the cap's coverage, an hour"),
                TERMS_CODE("grounds", "grounds", exception_grounds_codes, "On which grounds"),
                TERMS_TEXT("reason", "reason", "Why; nothing on anybody's health"),
                TERMS_TEXT("alternatives", "alternatives", "What else was considered"),
                TERMS_DATE("expires", "expires_on", "Its last day"), TERMS_FILE, TERMS_WRITE),
     .run = action_send,
     .path = "/v1/exceptions",
     .next = "accord exceptions submit {id}"},
    {.words = "exceptions list",
     .about = "List your authority's exceptions, newest first",
     .examples = EXAMPLES("accord exceptions list --status submitted"),
     .inputs = INPUTS(TERMS_CODES("status", "status", exception_status_codes),
                      TERMS_CODES("rule", "rule", rule_codes), TERMS_PAGES),
     .run = action_list,
     .path = "/v1/exceptions",
     .columns =
         COLUMNS({"WORKER", "swe_number"}, {"RULE", "rule"}, {"STATUS", "status"}, {"START", "start_date"},
                 {"RATE", "comparable_pence"}, {"EXPIRES", "expires_on"}, {"SIGNED", "signed"}, {"ID", "id"}),
     .thing = "exception"},
    {.words = "exceptions show",
     .about = "Show one exception, with who has signed",
     .examples = EXAMPLES("accord exceptions show " EXAMPLE_ID),
     .inputs = INPUTS(TERMS_ID("The exception's id")),
     .run = action_show,
     .path = "/v1/exceptions/{ID}"},
    {.words = "exceptions submit",
     .about = "Ask those who must sign a draft to sign it",
     .examples = EXAMPLES("accord exceptions submit " EXAMPLE_ID),
     .inputs = INPUTS(TERMS_ID("The exception's id"), TERMS_DRY_RUN),
     .run = action_send,
     .path = "/v1/exceptions/{ID}/submit"},
    {.words = "exceptions withdraw",
     .about = "Withdraw an exception, signed or not",
     .examples = EXAMPLES("accord exceptions withdraw " EXAMPLE_ID),
     .inputs = INPUTS(TERMS_ID("The exception's id"), TERMS_DRY_RUN),
     .run = action_send,
     .path = "/v1/exceptions/{ID}/withdraw"},
    {.words = "exceptions refuse",
     .about = "Refuse to sign an exception, for good",
     .examples =
         EXAMPLES("accord exceptions refuse " EXAMPLE_ID " --reason \"There is a candidate within the cap\""),
     .inputs = INPUTS(TERMS_ID("The exception's id"),
                      TERMS_TEXT("reason", "reason", "Why; nothing on anybody's health"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/exceptions/{ID}/refuse"},
    {.words = "exceptions sign",
     .about = "Sign an exception, in your role, today",
     .examples = EXAMPLES("accord exceptions sign " EXAMPLE_ID),
     .inputs = INPUTS(TERMS_ID("The exception's id"),
                      TERMS_CODE("role", "role", role_codes, "The role that you sign in: your token's"),
                      TERMS_WRITE),
     .run = action_send,
     .path = "/v1/exceptions/{ID}/sign-offs",
     .show = show_signed},
    {.words = "exceptions attest",
     .about = "Record a signature that was given elsewhere",
     .examples = EXAMPLES("accord exceptions attest " EXAMPLE_ID " --role dcs "
                          "--person 0199b2c4-0000-7000-8000-000000000004 --on 2026-10-30 "
                          "--evidence \"E-mail of 30 October, case file 12\""),
     .inputs =
         INPUTS(TERMS_ID("The exception's id"),
                TERMS_CODE("role", "role", role_codes, "The role that was signed for"),
                TERMS_ID_OF("person", "person", "Who signed"),
                TERMS_DATE("on", "signed_on", "The day of the signature"),
                TERMS_TEXT("evidence", "evidence", "Where the signed paper or e-mail is kept"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/exceptions/{ID}/sign-offs",
     .show = show_signed},
    {0},
};
