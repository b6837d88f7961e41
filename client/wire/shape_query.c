/* SPDX-License-Identifier: MIT */
#include "wire/near.h"
#include "wire/shape_inside.h"
#include "wire/utf8.h"
#include "wire/value.h"

#include <string.h>

static const struct value_spelling in_words = {.yes = "true", .no = "false"};

struct query {
    struct reading reading;
    const struct shape *shape;
    void *record;
    bool *seen; /* by the field's index */
};

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *at = c != '\0' ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) % 16 : -1;
}

/* "%41" to 'A'; 0 for what is not an escape and for NUL, which no text may hold. */
static char escaped(const char *from, const char *end)
{
    if (end - from < 3) {
        return '\0';
    }
    int high = hex_digit(from[1]), low = hex_digit(from[2]);
    return high >= 0 && low >= 0 ? (char)(high * 16 + low) : '\0';
}

/* Percent-decodes into the arena. False: a bad escape, or not UTF-8. A '+' stands for itself. */
static bool decode(const char *from, const char *end, struct arena *arena, const char **out)
{
    char *text = arena_alloc(arena, (size_t)(end - from) + 1), *to = text;
    while (text && from < end) {
        *to = *from == '%' ? escaped(from, end) : *from;
        if (*to++ == '\0') {
            return false;
        }
        from += *from == '%' ? 3 : 1;
    }
    if (!text || !utf8_printable(text, (size_t)(to - text))) {
        return false;
    }
    *out = text;
    return true;
}

/* A number, a bool or a text, or false once it has been refused. */
static bool plain_node(struct reading *r, enum field_type type, const struct place *place, const char *text,
                       struct document *out)
{
    if (value_node(type, &in_words, text, out)) {
        return true;
    }
    const char *shown = reading_echo(r, text, strlen(text));
    if (type == FIELD_BOOL) {
        reading_refuse(r, place, "wrong_type", "\"%s\" is not true or false.", shown);
    } else {
        reading_refuse(r, place, "not_an_integer", "\"%s\" is not a whole number, or too large a one.",
                       shown);
    }
    return false;
}

/* The next item of "SW,SSW", into the array; false once it has been refused. */
static bool append_item(struct reading *r, enum field_type type, const struct place *place, const char *item,
                        struct document *array)
{
    const char *copy = arena_copy(r->arena, item, strcspn(item, ","));
    struct document *node = arena_alloc(r->arena, sizeof *node);
    return copy && node && plain_node(r, type, place, copy, node) && document_append(array, node);
}

/* An empty text is an empty list. */
static bool list_node(struct reading *r, enum field_type type, const struct place *place, const char *text,
                      struct document *out)
{
    struct document *array = document_new_array(r->arena);
    if (!array) {
        return false;
    }
    for (const char *item = text; item && *text != '\0';) {
        if (!append_item(r, shape_item_type(type), place, item, array)) {
            return false;
        }
        item = strchr(item, ',');
        item = item ? item + 1 : NULL;
    }
    *out = *array;
    return true;
}

static void read_value(struct query *q, const struct field *field, const struct place *place,
                       const char *text)
{
    struct document node;
    struct value value = {field, field->type, place, &node};
    bool is_list = shape_is_list(field->type);
    if ((is_list ? list_node : plain_node)(&q->reading, field->type, place, text, &node)) {
        value_read(&q->reading, &value, (char *)q->record + field->offset);
    }
}

/* Records have no form in a query. */
static bool in_query(const struct field *field)
{
    return field && field->use & FIELD_IN && !field->record;
}

static void refuse_unknown(struct query *q, const struct place *place, const char *name)
{
    reading_refuse(&q->reading, place, "unknown_member", "There is no parameter \"%s\".%s", place->name,
                   near_field(q->shape, FIELD_IN, name, q->reading.arena));
}

/* What follows the name: NULL, or the equals sign and the value up to `end`. */
static void read_named(struct query *q, const struct field *field, const char *equals, const char *end)
{
    struct place place = {.name = field->name};
    bool *seen = &q->seen[field - q->shape->fields];
    const char *text;
    if (*seen) {
        reading_refuse(&q->reading, &place, "wrong_form", "%s is given twice. Give it once.", field->name);
    } else if (!equals || !decode(equals + 1, end, q->reading.arena, &text)) {
        reading_refuse(
            &q->reading, &place, "wrong_form",
            "Write %s=value, with the value in UTF-8, percent-encoded, without control characters.",
            field->name);
    } else {
        read_value(q, field, &place, text);
    }
    *seen = true;
}

static void read_parameter(struct query *q, const char *at, const char *end)
{
    const char *equals = memchr(at, '=', (size_t)(end - at));
    const char *name_end = equals ? equals : end, *name;
    struct place place = {.name = reading_echo(&q->reading, at, (size_t)(name_end - at))};
    if (!decode(at, name_end, q->reading.arena, &name)) {
        reading_refuse(&q->reading, &place, "wrong_form", "This name is not well-formed.");
        return;
    }
    const struct field *field = shape_field(q->shape, name);
    if (in_query(field)) {
        read_named(q, field, equals, end);
    } else {
        refuse_unknown(q, &place, name);
    }
}

static void require_fields(struct query *q)
{
    const struct field *fields = q->shape->fields;
    bool all_read = q->reading.refused == 0;
    for (size_t i = 0; fields[i].name; i++) {
        struct place place = {.name = fields[i].name};
        bool missing = !q->seen[i] || (all_read && !shape_given(&fields[i], q->record));
        if (fields[i].use & FIELD_REQUIRED && missing) {
            shape_require(&q->reading, &fields[i], &place);
        }
    }
}

enum fault shape_read_query(const struct shape *shape, const char *query, struct arena *arena, void *out,
                            struct problem *problem)
{
    struct query q = {{.arena = arena, .by_name = true}, shape, out, NULL};
    q.seen = arena_alloc(arena, shape_field_count(shape) * sizeof *q.seen);
    shape_clear(shape, out);
    for (const char *at = query; q.seen && at && *query != '\0' && !reading_full(&q.reading);) {
        const char *end = at + strcspn(at, "&");
        read_parameter(&q, at, end);
        at = *end == '&' ? end + 1 : NULL;
    }
    if (q.seen) {
        require_fields(&q);
    }
    return reading_end(&q.reading, FAULT_BAD_PARAMETER, problem);
}
