/* SPDX-License-Identifier: MIT */
/* People and systems, the roles that they are granted, and the tokens that carry these. */
#include "actions.h"
#include "show.h"
#include "terms.h"

#include <stdio.h>

#define EXAMPLE_ID "0199b2c4-0000-7000-8000-000000000201"

/* The token is the only data, so that it can go to a file; what is known of it stands beside it. */
static void show_token(const struct run *run, const accord_record *made)
{
    const char *token = accord_record_text(made, "token");
    if (token[0] == '\0') {
        show_pairs(run, made, stderr);
        return;
    }
    puts(token);
    fprintf(stderr,
            "This is shown once and kept nowhere: put it where only %s can read it.\n"
            "It is good until %s. To take it back: accord tokens revoke %s\n",
            accord_record_text(made, "name"), accord_record_text(made, "expires_at"),
            accord_record_text(made, "id"));
}

const struct command people_commands[] = {
    {.words = "people list",
     .about = "List the people and systems of your authority or region, newest first",
     .examples = EXAMPLES("accord people list"),
     .inputs = INPUTS(TERMS_PAGES),
     .run = action_list,
     .path = "/v1/people",
     .columns = COLUMNS({"NAME", "name"}, {"POST", "post"}, {"KIND", "kind"}, {"ROLES", "grants.role"},
                        {"ID", "id"}),
     .thing = "person",
     .things = "people"},
    {.words = "people show",
     .about = "Show one of them, with what was granted",
     .examples = EXAMPLES("accord people show " EXAMPLE_ID),
     .inputs = INPUTS(TERMS_ID("The person's id")),
     .run = action_show,
     .path = "/v1/people/{ID}"},
    {.words = "people add",
     .about = "Add a person or a system, who may do nothing yet",
     .examples = EXAMPLES("accord people add \"Robin Marsh\" --post \"Agency officer\"",
                          "accord people add Payroll --post \"Nightly export\" --kind system"),
     .inputs = INPUTS(TERMS_NAME("NAME", "name", "The name that stands beside a signature"),
                      TERMS_TEXT("post", "post", "The post held"),
                      TERMS_CODE("kind", "kind", principal_kind_codes, "Who acts"),
                      TERMS_TEXT("email", "work_email", "Work e-mail address", .value = "ADDRESS"),
                      TERMS_YES("no-reminders", "no_reminders", "The person wants no mail of what waits"),
                      TERMS_WRITE),
     .run = action_send,
     .path = "/v1/people",
     .next = "accord grants add {id} --role officer --from DATE"},
    {.words = "people contact",
     .about =
         "Put right where a person is written to, and whether; what is left out is not on record any more",
     .examples =
         EXAMPLES("accord people contact " EXAMPLE_ID " --email robin.marsh@kent.example",
                  "accord people contact " EXAMPLE_ID " --email robin.marsh@kent.example --no-reminders"),
     .inputs = INPUTS(TERMS_ID("The person's id"),
                      TERMS_TEXT("email", "work_email", "Work e-mail address", .value = "ADDRESS"),
                      TERMS_YES("no-reminders", "no_reminders", "The person wants no mail of what waits"),
                      TERMS_DRY_RUN),
     .run = action_send,
     .path = "/v1/people/{ID}/contact"},
    {.words = "grants add",
     .about = "Grant a person a role in your scope, for a time",
     .examples = EXAMPLES("accord grants add " EXAMPLE_ID " --role officer --from 2026-10-01"),
     .inputs = INPUTS({.name = "PERSON",
                       .kind = INPUT_ID,
                       .use = INPUT_POSITIONAL | INPUT_NEEDED | INPUT_OWN,
                       .about = "The person's id"},
                      TERMS_CODE("role", "role", role_codes, "A role of your own scope"),
                      TERMS_ID_OF("supplier", "supplier", "At which supplier; with SUPPLIER alone"),
                      TERMS_YES("acting", "acting", "Held as an acting post or deputy"),
                      TERMS_DATE("from", "from", "First day"),
                      TERMS_DATE("to", "to", "Last day, if there is one"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/people/{PERSON}/grants",
     .next = "accord tokens issue {id} --label \"What it is for\" --days 90"},
    {.words = "grants end",
     .about = "End a grant after a day, or at once with its tokens",
     .examples =
         EXAMPLES("accord grants end " EXAMPLE_ID, "accord grants end " EXAMPLE_ID " --to 2026-12-31"),
     .inputs = INPUTS(TERMS_ID("The grant's id"),
                      TERMS_DATE("to", "to", "Last day; left out, it ends at once"), TERMS_DRY_RUN),
     .run = action_send,
     .path = "/v1/grants/{ID}/end"},
    {.words = "tokens issue",
     .about = "Make a token of a grant: it is printed once, alone on standard output",
     .examples = EXAMPLES("(umask 077; accord tokens issue " EXAMPLE_ID
                          " --label \"Robin's laptop\" --days 90 >robin.token)"),
     .inputs = INPUTS({.name = "GRANT",
                       .member = "grant",
                       .kind = INPUT_ID,
                       .use = INPUT_POSITIONAL | INPUT_NEEDED,
                       .about = "The grant that it carries, by its id"},
                      TERMS_TEXT("label", "label", "What it is for"),
                      TERMS_NUMBER("days", "days", "For how many days it is good"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/tokens",
     .show = show_token},
    {.words = "tokens list",
     .about = "List the tokens of your authority or region, newest first, without what is secret",
     .examples = EXAMPLES("accord tokens list --all"),
     .inputs = INPUTS(TERMS_PAGES),
     .run = action_list,
     .path = "/v1/tokens",
     .columns = COLUMNS({"LABEL", "label"}, {"NAME", "name"}, {"ROLE", "role"}, {"MADE", "created_at"},
                        {"EXPIRES", "expires_at"}, {"REVOKED", "revoked_at"}, {"ID", "id"}),
     .thing = "token"},
    {.words = "tokens revoke",
     .about = "Revoke a token at once",
     .examples = EXAMPLES("accord tokens revoke " EXAMPLE_ID),
     .inputs = INPUTS(TERMS_ID("The token's id"), TERMS_DRY_RUN),
     .run = action_send,
     .path = "/v1/tokens/{ID}/revoke"},
    {0},
};
