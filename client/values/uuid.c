/* SPDX-License-Identifier: MIT */
#include "values/uuid.h"

#include <string.h>

static const char hyphenated[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

bool uuid_given(struct uuid u)
{
    return !uuid_equal(u, (struct uuid){{0}});
}

bool uuid_equal(struct uuid a, struct uuid b)
{
    return memcmp(a.byte, b.byte, sizeof a.byte) == 0;
}

/* -1 for what is not a hex digit. */
static int nibble(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool uuid_parse(const char *text, size_t len, struct uuid *out)
{
    struct uuid read = {{0}};
    size_t nibbles = 0;
    if (len != UUID_SIZE - 1) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        int value = nibble(text[i]);
        if (hyphenated[i] == '-' ? text[i] != '-' : value < 0) {
            return false;
        }
        if (hyphenated[i] != '-') {
            uint8_t *byte = &read.byte[nibbles++ / 2];
            *byte = (uint8_t)(*byte << 4 | value);
        }
    }
    *out = read;
    return true;
}

char *uuid_print(struct uuid u, char out[UUID_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    char *at = out;
    for (size_t i = 0; i < sizeof u.byte; i++) {
        if (hyphenated[at - out] == '-') {
            *at++ = '-';
        }
        *at++ = digits[u.byte[i] >> 4];
        *at++ = digits[u.byte[i] & 0xf];
    }
    *at = '\0';
    return out;
}

/* RFC 9562, 5.7: 48 bits of milliseconds, 4 of version, 12 random, 2 of variant, 62 random. */
struct uuid uuid_v7(int64_t unix_ms, const uint8_t random[10])
{
    struct uuid u;
    for (int i = 0; i < 6; i++) {
        u.byte[i] = (uint8_t)((uint64_t)unix_ms >> (40 - 8 * i));
    }
    memcpy(u.byte + 6, random, 10);
    u.byte[6] = (uint8_t)(0x70 | (u.byte[6] & 0x0f));
    u.byte[8] = (uint8_t)(0x80 | (u.byte[8] & 0x3f));
    return u;
}
