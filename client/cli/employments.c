/* SPDX-License-Identifier: MIT */
#include "service.h"
#include "terms.h"

static const char *const list_examples[] = {"accord employments list --all -o csv", NULL};

static const struct input list_inputs[] = {TERMS_PAGES, {0}};

static const struct show_column list_columns[] = {
    {"WORKER", "swe_number"}, {"BASIS", "basis"},           {"JOB", "job_type"}, {"START", "start_date"},
    {"LAST DAY", "last_day"}, {"REASON", "leaving_reason"}, {"ID", "id"},        {0}};

static int list(struct run *run)
{
    return service_list(run, "employments", list_columns, "employment");
}

const struct command employments_list_command = {
    .words = "employments list",
    .about = "List the spells on record at your authority, newest first",
    .examples = list_examples,
    .inputs = list_inputs,
    .run = list,
};

static const char *const show_examples[] = {"accord employments show 0199b2c4-0000-7000-8000-000000000002",
                                            NULL};

static const struct input show_inputs[] = {TERMS_ID("The employment's id"), {0}};

static int show(struct run *run)
{
    return service_show(run, "employments", show_record);
}

const struct command employments_show_command = {
    .words = "employments show",
    .about = "Show one spell at your authority",
    .examples = show_examples,
    .inputs = show_inputs,
    .run = show,
};

static const char *const record_examples[] = {
    "accord employments record SW900123 --basis substantive --job-type SW --start-date 2024-01-08",
    NULL,
};

static const struct input record_inputs[] = {
    TERMS_SWE,
    TERMS_CODE("basis", "basis", basis_codes, "What kind of post"),
    TERMS_CODE("service", "service", service_codes, "Which service"),
    TERMS_JOB_TYPE,
    TERMS_DATE("start-date", "start_date", "First day of employment"),
    TERMS_DATE("last-day", "last_day", "Last day of employment, after notice; not the last day worked"),
    TERMS_DATE("probation-end", "probation_end", "Last day of probation"),
    TERMS_CODE("reason", "leaving_reason", leaving_reason_codes, "Why the worker left"),
    {.name = "ref", .member = "external_ref", .kind = INPUT_TEXT, .about = "The payroll's own reference"},
    TERMS_FILE,
    TERMS_WRITE,
    {0},
};

static int record(struct run *run)
{
    return service_add(run, "/v1/employments");
}

const struct command employments_record_command = {
    .words = "employments record",
    .about = "Record a spell of a worker at your authority, whole",
    .examples = record_examples,
    .inputs = record_inputs,
    .run = record,
};
