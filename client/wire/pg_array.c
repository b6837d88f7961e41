/* SPDX-License-Identifier: MIT */
#include "wire/pg_array.h"

#include <string.h>
#include <strings.h>

/*
 * A copy of the array is cut up in place: items are unquoted over themselves and ended where a delimiter or
 * a closing quote stood.
 */

/* "c d", with a backslash before a quote or backslash within. Leaves *at behind it. NULL: it does not end. */
static char *quoted_item(char **at)
{
    char *item = *at + 1, *from = item, *to = item;
    while (*from != '"') {
        from += *from == '\\' ? 1 : 0;
        if (*from == '\0') {
            return NULL;
        }
        *to++ = *from++;
    }
    *to = '\0';
    *at = from + 1;
    return item;
}

/* Leaves *at on the delimiter. NULL: it is empty, or an array within the array. */
static char *plain_item(char **at)
{
    char *item = *at;
    *at += strcspn(item, ",}{\"\\");
    return *at > item ? item : NULL;
}

static bool next_item(char **at, char **item, bool *null, char *delimiter)
{
    bool quoted = **at == '"';
    *item = quoted ? quoted_item(at) : plain_item(at);
    if (!*item || (**at != ',' && **at != '}')) {
        return false;
    }
    *delimiter = **at;
    *(*at)++ = '\0';
    *null = !quoted && strcasecmp(*item, "NULL") == 0;
    return true;
}

static size_t most_items(const char *text)
{
    size_t count = 1;
    for (; *text != '\0'; text++) {
        count += *text == ',' ? 1 : 0;
    }
    return count;
}

bool pg_array_split(const char *text, struct arena *arena, const char *const **items, size_t *count)
{
    const char **found = arena_alloc(arena, most_items(text) * sizeof *found);
    char *at = arena_copy(arena, text, strlen(text)), delimiter = ',', *item;
    size_t n = 0;
    if (!found || !at || *at++ != '{') {
        return false;
    }
    if (*at == '}') {
        at++;
        delimiter = '}';
    }
    while (delimiter == ',') {
        bool null;
        if (!next_item(&at, &item, &null, &delimiter)) {
            return false;
        }
        found[n] = item;
        n += null ? 0 : 1;
    }
    if (*at != '\0') {
        return false;
    }
    *items = found;
    *count = n;
    return true;
}
