/* SPDX-License-Identifier: MIT */
#include "http/match.h"

#include "http/grammar.h"

#include <stdio.h>
#include <string.h>

/* One character of a segment, perhaps escaped; 0 for what no id may hold. Moves `at` behind it. */
static char next_char(const char **at, const char *end)
{
    int c = (unsigned char)*(*at)++;
    if (c == '%') {
        if (end - *at < 2 || grammar_hex((*at)[0]) < 0 || grammar_hex((*at)[1]) < 0)
            return 0;
        c = grammar_hex((*at)[0]) * 16 + grammar_hex((*at)[1]);
        *at += 2;
    }
    return c > ' ' && c < 0x7f && c != '/' ? (char)c : 0;
}

static bool decode_id(const char *at, const char *end, char out[MATCH_ID_MAX + 1])
{
    size_t len = 0;
    while (at < end) {
        char c = next_char(&at, end);
        if (c == 0 || len == MATCH_ID_MAX)
            return false;
        out[len++] = c;
    }
    out[len] = '\0';
    return len > 0;
}

static bool spelt_out(const char *template, const char *path, size_t len)
{
    return strlen(template) == len && memcmp(template, path, len) == 0;
}

/* The template's text up to its {id}, a segment, the text after it. */
static bool fits(const char *template, const char *path, size_t len, char id[MATCH_ID_MAX + 1])
{
    const char *open = strchr(template, '{'), *end = path + len;
    size_t before = open ? (size_t)(open - template) : 0;
    if (!open || len <= before || memcmp(template, path, before) != 0)
        return false;
    const char *segment = path + before, *slash = memchr(segment, '/', len - before);
    const char *rest = slash ? slash : end;
    return spelt_out(strchr(open, '}') + 1, rest, (size_t)(end - rest)) && decode_id(segment, rest, id);
}

static void consider(const struct route *route, enum method method, struct match *match)
{
    enum method own = method_parse(route->method, strlen(route->method));
    bool head = own == METHOD_GET;
    match->allowed |= 1u << own | 1u << METHOD_OPTIONS | (head ? 1u << METHOD_HEAD : 0u);
    if (own == method || (head && method == METHOD_HEAD))
        match->route = route;
}

typedef bool fits_fn(const char *template, const char *path, size_t len, char id[MATCH_ID_MAX + 1]);

static bool fits_exactly(const char *template, const char *path, size_t len, char id[MATCH_ID_MAX + 1])
{
    (void)id;
    return spelt_out(template, path, len);
}

static struct match search(const struct route *const *tables, enum method method, const char *path,
                           size_t len, fits_fn *suits)
{
    struct match match = {0};
    for (; *tables; tables++)
        for (const struct route *route = *tables; route->method; route++)
            if (suits(route->path, path, len, match.id))
                consider(route, method, &match);
    match.has_id = match.id[0] != '\0';
    return match;
}

bool match_path(const struct route *const *tables, enum method method, const char *path, size_t len,
                struct match *out)
{
    struct match match = search(tables, method, path, len, fits_exactly);
    if (!match.allowed)
        match = search(tables, method, path, len, fits);
    if (match.allowed)
        *out = match;
    return match.allowed != 0;
}

char *match_allow(unsigned allowed, char out[MATCH_ALLOW_SIZE])
{
    size_t len = 0;
    out[0] = '\0';
    for (enum method m = METHOD_NONE + 1; m < METHOD_COUNT; m++)
        if (allowed & 1u << m)
            len +=
                (size_t)snprintf(out + len, MATCH_ALLOW_SIZE - len, "%s%s", len ? ", " : "", method_name(m));
    return out;
}
