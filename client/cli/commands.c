/* SPDX-License-Identifier: MIT */
#include "command.h"

#include <string.h>

/* Each ends with a row without words; those with the same first word stand together. */
/* clang-format off */
#define GROUPS(X)   \
    X(check)        \
    X(placement)    \
    X(review)       \
    X(exception)    \
    X(leaver)       \
    X(employment)   \
    X(worker)       \
    X(reference)    \
    X(dispute)      \
    X(agreement)    \
    X(cap)          \
    X(supplier)     \
    X(project_team) \
    X(requirement)  \
    X(protocol)     \
    X(mapping)      \
    X(people)       \
    X(register)     \
    X(benchmark)    \
    X(export)       \
    X(api)          \
    X(help)
/* clang-format on */

#define GROUP_EXTERN(name) extern const struct command name##_commands[];
GROUPS(GROUP_EXTERN)
#define GROUP_ROW(name) name##_commands,
static const struct command *const groups[] = {GROUPS(GROUP_ROW)};

const struct command *command_at(size_t nth)
{
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        for (const struct command *command = groups[i]; command->words != NULL; command++) {
            if (nth-- == 0) {
                return command;
            }
        }
    }
    return NULL;
}

/* The forms of -o, as a closed list like any other. */
static const struct code form_items[] = {
    [FORM_TABLE] = {"table", "for people"},
    [FORM_JSON] = {"json", "as it came"},
    [FORM_NDJSON] = {"ndjson", "one item a line"},
    [FORM_CSV] = {"csv", "for spreadsheets, with dates and pence as they came"},
};
static const struct codes form_codes = {"form", sizeof form_items / sizeof *form_items - 1, form_items};

const struct input common_inputs[] = {
    {.name = "output",
     .kind = INPUT_CODE,
     .use = INPUT_OWN,
     .codes = &form_codes,
     .letter = 'o',
     .value = "FORM",
     .about = "How answers are printed"},
    {.name = "fields",
     .kind = INPUT_TEXT,
     .use = INPUT_OWN,
     .value = "NAME,…",
     .about = "Only these members, by their names in JSON; a.b for one within another"},
    {.name = "no-headers",
     .kind = INPUT_FLAG,
     .use = INPUT_OWN,
     .about = "Rows alone, without heads and without how many there are"},
    {.name = "url", .kind = INPUT_TEXT, .use = INPUT_OWN, .value = "URL", .about = "Where the service is"},
    {.name = "token-file",
     .kind = INPUT_TEXT,
     .use = INPUT_OWN,
     .value = "FILE",
     .about = "A file whose first line is your token"},
    {.name = "profile",
     .kind = INPUT_TEXT,
     .use = INPUT_OWN,
     .value = "NAME",
     .about = "A section of your accord/config"},
    {.name = "ca-file",
     .kind = INPUT_TEXT,
     .use = INPUT_OWN,
     .value = "FILE",
     .about = "CA certificates, instead of the system's"},
    {.name = "plain-http",
     .kind = INPUT_FLAG,
     .use = INPUT_OWN,
     .about = "Send the token in plain text to another machine"},
    {.name = "verbose",
     .kind = INPUT_COUNT,
     .use = INPUT_OWN,
     .letter = 'v',
     .about = "A line for each call, with its request id; -vv for the heads too, without the token"},
    {.name = "print-curl",
     .kind = INPUT_FLAG,
     .use = INPUT_OWN,
     .about = "Print the curl command that makes the same call, and do not make it"},
    {.name = "help", .kind = INPUT_FLAG, .use = INPUT_OWN, .letter = 'h', .about = "This help"},
    {.name = "version", .kind = INPUT_FLAG, .use = INPUT_OWN, .about = "Which release this is"},
    {0},
};

enum form run_form(const struct run *run)
{
    const char *asked = accord_record_text(run->own, "output");
    unsigned given = codes_find(&form_codes, asked, strlen(asked));
    if (given != 0) {
        return (enum form)given;
    }
    return run->command->form == 0 ? FORM_TABLE : run->command->form;
}

bool run_is_table(const struct run *run)
{
    return run_form(run) == FORM_TABLE && accord_record_text(run->own, "fields")[0] == '\0';
}
