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
#define TERMS_PAGES                                                                                       \
    {.name = "limit", .kind = INPUT_INTEGER, .use = INPUT_OWN, .about = "How many to a page, up to 500"}, \
    {                                                                                                     \
        .name = "all", .kind = INPUT_FLAG, .use = INPUT_OWN, .about = "Every page, not just the first"    \
    }
/* The orders are the service's. */
#define TERMS_SORT(members)                                                                                \
    {                                                                                                      \
        .name = "sort", .member = "sort", .kind = INPUT_TEXT, .value = "MEMBER",                           \
        .about = "In this order, in place of the newest first: " members "; with a - before it, backwards" \
    }
#define TERMS_DATE(option, at, words)                                          \
    {                                                                          \
        .name = (option), .member = (at), .kind = INPUT_DATE, .about = (words) \
    }
#define TERMS_TEXT(option, at, words, ...)                                                  \
    {                                                                                       \
        .name = (option), .member = (at), .kind = INPUT_TEXT, .about = (words), __VA_ARGS__ \
    }
#define TERMS_NUMBER(option, at, words)                                           \
    {                                                                             \
        .name = (option), .member = (at), .kind = INPUT_INTEGER, .about = (words) \
    }
#define TERMS_POUNDS(option, at, words)                                          \
    {                                                                            \
        .name = (option), .member = (at), .kind = INPUT_POUNDS, .about = (words) \
    }
#define TERMS_YES(option, at, words)                                           \
    {                                                                          \
        .name = (option), .member = (at), .kind = INPUT_FLAG, .about = (words) \
    }
/* An id that is sent. */
#define TERMS_ID_OF(option, at, words)                                       \
    {                                                                        \
        .name = (option), .member = (at), .kind = INPUT_ID, .about = (words) \
    }
/* The first argument of a command, in words. */
#define TERMS_NAME(word, at, words)                                                                 \
    {                                                                                               \
        .name = (word), .member = (at), .kind = INPUT_TEXT, .use = INPUT_POSITIONAL | INPUT_NEEDED, \
        .about = (words)                                                                            \
    }
/* Several of a closed list, in a query. */
#define TERMS_CODES(option, at, list)                                                                  \
    {                                                                                                  \
        .name = (option), .member = (at), .kind = INPUT_CODES, .codes = &(list), .about = "Only these" \
    }
#define TERMS_DRY_RUN                                                        \
    {                                                                        \
        .name = "dry-run", .kind = INPUT_FLAG, .use = INPUT_OWN,             \
        .about = "Have the service look at it and answer, and nothing saved" \
    }
/* What every write that makes something takes, and what every change of it does. */
#define TERMS_WRITE TERMS_KEY, TERMS_DRY_RUN
#define TERMS_CHANGE                                                                      \
    {.name = "if-version",                                                                \
     .kind = INPUT_INTEGER,                                                               \
     .use = INPUT_OWN,                                                                    \
     .about = "Only where it still has this version; the one on record now if left out"}, \
        TERMS_DRY_RUN

#define TERMS_FILE                                                                       \
    {                                                                                    \
        .name = "file", .kind = INPUT_TEXT, .use = INPUT_OWN, .value = "FILE",           \
        .about = "JSON to begin with, - for standard input; options replace its members" \
    }

/* What somebody is paid. */
#define TERMS_PAY                                                                            \
    TERMS_PAY_TYPE, TERMS_COVERAGE, TERMS_POUNDS("pay", "pay_pence", "Rate an hour"),        \
        TERMS_POUNDS("agency-margin", "agency_margin_pence", "The agency's margin an hour"), \
        TERMS_POUNDS("msp-fee", "msp_fee_pence", "The managing supplier's fee an hour")

/* Departures that have been signed for. */
#define TERMS_EXCEPTIONS                                                                        \
    {                                                                                           \
        .name = "exceptions", .member = "exceptions", .kind = INPUT_TEXT_LIST, .value = "ID,…", \
        .about = "Approved exceptions, one for each rule that is breached"                      \
    }

/* What is known of an assignment, to check it or to submit it. */
#define TERMS_ASSIGNMENT                                                                               \
    {.name = "authority",                                                                              \
     .member = "authority",                                                                            \
     .kind = INPUT_AUTHORITY,                                                                          \
     .about = "Who hires: a name or a DfE code; your own if left out"},                                \
        TERMS_DATE("start", "start_date", "First day of the assignment"),                              \
        TERMS_DATE("end", "planned_end_date", "Planned last day"), TERMS_JOB_TYPE,                     \
        TERMS_TEXT("local-role", "local_role",                                                         \
                   "The authority's own title, where it is mapped to a job type"),                     \
        TERMS_PAY,                                                                                     \
        {.name = "hours", .member = "minutes_per_week", .kind = INPUT_HOURS, .about = "Hours a week"}, \
        TERMS_TEXT("supplier", "supplier", "Who supplies the worker", .value = "ID"),                  \
        TERMS_CODE("reason", "reason", placement_reason_codes, "Why agency work is needed"),           \
        TERMS_DATE("offered", "offer_date", "Day of the offer"),                                       \
        TERMS_NUMBER("notice-days", "notice_days", "Notice of the assignment"),                        \
        TERMS_NUMBER("own-notice-days", "substantive_notice_days",                                     \
                     "Notice of your own staff in the same role, unless your mapping says it"),        \
        TERMS_YES("history-complete", "history_complete",                                              \
                  "You hold the worker's whole history of employment"),                                \
        TERMS_CODE("bank", "bank_supply", bank_supply_codes, "How a bank worker is supplied"),         \
        TERMS_CODE("category", "category", category_codes, "Category of worker",                       \
                   .preset = "CHILD_FAMILY_SOCIAL_WORKER")
