/* SPDX-License-Identifier: MIT */
#include "wire/shape_inside.h"

#include <string.h>

/* Writes one record: shape_write_json, or shape_write_canonical, which writes records within records too. */
typedef void record_fn(const struct shape *, const void *record, struct text *);

/* Writes a value that is given, or an item of a list. */
typedef void write_fn(const struct field *, const void *value, record_fn *, struct text *);

static void write_integer(const struct field *f, const void *value, record_fn *record, struct text *out)
{
    (void)f, (void)record;
    json_integer_out(out, *(const int64_t *)value);
}

static void write_integer32(const struct field *f, const void *value, record_fn *record, struct text *out)
{
    (void)f, (void)record;
    json_integer_out(out, *(const int32_t *)value);
}

static void write_bool(const struct field *f, const void *value, record_fn *record, struct text *out)
{
    (void)f, (void)record;
    json_bool(out, *(const bool *)value);
}

static void write_text(const struct field *f, const void *value, record_fn *record, struct text *out)
{
    (void)f, (void)record;
    json_text(out, *(const char *const *)value);
}

static void write_date(const struct field *f, const void *value, record_fn *record, struct text *out)
{
    (void)f, (void)record;
    char printed[DATE_SIZE];
    json_text(out, date_print(*(const struct date *)value, printed));
}

static void write_instant(const struct field *f, const void *value, record_fn *record, struct text *out)
{
    (void)f, (void)record;
    char printed[INSTANT_SIZE];
    json_text(out, instant_print(*(const struct instant *)value, printed));
}

static void write_uuid(const struct field *f, const void *value, record_fn *record, struct text *out)
{
    (void)f, (void)record;
    char printed[UUID_SIZE];
    json_text(out, uuid_print(*(const struct uuid *)value, printed));
}

static void write_code(const struct field *f, const void *value, record_fn *record, struct text *out)
{
    (void)record;
    json_text(out, codes_name(f->codes, *(const unsigned *)value));
}

static void write_code_set(const struct field *f, const void *value, record_fn *record, struct text *out)
{
    uint64_t bits = ((const struct code_set *)value)->bits;
    json_begin(out, '[');
    for (unsigned code = 1; code <= f->codes->count; code++) {
        if (bits & shape_code_bit(code)) {
            write_code(f, &code, record, out);
        }
    }
    json_end(out, ']');
}

static void write_one(const struct field *f, const void *value, record_fn *record, struct text *out)
{
    record(f->record, ((const struct shape_one *)value)->at, out);
}

static void write_records(const struct field *f, const void *value, record_fn *record, struct text *out)
{
    struct list list = shape_list_at(value);
    json_begin(out, '[');
    for (size_t i = 0; i < list.count; i++) {
        record(f->record, (const char *)list.at + i * f->record->size, out);
    }
    json_end(out, ']');
}

static void write_value(enum field_type, const struct field *, const void *value, record_fn *, struct text *);

static void write_list(const struct field *f, const void *value, record_fn *record, struct text *out)
{
    struct list list = shape_list_at(value);
    enum field_type type = shape_item_type(f->type);
    json_begin(out, '[');
    for (size_t i = 0; i < list.count; i++) {
        write_value(type, f, (const char *)list.at + i * shape_size(type), record, out);
    }
    json_end(out, ']');
}

static void write_value(enum field_type type, const struct field *f, const void *value, record_fn *record,
                        struct text *out)
{
    static write_fn *const by_type[FIELD_TYPES] = {
        [FIELD_INTEGER] = write_integer,   [FIELD_INTEGER32] = write_integer32,
        [FIELD_BOOL] = write_bool,         [FIELD_TEXT] = write_text,
        [FIELD_DATE] = write_date,         [FIELD_INSTANT] = write_instant,
        [FIELD_UUID] = write_uuid,         [FIELD_CODE] = write_code,
        [FIELD_CODE_SET] = write_code_set, [FIELD_LIST] = write_records,
        [FIELD_ONE] = write_one,           [FIELD_INTEGERS] = write_list,
        [FIELD_UUIDS] = write_list,        [FIELD_TEXTS] = write_list,
    };
    by_type[type](f, value, record, out);
}

void shape_write_value(const struct field *f, const void *value, struct text *out)
{
    write_value(f->type, f, value, shape_write_json, out);
}

static void write_field(const struct field *f, const void *record, record_fn *within, struct text *out)
{
    json_key(out, f->name);
    write_value(f->type, f, shape_member(f, record), within, out);
}

static bool is_written(const struct field *f, const void *record)
{
    bool even_empty = f->use & FIELD_EMPTY && shape_is_list(f->type);
    return f->use & FIELD_OUT && (even_empty || shape_given(f, record));
}

void shape_write_json(const struct shape *shape, const void *record, struct text *out)
{
    json_begin(out, '{');
    for (const struct field *f = shape->fields; f->name; f++) {
        if (is_written(f, record)) {
            write_field(f, record, shape_write_json, out);
        }
    }
    json_end(out, '}');
}

/* The field whose name follows in the order of bytes; NULL as `last` stands before all. */
static const struct field *next_by_name(const struct shape *shape, const struct field *last)
{
    const struct field *next = NULL;
    for (const struct field *f = shape->fields; f->name; f++) {
        if ((!last || strcmp(f->name, last->name) > 0) && (!next || strcmp(f->name, next->name) < 0)) {
            next = f;
        }
    }
    return next;
}

/* By name, as in RFC 8785, so that a digest outlives a table's reordering and a field's arrival. */
void shape_write_canonical(const struct shape *shape, const void *record, struct text *out)
{
    json_begin(out, '{');
    for (const struct field *f = NULL; (f = next_by_name(shape, f)) != NULL;) {
        if (shape_given(f, record)) {
            write_field(f, record, shape_write_canonical, out);
        }
    }
    json_end(out, '}');
}
