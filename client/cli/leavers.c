/* SPDX-License-Identifier: MIT */
#include "leavers.h"

#include "actions.h"
#include "file.h"
#include "notice.h"
#include "service.h"
#include "terms.h"

#include <inttypes.h>

static const size_t file_max = (size_t)1 << 30;

static int read_files(struct leavers *l)
{
    struct run *run = l->run;
    struct text bytes = text_in(run->arena);
    const char *path = accord_record_text(run->own, "FILE");
    if (!mapping_read(run->arena, accord_record_text(run->own, "map"), leaver_inputs, &l->mapping) ||
        !file_bytes(path, file_max, &bytes)) {
        return EXIT_USAGE;
    }
    const char *wrong = sheet_read(run->arena, bytes.at, bytes.len, &l->sheet);
    if (wrong != NULL) {
        complain_usage("%s: %s", path, wrong);
        return EXIT_REJECTED;
    }
    l->digest = leavers_digest(run->arena, bytes.at, bytes.len);
    return mapping_place(&l->mapping, &l->sheet) ? EXIT_DONE : EXIT_REJECTED;
}

/* "--from-part 2" begins after the rows of the first. */
static bool place_first(struct leavers *l)
{
    int64_t part = 1;
    accord_record_integer(l->run->own, "from-part", &part);
    if (part < 1 || (size_t)part > leavers_parts(l)) {
        complain_usage("--from-part %" PRId64 ": the file has %zu", part, leavers_parts(l));
        return false;
    }
    l->first = (size_t)(part - 1) * LEAVERS_PART;
    return true;
}

/* All rows or none, unless it is said otherwise; a dry run looks at all that it can. */
static bool may_send(const struct leavers *l)
{
    const accord_record *own = l->run->own;
    if (accord_record_bool(own, "local")) {
        return false;
    }
    return leavers_count(l, LEAVER_REJECTED) == 0 || accord_record_bool(own, "partial") ||
           accord_record_bool(own, "dry-run");
}

static int import(struct leavers *l)
{
    int code = read_files(l);
    if (code != EXIT_DONE) {
        return code;
    }
    if (!place_first(l)) {
        return EXIT_USAGE;
    }
    leavers_check(l);
    if (may_send(l)) {
        code = service_open(l->run);
        if (code != EXIT_DONE) {
            return code;
        }
        leavers_send(l);
    }
    return leavers_report(l);
}

static int run_import(struct run *run)
{
    static const char none[] = "{\"data\":[]}";
    struct leavers l = {.run = run};
    if (accord_record_parse(none, sizeof none - 1, &l.problems) != ACCORD_OK) {
        complain_memory();
    }
    int code = import(&l);
    accord_record_free(l.problems);
    return code;
}

const struct command leaver_commands[] = {
    {.words = "cooling-off record",
     .about = "Record a leaver, which starts a cooling-off period",
     .examples = EXAMPLES("accord cooling-off record SW900123 --last-day 2026-06-30 --reason resigned"),
     .inputs = INPUTS(
         TERMS_SWE,
         TERMS_DATE("last-day", "last_day", "Last day of employment, after notice; not the last day worked"),
         TERMS_CODE("reason", "leaving_reason", leaving_reason_codes, "Why the worker left"),
         TERMS_DATE("start-date", "start_date", "First day of employment, if known"), TERMS_WRITE),
     .run = action_send,
     .path = "/v1/cooling-off-records"},
    {.words = "cooling-off list",
     .about = "List your leavers whose cooling-off period is running, and when each ends",
     .examples = EXAMPLES("accord cooling-off list --all --sort last_day"),
     .inputs = INPUTS(TERMS_SORT("last_day"), TERMS_PAGES),
     .run = action_list,
     .path = "/v1/cooling-off-records",
     .columns = COLUMNS({"WORKER", "swe_number"}, {"LEFT", "last_day"}, {"REASON", "leaving_reason"},
                        {"LAYER", "windows.layer"}, {"LAST BLOCKED DAY", "windows.ends_on"},
                        {"TODAY", "windows.verdict"}, {"ID", "id"}),
     .thing = "leaver"},
    {.words = "cooling-off show",
     .about = "Show one of your leavers with the last day of each period",
     .examples = EXAMPLES("accord cooling-off show 0199b2c4-0000-7000-8000-000000000102"),
     .inputs = INPUTS(TERMS_ID("The record's id")),
     .run = action_show,
     .path = "/v1/cooling-off-records/{ID}"},
    {.words = "cooling-off notice",
     .about = "Write what the leaver is told: the last day of each period, and how to contest it",
     .examples = EXAMPLES("accord cooling-off notice 0199b2c4-0000-7000-8000-000000000102"),
     .inputs = INPUTS(TERMS_ID("The record's id")),
     .run = notice_run,
     .path = "/v1/cooling-off-records/{ID}"},
    {.words = "leavers import",
     .about = "Record the leavers of a payroll export, a row each",
     .examples = EXAMPLES("accord leavers import october.csv --map payroll.ini --dry-run",
                          "accord leavers import october.csv --map payroll.ini"),
     .inputs = INPUTS({.name = "FILE",
                       .kind = INPUT_TEXT,
                       .use = INPUT_POSITIONAL | INPUT_NEEDED | INPUT_OWN,
                       .about = "The payroll's export as CSV, - for standard input"},
                      {.name = "map",
                       .kind = INPUT_TEXT,
                       .use = INPUT_OWN | INPUT_NEEDED,
                       .value = "MAP",
                       .about = "Which column is what, and what its values mean; other columns are not "
                                "looked at"},
                      {.name = "dry-run",
                       .kind = INPUT_FLAG,
                       .use = INPUT_OWN,
                       .about = "Have every row looked at, by the service too, and nothing saved"},
                      {.name = "local",
                       .kind = INPUT_FLAG,
                       .use = INPUT_OWN,
                       .about = "Look at the file on this machine alone, and send nothing"},
                      {.name = "partial",
                       .kind = INPUT_FLAG,
                       .use = INPUT_OWN,
                       .about = "Send the rows that are right although others are not"},
                      {.name = "from-part",
                       .kind = INPUT_INTEGER,
                       .use = INPUT_OWN,
                       .about = "Begin with this part of a large file, where an earlier run stopped"},
                      {.name = "errors",
                       .kind = INPUT_TEXT,
                       .use = INPUT_OWN,
                       .value = "FILE",
                       .about = "Where the rejected rows are written; FILE-errors.csv if left out"}),
     .run = run_import},
    {.words = "leavers state",
     .about = "State that all leavers of a month are on record, or that there were none",
     .examples = EXAMPLES("accord leavers state 2026-09", "accord leavers state 2026-08 --none"),
     .inputs = INPUTS(
         TERMS_NAME("MONTH", "month", "The month, which is over, like 2026-09"),
         {.name = "none", .member = "none", .kind = INPUT_FLAG, .preset = "no", .about = "Nobody left"},
         TERMS_WRITE),
     .run = action_send,
     .path = "/v1/leaver-statements"},
    {.words = "leavers statements",
     .about = "List what your authority has stated of its months, the latest first",
     .examples = EXAMPLES("accord leavers statements"),
     .inputs = INPUTS(TERMS_PAGES),
     .run = action_list,
     .path = "/v1/leaver-statements",
     .columns = COLUMNS({"MONTH", "month"}, {"NOBODY LEFT", "none"}, {"STATED", "recorded_at"}, {"ID", "id"}),
     .thing = "statement"},
    {0},
};
