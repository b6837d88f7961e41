/* SPDX-License-Identifier: MIT */
#include "help.h"

#include "complain.h"
#include "lookup.h"
#include "manual.h"
#include "table.h"
#include "wire/text.h"

static const char *const all_examples[] = {
    "accord check SW900123 --start 2026-09-30 --job-type SW --pay-type umbrella --pay 36.50 --coverage all",
    "accord placements submit --file placement.json",
    "accord benchmark rates --quarter 2026-Q3",
    NULL,
};

static void print_examples(const char *const *examples, FILE *out)
{
    for (; *examples != NULL; examples++) {
        fprintf(out, "  %s\n", *examples);
    }
    fputc('\n', out);
}

void help_all(FILE *out)
{
    print_examples(all_examples, out);
    fputs("Commands:\n", out);
    const struct command *command;
    for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
        fprintf(out, "  %-22s %s\n", command->words, command->about);
    }
    fputs("\nMore of each: accord help COMMAND\n", out);
}

/* "  -o, --output FORM", or "  SWE-NUMBER". */
static const char *input_words(struct arena *arena, const struct input *input)
{
    const char *value = input_value(input);
    if ((input->use & INPUT_POSITIONAL) != 0) {
        return arena_printf(arena, "  %s", input->name);
    }
    const char *letter = input->letter == '\0' ? "" : arena_printf(arena, "-%c, ", input->letter);
    return arena_printf(arena, "  %s--%s%s%s", letter, input->name, value[0] == '\0' ? "" : " ", value);
}

const char *help_about(struct arena *arena, const struct input *input)
{
    struct text about = text_in(arena);
    text_puts(&about, input->about);
    for (size_t i = 1; input->codes != NULL && i <= input->codes->count; i++) {
        text_printf(&about, "%s%s", i == 1 ? ": " : ", ", input->codes->items[i].name);
    }
    if (input->preset != NULL) {
        text_printf(&about, " (%s if left out)", input->preset);
    }
    return about.at;
}

static void print_inputs(struct arena *arena, const char *title, const struct input *inputs, FILE *out)
{
    static const char *const heads[] = {"", ""};
    struct table table = table_new(arena, heads, 2);
    fprintf(out, "%s:\n", title);
    for (; inputs->name != NULL; inputs++) {
        table_add(&table, input_words(arena, inputs));
        table_add(&table, help_about(arena, inputs));
    }
    table_print(&table, false, out);
}

void help_one(struct arena *arena, const struct command *command, FILE *out)
{
    print_examples(command->examples, out);
    fprintf(out, "%s.\n\nUsage: accord %s", command->about, command->words);
    for (const struct input *input = command->inputs; input->name != NULL; input++) {
        if ((input->use & INPUT_POSITIONAL) != 0) {
            fprintf(out, " %s", input->name);
        }
    }
    fputs(" [options]\n\n", out);
    print_inputs(arena, "Takes", command->inputs, out);
    fputc('\n', out);
    print_inputs(arena, "Every command takes", common_inputs, out);
}

static int help(struct run *run)
{
    const char *first = accord_record_text(run->own, "COMMAND"),
               *second = accord_record_text(run->own, "WORD");
    char *words[] = {arena_printf(run->arena, "%s", first), arena_printf(run->arena, "%s", second)};
    size_t count = first[0] == '\0' ? 0 : second[0] == '\0' ? 1 : 2, used;
    if (accord_record_bool(run->own, "man")) {
        manual_print(run->arena, stdout);
        return EXIT_DONE;
    }
    if (count == 0) {
        help_all(stdout);
        return EXIT_DONE;
    }
    const struct command *command = lookup_command(words, count, &used);
    if (command == NULL) {
        lookup_complain(run->arena, words, count);
        return EXIT_USAGE;
    }
    help_one(run->arena, command, stdout);
    return EXIT_DONE;
}

const struct command help_commands[] = {
    {.words = "help",
     .about = "Say how a command is used",
     .examples = EXAMPLES("accord help check", "accord help placements list"),
     .inputs = INPUTS({.name = "COMMAND",
                       .kind = INPUT_TEXT,
                       .use = INPUT_POSITIONAL | INPUT_OWN,
                       .about = "Its first word"},
                      {.name = "WORD",
                       .kind = INPUT_TEXT,
                       .use = INPUT_POSITIONAL | INPUT_OWN,
                       .about = "Its second, if it has one"},
                      {.name = "man",
                       .kind = INPUT_FLAG,
                       .use = INPUT_OWN,
                       .about = "The manual page of all of them, in scdoc's form"}),
     .run = help},
    {0},
};
