/* SPDX-License-Identifier: MIT */
/* The writing half of JSON; the reading half is document_read.c. */
#include "wire/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What has been written says by its last byte whether a comma is due. */
static void separate(struct text *text)
{
    if (text->len > 0 && !strchr("{[:,\n", text->at[text->len - 1])) {
        text_add(text, ",", 1);
    }
}

void json_begin(struct text *text, char bracket)
{
    separate(text);
    text_add(text, &bracket, 1);
}

void json_end(struct text *text, char bracket)
{
    text_add(text, &bracket, 1);
}

static bool plain(char c)
{
    return (unsigned char)c >= 0x20 && c != '"' && c != '\\';
}

/* RFC 8259, section 7: the short forms where there are any. */
static void escape(struct text *text, char c)
{
    static const char with_short[] = "\"\\\b\f\n\r\t", short_form[] = "\"\\bfnrt";
    const char *at = strchr(with_short, c);
    if (c != '\0' && at) {
        char pair[] = {'\\', short_form[at - with_short]};
        text_add(text, pair, sizeof pair);
    } else {
        text_printf(text, "\\u%04x", (unsigned)(unsigned char)c);
    }
}

static void quoted(struct text *text, const char *from, size_t len)
{
    const char *end = from + len;
    text_add(text, "\"", 1);
    while (from < end) {
        const char *run = from;
        while (from < end && plain(*from)) {
            from++;
        }
        text_add(text, run, (size_t)(from - run));
        if (from < end) {
            escape(text, *from++);
        }
    }
    text_add(text, "\"", 1);
}

void json_text_len(struct text *text, const char *from, size_t len)
{
    separate(text);
    quoted(text, from, len);
}

void json_text(struct text *text, const char *from)
{
    json_text_len(text, from, strlen(from));
}

void json_key(struct text *text, const char *name)
{
    json_text(text, name);
    text_add(text, ":", 1);
}

void json_literal(struct text *text, const char *literal)
{
    separate(text);
    text_puts(text, literal);
}

void json_integer_out(struct text *text, int64_t value)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%" PRId64, value);
    json_literal(text, digits);
}

void json_bool(struct text *text, bool value)
{
    json_literal(text, value ? "true" : "false");
}
