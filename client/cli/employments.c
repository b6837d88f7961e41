/* SPDX-License-Identifier: MIT */
#include "actions.h"
#include "terms.h"

#define LIST_COLUMNS                                                                                    \
    COLUMNS({"WORKER", "swe_number"}, {"BASIS", "basis"}, {"JOB", "job_type"}, {"START", "start_date"}, \
            {"LAST DAY", "last_day"}, {"REASON", "leaving_reason"}, {"DISPUTED", "disputed"}, {"ID", "id"})

#define EXAMPLE_ID "0199b2c4-0000-7000-8000-000000000002"

/* What of a spell may be put right. */
#define CORRECTION                                                                                           \
    TERMS_ID("The employment's id"), TERMS_JOB_TYPE,                                                         \
        TERMS_DATE("start-date", "start_date", "First day of employment"),                                   \
        TERMS_DATE("last-day", "last_day", "Last day of employment, after notice; not the last day worked"), \
        TERMS_DATE("probation-end", "probation_end", "Last day of probation"),                               \
        TERMS_CODE("reason", "leaving_reason", leaving_reason_codes, "Why the worker left"),                 \
        TERMS_TEXT("ref", "external_ref", "The payroll's own reference"),                                    \
        TERMS_YES("still-employed", "still_employed", "The worker never left; takes away the last day"),     \
        TERMS_FILE, TERMS_CHANGE

const struct command employment_commands[] = {
    {.words = "employments record",
     .about = "Record a spell of a worker at your authority, whole",
     .examples = EXAMPLES(
         "accord employments record SW900123 --basis substantive --job-type SW --start-date 2024-01-08"),
     .inputs = INPUTS(
         TERMS_SWE, TERMS_CODE("basis", "basis", basis_codes, "What kind of post"),
         TERMS_CODE("service", "service", service_codes, "Which service"), TERMS_JOB_TYPE,
         TERMS_DATE("start-date", "start_date", "First day of employment"),
         TERMS_DATE("last-day", "last_day", "Last day of employment, after notice; not the last day worked"),
         TERMS_DATE("probation-end", "probation_end", "Last day of probation"),
         TERMS_CODE("reason", "leaving_reason", leaving_reason_codes, "Why the worker left"),
         TERMS_TEXT("ref", "external_ref", "The payroll's own reference"), TERMS_FILE, TERMS_WRITE),
     .run = action_send,
     .path = "/v1/employments"},
    {.words = "employments show",
     .about = "Show one spell at your authority",
     .examples = EXAMPLES("accord employments show " EXAMPLE_ID),
     .inputs = INPUTS(TERMS_ID("The employment's id")),
     .run = action_show,
     .path = "/v1/employments/{ID}"},
    {.words = "employments list",
     .about = "List the spells on record at your authority, newest first",
     .examples = EXAMPLES("accord employments list --ended-from 2026-07-01 --ended-to 2026-09-30",
                          "accord employments list --all -o csv"),
     .inputs = INPUTS(TERMS_CODES("basis", "basis", basis_codes),
                      TERMS_DATE("ended-from", "last_day.gte", "Ended on this day or later"),
                      TERMS_DATE("ended-to", "last_day.lte", "Ended on this day or earlier"),
                      TERMS_SORT("last_day, start_date"), TERMS_PAGES),
     .run = action_list,
     .path = "/v1/employments",
     .columns = LIST_COLUMNS,
     .thing = "employment"},
    {.words = "employments search",
     .about = "List a worker's spells at your authority, newest first",
     .examples = EXAMPLES("accord employments search SW900123"),
     .inputs = INPUTS(TERMS_SWE, TERMS_PAGES),
     .run = action_search,
     .path = "/v1/employments/search",
     .columns = LIST_COLUMNS,
     .thing = "employment"},
    {.words = "employments correct",
     .about = "End or correct a spell: a new version, while the earlier ones stay on record",
     .examples =
         EXAMPLES("accord employments correct " EXAMPLE_ID " --last-day 2026-06-30 --reason resigned"),
     .inputs = INPUTS(CORRECTION),
     .run = action_change,
     .path = "/v1/employments/{ID}"},
    {0},
};
