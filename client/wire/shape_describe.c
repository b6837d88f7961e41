/* SPDX-License-Identifier: MIT */
#include "wire/value.h"

#include <string.h>

typedef void describe_fn(const struct field *, enum field_use side, struct text *);

static describe_fn describe_integer, describe_integer32, describe_text, describe_code, describe_items,
    describe_one;

/* Of each type: what JSON Schema calls it, the rest of its schema, and a value to show where a field has
 * none. */
static const struct {
    const char *type, *format;
    describe_fn *rest;
    const char *example;
} types[FIELD_TYPES] = {
    [FIELD_INTEGER] = {"integer", "int64", describe_integer, NULL},
    [FIELD_INTEGER32] = {"integer", "int32", describe_integer32, NULL},
    [FIELD_BOOL] = {"boolean", NULL, NULL, "true"},
    [FIELD_TEXT] = {"string", NULL, describe_text, "\"Example\""},
    [FIELD_DATE] = {"string", "date", NULL, "\"2026-10-01\""},
    [FIELD_INSTANT] = {"string", "date-time", NULL, "\"2026-09-14T09:12:03Z\""},
    [FIELD_UUID] = {"string", "uuid", NULL, "\"0199b2c4-0000-7000-8000-000000000001\""},
    [FIELD_CODE] = {"string", NULL, describe_code, NULL},
    [FIELD_CODE_SET] = {"array", NULL, describe_items, NULL},
    [FIELD_LIST] = {"array", NULL, describe_items, NULL},
    [FIELD_ONE] = {NULL, NULL, describe_one, NULL},
    [FIELD_INTEGERS] = {"array", NULL, describe_items, NULL},
    [FIELD_UUIDS] = {"array", NULL, describe_items, NULL},
    [FIELD_TEXTS] = {"array", NULL, describe_items, NULL},
};

static void member_text(struct text *out, const char *name, const char *value)
{
    if (value) {
        json_key(out, name);
        json_text(out, value);
    }
}

static void member_integer(struct text *out, const char *name, int64_t value)
{
    json_key(out, name);
    json_integer_out(out, value);
}

static void describe_range(const struct field *f, enum field_type type, enum field_use side, struct text *out)
{
    struct limits limits = value_number_limits(f, type);
    if (side == FIELD_IN) {
        member_integer(out, "minimum", limits.min);
        member_integer(out, "maximum", limits.max);
    }
}

static void describe_integer(const struct field *f, enum field_use side, struct text *out)
{
    describe_range(f, FIELD_INTEGER, side, out);
}

static void describe_integer32(const struct field *f, enum field_use side, struct text *out)
{
    describe_range(f, FIELD_INTEGER32, side, out);
}

static void describe_text(const struct field *f, enum field_use side, struct text *out)
{
    struct limits limits = value_text_limits(f);
    if (side == FIELD_IN) {
        member_integer(out, "minLength", limits.min);
        member_integer(out, "maxLength", limits.max);
    }
}

static void describe_code(const struct field *f, enum field_use side, struct text *out)
{
    static const char *const keys[] = {"enum", "x-enum-descriptions"};
    for (int words = 0; words < 2; words++) {
        json_key(out, keys[words]);
        json_begin(out, '[');
        for (unsigned code = 1; code <= f->codes->count; code++) {
            if (side == FIELD_OUT || shape_takes(f, code)) {
                json_text(out, words ? codes_words(f->codes, code) : codes_name(f->codes, code));
            }
        }
        json_end(out, ']');
    }
}

static void describe_type(const struct field *f, enum field_type type, enum field_use side, struct text *out)
{
    member_text(out, "type", types[type].type);
    member_text(out, "format", types[type].format);
    if (types[type].rest) {
        types[type].rest(f, side, out);
    }
}

/* A required list must hold something. */
static void describe_items(const struct field *f, enum field_use side, struct text *out)
{
    if (side == FIELD_IN && f->use & FIELD_REQUIRED) {
        member_integer(out, "minItems", 1);
    }
    json_key(out, "items");
    json_begin(out, '{');
    describe_type(f, shape_item_type(f->type), side, out);
    json_end(out, '}');
}

static void describe_one(const struct field *f, enum field_use side, struct text *out)
{
    char name[SCHEMA_NAME_SIZE];
    json_key(out, "$ref");
    text_puts(out, "\"#/components/schemas/");
    text_puts(out, shape_schema_name(f->record, side, name));
    text_puts(out, "\"");
}

