/* SPDX-License-Identifier: MIT */
/* The one file that knows jansson: bytes in, nodes out, and nothing of jansson's is left behind. */
#include "wire/document.h"

#include "wire/document_node.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* jansson recurses once a level, both to parse and to release. */
enum { DEPTH_MAX = 32 };

/* A real of up to 15 significant digits comes back as it was written (DBL_DIG of IEEE 754). */
enum { REAL_DIGITS = 15, REAL_SIZE = 64 };

void document_start(void *(*allocate)(size_t))
{
    json_set_alloc_funcs(allocate, free);
    json_object_seed(0);
}

/* Over bytes alone: a walk that needs no stack, before anything recursive. */
static bool too_deep(const char *json, size_t len)
{
    bool in_string = false;
    int depth = 0;
    for (size_t i = 0; i < len; i++) {
        if (in_string && json[i] == '\\') {
            i++;
        } else if (json[i] == '"') {
            in_string = !in_string;
        } else if (!in_string && (json[i] == '[' || json[i] == '{')) {
            if (++depth > DEPTH_MAX) {
                return true;
            }
        } else if (!in_string && (json[i] == ']' || json[i] == '}')) {
            depth--;
        }
    }
    return false;
}

typedef struct document *convert_fn(json_t *, struct arena *);
static convert_fn convert;

/* Names are looked for once, by jansson's hash: duplicates have been refused. */
static struct document *convert_object(json_t *json, struct arena *arena)
{
    struct document *object = document_new_object(arena);
    const char *name;
    json_t *member;
    json_object_foreach(json, name, member) {
        if (!object || !document_add(object, name, convert(member, arena))) {
            return NULL;
        }
    }
    return object;
}

static struct document *convert_array(json_t *json, struct arena *arena)
{
    struct document *array = document_new_array(arena);
    size_t i;
    json_t *item;
    json_array_foreach(json, i, item) {
        if (!array || !document_append(array, convert(item, arena))) {
            return NULL;
        }
    }
    return array;
}

static struct document *convert_string(json_t *json, struct arena *arena)
{
    return document_new_text(arena, json_string_value(json));
}

static struct document *convert_integer(json_t *json, struct arena *arena)
{
    return document_new_integer(arena, json_integer_value(json));
}

static struct document *convert_real(json_t *json, struct arena *arena)
{
    char digits[REAL_SIZE] = "";
    size_t len =
        json_dumpb(json, digits, sizeof digits - 1, JSON_ENCODE_ANY | JSON_REAL_PRECISION(REAL_DIGITS));
    struct document *real = len > 0 ? document_new_text(arena, digits) : NULL;
    if (real) {
        real->kind = DOCUMENT_REAL;
    }
    return real;
}

static struct document *convert_bool(json_t *json, struct arena *arena)
{
    return document_new_bool(arena, json_is_true(json));
}

static struct document *convert_null(json_t *json, struct arena *arena)
{
    (void)json;
    return arena_alloc(arena, sizeof(struct document));
}

static struct document *convert(json_t *json, struct arena *arena)
{
    static convert_fn *const by_type[] = {
        [JSON_OBJECT] = convert_object,   [JSON_ARRAY] = convert_array, [JSON_STRING] = convert_string,
        [JSON_INTEGER] = convert_integer, [JSON_REAL] = convert_real,   [JSON_TRUE] = convert_bool,
        [JSON_FALSE] = convert_bool,      [JSON_NULL] = convert_null,
    };
    return by_type[json_typeof(json)](json, arena);
}

/* In words of our own: jansson's quote what stands near the mistake. */
static const char *what_is_wrong(const json_error_t *error)
{
    static const struct {
        enum json_error_code code;
        const char *words;
    } known[] = {
        {json_error_duplicate_key, "a member is given twice"},
        {json_error_premature_end_of_input, "it ends too early"},
        {json_error_end_of_input_expected, "something follows its end"},
        {json_error_invalid_utf8, "it is not UTF-8"},
        {json_error_null_character, "the character U+0000 is not taken"},
        {json_error_null_byte_in_key, "the character U+0000 is not taken"},
        {json_error_numeric_overflow, "a number is too large"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (json_error_code(error) == known[i].code) {
            return known[i].words;
        }
    }
    return "its syntax is wrong";
}

/* jansson may also say nothing at all where an allocation failed. */
static bool out_of_memory(const json_error_t *error)
{
    return error->text[0] == '\0' || json_error_code(error) == json_error_out_of_memory;
}

static enum fault refuse(const json_error_t *error, struct arena *arena, const char **detail)
{
    const char *sentence = arena_printf(arena, "The JSON is not well-formed: line %d, column %d: %s.",
                                        error->line, error->column, what_is_wrong(error));
    if (!sentence) {
        return FAULT_INTERNAL;
    }
    *detail = sentence;
    return FAULT_MALFORMED_JSON;
}

enum fault document_read(const char *json, size_t len, struct arena *arena, struct document **out,
                         const char **detail)
{
    json_error_t error = {.text = ""};
    if (too_deep(json, len)) {
        *detail = "The JSON is nested too deeply: at most 32 levels are taken.";
        return FAULT_MALFORMED_JSON;
    }
    json_t *root = json_loadb(len > 0 ? json : "", len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    bool parsed = root != NULL;
    struct document *document = parsed ? convert(root, arena) : NULL;
    json_decref(root);
    if (!parsed && out_of_memory(&error)) {
        arena_fail(arena);
        return FAULT_INTERNAL;
    }
    if (!parsed) {
        return refuse(&error, arena, detail);
    }
    if (document) {
        *out = document;
    }
    return document ? FAULT_NONE : FAULT_INTERNAL;
}
