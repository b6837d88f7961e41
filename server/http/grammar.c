/* SPDX-License-Identifier: MIT */
#include "http/grammar.h"

#include <string.h>
#include <strings.h>

bool grammar_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool grammar_alnum(char c)
{
    return grammar_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int grammar_hex(char c)
{
    if (grammar_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool grammar_tchar(char c)
{
    return grammar_alnum(c) || (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

bool grammar_token(const char *at, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!grammar_tchar(at[i]))
            return false;
    return len > 0;
}

bool grammar_value(const char *at, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)at[i];
        if ((c < ' ' && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

bool grammar_same(const char *at, size_t len, const char *word)
{
    return strlen(word) == len && strncasecmp(at, word, len) == 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

void grammar_trim(const char **at, size_t *len)
{
    while (*len > 0 && is_blank((*at)[*len - 1]))
        (*len)--;
    while (*len > 0 && is_blank(**at)) {
        (*at)++;
        (*len)--;
    }
}
