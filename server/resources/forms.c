/* SPDX-License-Identifier: MIT */
#include "resources/forms.h"

#include "values/date.h"
#include "values/swe.h"

#include <ctype.h>
#include <string.h>

static const struct field code_row_fields[] = {
    FIELD(struct code_row, id, OUT),
    FIELD(struct code_row, dfe_code, OUT),
    {0},
};
const struct shape code_row_shape = SHAPE("authority", struct code_row, code_row_fields);

bool form_swe_number(const char *text, size_t len, struct arena *arena, const char **out)
{
    char number[SWE_SIZE];
    if (!swe_normalise(text, len, number))
        return false;
    *out = arena_copy(arena, number, strlen(number));
    return *out != NULL;
}

static bool all(const char *text, size_t from, size_t to, int (*is)(int))
{
    for (size_t i = from; i < to; i++)
        if (!is((unsigned char)text[i]))
            return false;
    return true;
}

bool form_authority_code(const char *text, size_t len, struct arena *arena, const char **out)
{
    bool dfe = len == 3 && all(text, 0, 3, isdigit);
    bool gss = len == 9 && toupper((unsigned char)text[0]) == 'E' && all(text, 1, 9, isdigit);
    if (!dfe && !gss)
        return false;
    char *copy = arena_copy(arena, text, len);
    if (copy != NULL)
        copy[0] = (char)toupper((unsigned char)copy[0]);
    *out = copy;
    return copy != NULL;
}

/* What people write between the letters and the digits, and between the digits: spaces, also those that are
 * no ASCII, dashes, colons. */
static bool is_between(char c)
{
    return strchr(" \t-:#/", c) != NULL || (unsigned char)c >= 0x80;
}

static size_t digits_from(const char *text, size_t at, size_t len)
{
    size_t digits = 0;
    for (; at < len && (is_between(text[at]) || isdigit((unsigned char)text[at])); at++)
        digits += isdigit((unsigned char)text[at]) != 0;
    return digits;
}

/* As somebody would write one: "SW" or "SWE" and four digits or more. "SW2" is a post. */
static bool names_worker(const char *text, size_t len)
{
    for (size_t i = 0; i + 2 < len; i++) {
        if (toupper((unsigned char)text[i]) != 'S' || toupper((unsigned char)text[i + 1]) != 'W')
            continue;
        size_t after = i + 2 + (toupper((unsigned char)text[i + 2]) == 'E');
        if (digits_from(text, after, len) >= 4)
            return true;
    }
    return false;
}

bool form_nobody(const char *text, size_t len, struct arena *arena, const char **out)
{
    *out = names_worker(text, len) ? NULL : arena_copy(arena, text, len);
    return *out != NULL;
}

/* A month is one that has a first day. */
bool form_month(const char *text, size_t len, struct arena *arena, const char **out)
{
    struct date first;
    const char *day = arena_printf(arena, "%.*s-01", (int)len, text);
    if (len != strlen("2026-10") || !date_parse(day, strlen(day), &first))
        return false;
    *out = arena_copy(arena, text, len);
    return *out != NULL;
}

/* How many bytes a space takes, as typed or as a spreadsheet keeps it from breaking; 0: it is none. */
static size_t space_at(const char *text)
{
    static const char no_break[] = "\xc2\xa0";
    return text[0] == ' ' ? 1 : strncmp(text, no_break, 2) == 0 ? 2 : 0;
}

bool form_title(const char *text, size_t len, struct arena *arena, const char **out)
{
    char *copy = arena_copy(arena, text, len);
    size_t n = 0;
    for (size_t i = 0, taken; copy != NULL && i < len; i += taken) {
        size_t space = space_at(copy + i);
        taken = space > 0 ? space : 1;
        if (space == 0)
            copy[n++] = copy[i];
        else if (n > 0 && copy[n - 1] != ' ')
            copy[n++] = ' ';
    }
    if (copy == NULL)
        return false;
    n -= n > 0 && copy[n - 1] == ' ';
    copy[n] = '\0';
    *out = copy;
    return n > 0;
}

const char *form_code(const struct codes *codes, unsigned code)
{
    return code == 0 ? NULL : codes_name(codes, code);
}

const char *form_codes(struct arena *arena, const struct codes *codes, struct code_set set)
{
    struct text out = text_in(arena);
    for (unsigned code = 1; code <= codes->count; code++)
        if (set.bits & shape_code_bit(code))
            text_printf(&out, "%s%s", out.len == 0 ? "{" : ",", codes_name(codes, code));
    if (out.len == 0)
        return NULL;
    text_puts(&out, "}");
    return out.at;
}

/* Quoted, so that spaces and commas stay inside. */
const char *form_texts(struct arena *arena, struct text_list list)
{
    struct text out = text_in(arena);
    text_puts(&out, "{");
    for (size_t i = 0; i < list.count; i++) {
        text_puts(&out, i == 0 ? "\"" : ",\"");
        for (const char *c = list.at[i]; *c != '\0'; c++) {
            if (*c == '"' || *c == '\\')
                text_add(&out, "\\", 1);
            text_add(&out, c, 1);
        }
        text_puts(&out, "\"");
    }
    text_puts(&out, "}");
    return out.at;
}

const char *form_uuids(struct arena *arena, struct uuid_list ids)
{
    struct text out = text_in(arena);
    char id[UUID_SIZE];
    text_puts(&out, "{");
    for (size_t i = 0; i < ids.count; i++)
        text_printf(&out, "%s%s", i == 0 ? "" : ",", uuid_print(ids.at[i], id));
    text_puts(&out, "}");
    return out.at;
}
