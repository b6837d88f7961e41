/* SPDX-License-Identifier: MIT */
#include "manual.h"

#include "help.h"
#include "words.h"

#include <string.h>

static const char begin[] = "accord(1)\n\n"
                            "# NAME\n\n"
                            "accord - the agency rules for children's social workers, on the command line\n\n"
                            "# SYNOPSIS\n\n"
                            "*accord* _COMMAND_ [_ARGUMENTS_] [_OPTIONS_]\n\n"
                            "# DESCRIPTION\n\n"
                            "Asks an Accord service and tells it. Data goes to standard output, everything "
                            "else to standard error; the\n"
                            "exit code is an answer. Dates are read as 2026-09-30 or 30/09/2026, money as "
                            "pounds, codes in any case and\n"
                            "with hyphens; people are shown dates in words and pounds, programs (*-o* json, "
                            "ndjson, csv) the texts and\n"
                            "pence that came.\n\n"
                            "Nothing is coloured and nothing is asked, so that there is no option against "
                            "either; a line that is written\n"
                            "over is shown on a terminal alone.\n\n"
                            "# COMMANDS\n\n";

static const char end[] =
    "# SETTINGS\n\n"
    "An option, else the environment (*ACCORD\\_URL*, *ACCORD\\_TOKEN*, *ACCORD\\_CA\\_FILE*, "
    "*ACCORD\\_PROFILE*), else a\nsection of _$XDG\\_CONFIG\\_HOME/accord/config_, else of "
    "_/etc/accord/config_:\n\n"
    "```\n[default]\nurl = https://accord.example\ntoken_file = /home/me/.config/accord/token\n```\n\n"
    "Without any of these the token is the first line of _$XDG\\_CONFIG\\_HOME/accord/credentials_. That "
    "file "
    "and a\nprofile's _token\\_file_ are refused where others may read them.\n\n"
    "# EXIT STATUS\n\n";

static const struct {
    int code;
    const char *words;
} exits[] = {
    {0, "Done, or the answer is yes"},
    {1, "Unexpected failure"},
    {2, "Wrong usage"},
    {3, "Data rejected, or rows of a file"},
    {4, "Not signed in, or not allowed"},
    {5, "Not found"},
    {6, "Conflict, or stale"},
    {7, "Try later"},
    {8, "The service cannot be reached"},
#define OUTCOME(name, say, exit) {(exit), "The outcome of a check: " say},
#include "accord/findings.def"
};

/* scdoc's own characters, taken literally. */
static void put(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        fputs(strchr("\\_*`#<[", *text) != NULL ? "\\" : "", out);
        fputc(*text, out);
    }
}

static void print_input(struct arena *arena, const struct input *input, FILE *out)
{
    const char *value = input_value(input);
    if (input->letter != '\0') {
        fprintf(out, "*-%c*, ", input->letter);
    }
    fprintf(out, "*%s%s*", (input->use & INPUT_POSITIONAL) != 0 ? "" : "--", input->name);
    if ((input->use & INPUT_POSITIONAL) == 0 && value[0] != '\0') {
        fputs(" _", out);
        put(out, value);
        fputc('_', out);
    }
    fputs("\n\t", out);
    put(out, help_about(arena, input));
    fputs(".\n\n", out);
}

static void print_inputs(struct arena *arena, const struct input *inputs, FILE *out)
{
    for (; inputs->name != NULL; inputs++) {
        print_input(arena, inputs, out);
    }
}

static void print_command(struct arena *arena, const struct command *command, FILE *out)
{
    fputs("## ", out);
    put(out, command->words);
    fputs("\n\n", out);
    put(out, command->about);
    fputs(".\n\n```\n", out);
    for (const char *const *example = command->examples; *example != NULL; example++) {
        fprintf(out, "%s\n", *example);
    }
    fputs("```\n\n", out);
    print_inputs(arena, command->inputs, out);
}

static void print_exits(FILE *out)
{
    for (size_t i = 0; i < sizeof exits / sizeof *exits; i++) {
        if (i > 0 && exits[i].code == 0) {
            continue; /* an outcome that is a yes is said above */
        }
        fprintf(out, "*%d*\n\t", exits[i].code);
        put(out, exits[i].words);
        fputs(".\n\n", out);
    }
}

void manual_print(struct arena *arena, FILE *out)
{
    const struct command *command;
    fputs(begin, out);
    for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
        print_command(arena, command, out);
    }
    fputs("# OPTIONS\n\nEvery command takes:\n\n", out);
    print_inputs(arena, common_inputs, out);
    fputs(end, out);
    print_exits(out);
}
