/* SPDX-License-Identifier: MIT */
#include "service.h"
#include "terms.h"

static const char *const list_examples[] = {"accord mappings list", NULL};

static const struct input list_inputs[] = {{0}};

static const struct show_column list_columns[] = {{"TITLE", "local_role"},
                                                  {"JOB", "job_type"},
                                                  {"NOTICE DAYS", "substantive_notice_days"},
                                                  {"FROM", "from"},
                                                  {"TO", "to"},
                                                  {"ID", "id"},
                                                  {0}};

static int list(struct run *run)
{
    return service_list(run, "role-mappings", list_columns, "mapping");
}

const struct command mappings_list_command = {
    .words = "mappings list",
    .about = "List which of your titles are which job types",
    .examples = list_examples,
    .inputs = list_inputs,
    .run = list,
};

static const char *const add_examples[] = {
    "accord mappings add \"Advanced practitioner (MASH)\" --job-type AP --from 2024-09-13",
    NULL,
};

static const struct input add_inputs[] = {
    {.name = "TITLE",
     .member = "local_role",
     .kind = INPUT_TEXT,
     .use = INPUT_POSITIONAL | INPUT_NEEDED,
     .about = "The authority's own title"},
    TERMS_JOB_TYPE,
    {.name = "notice-days",
     .member = "substantive_notice_days",
     .kind = INPUT_INTEGER,
     .about = "Notice of the substantive post"},
    TERMS_DATE("from", "from", "First day"),
    TERMS_DATE("to", "to", "Last day, if there is one"),
    TERMS_WRITE,
    {0},
};

static int add(struct run *run)
{
    return service_add(run, "/v1/role-mappings");
}

const struct command mappings_add_command = {
    .words = "mappings add",
    .about = "Say which job type a title of your authority is",
    .examples = add_examples,
    .inputs = add_inputs,
    .run = add,
};
