/* SPDX-License-Identifier: MIT */
/*
 * Text that grows in an arena, and JSON written straight into it. `failed` sticks once memory has run out, so
 * that a writer looks at it once, at the end.
 *
 *     at[0 … len) is written, at[len] is NUL, at[len+1 … cap) is free
 */
#pragma once
#include "values/date.h"
#include "values/uuid.h"
#include "wire/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    struct arena *arena;
    char *at;
    size_t len, cap;
    bool failed;
};

static inline struct text text_in(struct arena *arena)
{
    return (struct text){.arena = arena};
}
void text_add(struct text *, const char *, size_t);
void text_puts(struct text *, const char *);
void text_printf(struct text *, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * JSON (RFC 8259). The comma is put where one is due: after anything but an opening bracket, a key's colon or
 * a new line. Texts must be UTF-8; controls, quotes and backslashes are escaped. (json_string and
 * json_integer are jansson's names, which one program must not define twice.)
 */
void json_begin(struct text *, char bracket); /* '{' or '[' */
void json_end(struct text *, char bracket);   /* '}' or ']' */
void json_key(struct text *, const char *);
void json_text(struct text *, const char *);
void json_text_len(struct text *, const char *, size_t);
void json_integer_out(struct text *, int64_t);
void json_bool(struct text *, bool);
void json_literal(struct text *, const char *); /* null, or a number in its digits */
