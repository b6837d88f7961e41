/* SPDX-License-Identifier: MIT */
#include "http/target.h"

#include "http/grammar.h"

#include <string.h>
#include <strings.h>

/* pchar without its escapes, and the slash (RFC 3986, 3.3). */
static bool path_char(char c)
{
    return grammar_alnum(c) || (c != '\0' && strchr("-._~!$&'()*+,;=:@/", c) != NULL);
}

static bool query_char(char c)
{
    return c == '?' || path_char(c);
}

/* At a '%': two hex digits that are not 00. */
static bool good_escape(const char *at, const char *end)
{
    if (end - at < 3 || grammar_hex(at[1]) < 0 || grammar_hex(at[2]) < 0)
        return false;
    return at[1] != '0' || at[2] != '0';
}

/* Where the run of allowed characters and good escapes ends. */
static const char *run(const char *at, const char *end, bool (*allowed)(char))
{
    while (at < end && (allowed(*at) || (*at == '%' && good_escape(at, end))))
        at += *at == '%' ? 3 : 1;
    return at;
}

static struct slice slice_of(const char *base, const char *from, const char *to)
{
    return (struct slice){(uint16_t)(from - base), (uint16_t)(to - from)};
}

/* After "http://" or "https://"; NULL where the target is in no absolute form of ours. */
static const char *after_scheme(const char *at, const char *end)
{
    static const char *const schemes[] = {"http://", "https://"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t len = strlen(schemes[i]);
        if ((size_t)(end - at) > len && strncasecmp(at, schemes[i], len) == 0)
            return at + len;
    }
    return NULL;
}

/* False where the target has neither an authority of ours nor a path of its own. */
static bool take_authority(struct head *head, const char *base, const char **at, const char *end)
{
    if (**at == '/')
        return true;
    const char *from = after_scheme(*at, end);
    const char *slash = from ? memchr(from, '/', (size_t)(end - from)) : NULL;
    if (!slash)
        return false;
    head->authority = slice_of(base, from, slash);
    *at = slash;
    return target_host(from, (size_t)(slash - from));
}

bool target_parse(struct head *head, const char *base, struct slice target)
{
    const char *at = base + target.at, *end = at + target.len;
    if (at == end || !take_authority(head, base, &at, end))
        return false;
    const char *path_end = run(at, end, path_char);
    head->path = slice_of(base, at, path_end);
    if (path_end == end)
        return true;
    if (*path_end != '?')
        return false;
    head->query = slice_of(base, path_end + 1, end);
    return run(path_end + 1, end, query_char) == end;
}

/* ":" and 1 to 5 digits, or nothing. */
static bool good_port(const char *at, const char *end)
{
    if (at == end)
        return true;
    if (*at != ':' || end - at < 2 || end - at > 6)
        return false;
    while (++at < end)
        if (!grammar_digit(*at))
            return false;
    return true;
}

static bool name_char(char c)
{
    return grammar_alnum(c) || (c != '\0' && strchr("-._~!$&'()*+,;=", c) != NULL);
}

static bool address_char(char c)
{
    return grammar_hex(c) >= 0 || c == ':' || c == '.';
}

bool target_host(const char *at, size_t len)
{
    const char *end = at + len;
    if (len == 0 || *at != '[') {
        const char *name_end = run(at, end, name_char);
        return name_end > at && good_port(name_end, end);
    }
    const char *close = at + 1;
    while (close < end && address_char(*close))
        close++;
    return close < end && *close == ']' && close - at > 2 && good_port(close + 1, end);
}
