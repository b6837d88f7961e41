/* SPDX-License-Identifier: MIT */
#include "base/base64url.h"

#include <stdint.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

char *base64url_print(const void *bytes, size_t len, char *out)
{
    const uint8_t *in = bytes;
    char *at = out;
    unsigned held = 0, bits = 0;
    for (size_t i = 0; i < len; i++) {
        held = (held << 8 | in[i]) & 0xffff;
        for (bits += 8; bits >= 6;) {
            bits -= 6;
            *at++ = alphabet[held >> bits & 63];
        }
    }
    if (bits > 0) {
        *at++ = alphabet[held << (6 - bits) & 63];
    }
    *at = '\0';
    return out;
}

bool base64url_parse(const char *text, size_t len, size_t room, void *out, size_t *got)
{
    uint8_t *at = out;
    unsigned held = 0, bits = 0;
    if (len % 4 == 1 || len / 4 * 3 + len % 4 * 6 / 8 > room) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        const char *found = text[i] == '\0' ? NULL : strchr(alphabet, text[i]);
        if (!found) {
            return false;
        }
        held = (held << 6 | (unsigned)(found - alphabet)) & 0xffff;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            *at++ = (uint8_t)(held >> bits & 0xff);
        }
    }
    if ((held & ((1U << bits) - 1)) != 0) {
        return false;
    }
    *got = (size_t)(at - (uint8_t *)out);
    return true;
}
