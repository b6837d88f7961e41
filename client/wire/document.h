/* SPDX-License-Identifier: MIT */
/*
 * JSON without a shape: a tree of plain nodes in an arena, for who reads or builds records whose members are
 * not known beforehand. Order is kept.
 *
 * Every reader takes NULL and treats it as null, so that look-ups chain:
 * document_text(document_member(document_item(list, 0), "name")).
 */
#pragma once
#include "wire/arena.h"
#include "wire/problem.h"
#include "wire/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct document;

enum document_kind {
    DOCUMENT_NULL,
    DOCUMENT_BOOL,
    DOCUMENT_INTEGER,
    DOCUMENT_REAL, /* kept as its digits */
    DOCUMENT_TEXT,
    DOCUMENT_ARRAY,
    DOCUMENT_OBJECT,
};

/*
 * Reads one JSON value of any kind, as strictly as shape_read_json. FAULT_NONE; FAULT_MALFORMED_JSON, with a
 * sentence in *detail; FAULT_INTERNAL when memory ran out. Nothing of `json` is kept.
 */
enum fault document_read(const char *json, size_t len, struct arena *, struct document **out,
                         const char **detail) __attribute__((warn_unused_result));
/*
 * Once in a program, before threads start: makes the hash of member names unpredictable, and gives jansson
 * its malloc, which must not return NULL: jansson's lexer drops the bytes that it has no memory for, goes on,
 * and leaves its buffers. Not for a library to call: its program may have given jansson other functions.
 */
void document_start(void *(*allocate)(size_t));

enum document_kind document_kind(const struct document *);
size_t document_count(const struct document *);                                    /* items or members */
const struct document *document_item(const struct document *, size_t i);           /* of either; or NULL */
const struct document *document_member(const struct document *, const char *name); /* or NULL */
const char *document_member_name(const struct document *, size_t i);               /* or NULL */
const char *document_text(const struct document *); /* also a real's digits; NULL for other kinds */
bool document_integer(const struct document *, int64_t *out);
bool document_bool(const struct document *); /* false for all but true */

/* New nodes, NULL when out of memory. Texts are copied; they must be UTF-8. */
struct document *document_new_object(struct arena *);
struct document *document_new_array(struct arena *);
struct document *document_new_text(struct arena *, const char *);
struct document *document_new_integer(struct arena *, int64_t);
struct document *document_new_bool(struct arena *, bool);
/*
 * Sets or replaces a member; appends an item. A node hangs in one place only. False when memory ran out,
 * which a NULL value says too, or when the first is not of the kind.
 */
bool document_set(struct document *object, const char *name, struct document *value)
    __attribute__((warn_unused_result));
bool document_append(struct document *array, struct document *item) __attribute__((warn_unused_result));

void document_write(const struct document *, struct text *);
