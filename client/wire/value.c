/* SPDX-License-Identifier: MIT */
#include "wire/value_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Of each type: what it is read from, what to call it and how. */
static const struct {
    enum document_kind kind;
    const char *words;
    value_read_fn *read;
} types[FIELD_TYPES] = {
    [FIELD_INTEGER] = {DOCUMENT_INTEGER, "a whole number", value_read_integer},
    [FIELD_INTEGER32] = {DOCUMENT_INTEGER, "a whole number", value_read_integer32},
    [FIELD_BOOL] = {DOCUMENT_BOOL, "true or false", value_read_bool},
    [FIELD_TEXT] = {DOCUMENT_TEXT, "text", value_read_text},
    [FIELD_DATE] = {DOCUMENT_TEXT, "a date as text, like \"2026-09-30\"", value_read_date},
    [FIELD_INSTANT] = {DOCUMENT_TEXT, "an instant as text, like \"2026-09-14T09:12:03Z\"",
                       value_read_instant},
    [FIELD_UUID] = {DOCUMENT_TEXT, "an id as text", value_read_uuid},
    [FIELD_CODE] = {DOCUMENT_TEXT, "a code as text", value_read_code},
    [FIELD_CODE_SET] = {DOCUMENT_ARRAY, "a list of codes", value_read_code_set},
    [FIELD_LIST] = {DOCUMENT_ARRAY, "a list of records", value_read_records},
    [FIELD_ONE] = {DOCUMENT_OBJECT, "a record", value_read_one},
    [FIELD_INTEGERS] = {DOCUMENT_ARRAY, "a list of whole numbers", value_read_list},
    [FIELD_UUIDS] = {DOCUMENT_ARRAY, "a list of ids", value_read_list},
    [FIELD_TEXTS] = {DOCUMENT_ARRAY, "a list of texts", value_read_list},
};

bool value_has_kind(struct reading *r, const struct value *v)
{
    static const char *const got[] = {
        [DOCUMENT_NULL] = "null",       [DOCUMENT_BOOL] = "true or false", [DOCUMENT_INTEGER] = "a number",
        [DOCUMENT_REAL] = "a number",   [DOCUMENT_TEXT] = "text",          [DOCUMENT_ARRAY] = "a list",
        [DOCUMENT_OBJECT] = "a record",
    };
    enum document_kind kind = document_kind(v->given), wanted = types[v->type].kind;
    if (kind == wanted) {
        return true;
    }
    if (kind == DOCUMENT_REAL && wanted == DOCUMENT_INTEGER) {
        reading_refuse(r, v->place, "not_an_integer", "This takes a whole number, and %s is not one.",
                       document_text(v->given));
    } else {
        reading_refuse(r, v->place, "wrong_type", "This takes %s, not %s.", types[v->type].words, got[kind]);
    }
    return false;
}

void value_read(struct reading *r, const struct value *v, void *member)
{
    if (value_has_kind(r, v)) {
        types[v->type].read(r, v, member);
    }
}

/* Decimal digits alone, with or without a minus. */
static bool integer_node(const char *text, struct document *out)
{
    const char *digits = text[0] == '-' ? text + 1 : text;
    if (digits[0] == '\0' || digits[strspn(digits, "0123456789")] != '\0') {
        return false;
    }
    errno = 0;
    long long number = strtoll(text, NULL, 10);
    *out = document_node_integer(number);
    return errno == 0;
}

static bool bool_node(const struct value_spelling *spelling, const char *text, struct document *out)
{
    bool yes = strcmp(text, spelling->yes) == 0;
    *out = document_node_bool(yes);
    return yes || strcmp(text, spelling->no) == 0;
}

bool value_node(enum field_type type, const struct value_spelling *spelling, const char *text,
                struct document *out)
{
    if (types[type].kind == DOCUMENT_INTEGER) {
        return integer_node(text, out);
    }
    if (types[type].kind == DOCUMENT_BOOL) {
        return bool_node(spelling, text, out);
    }
    *out = document_node_text(text);
    return types[type].kind == DOCUMENT_TEXT;
}
