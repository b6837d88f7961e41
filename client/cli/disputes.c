/* SPDX-License-Identifier: MIT */
/* What workers say is wrong on record, or of their last post, and what the authority concerned does about it.
 */
#include "actions.h"
#include "terms.h"

#define EXAMPLE_ID "0199b2c4-0000-7000-8000-000000000004"

const struct command dispute_commands[] = {
    {.words = "disputes open",
     .about = "Open a dispute for a worker, at the authority that recorded the fact",
     .examples = EXAMPLES("accord disputes open SW900123 --authority Kent --fact last-day --statement \"My "
                          "last day was 12 June\""),
     .inputs =
         INPUTS(TERMS_SWE,
                {.name = "authority",
                 .member = "recording_authority",
                 .kind = INPUT_AUTHORITY,
                 .about = "Who is said to have recorded it: a name or a DfE code"},
                TERMS_CODE("fact", "fact", disputed_fact_codes, "What is said to be wrong"),
                TERMS_TEXT("statement", "statement", "What the worker says; nothing on health"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/disputes"},
    {.words = "disputes list",
     .about = "List the disputes that your authority opened or decides, newest first",
     .examples = EXAMPLES("accord disputes list --to-decide", "accord disputes list --state upheld,rejected"),
     .inputs = INPUTS(TERMS_YES("to-decide", "to_decide", "Only those that wait for your authority"),
                      TERMS_CODES("state", "state", dispute_state_codes), TERMS_PAGES),
     .run = action_list,
     .path = "/v1/disputes",
     .columns = COLUMNS({"WORKER", "swe_number"}, {"FACT", "fact"}, {"AT", "recording_authority"},
                        {"THROUGH", "opened_through"}, {"STATE", "state"}, {"DUE", "due_on"}, {"ID", "id"}),
     .thing = "dispute"},
    {.words = "disputes show",
     .about = "Show one dispute",
     .examples = EXAMPLES("accord disputes show " EXAMPLE_ID),
     .inputs = INPUTS(TERMS_ID("The dispute's id")),
     .run = action_show,
     .path = "/v1/disputes/{ID}"},
    {.words = "disputes link",
     .about = "Say which of your records a dispute is about: no rule rests on it until that is decided",
     .examples =
         EXAMPLES("accord disputes link " EXAMPLE_ID " --record 0199b2c4-0000-7000-8000-000000000002"),
     .inputs = INPUTS(TERMS_ID("The dispute's id"), TERMS_ID_OF("record", "record", "The record's id"),
                      TERMS_WRITE),
     .run = action_send,
     .path = "/v1/disputes/{ID}/record"},
    {.words = "disputes decide",
     .about = "Decide a dispute of a fact that somebody else recorded",
     .examples = EXAMPLES("accord disputes decide " EXAMPLE_ID
                          " --result rejected --reason \"The letter names that day\""),
     .inputs = INPUTS(
         TERMS_ID("The dispute's id"),
         TERMS_CODE("result", "result", dispute_state_codes, "Upheld, once the record is right; or rejected"),
         TERMS_TEXT("reason", "reason", "Why; nothing on health"),
         TERMS_YES("withdraw", "withdraw", "Take the record off, where it is upheld"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/disputes/{ID}/decision"},
    {.words = "confirmations list",
     .about = "List the last days that your authority is asked to confirm, or asked others for",
     .examples = EXAMPLES("accord confirmations list --to-answer"),
     .inputs =
         INPUTS(TERMS_YES("to-answer", "to_answer", "Only those that wait for your authority"), TERMS_PAGES),
     .run = action_list,
     .path = "/v1/confirmations",
     .columns =
         COLUMNS({"WORKER", "swe_number"}, {"LAST DAY", "last_day"}, {"AT", "authority"},
                 {"ASKED", "asked_at"}, {"ANSWERED", "answered_at"}, {"ANSWER", "answer"}, {"ID", "id"}),
     .thing = "confirmation"},
    {.words = "confirmations answer",
     .about = "Confirm a last day, once its spell is on record, or say that none is known",
     .examples = EXAMPLES("accord confirmations answer " EXAMPLE_ID " --answer not-known"),
     .inputs = INPUTS(
         TERMS_ID("The id of what is asked"),
         TERMS_CODE("answer", "answer", confirmation_answer_codes, "Whether there was such a post"),
         TERMS_ID_OF("employment", "employment", "Of what is confirmed: the spell on record"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/confirmations/{ID}/answer"},
    {0},
};
