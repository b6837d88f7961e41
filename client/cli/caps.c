/* SPDX-License-Identifier: MIT */
#include "service.h"
#include "show.h"
#include "terms.h"

static const char *const list_examples[] = {"accord caps list --job-type SW,SSW", NULL};

static const struct input list_inputs[] = {
    {.name = "agreement",
     .member = "agreement",
     .kind = INPUT_TEXT,
     .value = "ID",
     .about = "Only of this agreement"},
    {.name = "job-type",
     .member = "job_type",
     .kind = INPUT_CODES,
     .codes = &job_type_codes,
     .about = "Only these"},
    TERMS_CODE("status", "status", cap_status_codes, "Only these"),
    TERMS_PAGES,
    {0},
};

static const struct show_column columns[] = {
    {"AGREEMENT", "agreement_name"},
    {"JOB", "job_type"},
    {"BAND", "band"},
    {"PAY TYPE", "pay_type"},
    {"COVERAGE", "coverage"},
    {"CAP", "cap_pence"},
    {"FROM", "effective_from"},
    {"TO", "effective_to"},
    {"STATUS", "status"},
    {0},
};

static int list(struct run *run)
{
    return service_list(run, "rate-caps", columns, "cap");
}

const struct command caps_list_command = {
    .words = "caps list",
    .about = "List the price caps that you may see",
    .examples = list_examples,
    .inputs = list_inputs,
    .run = list,
};

static const char *const set_examples[] = {
    "accord caps set --agreement 0199b2c4-0000-7000-8000-000000000003 --job-type SW --pay-type umbrella "
    "--coverage all "
    "--cap 38.00 --from 2025-10-01 --status published --source \"Board, 12 September 2025\"",
    NULL,
};

static const struct input set_inputs[] = {
    {.name = "agreement",
     .member = "agreement",
     .kind = INPUT_TEXT,
     .value = "ID",
     .about = "Whose cap it is"},
    TERMS_JOB_TYPE,
    {.name = "band", .member = "band", .kind = INPUT_TEXT, .about = "A band within the job type"},
    TERMS_PAY_TYPE,
    TERMS_COVERAGE,
    {.name = "cap", .member = "cap_pence", .kind = INPUT_POUNDS, .about = "The cap an hour"},
    {.name = "from", .member = "effective_from", .kind = INPUT_DATE, .about = "First day"},
    {.name = "to", .member = "effective_to", .kind = INPUT_DATE, .about = "Last day, if there is one"},
    TERMS_CODE("status", "status", cap_status_codes, "Rates are tested against published caps"),
    {.name = "source", .member = "source", .kind = INPUT_TEXT, .about = "Where it was decided"},
    TERMS_WRITE,
    {0},
};

static int set(struct run *run)
{
    return service_add(run, "/v1/rate-caps");
}

const struct command caps_set_command = {
    .words = "caps set",
    .about = "Add a price cap; an open one for the same key ends the day before",
    .examples = set_examples,
    .inputs = set_inputs,
    .run = set,
};
