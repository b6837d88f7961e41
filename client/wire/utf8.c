/* SPDX-License-Identifier: MIT */
#include "wire/utf8.h"

/* The first byte's range decides the length and the second byte's range; further bytes are 80 to BF. */
static const struct lead {
    unsigned char first, last, second_first, second_last;
    size_t length;
} leads[] = {
    {0x00, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
    {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
    {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
};

static bool within(char c, unsigned char first, unsigned char last)
{
    return (unsigned char)c >= first && (unsigned char)c <= last;
}

static bool follows(const struct lead *lead, const char *text, size_t left)
{
    if (left < lead->length ||
        (lead->length > 1 && !within(text[1], lead->second_first, lead->second_last))) {
        return false;
    }
    for (size_t i = 2; i < lead->length; i++) {
        if (!within(text[i], 0x80, 0xbf)) {
            return false;
        }
    }
    return true;
}

size_t utf8_length(const char *text, size_t left)
{
    for (size_t i = 0; left > 0 && i < sizeof leads / sizeof *leads; i++) {
        if (within(text[0], leads[i].first, leads[i].last)) {
            return follows(&leads[i], text, left) ? leads[i].length : 0;
        }
    }
    return 0;
}

bool utf8_control(const char *text)
{
    return within(text[0], 0, 0x1f) || within(text[0], 0x7f, 0x7f) ||
           (within(text[0], 0xc2, 0xc2) && within(text[1], 0x80, 0x9f));
}

/* Each has one byte that continues none. */
size_t utf8_count(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++) {
        count += within(*text, 0x80, 0xbf) ? 0 : 1;
    }
    return count;
}

bool utf8_printable(const char *text, size_t len)
{
    for (size_t i = 0, step; i < len; i += step) {
        step = utf8_length(text + i, len - i);
        if (step == 0 || utf8_control(text + i)) {
            return false;
        }
    }
    return true;
}
