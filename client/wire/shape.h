/* SPDX-License-Identifier: MIT */
/*
 * A record's fields, once: the table reads JSON, query strings and result rows into the struct, and writes
 * the struct as JSON. A member's C type picks its wire type; a member of any other type does not compile.
 *
 * "Not given" is a value of each type: INTEGER_NONE, INTEGER32_NONE, DATE_NONE, INSTANT_NONE, the nil UUID,
 * code 0, NULL text, an empty list. Reading starts by setting them; writing leaves them out. A bool is always
 * given.
 */
#pragma once
#include "values/codes.h"
#include "values/date.h"
#include "values/uuid.h"
#include "wire/arena.h"
#include "wire/problem.h"
#include "wire/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INTEGER_NONE INT64_MIN
#define INTEGER32_NONE INT32_MIN

/* Lists: of records (shape_list), of plain values, and a set of codes as bits (shape_code_bit). */
struct shape_list {
    const void *at; /* array of the field's record */
    size_t count;
};
struct shape_one {
    const void *at; /* one record, or NULL */
};
struct code_set {
    uint64_t bits;
};
static inline uint64_t shape_code_bit(unsigned code)
{
    return UINT64_C(1) << code;
}
struct integer_list {
    const int32_t *at;
    size_t count;
};
struct uuid_list {
    const struct uuid *at;
    size_t count;
};
struct text_list {
    const char *const *at;
    size_t count;
};

enum field_type {
    FIELD_INTEGER,
    FIELD_INTEGER32,
    FIELD_BOOL,
    FIELD_TEXT,
    FIELD_DATE,
    FIELD_INSTANT,
    FIELD_UUID,
    FIELD_CODE,     /* needs .codes */
    FIELD_CODE_SET, /* needs .codes; JSON array, "SW,SSW" in a query */
    FIELD_LIST,     /* needs .record */
    FIELD_ONE,      /* needs .record */
    FIELD_INTEGERS,
    FIELD_UUIDS,
    FIELD_TEXTS,
};
enum field_use { FIELD_IN = 1, FIELD_OUT = 2, FIELD_REQUIRED = 4, FIELD_EMPTY = 8, FIELD_ALWAYS = 16 };
#define IN FIELD_IN
#define OUT FIELD_OUT
#define REQUIRED (FIELD_IN | FIELD_REQUIRED)
#define EVEN_EMPTY FIELD_EMPTY            /* a list that is written even when it is empty */
#define ALWAYS (FIELD_OUT | FIELD_ALWAYS) /* every record has it: its schema says so */

/* Brings a text to its one form (into the arena, or the text itself). False: it is not of that kind. */
typedef bool normalise_fn(const char *text, size_t len, struct arena *, const char **out);

struct field {
    const char *name;
    size_t offset;
    enum field_type type;
    unsigned use;
    int64_t min, max; /* of an integer (both 0: to 10^9); of a text's characters (at least 1; max 0: 200) */
    const struct codes *codes;
    uint64_t codes_except; /* bits of codes that are not taken on input */
    const struct shape *record;
    normalise_fn *normalise;
    const char *form;    /* what a normalised text looks like: "a number like SW900123" */
    const char *about;   /* one sentence, for people: units, what it counts */
    const char *example; /* a value as JSON; what is required and has none is shown with one of its type */
};

struct shape {
    const char *name; /* "placement" */
    size_t size;
    const struct field *fields; /* ends with a nameless one */
};

#define FIELD_NAMED(S, m, n, ...)                                                                                       \
    {                                                                                                                   \
        .name = (n),                                                                                                  \
     .offset = offsetof(S, m),                                                                                     \
     .type = _Generic(((S *)0)->m,                                                                                 \
         int64_t: FIELD_INTEGER,                                                                                   \
         int32_t: FIELD_INTEGER32,                                                                                 \
         bool: FIELD_BOOL,                                                                                         \
         const char *: FIELD_TEXT,                                                                                 \
         struct date: FIELD_DATE,                                                                                  \
         struct instant: FIELD_INSTANT,                                                                            \
         struct uuid: FIELD_UUID,                                                                                  \
         unsigned: FIELD_CODE,                                                                                     \
         struct code_set: FIELD_CODE_SET,                                                                          \
         struct shape_list: FIELD_LIST,                                                                            \
         struct shape_one: FIELD_ONE,                                                                              \
         struct integer_list: FIELD_INTEGERS,                                                                      \
         struct uuid_list: FIELD_UUIDS,                                                                            \
         struct text_list: FIELD_TEXTS),                                                                           \
     .use = __VA_ARGS__ \
    }
