/* SPDX-License-Identifier: MIT */
#include "wire/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_SIZE = 256 };

/* Room for `more` bytes and the NUL after them. What is outgrown stays in the arena until its end: doubling
 * keeps that below the size of the text. */
static bool make_room(struct text *text, size_t more)
{
    if (text->failed || more < text->cap - text->len) {
        return !text->failed;
    }
    size_t least = text->len + more + 1, doubled = text->cap > 0 ? text->cap * 2 : FIRST_SIZE;
    size_t cap = least > doubled ? least : doubled;
    char *at = least > more ? arena_alloc(text->arena, cap) : NULL;
    if (!at) {
        text->failed = true;
        return false;
    }
    if (text->len > 0) {
        memcpy(at, text->at, text->len);
    }
    text->at = at;
    text->cap = cap;
    return true;
}

void text_add(struct text *text, const char *from, size_t len)
{
    if (!make_room(text, len)) {
        return;
    }
    if (len > 0) {
        memcpy(text->at + text->len, from, len);
    }
    text->len += len;
    text->at[text->len] = '\0';
}

void text_puts(struct text *text, const char *from)
{
    text_add(text, from, strlen(from));
}

/* Printed once where it fits; where it does not, that has told how much room it takes. */
void text_printf(struct text *text, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    size_t room = text->cap - text->len;
    int len = vsnprintf(room > 0 ? text->at + text->len : NULL, room, format, args);
    if (len >= 0 && make_room(text, (size_t)len)) {
        if ((size_t)len >= room) {
            vsnprintf(text->at + text->len, (size_t)len + 1, format, again);
        }
        text->len += (size_t)len;
    }
    va_end(again);
    va_end(args);
}
