/* SPDX-License-Identifier: MIT */
#include "http/chunk.h"

#include "http/grammar.h"

#include <string.h>

static const char *token_end(const char *at, const char *end)
{
    while (at < end && grammar_tchar(*at))
        at++;
    return at;
}

/* A quoted string without escapes; `at` itself where there is none. */
static const char *quoted_end(const char *at, const char *end)
{
    if (at == end || *at != '"')
        return at;
    const char *close = memchr(at + 1, '"', (size_t)(end - at - 1));
    if (!close || !grammar_value(at, (size_t)(close - at)) || memchr(at, '\\', (size_t)(close - at)))
        return at;
    return close + 1;
}

/* *( ";" name [ "=" ( token / quoted-string ) ] ), without white space. */
static bool good_extensions(const char *at, const char *end)
{
    while (at < end) {
        const char *name = at + 1, *name_end = token_end(name, end);
        if (*at != ';' || name == name_end)
            return false;
        at = name_end;
        if (at == end || *at != '=')
            continue;
        const char *value = at + 1;
        at = token_end(value, end);
        if (at == value)
            at = quoted_end(value, end);
        if (at == value)
            return false;
    }
    return true;
}

bool chunk_size(const char *at, size_t len, int64_t *size, size_t *extensions)
{
    size_t digits = 0;
    int64_t value = 0;
    while (digits < len && grammar_hex(at[digits]) >= 0) {
        if (digits == CHUNK_DIGITS_MAX)
            return false;
        value = value * 16 + grammar_hex(at[digits++]);
    }
    if (digits == 0 || !good_extensions(at + digits, at + len))
        return false;
    *size = value;
    *extensions = len - digits;
    return true;
}