void shape_describe_reference(const struct shape *shape, enum field_use side, struct text *out)
{
    json_begin(out, '{');
    describe_one(&(struct field){.record = shape}, side, out);
    json_end(out, '}');
}

static void describe_words(const struct field *f, struct text *out)
{
    struct text words = text_in(out->arena);
    text_puts(&words, f->about ? f->about : "");
    if (f->form) {
        text_printf(&words, words.len > 0 ? " (%s)" : "%s", f->form);
    }
    if (words.len > 0) {
        member_text(out, "description", words.at);
    }
}

void shape_describe_field(const struct field *f, enum field_use side, struct text *out)
{
    json_begin(out, '{');
    describe_type(f, f->type, side, out);
    describe_words(f, out);
    if (f->example) {
        json_key(out, "examples");
        json_begin(out, '[');
        json_literal(out, f->example);
        json_end(out, ']');
    }
    json_end(out, '}');
}

/* "list of rate_cap_shape" is ListOfRateCap. */
const char *shape_schema_name(const struct shape *shape, enum field_use side, char out[SCHEMA_NAME_SIZE])
{
    static const char code_suffix[] = "_shape", request[] = "Request";
    size_t len = strlen(shape->name), end = sizeof code_suffix - 1, n = 0;
    bool word = true;
    if (len > end && strcmp(shape->name + len - end, code_suffix) == 0) {
        len -= end;
    }
    for (size_t i = 0; i < len && n < SCHEMA_NAME_SIZE - sizeof request; i++) {
        char c = shape->name[i];
        bool letter = c != '_' && c != ' ';
        if (letter) {
            out[n++] = word && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        }
        word = !letter;
    }
    memcpy(out + n, side == FIELD_IN ? request : "", side == FIELD_IN ? sizeof request : 1);
    return out;
}

/* What every record of that side has. */
static bool is_certain(const struct field *f, enum field_use side)
{
    if (side == FIELD_IN) {
        return f->use & FIELD_REQUIRED;
    }
    return f->use & FIELD_ALWAYS || f->type == FIELD_BOOL || (f->use & FIELD_EMPTY && shape_is_list(f->type));
}

static void describe_required(const struct shape *shape, enum field_use side, struct text *out)
{
    json_key(out, "required");
    json_begin(out, '[');
    for (const struct field *f = shape->fields; f->name; f++) {
        if (f->use & side && is_certain(f, side)) {
            json_text(out, f->name);
        }
    }
    json_end(out, ']');
}

void shape_describe(const struct shape *shape, enum field_use side, struct text *out)
{
    json_begin(out, '{');
    member_text(out, "type", "object");
    json_key(out, "properties");
    json_begin(out, '{');
    for (const struct field *f = shape->fields; f->name; f++) {
        if (f->use & side) {
            json_key(out, f->name);
            shape_describe_field(f, side, out);
        }
    }
    json_end(out, '}');
    describe_required(shape, side, out);
    if (side == FIELD_IN) {
        json_key(out, "additionalProperties");
        json_bool(out, false);
    }
    json_end(out, '}');
}

static void example_code(const struct field *f, struct text *out)
{
    unsigned code = 1;
    while (code < f->codes->count && !shape_takes(f, code)) {
        code++;
    }
    json_text(out, codes_name(f->codes, code));
}

static void example_value(const struct field *f, enum field_type type, struct text *out)
{
    if (types[type].example) {
        json_literal(out, types[type].example);
    } else if (type == FIELD_CODE) {
        example_code(f, out);
    } else if (type == FIELD_ONE) {
        shape_example(f->record, out);
    } else if (shape_is_list(type)) {
        json_begin(out, '[');
        example_value(f, shape_item_type(type), out);
        json_end(out, ']');
    } else {
        json_integer_out(out, value_number_limits(f, type).min);
    }
}

void shape_example_field(const struct field *f, struct text *out)
{
    if (f->example) {
        json_literal(out, f->example);
    } else {
        example_value(f, f->type, out);
    }
}

void shape_example(const struct shape *shape, struct text *out)
{
    json_begin(out, '{');
    for (const struct field *f = shape->fields; f->name; f++) {
        if (f->use & FIELD_IN && (f->use & FIELD_REQUIRED || f->example)) {
            json_key(out, f->name);
            shape_example_field(f, out);
        }
    }
    json_end(out, '}');
}
