/* SPDX-License-Identifier: MIT */
#include "actions.h"
#include "rows.h"
#include "show.h"
#include "terms.h"

#include <stdio.h>
#include <string.h>

/* Whether the finding waits for a person, as far as can be seen from here: the service decides. */
static bool is_open(const accord_record *placement, const accord_record *finding, const char *name)
{
    const char *verdict = accord_record_text(finding, "verdict");
    for (size_t i = 0; i < accord_record_count(placement, "decisions"); i++) {
        if (strcmp(accord_record_text(accord_record_item(placement, "decisions", i), "finding"), name) == 0) {
            return false;
        }
    }
    return strcmp(verdict, "REFER") == 0 ||
           (strcmp(verdict, "UNKNOWN") == 0 && accord_record_text(finding, "due_by")[0] == '\0');
}

static void say_what_to_decide(const struct run *run, const accord_record *placement)
{
    for (size_t i = 0; i < accord_record_count(placement, "findings"); i++) {
        const accord_record *finding = accord_record_item(placement, "findings", i);
        const char *name = arena_printf(run->arena, "%s/%s", accord_record_text(finding, "rule"),
                                        accord_record_text(finding, "layer"));
        if (is_open(placement, finding, name)) {
            fprintf(stderr,
                    "Next: accord placements decide %s --finding %s --decision proceed --reason \"Why\"\n",
                    accord_record_text(placement, "id"), name);
        }
    }
}

static void show_placement(const struct run *run, const accord_record *placement)
{
    show_pairs(run, placement, stdout);
    if (accord_record_count(placement, "findings") > 0) {
        putchar('\n');
        show_findings(run, placement);
    }
    if (accord_record_count(placement, "decisions") > 0) {
        puts("\nDecisions:");
        rows_part(run, placement, "decisions");
    }
    if (strcmp(accord_record_text(placement, "status"), "REFERRED") == 0 &&
        !accord_record_bool(run->own, "dry-run")) {
        say_what_to_decide(run, placement);
    }
}

#define LIST_COLUMNS                                                                                      \
    COLUMNS({"WORKER", "swe_number"}, {"STATUS", "status"}, {"JOB", "job_type"}, {"START", "start_date"}, \
            {"END", "planned_end_date"}, {"PAY", "pay_pence"}, {"ID", "id"})

#define EXAMPLE_ID "0199b2c4-0000-7000-8000-000000000002"

