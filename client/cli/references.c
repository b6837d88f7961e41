/* SPDX-License-Identifier: MIT */
/* References on workers: asked for, received, written, given; and the templates that they are on. */
#include "actions.h"
#include "forms.h"
#include "terms.h"

#define EXAMPLE_ID "0199b2c4-0000-7000-8000-000000000002"
#define LIST_COLUMNS                                                                                        \
    COLUMNS({"WORKER", "swe_number"}, {"FROM", "provider"}, {"STATUS", "status"}, {"HELD BY", "authority"}, \
            {"GIVEN BY", "provider_authority"}, {"REFEREE", "referee_body"}, {"DUE", "due_by"},             \
            {"RECEIVED", "received_on"}, {"VERIFIED", "verified_on"}, {"ID", "id"})
#define ENGAGEMENT                                                                                \
    TERMS_DATE("from", "engaged_from", "First day of the engagement that it is about"),           \
        TERMS_DATE("to", "engaged_to", "Its last day; left out while the worker is still there"), \
        TERMS_CODE("for", "for", reference_use_codes, "What it is for")
#define REFEREE                                                                                           \
    TERMS_TEXT("referee", "referee_name", "Who vouches", .value = "NAME"),                                \
        TERMS_TEXT("post", "referee_post", "The referee's post"),                                         \
        TERMS_CODE("relation", "relation", referee_relation_codes,                                        \
                   "What the referee's body was to the worker"),                                          \
        TERMS_YES("practice-based", "practice_based", "It speaks of practice that the referee has seen"), \
        TERMS_ID_OF("template", "template", "The standard template that it is on"),                       \
        TERMS_YES("in-confidence", "given_in_confidence", "It was given in confidence")

static int send_as(struct run *run, enum reference_provider provider)
{
    accord_record_set_text(run->sent, "provider", NAME_OF(reference_provider, provider));
    return action_send(run);
}

static int ask(struct run *run)
{
    return send_as(run, REFERENCE_PROVIDER_INTERNAL);
}

static int record(struct run *run)
{
    return send_as(run, REFERENCE_PROVIDER_EXTERNAL);
}

static int compose(struct run *run)
{
    return send_as(run, REFERENCE_PROVIDER_OWN);
}

static int dispute(struct run *run)
{
    accord_record_set_bool(run->sent, "disputed", true);
    return action_send(run);
}

static int settle(struct run *run)
{
    accord_record_set_bool(run->sent, "disputed", false);
    return action_send(run);
}

