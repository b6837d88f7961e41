/* SPDX-License-Identifier: MIT */
#include "arguments.h"

#include "complain.h"
#include "file.h"
#include "lookup.h"
#include "near.h"
#include "wire/text.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

enum {
    INPUTS_MAX = 64,
    FIRST_OPTION = 256
}; /* getopt's values from FIRST_OPTION on are places in `options` */

/* An input with the text that was given for it. */
struct given {
    const struct input *input;
    const char *text;
};

struct parse {
    struct run *run;
    const struct input *options[INPUTS_MAX];
    struct option longs[INPUTS_MAX + 1];
    char shorts[INPUTS_MAX * 2 + 2];
    size_t option_count;
    struct given given[INPUTS_MAX];
    size_t given_count;
};

static void add_option(struct parse *p, const struct input *input)
{
    if ((input->use & INPUT_POSITIONAL) != 0 || p->option_count == INPUTS_MAX) {
        return;
    }
    bool flag = input_value(input)[0] == '\0';
    p->longs[p->option_count] = (struct option){.name = input->name,
                                                .has_arg = flag ? no_argument : required_argument,
                                                .val = FIRST_OPTION + (int)p->option_count};
    p->options[p->option_count++] = input;
    if (input->letter != '\0') {
        size_t len = strlen(p->shorts);
        snprintf(p->shorts + len, sizeof p->shorts - len, flag ? "%c" : "%c:", input->letter);
    }
}

/* "+" stops at the first word, which is the command's; ":" tells a missing value from an unknown option. */
static void use_options(struct parse *p, const struct input *more, bool stop_at_word)
{
    p->option_count = 0;
    snprintf(p->shorts, sizeof p->shorts, "%s", stop_at_word ? "+:" : ":");
    for (const struct input *input = common_inputs; input->name != NULL; input++) {
        add_option(p, input);
    }
    for (const struct input *input = more; input != NULL && input->name != NULL; input++) {
        add_option(p, input);
    }
    p->longs[p->option_count] = (struct option){0};
}

static const struct input *option_of(const struct parse *p, int value)
{
    for (size_t i = 0; i < p->option_count; i++) {
        if (value == FIRST_OPTION + (int)i || value == p->options[i]->letter) {
            return p->options[i];
        }
    }
    return NULL;
}

static bool keep(struct parse *p, const struct input *input, const char *text)
{
    if (p->given_count == INPUTS_MAX) {
        complain_usage("too many arguments");
        return false;
    }
    p->given[p->given_count++] = (struct given){input, text};
    return true;
}

static bool refuse_option(const struct parse *p, const char *word)
{
    const char *names[INPUTS_MAX];
    for (size_t i = 0; i < p->option_count; i++) {
        names[i] = p->options[i]->name;
    }
    size_t dashes = strspn(word, "-"), len = strcspn(word, "=");
    char *name = arena_copy(p->run->arena, word + dashes, len - dashes);
    const char *near = near_name(p->run->arena, name, names, p->option_count);
    complain_usage("unknown option %.*s%s%s%s", (int)len, word, near == NULL ? "" : ". Did you mean --",
                   near == NULL ? "" : near, near == NULL ? "" : "?");
    return false;
}

/* Reads the options from argv[1] on; what is left over is moved behind them. The place of the first of these,
 * or -1. */
static int read_options(struct parse *p, int argc, char **argv)
{
    int value;
    opterr = 0;
    optind = 0; /* makes glibc's getopt begin afresh */
    while ((value = getopt_long(argc, argv, p->shorts, p->longs, NULL)) != -1) {
        if (value == '?') {
            refuse_option(p, argv[optind - 1]);
            return -1;
        }
        if (value == ':') {
            complain_usage("%s needs a value", argv[optind - 1]);
            return -1;
        }
        if (!keep(p, option_of(p, value), optarg == NULL ? "" : optarg)) {
            return -1;
        }
    }
    return optind;
}

