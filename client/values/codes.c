/* SPDX-License-Identifier: MIT */
#include "values/codes.h"

#include <stdint.h>
#include <string.h>

#define CODE_ITEM(prefix, name, words) {#name, words},

/* The vocabulary of findings in the form of the other lists. */
static const struct code rule_items[] = {
    {"", ""},
#define RULE(name, words, when) {#name, words},
#include "accord/findings.def"
};
static const struct code layer_items[] = {
    {"", ""},
#define LAYER(name, words) {#name, words},
#include "accord/findings.def"
};
static const struct code verdict_items[] = {
    {"", ""},
#define VERDICT(name, words) {#name, words},
#include "accord/findings.def"
};
static const struct code outcome_items[] = {
    {"", ""},
#define OUTCOME(name, words, exit) {#name, words},
#include "accord/findings.def"
};

#define CODES_ITEMS(list, LIST) static const struct code list##_items[] = {{"", ""}, LIST(CODE_ITEM)};
PLAIN_CODE_LISTS(CODES_ITEMS)

#define CODES_LIST(list, LIST) \
    const struct codes list##_codes = {#list, sizeof list##_items / sizeof *list##_items - 1, list##_items};
CODE_LISTS(CODES_LIST)

unsigned codes_find(const struct codes *codes, const char *name, size_t len)
{
    for (unsigned i = 1; i <= codes->count; i++) {
        const char *item = codes->items[i].name;
        if (strlen(item) == len && memcmp(item, name, len) == 0) {
            return i;
        }
    }
    return 0;
}

const char *codes_name(const struct codes *codes, unsigned value)
{
    return value <= codes->count ? codes->items[value].name : "";
}

const char *codes_words(const struct codes *codes, unsigned value)
{
    return value <= codes->count ? codes->items[value].words : "";
}

enum { NEAR_MAX = 63 }; /* longer than any name; what is longer is near none */

static char folded(char c)
{
    if (c == '-' || c == ' ') {
        return '_';
    }
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static size_t least(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Levenshtein's distance, a row at a time; case, hyphens and spaces do not count. Both are at most NEAR_MAX.
 */
static size_t distance(const char *a, const char *b)
{
    size_t row[NEAR_MAX + 1], len = strlen(b);
    for (size_t j = 0; j <= len; j++) {
        row[j] = j;
    }
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= len; j++) {
            size_t above = row[j];
            size_t change = folded(a[i - 1]) == folded(b[j - 1]) ? 0 : 1;
            row[j] = least(above + 1, row[j - 1] + 1, diagonal + change);
            diagonal = above;
        }
    }
    return row[len];
}

/* Near is: at most a third of the listed name to change, and never all of it. */
const char *codes_near(const struct codes *codes, const char *name)
{
    const char *nearest = NULL;
    size_t best = SIZE_MAX;
    if (strlen(name) > NEAR_MAX) {
        return NULL;
    }
    for (unsigned i = 1; i <= codes->count; i++) {
        const char *item = codes->items[i].name;
        size_t changes = distance(name, item), allowed = (strlen(item) + 1) / 3;
        if (changes < best && changes <= allowed) {
            best = changes;
            nearest = item;
        }
    }
    return nearest;
}
