/* SPDX-License-Identifier: MIT */
#include "actions.h"
#include "terms.h"

const struct command mapping_commands[] = {
    {.words = "mappings list",
     .about = "List which of your titles are which job types",
     .examples = EXAMPLES("accord mappings list"),
     .inputs = NO_INPUTS,
     .run = action_list,
     .path = "/v1/role-mappings",
     .columns =
         COLUMNS({"TITLE", "local_role"}, {"JOB", "job_type"}, {"NOTICE DAYS", "substantive_notice_days"},
                 {"FROM", "from"}, {"TO", "to"}, {"ID", "id"}),
     .thing = "mapping"},
    {.words = "mappings add",
     .about = "Say which job type a title of your authority is",
     .examples =
         EXAMPLES("accord mappings add \"Advanced practitioner (MASH)\" --job-type AP --from 2024-09-13"),
     .inputs =
         INPUTS(TERMS_NAME("TITLE", "local_role", "The authority's own title"), TERMS_JOB_TYPE,
                TERMS_NUMBER("notice-days", "substantive_notice_days", "Notice of the substantive post"),
                TERMS_DATE("from", "from", "First day"), TERMS_DATE("to", "to", "Last day, if there is one"),
                TERMS_WRITE),
     .run = action_send,
     .path = "/v1/role-mappings"},
    {0},
};