#define FIELD(S, m, ...) FIELD_NAMED(S, m, #m, __VA_ARGS__)
#define SHAPE(n, S, f)                                \
    {                                                 \
        .name = (n), .size = sizeof(S), .fields = (f) \
    }

/* Sets every member to "not given" (bools to false), nested records aside. */
void shape_clear(const struct shape *, void *out);

/*
 * Reads a JSON object. Every unknown, missing, ill-typed or ill-formed member (the first 64) is named at
 * once, by JSON Pointer, with a suggestion where a name or a code is near. Absent and null are the same.
 * Integers only: no field is a real. FAULT_NONE; FAULT_MALFORMED_JSON (also duplicate keys, a depth over 32,
 * NUL); FAULT_INVALID with problem->errors, which live in the arena; FAULT_INTERNAL when memory ran out. All
 * text read is copied into the arena.
 */
enum fault shape_read_json(const struct shape *, const char *json, size_t len, struct arena *, void *out,
                           struct problem *) __attribute__((warn_unused_result));

/* Reads a query string ("a=b&c=d", percent-encoded, '+' is not a space). FAULT_NONE or FAULT_BAD_PARAMETER.
 */
enum fault shape_read_query(const struct shape *, const char *query, struct arena *, void *out,
                            struct problem *) __attribute__((warn_unused_result));

/* Rows of a result, whoever holds them. `value` is NULL for SQL's NULL; arrays come as PostgreSQL prints
 * them. */
struct row_source {
    const void *rows;
    size_t count;
    int (*column)(const void *rows, const char *name); /* -1: no such column */
    const char *(*value)(const void *rows, size_t row, int column);
};

/*
 * Reads all rows into an array in the arena, by column name; columns without a field and fields without a
 * column are passed over. A FIELD_LIST or FIELD_ONE reads a jsonb column by its record's fields, whatever
 * their use says. NULL when there are no rows, when memory ran out, or when a value does not fit its field
 * (then *bad names the field, else it is NULL).
 */
void *shape_read_rows(const struct shape *, const struct row_source *, struct arena *, const char **bad);

/* Writes the OUT fields as one JSON object. */
void shape_write_json(const struct shape *, const void *record, struct text *);
/* Writes every field, for digests: a fixed form that depends on values alone. */
void shape_write_canonical(const struct shape *, const void *record, struct text *);

/*
 * The OUT fields as rows of CSV (RFC 4180), and their names as its heads. Pence are written as pounds, and so
 * without "_pence" in their head; what holds several values keeps the form that it has in JSON.
 */
enum csv_style { CSV_PLAIN, CSV_EXCEL /* dates as 30/09/2026, instants as 30/09/2026 09:12:03 in UTC */ };
void shape_write_csv_heads(const struct shape *, struct text *);
void shape_write_csv(const struct shape *, const void *record, enum csv_style, struct text *);

/*
 * Those of the shape's OUT fields that are named, in the shape's own order; in the arena. NULL: `*unknown` is
 * a name that it does not have, or, NULL, memory has run out.
 */
const struct shape *shape_pick(const struct shape *, struct text_list names, struct arena *,
                               const char **unknown);
/* The same shape, but for the record within one of its fields; in the arena. */
const struct shape *shape_with(const struct shape *, const struct field *, const struct shape *record,
                               struct arena *);

/*
 * The shape as JSON Schema (2020-12), of what callers send (FIELD_IN: closed, with limits and what is
 * required) or of what they get (FIELD_OUT: open). Records within are references to
 * "#/components/schemas/NAME", where NAME is the shape's schema name: "rate_cap" is RateCapRequest or
 * RateCap.
 */
enum { SCHEMA_NAME_SIZE = 80 };
const char *shape_schema_name(const struct shape *, enum field_use side, char out[SCHEMA_NAME_SIZE]);
void shape_describe(const struct shape *, enum field_use side, struct text *);
void shape_describe_reference(const struct shape *, enum field_use side, struct text *);
/* One field's schema, and its example value. */
void shape_describe_field(const struct field *, enum field_use side, struct text *);
void shape_example_field(const struct field *, struct text *);
/* What callers may send: every required member, and those that have an example. */
void shape_example(const struct shape *, struct text *);
