/* SPDX-License-Identifier: MIT */
/* End-of-placement reviews. */
#include "actions.h"
#include "terms.h"

#define EXAMPLE_ID "0199b2c4-0000-7000-8000-000000000002"

const struct command review_commands[] = {
    {.words = "placements review",
     .about = "Review a placement at its end, in place of what was said before",
     .examples = EXAMPLES("accord placements review " EXAMPLE_ID
                          " --outcome completed --recommendation continue --sent-to-worker 2026-12-11",
                          "accord placements review " EXAMPLE_ID " --file review.json"),
     .inputs = INPUTS(TERMS_ID("The placement's id"),
                      TERMS_CODE("outcome", "outcome", review_outcome_codes, "How it came to its end"),
                      TERMS_CODE("recommendation", "recommendation", recommendation_codes, "To the supplier"),
                      TERMS_TEXT("handover", "handover", "Cases handed over, and how"),
                      TERMS_TEXT("development", "development_needs",
                                 "What the supplier should help the worker with; never health"),
                      TERMS_NUMBER("notice-due", "notice_required_days", "Notice that was due, in days"),
                      TERMS_NUMBER("notice-served", "notice_served_days", "Notice that was served, in days"),
                      TERMS_DATE("sent-to-worker", "sent_to_worker_on", "When the worker was sent it"),
                      TERMS_DATE("sent-to-supplier", "sent_to_supplier_on", "When the supplier was sent it"),
                      TERMS_FILE, TERMS_WRITE),
     .run = action_send,
     .path = "/v1/placements/{ID}/review"},
    {.words = "placements reviewed",
     .about = "Show a placement's review",
     .examples = EXAMPLES("accord placements reviewed " EXAMPLE_ID),
     .inputs = INPUTS(TERMS_ID("The placement's id")),
     .run = action_show,
     .path = "/v1/placements/{ID}/review"},
    {.words = "placements reviews",
     .about = "List your authority's reviews, or those that you were sent as a supplier, newest first",
     .examples = EXAMPLES("accord placements reviews --all"),
     .inputs = INPUTS(TERMS_PAGES),
     .run = action_list,
     .path = "/v1/placement-reviews",
     .columns =
         COLUMNS({"PLACEMENT", "reference"}, {"OUTCOME", "outcome"}, {"TO WORKER", "sent_to_worker_on"},
                 {"TO SUPPLIER", "sent_to_supplier_on"}, {"ID", "placement"}),
     .thing = "review"},
    {.words = "placements comment",
     .about = "Record what the worker or the supplier says of a review",
     .examples = EXAMPLES("accord placements comment " EXAMPLE_ID " --party worker --comments \"I agree\""),
     .inputs = INPUTS(TERMS_ID("The placement's id"),
                      TERMS_CODE("party", "party", review_party_codes, "Whose comments these are"),
                      TERMS_TEXT("comments", "comments", "In their own words"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/placements/{ID}/review/comments"},
    {0},
};
