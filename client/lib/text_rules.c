/* SPDX-License-Identifier: MIT */
#include "text_rules.h"

#include <string.h>

enum { KEY_MAX = 64 };

static const char alphanumeric[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/* How many characters from the start are alphanumeric or among `more`. */
static size_t span(const char *text, const char *more)
{
    size_t len = 0;
    while (text[len] != '\0' &&
           (strchr(alphanumeric, text[len]) != NULL || strchr(more, text[len]) != NULL)) {
        len++;
    }
    return len;
}

bool is_token(const char *text)
{
    size_t len = span(text, "-._~+/");
    return len > 0 && strspn(text + len, "=") == strlen(text + len);
}

bool is_key(const char *text)
{
    size_t len = span(text, "-_");
    return len > 0 && len <= KEY_MAX && text[len] == '\0';
}

bool is_path(const char *text)
{
    if (text[0] != '/' || text[1] == '/') {
        return false;
    }
    for (const char *p = text; *p != '\0'; p++) {
        if (*p <= ' ' || *p > '~' || *p == '#' || *p == '\\') {
            return false;
        }
    }
    return true;
}

bool is_media_type(const char *text)
{
    size_t major = span(text, "-.+");
    size_t minor = text[major] == '/' ? span(text + major + 1, "-.+") : 0;
    return major > 0 && minor > 0 && text[major + 1 + minor] == '\0';
}
