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

enum { WEIGHT_FULL = 1000 };

/* "q=0.8" in thousandths (RFC 9110, 12.4.2); what is no weight weighs nothing less than all. */
static int weight_of(struct part parameter)
{
    int weight = 0, unit = WEIGHT_FULL;
    if (parameter.len < 3 || strncasecmp(parameter.at, "q=", 2) != 0)
        return WEIGHT_FULL;
    for (size_t i = 2; i < parameter.len; i++) {
        char c = parameter.at[i];
        if (i == 3 ? c != '.' : c < '0' || c > '9')
            return WEIGHT_FULL;
        if (i != 3) {
            weight += (c - '0') * unit;
            unit /= 10;
        }
    }
    return weight < WEIGHT_FULL ? weight : WEIGHT_FULL;
}

static void consider(struct media_wish *wish, struct part item)
{
    struct part part;
    if (!next_part(&item, ';', &part))
        return;
    int fit = specificity(part, wish->type);
    if (fit == 0 || fit < wish->specificity)
        return;
    wish->specificity = fit;
    wish->weight = WEIGHT_FULL;
    while (next_part(&item, ';', &part))
        if (weight_of(part) < wish->weight)
            wish->weight = weight_of(part);
}

void media_accept(struct media_wish *wish, const char *at, size_t len)
{
    struct part list = {at, len}, item;
    while (next_part(&list, ',', &item))
        consider(wish, item);
}

bool media_prefers(const char *at, size_t len, const char *preference)
{
    struct part list = {at, len}, item, token;
    while (next_part(&list, ',', &item))
        if (next_part(&item, ';', &token) && grammar_same(token.at, token.len, preference))
            return true;
    return false;
}