const struct command reference_commands[] = {
    {.words = "references ask",
     .about = "Ask another authority for a reference",
     .examples = EXAMPLES("accord references ask SW900123 --of Medway --from 2023-04-03 --to 2026-06-30"),
     .inputs = INPUTS(TERMS_SWE,
                      {.name = "of",
                       .member = "provider_authority",
                       .kind = INPUT_AUTHORITY,
                       .about = "Which authority: a name or a DfE code"},
                      ENGAGEMENT,
                      TERMS_DATE("worker-agreed", "worker_agreed_on",
                                 "When the worker agreed; needed where a present employer is asked"),
                      TERMS_FILE, TERMS_WRITE),
     .run = ask,
     .path = "/v1/references"},
    {.words = "references record",
     .about = "Record a reference that was received outside this service",
     .examples =
         EXAMPLES("accord references record SW900123 --file reference.json --verified 2026-07-09 --how "
                  "\"A call to the switchboard\""),
     .inputs =
         INPUTS(TERMS_SWE, REFEREE,
                TERMS_TEXT("body", "referee_body", "On whose behalf the referee speaks", .value = "NAME"),
                ENGAGEMENT, TERMS_DATE("dated", "dated", "The date that it bears"),
                TERMS_DATE("received", "received_on", "When it was received"),
                TERMS_DATE("verified", "verified_on", "When you made sure that it is genuine"),
                TERMS_TEXT("how", "verified_how", "How you did"), TERMS_FILE, TERMS_WRITE),
     .run = record,
     .path = "/v1/references"},
    {.words = "references write",
     .about = "Write the reference that the end of a placement of yours owes",
     .examples =
         EXAMPLES("accord references write SW900123 --placement " EXAMPLE_ID " --file reference.json"),
     .inputs = INPUTS(TERMS_SWE, TERMS_ID_OF("placement", "placement", "The placement"), REFEREE, ENGAGEMENT,
                      TERMS_YES("include-review", "include_review",
                                "What the review says of the end and recommends is part of it"),
                      TERMS_FILE, TERMS_WRITE),
     .run = compose,
     .path = "/v1/references",
     .next = "accord references share {id} --on DATE"},
    {.words = "references list",
     .about = "List the references that you hold, asked for, or are asked for, newest first",
     .examples =
         EXAMPLES("accord references list --to-answer", "accord references list --status asked --all"),
     .inputs = INPUTS(TERMS_CODES("status", "status", reference_status_codes),
                      TERMS_YES("to-answer", "to_answer", "Only those that another authority waits for"),
                      TERMS_PAGES),
     .run = action_list,
     .path = "/v1/references",
     .columns = LIST_COLUMNS,
     .thing = "reference"},
    {.words = "references search",
     .about = "List a worker's references, newest first",
     .examples = EXAMPLES("accord references search SW900123"),
     .inputs = INPUTS(TERMS_SWE, TERMS_PAGES),
     .run = action_search,
     .path = "/v1/references/search",
     .columns = LIST_COLUMNS,
     .thing = "reference"},
    {.words = "references owed",
     .about = "List the placements whose end owes a reference, the first to end first",
     .examples = EXAMPLES("accord references owed --until 2026-12-31"),
     .inputs = INPUTS(TERMS_DATE("until", "last_day.lte", "Only those that end on this day or earlier"),
                      TERMS_PAGES),
     .run = action_list,
     .path = "/v1/references/owed",
     .columns = COLUMNS({"PLACEMENT", "reference"}, {"WORKER", "swe_number"}, {"LAST DAY", "last_day"},
                        {"OVERDUE", "overdue"}, {"WRITTEN", "written"}, {"ID", "id"}),
     .thing = "placement"},
    {.words = "references given",
     .about = "List your placements as their supplier, and whether a reference was given",
     .examples = EXAMPLES("accord references given"),
     .inputs = INPUTS(TERMS_PAGES),
     .run = action_list,
     .path = "/v1/references/given",
     .columns = COLUMNS({"PLACEMENT", "reference"}, {"AUTHORITY", "authority"}, {"LAST DAY", "last_day"},
                        {"GIVEN", "given"}),
     .thing = "placement"},
    {.words = "references show",
     .about = "Show one reference with its answers",
     .examples = EXAMPLES("accord references show " EXAMPLE_ID),
     .inputs = INPUTS(TERMS_ID("The reference's id")),
     .run = action_show,
     .path = "/v1/references/{ID}"},
    {.words = "references answer",
     .about = "Give a reference that another authority asked for",
     .examples =
         EXAMPLES("accord references answer " EXAMPLE_ID " --file answers.json",
                  "accord references answer " EXAMPLE_ID " --with 0199b2c4-0000-7000-8000-000000000003"),
     .inputs =
         INPUTS(TERMS_ID("The reference's id"),
                TERMS_ID_OF("with", "reference", "A reference that you wrote at the end of a placement"),
                REFEREE, TERMS_FILE, TERMS_WRITE),
     .run = action_send,
     .path = "/v1/references/{ID}/answer"},
    {.words = "references decline",
     .about = "Say why your authority gives no reference",
     .examples = EXAMPLES("accord references decline " EXAMPLE_ID " --reason not-worked-here"),
     .inputs = INPUTS(TERMS_ID("The reference's id"),
                      TERMS_CODE("reason", "reason", decline_reason_codes, "Why"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/references/{ID}/decline"},
    {.words = "references withdraw",
     .about = "No longer ask for a reference",
     .examples = EXAMPLES("accord references withdraw " EXAMPLE_ID),
     .inputs = INPUTS(TERMS_ID("The reference's id"), TERMS_DRY_RUN),
     .run = action_send,
     .path = "/v1/references/{ID}/withdraw"},
    {.words = "references share",
     .about = "Record that the worker was shown a reference",
     .examples = EXAMPLES("accord references share " EXAMPLE_ID " --on 2026-12-11"),
     .inputs = INPUTS(TERMS_ID("The reference's id"), TERMS_DATE("on", "on", "The day"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/references/{ID}/share"},
    {.words = "references comment",
     .about = "Record what the worker says of a reference",
     .examples = EXAMPLES("accord references comment " EXAMPLE_ID " --comments \"I agree with it\""),
     .inputs = INPUTS(TERMS_ID("The reference's id"),
                      TERMS_TEXT("comments", "comments", "In the worker's words"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/references/{ID}/comments"},
    {.words = "references verify",
     .about = "Record that you made sure that a reference is genuine",
     .examples = EXAMPLES("accord references verify " EXAMPLE_ID
                          " --on 2026-09-14 --how \"A call to the council's switchboard\""),
     .inputs = INPUTS(TERMS_ID("The reference's id"), TERMS_DATE("on", "on", "The day"),
                      TERMS_TEXT("how", "how", "How you did"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/references/{ID}/verify"},
    {.words = "references attach",
     .about = "Attach the form on which a reference came: a PDF, a PNG or a JPEG",
     .examples = EXAMPLES("accord references attach " EXAMPLE_ID " reference.pdf"),
     .inputs = INPUTS(TERMS_ID("The reference's id"),
                      {.name = "FILE",
                       .kind = INPUT_TEXT,
                       .use = INPUT_POSITIONAL | INPUT_NEEDED | INPUT_OWN,
                       .about = "The form; its name is not sent"},
                      TERMS_CHANGE),
     .run = form_attach,
     .path = "/v1/references/{ID}/form",
     .next = "accord references verify {id} --on DATE --how HOW"},
    {.words = "references form",
     .about = "Save the form on which a reference came, for you alone to read",
     .examples = EXAMPLES("accord references form " EXAMPLE_ID " reference.pdf"),
     .inputs =
         INPUTS(TERMS_ID("The reference's id"),
                {.name = "FILE",
                 .kind = INPUT_TEXT,
                 .use = INPUT_POSITIONAL | INPUT_NEEDED | INPUT_OWN,
                 .about = "Where to; - for standard output"},
                {.name = "force", .kind = INPUT_FLAG, .use = INPUT_OWN, .about = "Write over what is there"}),
     .run = form_save,
     .path = "/v1/references/{ID}/form"},
    {.words = "references dispute",
     .about = "Record that the worker disputes a reference: it counts as not verified",
     .examples = EXAMPLES("accord references dispute " EXAMPLE_ID),
     .inputs = INPUTS(TERMS_ID("The reference's id"), TERMS_WRITE),
     .run = dispute,
     .path = "/v1/references/{ID}/dispute"},
    {.words = "references settle",
     .about = "Settle a dispute that somebody else recorded",
     .examples = EXAMPLES("accord references settle " EXAMPLE_ID),
     .inputs = INPUTS(TERMS_ID("The reference's id"), TERMS_WRITE),
     .run = settle,
     .path = "/v1/references/{ID}/dispute"},
    {.words = "reference-templates list",
     .about = "List all versions of all reference templates",
     .examples = EXAMPLES("accord reference-templates list"),
     .inputs = NO_INPUTS,
     .run = action_list,
     .path = "/v1/reference-templates",
     .columns = COLUMNS({"NAME", "name"}, {"VERSION", "version"}, {"REGION", "region"}, {"FROM", "from"},
                        {"ID", "id"}),
     .thing = "template"},
    {.words = "reference-templates show",
     .about = "Show one version of a template, with its fields",
     .examples = EXAMPLES("accord reference-templates show 01920000-0000-7000-8000-000000000001"),
     .inputs = INPUTS(TERMS_ID("The version's id")),
     .run = action_show,
     .path = "/v1/reference-templates/{ID}"},
    {.words = "reference-templates add",
     .about = "Publish a template for your region, or the next version of one",
     .examples = EXAMPLES("accord reference-templates add --file template.json"),
     .inputs = INPUTS(TERMS_TEXT("name", "name", "Its name, the same in all versions"),
                      TERMS_DATE("from", "from", "The first day of its use"),
                      TERMS_TEXT("note", "note", "Where it is from"), TERMS_FILE, TERMS_WRITE),
     .run = action_send,
     .path = "/v1/reference-templates"},
    {0},
};