/* Positional arguments in their order; one too many is a mistake. */
static bool keep_words(struct parse *p, char **words, size_t count)
{
    size_t at = 0;
    for (const struct input *input = p->run->command->inputs; input->name != NULL && at < count; input++) {
        if ((input->use & INPUT_POSITIONAL) != 0 && !keep(p, input, words[at++])) {
            return false;
        }
    }
    if (at < count) {
        complain_usage("\"%s\" is one argument too many. See: accord help %s", words[at],
                       p->run->command->words);
    }
    return at == count;
}

static accord_record *record_for(const struct parse *p, const struct input *input)
{
    return (input->use & INPUT_OWN) != 0 ? p->run->own : p->run->sent;
}

static bool read_value(const struct parse *p, const struct input *input, const char *text)
{
    const char *wrong;
    if (input_read(input, text, p->run->arena, record_for(p, input), &wrong)) {
        return true;
    }
    complain_usage("%s%s %s: %s", (input->use & INPUT_POSITIONAL) != 0 ? "" : "--", input->name, text, wrong);
    return false;
}

/* The body begins with the file's, where one is named, and what is given besides replaces its members. */
static bool start_body(struct parse *p)
{
    for (size_t i = 0; i < p->given_count; i++) {
        const struct input *input = p->given[i].input;
        if ((input->use & INPUT_OWN) != 0 && strcmp(input->name, "file") == 0) {
            return file_record(p->run->arena, p->given[i].text, &p->run->sent);
        }
    }
    p->run->sent = accord_record_new();
    return true;
}

static bool asks_for_help(const struct run *run)
{
    return accord_record_bool(run->own, "help") || accord_record_bool(run->own, "version");
}

/* Presets for what was not given, and a complaint about what is needed. */
static bool complete(const struct parse *p, const struct input *input)
{
    bool absent = accord_record_kind(record_for(p, input), input_member(input)) == ACCORD_KIND_NONE;
    if (absent && input->preset != NULL) {
        return read_value(p, input, input->preset);
    }
    if (absent && (input->use & INPUT_NEEDED) != 0) {
        complain_usage("%s%s is needed. See: accord help %s",
                       (input->use & INPUT_POSITIONAL) != 0 ? "" : "--", input->name, p->run->command->words);
        return false;
    }
    return true;
}

static bool read_given(const struct parse *p, const struct input *input)
{
    for (size_t i = 0; i < p->given_count; i++) {
        if (p->given[i].input == input && !read_value(p, input, p->given[i].text)) {
            return false;
        }
    }
    return true;
}

/* In the order of the rows, so that what is sent is too. Who asks for help need not be complete. */
static bool read_inputs(const struct parse *p, const struct input *inputs)
{
    for (; inputs->name != NULL; inputs++) {
        if (!read_given(p, inputs) || (!asks_for_help(p->run) && !complete(p, inputs))) {
            return false;
        }
    }
    return true;
}

static bool read_values(struct parse *p)
{
    p->run->own = accord_record_new();
    return start_body(p) && read_inputs(p, common_inputs) &&
           (p->run->command == NULL || read_inputs(p, p->run->command->inputs));
}

/* The command's own arguments, which begin at argv[0]: getopt passes over a first word, the command's last.
 */
static bool read_command(struct parse *p, int argc, char **argv)
{
    use_options(p, p->run->command->inputs, false);
    int rest = read_options(p, argc, argv);
    return rest >= 0 && keep_words(p, argv + rest, (size_t)(argc - rest)) && read_values(p);
}

bool arguments_read(struct run *run, int argc, char **argv)
{
    struct parse p = {.run = run};
    size_t used = 0;
    use_options(&p, NULL, true);
    int at = read_options(&p, argc, argv);
    if (at < 0) {
        return false;
    }
    run->command = lookup_command(argv + at, (size_t)(argc - at), &used);
    if (run->command != NULL) {
        int last = at + (int)used - 1;
        return read_command(&p, argc - last, argv + last);
    }
    if (at < argc) {
        lookup_complain(run->arena, argv + at, (size_t)(argc - at));
        return false;
    }
    return read_values(&p);
}
