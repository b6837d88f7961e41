/* SPDX-License-Identifier: MIT */
#include "http/media.h"

#include "http/grammar.h"

#include <string.h>
#include <strings.h>

struct part {
    const char *at;
    size_t len;
};

/* Takes the next part, trimmed, off a list; false at its end. */
static bool next_part(struct part *list, char separator, struct part *out)
{
    if (!list->at)
        return false;
    const char *stop = memchr(list->at, separator, list->len);
    *out = (struct part){list->at, stop ? (size_t)(stop - list->at) : list->len};
    list->len -= stop ? out->len + 1 : out->len;
    list->at = stop ? stop + 1 : NULL;
    grammar_trim(&out->at, &out->len);
    return true;
}

bool media_is(const char *at, size_t len, const char *type)
{
    struct part rest = {at, len}, part;
    if (!next_part(&rest, ';', &part) || !grammar_same(part.at, part.len, type))
        return false;
    while (next_part(&rest, ';', &part))
        if (!grammar_same(part.at, part.len, "charset=utf-8") &&
            !grammar_same(part.at, part.len, "charset=\"utf-8\""))
            return false;
    return true;
}

/* 3 for the type itself, 2 for "application/" and a star, 1 for two stars, 0 where the range does not hold
 * the type. */
static int specificity(struct part range, const char *type)
{
    size_t major = (size_t)(strchr(type, '/') - type) + 1;
    if (grammar_same(range.at, range.len, type))
        return 3;
    if (range.len == major + 1 && strncasecmp(range.at, type, major) == 0 && range.at[major] == '*')
        return 2;
    return grammar_same(range.at, range.len, "*/*") ? 1 : 0;
}

/* "q=0", "q=0.", "q=0.000": a weight of nothing. */
static bool is_nothing(struct part parameter)
{
    if (parameter.len < 3 || strncasecmp(parameter.at, "q=0", 3) != 0)
        return false;
    for (size_t i = 3; i < parameter.len; i++)
        if (parameter.at[i] != (i == 3 ? '.' : '0'))
            return false;
    return true;
}

static void consider(struct media_wish *wish, struct part item)
{
    struct part part;
    if (!next_part(&item, ';', &part))
        return;
    int fit = specificity(part, wish->type);
    if (fit == 0 || fit < wish->specificity)
        return;
    bool refused = false;
    while (next_part(&item, ';', &part))
        refused = refused || is_nothing(part);
    wish->specificity = fit;
    wish->refused = refused;
}

void media_accept(struct media_wish *wish, const char *at, size_t len)
{
    struct part list = {at, len}, item;
    while (next_part(&list, ',', &item))
        consider(wish, item);
}
