/* SPDX-License-Identifier: MIT */
#include "complete.h"

#include "complain.h"
#include "lookup.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* What stands before the word that is being typed. */
struct before {
    struct arena *arena;
    char **words; /* without options */
    size_t count;
    const struct command *command; /* NULL: not yet said */
    size_t used;                   /* of the words, how many are the command's */
    const struct input *waiting;   /* an option that the word is the value of */
};

static void offer(const char *word, const char *about)
{
    printf("%s\t%s\n", word, about);
}

static bool begins(const char *word, const char *with)
{
    return strncmp(word, with, strlen(with)) == 0;
}

static bool is_option(const struct input *input, const char *word)
{
    bool letter = word[0] == '-' && word[1] == input->letter && input->letter != '\0' && word[2] == '\0';
    return (input->use & INPUT_POSITIONAL) == 0 &&
           (letter || (begins(word, "--") && strcmp(word + 2, input->name) == 0));
}

static const struct input *find_option(const struct input *inputs, const char *word)
{
    for (; inputs->name != NULL; inputs++) {
        if (is_option(inputs, word)) {
            return inputs;
        }
    }
    return NULL;
}

/* One word more: a value is passed over, an option with a value waits for it, and the rest is a command's. */
static void pass(struct before *b, char *word)
{
    if (b->waiting != NULL) {
        b->waiting = NULL;
    } else if (word[0] == '-') {
        const struct input *input = b->command == NULL ? NULL : find_option(b->command->inputs, word);
        input = input == NULL ? find_option(common_inputs, word) : input;
        b->waiting = input == NULL || input_value(input)[0] == '\0' ? NULL : input;
    } else {
        b->words[b->count++] = word;
        b->command = b->command == NULL ? lookup_command(b->words, b->count, &b->used) : b->command;
    }
}

/* "pay_hol_eni_levy" is offered as people type it. */
static const char *code_word(struct arena *arena, const char *name)
{
    char *word = arena_copy(arena, name, strlen(name));
    for (char *p = word; *p != '\0'; p++) {
        *p = *p == '_' ? '-' : (char)tolower((unsigned char)*p);
    }
    return word;
}

/* Of several with commas the last is being typed. */
static void offer_codes(struct arena *arena, const struct input *input, const char *partial)
{
    const char *comma =
        input->kind == INPUT_CODES || input->kind == INPUT_CODE_LIST ? strrchr(partial, ',') : NULL;
    int kept = comma == NULL ? 0 : (int)(comma + 1 - partial);
    for (size_t i = 1; input->codes != NULL && i <= input->codes->count; i++) {
        const char *word = code_word(arena, input->codes->items[i].name);
        if (begins(word, code_word(arena, partial + kept))) {
            offer(arena_printf(arena, "%.*s%s", kept, partial, word), input->codes->items[i].words);
        }
    }
}

static void offer_options(struct arena *arena, const struct input *inputs, const char *partial)
{
    for (; inputs->name != NULL; inputs++) {
        const char *word = arena_printf(arena, "--%s", inputs->name);
        if ((inputs->use & INPUT_POSITIONAL) == 0 && begins(word, partial)) {
            offer(word, inputs->about);
        }
    }
}

/* What of a command's words comes after those that stand; NULL where they are others. */
static const char *rest_of(const struct command *command, char *const *words, size_t count)
{
    const char *at = command->words;
    for (size_t i = 0; i < count; i++) {
        size_t len = strcspn(at, " ");
        if (strlen(words[i]) != len || strncmp(words[i], at, len) != 0) {
            return NULL;
        }
        at += len + strspn(at + len, " ");
    }
    return at;
}

/* Commands with the same first word stand together. */
static void offer_commands(struct arena *arena, char *const *words, size_t count, const char *partial)
{
    const char *last = "";
    const struct command *command;
    for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
        const char *rest = rest_of(command, words, count);
        size_t len = rest == NULL ? 0 : strcspn(rest, " ");
        const char *word = len == 0 ? "" : arena_copy(arena, rest, len);
        if (len > 0 && begins(word, partial) && strcmp(word, last) != 0) {
            offer(word, rest[len] == '\0' ? command->about : "");
            last = word;
        }
    }
}

static void offer_argument(const struct before *b, const char *partial)
{
    size_t nth = b->count - b->used;
    for (const struct input *input = b->command->inputs; input->name != NULL; input++) {
        if ((input->use & INPUT_POSITIONAL) != 0 && nth-- == 0) {
            offer_codes(b->arena, input, partial);
            return;
        }
    }
}

static bool is_help(const struct before *b)
{
    return b->command != NULL && strcmp(b->command->words, "help") == 0;
}

static void offer_next(const struct before *b, const char *partial)
{
    size_t skip = is_help(b) ? b->used : 0;
    if (b->waiting != NULL) {
        offer_codes(b->arena, b->waiting, partial);
    } else if (partial[0] == '-') {
        offer_options(b->arena, common_inputs, partial);
        if (b->command != NULL) {
            offer_options(b->arena, b->command->inputs, partial);
        }
    } else if (b->command == NULL || is_help(b)) {
        offer_commands(b->arena, b->words + skip, b->count - skip, partial);
    } else {
        offer_argument(b, partial);
    }
}

int complete_words(struct arena *arena, char *const *words, size_t count)
{
    struct before b = {.arena = arena, .words = arena_alloc(arena, (count + 1) * sizeof *b.words)};
    for (size_t i = 0; i + 1 < count; i++) {
        pass(&b, words[i]);
    }
    offer_next(&b, count == 0 ? "" : words[count - 1]);
    return EXIT_DONE;
}
