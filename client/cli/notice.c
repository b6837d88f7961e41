/* SPDX-License-Identifier: MIT */
/* A paragraph a line, to be pasted into a letter. Dates, periods and verdicts are the service's. */
#include "notice.h"

#include "service.h"
#include "words.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int read_authority(struct run *run, const accord_record *leaver, accord_record **authority)
{
    const char *path =
        arena_printf(run->arena, "/v1/authorities/%s", accord_record_text(leaver, "authority"));
    enum accord_fault fault = accord_call(run->client, "GET", path, NULL, authority, run->error);
    return fault == ACCORD_OK ? EXIT_DONE : complain_fault(run);
}

static bool has_verdict(const accord_record *window, const char *verdict)
{
    return strcmp(accord_record_text(window, "verdict"), verdict) == 0;
}

static void print_window(const struct run *run, const accord_record *window)
{
    const char *agreement = accord_record_text(window, "agreement_name");
    const char *ends = words_date(run->arena, accord_record_text(window, "ends_on"));
    int64_t months = 0;
    accord_record_integer(window, "months", &months);
    if (agreement[0] == '\0') {
        printf("National guidance asks authorities in the same region, and us, not to engage you as an "
               "agency social worker for %" PRId64 " months after that day.",
               months);
    } else {
        printf("An agreement of this region's authorities, \"%s\", asks the same of them for %" PRId64
               " months.",
               agreement, months);
    }
    printf(" The last day of this period is %s: from the next day on it does not keep you from starting.",
           ends);
    if (!accord_record_bool(window, "covers_own_authority")) {
        printf(" It does not hold for a start with us.");
    }
    if (has_verdict(window, "EXEMPT")) {
        printf(" An exception is recorded for you, so that this period does not apply.");
    } else if (has_verdict(window, "REFER")) {
        printf(" Our records do not settle whether it applies to you: a person decides.");
    }
    printf("\n\n");
}

static void print_rights(void)
{
    puts("Permanent work is not affected.\n");
    puts("If this is wrong, tell us, or any other authority of the region: the last day, the reason that we "
         "recorded, or an exception such as redundancy or leaving in probation. While it is disputed, no "
         "authority is refused you on this record; a person looks at it. An authority that wants to engage "
         "you "
         "may depart from the guidance in your case, and has to give its reasons either way: ask it.\n");
    puts("An authority that asks about you learns whether a period is running and until when. It does not "
         "learn "
         "from us where you worked, or why you left. You may ask us for all that we hold of you, and who has "
         "looked at it. If you are not content with our answer, you may complain to our data protection "
         "officer "
         "and to the Information Commissioner.");
}

static void print_notice(const struct run *run, const accord_record *leaver, const char *authority)
{
    printf("Agency work after your post with %s\n\n", authority);
    printf("Social Work England number: %s\n\n", accord_record_text(leaver, "swe_number"));
    printf("Your last day of employment, as we have it on record, is %s.\n\n",
           words_date(run->arena, accord_record_text(leaver, "last_day")));
    for (size_t i = 0; i < accord_record_count(leaver, "windows"); i++) {
        print_window(run, accord_record_item(leaver, "windows", i));
    }
    if (accord_record_bool(leaver, "disputed")) {
        puts("You have disputed this record. Until that is settled, no authority is refused you on it.\n");
    }
    print_rights();
}

static int print(struct run *run, const accord_record *leaver)
{
    accord_record *authority;
    int code = read_authority(run, leaver, &authority);
    if (code == EXIT_DONE) {
        print_notice(run, leaver, accord_record_text(authority, "name"));
        accord_record_free(authority);
    }
    return code;
}

/* The notice is for people; in another form it is the record. */
int notice_run(struct run *run)
{
    accord_record *leaver;
    int code = service_open(run);
    if (code == EXIT_DONE) {
        code = service_get(run, &leaver);
    }
    if (code != EXIT_DONE) {
        return code;
    }
    if (run_is_table(run)) {
        code = print(run, leaver);
    } else {
        show_answer(run, leaver, show_record);
    }
    accord_record_free(leaver);
    return code;
}
