/* SPDX-License-Identifier: MIT */
#include "actions.h"
#include "terms.h"

#define EXAMPLE_ID "0199b2c4-0000-7000-8000-000000000001"

const struct command supplier_commands[] = {
    {.words = "suppliers list",
     .about = "List the suppliers that you may name",
     .examples = EXAMPLES("accord suppliers list"),
     .inputs = NO_INPUTS,
     .run = action_list,
     .path = "/v1/suppliers",
     .columns = COLUMNS({"NAME", "name"}, {"REGION", "region"}, {"TIER", "tier"}, {"SUPPLIES", "supplies"},
                        {"ID", "id"}),
     .thing = "supplier"},
    {.words = "suppliers add",
     .about = "Add a supplier to your region's",
     .examples = EXAMPLES("accord suppliers add \"Alder Vale\" --tier first --supplies temp"),
     .inputs = INPUTS(TERMS_NAME("NAME", "name", "Its name"),
                      TERMS_CODE("tier", "tier", supplier_tier_codes, "Its tier"),
                      TERMS_CODE("supplies", "supplies", supplies_codes, "What it supplies"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/suppliers",
     .next = "accord suppliers acceptances {id}"},
    {.words = "suppliers acceptances",
     .about = "List the terms that a supplier has accepted",
     .examples = EXAMPLES("accord suppliers acceptances " EXAMPLE_ID),
     .inputs = INPUTS(TERMS_ID("The supplier's id")),
     .run = action_list,
     .path = "/v1/suppliers/{ID}/acceptances",
     .columns = COLUMNS({"AGREEMENT", "agreement_name"}, {"TERMS FROM", "terms_from"},
                        {"SIGNED", "signed_on"}, {"TERMS", "terms"}),
     .thing = "acceptance"},
    {.words = "suppliers accept",
     .about = "Record that a supplier has signed terms of an agreement",
     .examples = EXAMPLES("accord suppliers accept " EXAMPLE_ID
                          " --agreement 0199b2c4-0000-7000-8000-000000000101 --terms "
                          "0199b2c4-0000-7000-8000-000000000102 --signed 2025-09-12"),
     .inputs = INPUTS(TERMS_ID("The supplier's id"), TERMS_ID_OF("agreement", "agreement", "Which agreement"),
                      TERMS_ID_OF("terms", "terms", "Which of its terms, as agreements show lists them"),
                      TERMS_DATE("signed", "signed_on", "The day of the signature"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/suppliers/{ID}/acceptances"},
    {0},
};
