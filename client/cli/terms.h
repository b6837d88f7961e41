/* SPDX-License-Identifier: MIT */
/* Inputs that several commands take, once. Each is a row of a command's table. */
#pragma once
#include "input.h"

extern const struct input_alias terms_coverages[]; /* "all" */
extern const struct input_alias terms_pay_types[]; /* "ltd" */

#define TERMS_SWE                                                                                 \
    {                                                                                             \
        .name = "SWE-NUMBER", .member = "swe_number", .kind = INPUT_SWE, .use = INPUT_POSITIONAL, \
        .about = "The worker's Social Work England number"                                        \
    }
#define TERMS_CODE(option, at, list, words, ...)                                                  \
    {                                                                                             \
        .name = (option), .member = (at), .kind = INPUT_CODE, .codes = &(list), .about = (words), \
        __VA_ARGS__                                                                               \
    }
#define TERMS_JOB_TYPE TERMS_CODE("job-type", "job_type", job_type_codes, "Job type")
#define TERMS_PAY_TYPE \
    TERMS_CODE("pay-type", "pay_type", pay_type_codes, "How the worker is paid", .aliases = terms_pay_types)
#define TERMS_COVERAGE                                 \
    TERMS_CODE("coverage", "coverage", coverage_codes, \
               "What the rate includes; \"all\" is PAY_HOL_ENI_LEVY", .aliases = terms_coverages)
#define TERMS_KEY                                                            \
    {                                                                        \
        .name = "key", .kind = INPUT_TEXT, .use = INPUT_OWN, .value = "KEY", \
        .about = "Repeat an earlier try: with the same key it is done once"  \
    }

#define TERMS_ID(words)                                                                     \
    {                                                                                       \
        .name = "ID", .kind = INPUT_ID, .use = INPUT_POSITIONAL | INPUT_NEEDED | INPUT_OWN, \
        .about = (words),                                                                   \
    }
/* What every list in pages takes. */
#define TERMS_PAGES                                                                                        \
    {.name = "limit", .member = "limit", .kind = INPUT_INTEGER, .about = "How many to a page, up to 500"}, \
    {                                                                                                      \
        .name = "all", .kind = INPUT_FLAG, .use = INPUT_OWN, .about = "Every page, not just the first"     \
    }
#define TERMS_DATE(option, at, words)                                          \
    {                                                                          \
        .name = (option), .member = (at), .kind = INPUT_DATE, .about = (words) \
    }
/* What every write takes. */
#define TERMS_WRITE                                                          \
    TERMS_KEY,                                                               \
    {                                                                        \
        .name = "dry-run", .kind = INPUT_FLAG, .use = INPUT_OWN,             \
        .about = "Have the service look at it and answer, and nothing saved" \
    }

#define TERMS_FILE                                                                       \
    {                                                                                    \
        .name = "file", .kind = INPUT_TEXT, .use = INPUT_OWN, .value = "FILE",           \
        .about = "JSON to begin with, - for standard input; options replace its members" \
    }

/* What is known of an assignment, to check it or to submit it. */
#define TERMS_ASSIGNMENT                                                                                \
    {.name = "authority",                                                                               \
     .member = "authority",                                                                             \
     .kind = INPUT_AUTHORITY,                                                                           \
     .about = "Who hires: a name or a DfE code; your own if left out"},                                 \
        {.name = "start",                                                                               \
         .member = "start_date",                                                                        \
         .kind = INPUT_DATE,                                                                            \
         .about = "First day of the assignment"},                                                       \
        {.name = "end", .member = "planned_end_date", .kind = INPUT_DATE, .about = "Planned last day"}, \
        TERMS_JOB_TYPE,                                                                                 \
        {.name = "local-role",                                                                          \
         .member = "local_role",                                                                        \
         .kind = INPUT_TEXT,                                                                            \
         .about = "The authority's own title, where it is mapped to a job type"},                       \
        TERMS_PAY_TYPE, TERMS_COVERAGE,                                                                 \
        {.name = "pay", .member = "pay_pence", .kind = INPUT_POUNDS, .about = "Rate an hour"},          \
        {.name = "agency-margin",                                                                       \
         .member = "agency_margin_pence",                                                               \
         .kind = INPUT_POUNDS,                                                                          \
         .about = "The agency's margin an hour"},                                                       \
        {.name = "msp-fee",                                                                             \
         .member = "msp_fee_pence",                                                                     \
         .kind = INPUT_POUNDS,                                                                          \
         .about = "The managing supplier's fee an hour"},                                               \
        {.name = "hours", .member = "minutes_per_week", .kind = INPUT_HOURS, .about = "Hours a week"},  \
        {.name = "supplier",                                                                            \
         .member = "supplier",                                                                          \
         .kind = INPUT_TEXT,                                                                            \
         .value = "ID",                                                                                 \
         .about = "Who supplies the worker"},                                                           \
        TERMS_CODE("reason", "reason", placement_reason_codes, "Why agency work is needed"),            \
        TERMS_CODE("bank", "bank_supply", bank_supply_codes, "How a bank worker is supplied"),          \
        TERMS_CODE("category", "category", category_codes, "Category of worker",                        \
                   .preset = "CHILD_FAMILY_SOCIAL_WORKER")
