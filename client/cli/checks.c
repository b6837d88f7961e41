/* SPDX-License-Identifier: MIT */
#include "service.h"
#include "terms.h"

static const char *const list_examples[] = {"accord checks list --limit 20", NULL};

static const struct input list_inputs[] = {TERMS_PAGES, {0}};

static const struct show_column list_columns[] = {{"CHECKED", "checked_at"},
                                                  {"WORKER", "swe_number"},
                                                  {"START", "start_date"},
                                                  {"OUTCOME", "outcome"},
                                                  {"EARLIEST", "earliest_start_date"},
                                                  {"ID", "id"},
                                                  {0}};

static int list(struct run *run)
{
    return service_list(run, "eligibility-checks", list_columns, "check");
}

const struct command checks_list_command = {
    .words = "checks list",
    .about = "List your authority's checks, newest first",
    .examples = list_examples,
    .inputs = list_inputs,
    .run = list,
};

static const char *const show_examples[] = {"accord checks show 0199b2c4-0000-7000-8000-000000000002", NULL};

static const struct input show_inputs[] = {TERMS_ID("The check's id"), {0}};

static int show(struct run *run)
{
    return service_show(run, "eligibility-checks", show_findings);
}

const struct command checks_show_command = {
    .words = "checks show",
    .about = "Show one check with its findings",
    .examples = show_examples,
    .inputs = show_inputs,
    .run = show,
};
