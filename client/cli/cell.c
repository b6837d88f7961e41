/* SPDX-License-Identifier: MIT */
#include "cell.h"

#include <stdbool.h>
#include <string.h>

static const char needs_quotes[] = ",\"\r\n;\t ";
static const char begins_formula[] = "=+-@\t\r";

static void print(FILE *out, const char *before, const char *text)
{
    if (before[0] == '\0' && strpbrk(text, needs_quotes) == NULL) {
        fputs(text, out);
        return;
    }
    fprintf(out, "\"%s", before);
    for (; *text != '\0'; text++) {
        fputs(*text == '"' ? "\"" : "", out);
        fputc(*text, out);
    }
    fputc('"', out);
}

void cell_print(FILE *out, const char *text)
{
    print(out, "", text);
}

void cell_print_text(FILE *out, const char *text)
{
    bool formula = text[0] != '\0' && strchr(begins_formula, text[0]) != NULL;
    print(out, formula ? "'" : "", text);
}