const struct command placement_commands[] = {
    {.words = "placements submit",
     .about = "Propose a placement, or record one that is under way",
     .examples =
         EXAMPLES("accord placements submit --file placement.json",
                  "accord placements submit SW900123 --engagement proposed --start 2026-10-01 "
                  "--job-type SW --pay-type umbrella --pay 36.50 --coverage all --hours 37 --supplier "
                  "0199b2c4-0000-7000-8000-000000000001 --reason vacancy"),
     .inputs =
         INPUTS(TERMS_SWE,
                TERMS_CODE("engagement", "engagement", engagement_codes, "Proposed, or already under way"),
                TERMS_ASSIGNMENT, TERMS_TEXT("ref", "external_ref", "Your system's reference"),
                TERMS_EXCEPTIONS, TERMS_FILE, TERMS_WRITE),
     .run = action_send,
     .path = "/v1/placements",
     .show = show_placement},
    {.words = "placements show",
     .about = "Show one placement with its findings",
     .examples = EXAMPLES("accord placements show " EXAMPLE_ID),
     .inputs = INPUTS(TERMS_ID("The placement's id")),
     .run = action_show,
     .path = "/v1/placements/{ID}",
     .show = show_placement},
    {.words = "placements list",
     .about = "List your authority's placements, newest first",
     .examples = EXAMPLES(
         "accord placements list --status confirmed --ending-before 2026-12-01 --sort planned_end_date",
         "accord placements list --all -o json"),
     .inputs =
         INPUTS(TERMS_CODES("status", "status", placement_status_codes),
                TERMS_CODES("job-type", "job_type", job_type_codes),
                TERMS_DATE("starting-from", "start_date.gte", "Starts on this day or later"),
                TERMS_DATE("starting-to", "start_date.lte", "Starts on this day or earlier"),
                {.name = "ending-before",
                 .member = "planned_end_date.lte",
                 .kind = INPUT_DATE_BEFORE,
                 .about = "Planned to end before this day"},
                TERMS_DATE("ending-from", "planned_end_date.gte", "Planned to end on this day or later"),
                TERMS_ID_OF("supplier", "supplier", "Only this supplier's"),
                TERMS_SORT("start_date, planned_end_date"), TERMS_PAGES),
     .run = action_list,
     .path = "/v1/placements",
     .columns = LIST_COLUMNS,
     .thing = "placement"},
    {.words = "placements search",
     .about = "List a worker's placements at your authority, newest first",
     .examples = EXAMPLES("accord placements search SW900123"),
     .inputs = INPUTS(TERMS_SWE, TERMS_PAGES),
     .run = action_search,
     .path = "/v1/placements/search",
     .columns = LIST_COLUMNS,
     .thing = "placement"},
    {.words = "placements correct",
     .about = "Correct a placement's details; a later last day is an extension",
     .examples = EXAMPLES("accord placements correct " EXAMPLE_ID " --ref PO-1234 --end 2026-12-11"),
     .inputs = INPUTS(TERMS_ID("The placement's id"),
                      TERMS_TEXT("ref", "external_ref", "The supplier's order number"),
                      TERMS_TEXT("requirement", "requirement_ref", "Your own reference of the requirement"),
                      TERMS_DATE("end", "planned_end_date", "An earlier planned last day"),
                      TERMS_NUMBER("notice-days", "notice_days", "Notice of the assignment"), TERMS_CHANGE),
     .run = action_change,
     .path = "/v1/placements/{ID}",
     .show = show_placement},
    {.words = "placements rate",
     .about = "Change a placement's rate from a day on",
     .examples = EXAMPLES("accord placements rate " EXAMPLE_ID
                          " --from 2026-11-02 --pay-type umbrella --coverage all --pay 37.00"),
     .inputs = INPUTS(TERMS_ID("The placement's id"), TERMS_DATE("from", "from", "The rate's first day"),
                      TERMS_PAY, TERMS_EXCEPTIONS, TERMS_FILE, TERMS_WRITE),
     .run = action_send,
     .path = "/v1/placements/{ID}/rates",
     .show = show_placement},
    {.words = "placements extend",
     .about = "Extend a placement to a later day",
     .examples = EXAMPLES("accord placements extend " EXAMPLE_ID " --end 2027-03-26 --reason vacancy"),
     .inputs = INPUTS(TERMS_ID("The placement's id"),
                      TERMS_DATE("end", "planned_end_date", "The new planned last day"),
                      TERMS_CODE("reason", "reason", placement_reason_codes, "Why agency work goes on"),
                      TERMS_EXCEPTIONS, TERMS_WRITE),
     .run = action_send,
     .path = "/v1/placements/{ID}/extensions",
     .show = show_placement},
    {.words = "placements decide",
     .about = "Decide on a finding that a rule refers to a person",
     .examples = EXAMPLES("accord placements decide " EXAMPLE_ID " --finding COOL_OFF/NATIONAL --decision "
                          "proceed --reason \"The worker showed the letter of the earlier employer\""),
     .inputs = INPUTS(TERMS_ID("The placement's id"),
                      TERMS_TEXT("finding", "finding", "The finding, as RULE/LAYER", .value = "RULE/LAYER"),
                      TERMS_CODE("decision", "decision", decision_codes, "Yes or no"),
                      TERMS_TEXT("reason", "reason", "Why; nothing on anybody's health"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/placements/{ID}/decisions",
     .show = show_placement},
    {.words = "placements end",
     .about = "End a placement, and its rates with it",
     .examples = EXAMPLES("accord placements end " EXAMPLE_ID " --on 2026-12-18 --reason completed"),
     .inputs = INPUTS(
         TERMS_ID("The placement's id"), TERMS_DATE("on", "end_date", "The last day of the placement"),
         TERMS_CODE("reason", "reason", end_reason_codes, "Why it ended"),
         TERMS_NUMBER("notice-served", "notice_served_days", "Notice that was served, in days"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/placements/{ID}/end",
     .show = show_placement},
    {.words = "placements convert",
     .about = "Record that a placement's worker is taken on for good",
     .examples = EXAMPLES("accord placements convert " EXAMPLE_ID " --start 2027-01-04"),
     .inputs =
         INPUTS(TERMS_ID("The placement's id"),
                TERMS_DATE("start", "permanent_start", "The first day of the permanent post"),
                TERMS_YES("extended-hire", "extended_hire", "An extended hire was chosen in place of a fee"),
                TERMS_POUNDS("fee", "fee_pence", "The fee that was charged"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/placements/{ID}/conversion"},
    {.words = "conversions list",
     .about = "List your authority's placements that became permanent, newest first",
     .examples = EXAMPLES("accord conversions list"),
     .inputs = INPUTS(TERMS_PAGES),
     .run = action_list,
     .path = "/v1/conversions",
     .columns = COLUMNS({"PERMANENT FROM", "permanent_start"}, {"EXTENDED HIRE", "extended_hire"},
                        {"FEE", "fee_pence"}, {"PLACEMENT", "placement"}),
     .thing = "conversion"},
    {0},
};
