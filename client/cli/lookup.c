/* SPDX-License-Identifier: MIT */
#include "lookup.h"

#include "complain.h"
#include "near.h"
#include "wire/text.h"

#include <string.h>

enum { COMMANDS_MAX = 200 };

/* Whether the words begin with those of the row; their count in *used. */
static bool begins_with(char *const *words, size_t count, const char *row, size_t *used)
{
    size_t n = 0;
    while (*row != '\0') {
        size_t len = strcspn(row, " ");
        if (n == count || strlen(words[n]) != len || strncmp(words[n], row, len) != 0) {
            return false;
        }
        row += len + strspn(row + len, " ");
        n++;
    }
    *used = n;
    return true;
}

const struct command *lookup_command(char *const *words, size_t count, size_t *used)
{
    const struct command *command;
    for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
        if (begins_with(words, count, command->words, used)) {
            return command;
        }
    }
    return NULL;
}

/* How many spaces are in a row's words. */
static size_t spaces_in(const char *row)
{
    size_t spaces = 0;
    for (; *row != '\0'; row++) {
        spaces += *row == ' ' ? 1 : 0;
    }
    return spaces;
}

/* The words joined by spaces, as many as the longest row has. */
static const char *joined(struct arena *arena, char *const *words, size_t count)
{
    size_t most = 0;
    struct text text = text_in(arena);
    const struct command *command;
    for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
        most = spaces_in(command->words) > most ? spaces_in(command->words) : most;
    }
    for (size_t i = 0; i < count && i <= most; i++) {
        text_printf(&text, "%s%s", i == 0 ? "" : " ", words[i]);
    }
    return text.at;
}

void lookup_complain(struct arena *arena, char *const *words, size_t count)
{
    const char *names[COMMANDS_MAX], *given = joined(arena, words, count);
    size_t all = 0;
    for (; all < COMMANDS_MAX && command_at(all) != NULL; all++) {
        names[all] = command_at(all)->words;
    }
    const char *near = near_name(arena, given, names, all);
    near = near == NULL ? near_name(arena, words[0], names, all) : near;
    if (near == NULL) {
        complain_usage("there is no command \"%s\". See: accord help", given);
    } else {
        complain_usage("there is no command \"%s\". Did you mean: accord %s", given, near);
    }
}
