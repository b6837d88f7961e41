/* SPDX-License-Identifier: MIT */
#include "values/email.h"

#include <string.h>

enum { LOCAL_MAX = 64, LABEL_MAX = 63 };

static bool is_alphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_of_word(char c)
{
    return is_alphanumeric(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static bool is_word(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!is_of_word(text[i]))
            return false;
    return len > 0;
}

static bool is_label(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!is_alphanumeric(text[i]) && text[i] != '-')
            return false;
    return len > 0 && len <= LABEL_MAX && text[0] != '-' && text[len - 1] != '-';
}

/* Whether each part between dots is one. */
static bool each_is(bool part(const char *, size_t), const char *text, size_t len)
{
    size_t begin = 0;
    for (size_t i = 0; i <= len; i++) {
        if (i < len && text[i] != '.')
            continue;
        if (!part(text + begin, i - begin))
            return false;
        begin = i + 1;
    }
    return true;
}

bool email_taken(const char *text, size_t len)
{
    const char *at = memchr(text, '@', len);
    if (at == NULL || len > EMAIL_MAX)
        return false;
    size_t local = (size_t)(at - text);
    return local <= LOCAL_MAX && each_is(is_word, text, local) && each_is(is_label, at + 1, len - local - 1);
}
