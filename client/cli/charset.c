/* SPDX-License-Identifier: MIT */
#include "charset.h"

#include "wire/utf8.h"

#include <stdint.h>
#include <string.h>

/* Windows-1252 from 0x80 to 0x9F (WHATWG Encoding, index windows-1252); elsewhere it is ISO 8859-1. */
static const uint16_t windows_1252[] = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

static void put(struct text *out, uint32_t c)
{
    char bytes[4];
    size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = len; i-- > 1; c >>= 6) {
        bytes[i] = (char)(0x80 | (c & 0x3F));
    }
    bytes[0] = (char)(lead[len] | c);
    text_add(out, bytes, len);
}

static bool is_utf8(const char *bytes, size_t len)
{
    size_t step;
    for (size_t i = 0; i < len; i += step) {
        step = utf8_length(bytes + i, len - i);
        if (step == 0) {
            return false;
        }
    }
    return true;
}

static uint32_t unit_at(const char *bytes, bool big)
{
    uint32_t first = (unsigned char)bytes[0], second = (unsigned char)bytes[1];
    return big ? first << 8 | second : second << 8 | first;
}

static bool is_surrogate(uint32_t unit, uint32_t base)
{
    return (unit & 0xFC00) == base;
}

/* RFC 2781. False: a surrogate without its other half, or half a unit. */
static bool read_utf16(const char *bytes, size_t len, bool big, struct text *out)
{
    for (size_t i = 0; i + 1 < len; i += 2) {
        uint32_t unit = unit_at(bytes + i, big);
        if (is_surrogate(unit, 0xD800) && i + 3 < len && is_surrogate(unit_at(bytes + i + 2, big), 0xDC00)) {
            unit = 0x10000 + ((unit & 0x3FF) << 10) + (unit_at(bytes + i + 2, big) & 0x3FF);
            i += 2;
        } else if (is_surrogate(unit, 0xD800) || is_surrogate(unit, 0xDC00)) {
            return false;
        }
        put(out, unit);
    }
    return len % 2 == 0;
}

static void read_windows_1252(const char *bytes, size_t len, struct text *out)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        put(out, byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80] : byte);
    }
}

static bool begins(const char *bytes, size_t len, const char *mark)
{
    return len >= strlen(mark) && memcmp(bytes, mark, strlen(mark)) == 0;
}

static const char *read_marked(const char *bytes, size_t len, struct text *out)
{
    static const char utf8_mark[] = "\xEF\xBB\xBF";
    bool big = begins(bytes, len, "\xFE\xFF");
    size_t mark = begins(bytes, len, utf8_mark) ? strlen(utf8_mark) : 0;
    if (big || begins(bytes, len, "\xFF\xFE")) {
        return read_utf16(bytes + 2, len - 2, big, out) ? "UTF-16" : NULL;
    }
    if (is_utf8(bytes + mark, len - mark)) {
        text_add(out, bytes + mark, len - mark);
        return "UTF-8";
    }
    read_windows_1252(bytes, len, out);
    return "Windows-1252";
}

const char *charset_read(const char *bytes, size_t len, struct text *out)
{
    text_puts(out, "");
    const char *name = read_marked(bytes, len, out);
    return memchr(out->at, '\0', out->len) == NULL ? name : NULL;
}
