/* SPDX-License-Identifier: MIT */
/*
 * May this worker start on that day? Prints the findings, and the first day on which the answer is not
 * "breach".
 *
 *     cc check.c $(pkg-config --cflags --libs accord) -o check
 *     ACCORD_URL=https://accord.example ACCORD_TOKEN=… ./check SW900123 2026-09-30
 */
#include <accord/accord.h>
#include <stdio.h>
#include <stdlib.h>

static accord_record *proposal_of(const char *worker, const char *start)
{
    accord_record *proposal = accord_record_new();
    accord_record_set_text(proposal, "swe_number", worker);
    accord_record_set_text(proposal, "start_date", start);
    accord_record_set_text(proposal, "category", "CHILD_FAMILY_SOCIAL_WORKER");
    accord_record_set_text(proposal, "job_type", "SW");
    accord_record_set_text(proposal, "pay_type", "UMBRELLA");
    accord_record_set_text(proposal, "coverage", "PAY_HOL_ENI_LEVY");
    accord_record_set_integer(proposal, "pay_pence", 3650);
    return proposal;
}

static void print_answer(const accord_record *answer)
{
    for (size_t i = 0; i < accord_record_count(answer, "findings"); i++) {
        const accord_record *finding = accord_record_item(answer, "findings", i);
        printf("%s %s: %s\n", accord_record_text(finding, "rule"), accord_record_text(finding, "verdict"),
               accord_record_text(finding, "reason"));
    }
    if (accord_record_outcome(answer) == ACCORD_OUTCOME_BREACH) {
        printf("Not before %s.\n", accord_record_text(answer, "earliest_start_date"));
    }
}

static int check(accord_client *client, const accord_record *proposal)
{
    accord_record *answer;
    accord_error *error = accord_error_new();
    enum accord_fault fault = accord_check(client, proposal, &answer, error);
    if (fault == ACCORD_OK) {
        print_answer(answer);
        accord_record_free(answer);
    } else {
        fprintf(stderr, "%s: %s (request %s)\n", accord_error_title(error), accord_error_detail(error),
                accord_error_request_id(error));
    }
    accord_error_free(error);
    return fault == ACCORD_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    accord_client *client;
    if (argc != 3 || accord_client_new(getenv("ACCORD_URL"), getenv("ACCORD_TOKEN"), &client) != ACCORD_OK) {
        fputs("usage: ACCORD_URL=… ACCORD_TOKEN=… check SWE-NUMBER START-DATE\n", stderr);
        return EXIT_FAILURE;
    }
    accord_record *proposal = proposal_of(argv[1], argv[2]);
    int code = check(client, proposal);
    accord_record_free(proposal);
    accord_client_free(client);
    return code;
}
