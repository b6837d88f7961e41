/* SPDX-License-Identifier: MIT */
#include "wire/cell.h"

#include <string.h>

static const char needs_quotes[] = ",\"\r\n;\t ";
static const char begins_formula[] = "=+-@\t\r";

static void add(struct text *out, const char *before, const char *text)
{
    if (before[0] == '\0' && strpbrk(text, needs_quotes) == NULL) {
        text_puts(out, text);
        return;
    }
    text_puts(out, "\"");
    text_puts(out, before);
    for (const char *at = text; *at != '\0';) {
        size_t len = strcspn(at, "\"");
        text_add(out, at, len);
        text_puts(out, at[len] == '"' ? "\"\"" : "");
        at += len + (at[len] == '"');
    }
    text_puts(out, "\"");
}

void cell_add(struct text *out, const char *text)
{
    add(out, "", text);
}

void cell_add_text(struct text *out, const char *text)
{
    bool formula = text[0] != '\0' && strchr(begins_formula, text[0]) != NULL;
    add(out, formula ? "'" : "", text);
}
