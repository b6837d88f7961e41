/* SPDX-License-Identifier: MIT */
#include "values/pence.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char pound[] = "£"; /* UTF-8 */
static const int64_t pounds_max = INT64_MAX / 100 - 1;

struct cursor {
    const char *at, *end;
};

static bool is_digit(struct cursor c)
{
    return c.at < c.end && *c.at >= '0' && *c.at <= '9';
}

/*
 * Digits with commas only where thousands are: either none, or one before every three digits. At least one
 * digit.
 */
static bool read_pounds(struct cursor *c, int64_t *out)
{
    int64_t value = 0;
    size_t group = 0;
    bool commas = false;
    for (; is_digit(*c) || (c->at < c->end && *c->at == ','); c->at++) {
        if (*c->at == ',') {
            if (group == 0 || group > 3 || (commas && group != 3)) {
                return false;
            }
            commas = true;
            group = 0;
            continue;
        }
        value = value * 10 + (*c->at - '0');
        group++;
        if (value > pounds_max) {
            return false;
        }
    }
    if (group == 0 || (commas && group != 3)) {
        return false;
    }
    *out = value;
    return true;
}

/* ".5" or ".50"; nothing at all is no pence. */
static bool read_pence(struct cursor *c, int64_t *out)
{
    int64_t value = 0, unit = 10;
    if (c->at < c->end && *c->at == '.') {
        c->at++;
        if (!is_digit(*c)) {
            return false;
        }
        for (; is_digit(*c) && unit > 0; c->at++, unit /= 10) {
            value += (*c->at - '0') * unit;
        }
    }
    *out = value;
    return c->at == c->end;
}

bool pence_parse(const char *text, size_t len, int64_t *out)
{
    struct cursor c = {text, text + len};
    size_t sign = sizeof pound - 1;
    int64_t pounds, pence;
    if (len >= sign && memcmp(text, pound, sign) == 0) {
        c.at += sign;
    }
    if (!read_pounds(&c, &pounds) || !read_pence(&c, &pence)) {
        return false;
    }
    *out = pounds * 100 + pence;
    return true;
}

char *pence_print(int64_t pence, char out[PENCE_SIZE])
{
    uint64_t left = pence < 0 ? 0 - (uint64_t)pence : (uint64_t)pence;
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, left / 100);
    char *p = out;
    if (pence < 0) {
        *p++ = '-';
    }
    memcpy(p, pound, sizeof pound - 1);
    p += sizeof pound - 1;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            *p++ = ',';
        }
        *p++ = digits[i];
    }
    *p++ = '.';
    *p++ = (char)('0' + left % 100 / 10);
    *p++ = (char)('0' + left % 10);
    *p = '\0';
    return out;
}

char *pence_plain(int64_t pence, char out[PENCE_SIZE])
{
    uint64_t left = pence < 0 ? 0 - (uint64_t)pence : (uint64_t)pence;
    snprintf(out, PENCE_SIZE, "%s%" PRIu64 ".%02u", pence < 0 ? "-" : "", left / 100, (unsigned)(left % 100));
    return out;
}
