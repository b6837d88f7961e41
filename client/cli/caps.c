/* SPDX-License-Identifier: MIT */
#include "actions.h"
#include "terms.h"

const struct command cap_commands[] = {
    {.words = "caps list",
     .about = "List the price caps that you may see",
     .examples = EXAMPLES("accord caps list --job-type SW,SSW"),
     .inputs = INPUTS(TERMS_TEXT("agreement", "agreement", "Only of this agreement", .value = "ID"),
                      TERMS_CODES("job-type", "job_type", job_type_codes),
                      TERMS_CODE("status", "status", cap_status_codes, "Only these"),
                      TERMS_SORT("effective_from, cap_pence"), TERMS_PAGES),
     .run = action_list,
     .path = "/v1/rate-caps",
     .columns = COLUMNS({"AGREEMENT", "agreement_name"}, {"JOB", "job_type"}, {"BAND", "band"},
                        {"PAY TYPE", "pay_type"}, {"COVERAGE", "coverage"}, {"CAP", "cap_pence"},
                        {"FROM", "effective_from"}, {"TO", "effective_to"}, {"STATUS", "status"}),
     .thing = "cap"},
    {.words = "caps show",
     .about = "Show one price cap with its source",
     .examples = EXAMPLES("accord caps show 0199b2c4-0000-7000-8000-000000000002"),
     .inputs = INPUTS(TERMS_ID("The cap's id")),
     .run = action_show,
     .path = "/v1/rate-caps/{ID}"},
    {.words = "caps effect",
     .about = "Count what is running over a cap, before it is published",
     .examples = EXAMPLES("accord caps effect 0199b2c4-0000-7000-8000-000000000002"),
     .inputs = INPUTS(TERMS_ID("The cap's id, a draft's too")),
     .run = action_show,
     .path = "/v1/rate-caps/{ID}/effect"},
    {.words = "caps set",
     .about = "Add a price cap; an open one for the same key ends the day before",
     .examples =
         EXAMPLES("accord caps set --agreement 0199b2c4-0000-7000-8000-000000000003 --job-type SW "
                  "--pay-type umbrella --coverage all --cap 38.00 --from 2025-10-01 --status published "
                  "--source \"Board, 12 September 2025\""),
     .inputs =
         INPUTS(TERMS_TEXT("agreement", "agreement", "Whose cap it is", .value = "ID"), TERMS_JOB_TYPE,
                TERMS_TEXT("band", "band", "A band within the job type"), TERMS_PAY_TYPE, TERMS_COVERAGE,
                TERMS_POUNDS("cap", "cap_pence", "The cap an hour"),
                TERMS_DATE("from", "effective_from", "First day"),
                TERMS_DATE("to", "effective_to", "Last day, if there is one"),
                TERMS_CODE("status", "status", cap_status_codes, "Rates are tested against published caps"),
                TERMS_TEXT("source", "source", "Where it was decided"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/rate-caps"},
    {0},
};
