/* SPDX-License-Identifier: MIT */
#include "command.h"

#include <string.h>

extern const struct command check_command, placements_submit_command, placements_show_command,
    placements_list_command, cooling_off_record_command, caps_list_command, caps_set_command,
    benchmark_rates_command, api_command, help_command_row;

const struct command *const commands[] = {
    &check_command,           &placements_submit_command,  &placements_show_command,
    &placements_list_command, &cooling_off_record_command, &caps_list_command,
    &caps_set_command,        &benchmark_rates_command,    &api_command,
    &help_command_row,
};
const size_t command_count = sizeof commands / sizeof *commands;

/* The forms of -o, as a closed list like any other. */
static const struct code form_items[] = {{"", ""}, {"table", "for people"}, {"json", "as it came"}};
static const struct codes form_codes = {"form", sizeof form_items / sizeof *form_items - 1, form_items};

const struct input common_inputs[] = {
    {.name = "output",
     .kind = INPUT_CODE,
     .use = INPUT_OWN,
     .codes = &form_codes,
     .letter = 'o',
     .value = "FORM",
     .about = "How answers are printed"},
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
     .kind = INPUT_FLAG,
     .use = INPUT_OWN,
     .letter = 'v',
     .about = "A line for each call, with its request id"},
    {.name = "help", .kind = INPUT_FLAG, .use = INPUT_OWN, .letter = 'h', .about = "This help"},
    {.name = "version", .kind = INPUT_FLAG, .use = INPUT_OWN, .about = "Which release this is"},
    {0},
};

bool run_wants_json(const struct run *run)
{
    return strcmp(accord_record_text(run->own, "output"), "json") == 0;
}
