/* SPDX-License-Identifier: MIT */
#include "values/swe.h"

#include <string.h>

enum { PREFIX = 2, DIGITS_MAX = 10, LENGTH_MAX = PREFIX + DIGITS_MAX };

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* Is `c` what belongs at this place of a number? */
static bool belongs(char c, size_t place)
{
    return place < PREFIX ? c == "SW"[place] : c >= '0' && c <= '9';
}

bool swe_normalise(const char *text, size_t len, char out[SWE_SIZE])
{
    char number[SWE_SIZE] = "";
    size_t length = 0;
    for (size_t i = 0; i < len; i++) {
        if (is_space(text[i])) {
            continue;
        }
        char c = upper(text[i]);
        if (length == LENGTH_MAX || !belongs(c, length)) {
            return false;
        }
        number[length++] = c;
    }
    if (length <= PREFIX) {
        return false;
    }
    memcpy(out, number, sizeof number);
    return true;
}
