/* SPDX-License-Identifier: MIT */
#include "service.h"
#include "show.h"
#include "terms.h"

#include <stdio.h>

static const char *const submit_examples[] = {
    "accord placements submit --file placement.json",
    "accord placements submit SW900123 --engagement proposed --start 2026-10-01 --job-type SW --pay-type "
    "umbrella "
    "--pay 36.50 --coverage all --hours 37 --supplier 0199b2c4-0000-7000-8000-000000000001 --reason vacancy",
    NULL,
};

static const struct input submit_inputs[] = {
    TERMS_SWE,
    TERMS_CODE("engagement", "engagement", engagement_codes, "Proposed, or already under way"),
    TERMS_ASSIGNMENT,
    {.name = "offered", .member = "offer_date", .kind = INPUT_DATE, .about = "Day of the offer"},
    {.name = "notice-days",
     .member = "notice_days",
     .kind = INPUT_INTEGER,
     .about = "Notice of the assignment"},
    {.name = "ref", .member = "external_ref", .kind = INPUT_TEXT, .about = "Your system's reference"},
    TERMS_FILE,
    TERMS_WRITE,
    {0},
};

static void print_placement(const struct run *run, const accord_record *placement)
{
    show_record(run, placement);
    if (accord_record_count(placement, "findings") > 0) {
        putchar('\n');
        show_findings(run, placement);
    }
}

/* A refusal is an answer: its findings go where data goes, and the exit code is the outcome's. */
static int show_breach(const struct run *run, const accord_record *breach)
{
    show_answer(run, breach, show_findings);
    complain_fault(run);
    return EXIT_OUTCOME_BREACH;
}

static int submit(struct run *run)
{
    accord_record *answer;
    const accord_record *breach;
    int code = service_open(run);
    if (code == EXIT_DONE) {
        code = service_propose(run, "/v1/placements", &answer, &breach);
    }
    if (code != EXIT_DONE) {
        return code;
    }
    if (breach != NULL) {
        return show_breach(run, breach);
    }
    show_answer(run, answer, print_placement);
    accord_record_free(answer);
    return EXIT_DONE;
}

const struct command placements_submit_command = {
    .words = "placements submit",
    .about = "Propose a placement, or record one that is under way",
    .examples = submit_examples,
    .inputs = submit_inputs,
    .run = submit,
};

static const char *const show_examples[] = {"accord placements show 0199b2c4-0000-7000-8000-000000000002",
                                            NULL};

static const struct input show_inputs[] = {TERMS_ID("The placement's id"), {0}};

static int show(struct run *run)
{
    return service_show(run, "placements", print_placement);
}

const struct command placements_show_command = {
    .words = "placements show",
    .about = "Show one placement with its findings",
    .examples = show_examples,
    .inputs = show_inputs,
    .run = show,
};

static const char *const list_examples[] = {
    "accord placements list --status confirmed",
    "accord placements list --all -o json",
    NULL,
};

static const struct input list_inputs[] = {
    {.name = "status",
     .member = "status",
     .kind = INPUT_CODES,
     .codes = &placement_status_codes,
     .about = "Only these"},
    TERMS_PAGES,
    {0},
};

static const struct show_column list_columns[] = {
    {"WORKER", "swe_number"},    {"STATUS", "status"}, {"JOB", "job_type"}, {"START", "start_date"},
    {"END", "planned_end_date"}, {"PAY", "pay_pence"}, {"ID", "id"},        {0},
};

static int list(struct run *run)
{
    return service_list(run, "placements", list_columns, "placement");
}

const struct command placements_list_command = {
    .words = "placements list",
    .about = "List your authority's placements, newest first",
    .examples = list_examples,
    .inputs = list_inputs,
    .run = list,
};
