/* SPDX-License-Identifier: MIT */
/* What memoranda agree on beside pay and cooling-off: rules of engagement, standard information. */
#include "actions.h"
#include "terms.h"

#define REPORT_ID "0199b2c4-0000-7000-8000-000000000601"
#define VERSION_ID "0199b2c4-0000-7000-8000-000000000501"
#define PLACEMENT_ID "0199b2c4-0000-7000-8000-000000000002"
#define AGREEMENT_ID "0199b2c4-0000-7000-8000-000000000101"

const struct command protocol_commands[] = {
    {.words = "headhunting list",
     .about = "List reports of approaches to which you are a party, newest first",
     .examples = EXAMPLES("accord headhunting list"),
     .inputs = INPUTS(TERMS_PAGES),
     .run = action_list,
     .path = "/v1/headhunting-reports",
     .columns = COLUMNS({"WHEN", "approached_on"}, {"OF", "authority"}, {"BY", "approacher_authority"},
                        {"BY SUPPLIER", "approacher_supplier"}, {"BAND", "offered_band"}, {"STATE", "state"},
                        {"ID", "id"}),
     .thing = "report"},
    {.words = "headhunting report",
     .about = "Report that your permanent staff were approached, without their identity",
     .examples = EXAMPLES("accord headhunting report --agreement " AGREEMENT_ID
                          " --by Bexley --approach approached --band same --on 2026-09-10 --what \"Rung up "
                          "at work\""),
     .inputs = INPUTS(
         TERMS_ID_OF("agreement", "agreement", "Under which memorandum"),
         {.name = "by",
          .member = "approacher_authority",
          .kind = INPUT_AUTHORITY,
          .about = "Who approached: an authority's name or DfE code"},
         TERMS_ID_OF("by-supplier", "approacher_supplier", "… or a supplier, by its id"),
         TERMS_CODE("approach", "approach", approach_codes, "Who began"),
         TERMS_CODE("band", "offered_band", offered_band_codes, "The band offered against the present one"),
         TERMS_DATE("on", "approached_on", "When it was"), TERMS_TEXT("what", "what", "What happened"),
         TERMS_WRITE),
     .run = action_send,
     .path = "/v1/headhunting-reports"},
    {.words = "headhunting resolve",
     .about = "Resolve or dismiss a report, as the lead region",
     .examples = EXAMPLES("accord headhunting resolve " REPORT_ID
                          " --state resolved --resolution \"Reminded of the rules of engagement\""),
     .inputs = INPUTS(TERMS_ID("The report's id"),
                      TERMS_CODE("state", "state", report_state_codes, "RESOLVED or DISMISSED"),
                      TERMS_TEXT("resolution", "resolution", "How, or why"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/headhunting-reports/{ID}/resolution"},
    {.words = "information list",
     .about = "List the versions of the memoranda's standard information",
     .examples = EXAMPLES("accord information list"),
     .inputs = NO_INPUTS,
     .run = action_list,
     .path = "/v1/information-versions",
     .columns = COLUMNS({"NAME", "name"}, {"FROM", "from"}, {"AGREEMENT", "agreement"}, {"ID", "id"}),
     .thing = "version"},
    {.words = "information add",
     .about = "Add a version of a memorandum's standard information, as its lead region",
     .examples = EXAMPLES("accord information add \"2026, first\" --agreement " AGREEMENT_ID
                          " --from 2026-10-01 --wording \"Our authority has signed the memorandum\""),
     .inputs =
         INPUTS(TERMS_NAME("NAME", "name", "What the version is called"),
                TERMS_ID_OF("agreement", "agreement", "Which memorandum"),
                TERMS_DATE("from", "from", "The day from which it is given"),
                TERMS_TEXT("wording", "wording", "What workers are told, or where to read it"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/information-versions"},
    {.words = "information give",
     .about = "Record that the worker of a placement was given the standard information",
     .examples = EXAMPLES("accord information give " PLACEMENT_ID " --version-id " VERSION_ID
                          " --stage induction --on 2026-09-10"),
     .inputs =
         INPUTS(TERMS_ID("The placement's id"), TERMS_ID_OF("version-id", "information", "Which version"),
                TERMS_CODE("stage", "stage", information_stage_codes, "When it is given"),
                TERMS_DATE("on", "given_on", "The day on which it was given"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/placements/{ID}/information"},
    {.words = "information given",
     .about = "List what standard information the worker of a placement was given",
     .examples = EXAMPLES("accord information given " PLACEMENT_ID),
     .inputs = INPUTS(TERMS_ID("The placement's id")),
     .run = action_list,
     .path = "/v1/placements/{ID}/information",
     .columns = COLUMNS({"GIVEN", "given_on"}, {"STAGE", "stage"}, {"VERSION", "information"}),
     .thing = "version"},
    {.words = "information count",
     .about = "State how many permanent recruits of a month were given the standard information",
     .examples = EXAMPLES("accord information count --version-id " VERSION_ID
                          " --stage recruitment --month 2026-08 --recruits 4 --given 4"),
     .inputs = INPUTS(TERMS_ID_OF("version-id", "information", "Which version"),
                      TERMS_CODE("stage", "stage", information_stage_codes, "When it is given"),
                      TERMS_TEXT("month", "month", "The month, like 2026-08"),
                      TERMS_NUMBER("recruits", "recruits", "How many were recruited, or began"),
                      TERMS_NUMBER("given", "given", "How many of them were given it"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/information-counts"},
    {.words = "information counts",
     .about = "List your authority's counts of permanent recruits who were given it",
     .examples = EXAMPLES("accord information counts"),
     .inputs = INPUTS(TERMS_PAGES),
     .run = action_list,
     .path = "/v1/information-counts",
     .columns = COLUMNS({"MONTH", "month"}, {"STAGE", "stage"}, {"RECRUITS", "recruits"}, {"GIVEN", "given"},
                        {"VERSION", "information"}),
     .thing = "count"},
    {0},
};
