/* SPDX-License-Identifier: MIT */
#include "wire/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef __has_feature
#define __has_feature(x) 0
#endif

/* Under AddressSanitizer every piece is a chunk of its own, so that stepping over its end is seen. */
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
enum { CHUNK = 0 };
#else
enum { CHUNK = 8192 };
#endif

enum { BRIEF_SIZE = 256 }; /* what arena_printf prints once */

struct chunk {
    struct chunk *next;
    size_t used, size;
    max_align_t bytes[]; /* never handed out twice */
};

struct deferred {
    struct deferred *next;
    void (*fn)(void *);
    void *arg;
};

struct arena {
    struct chunk *chunks;
    struct deferred *deferred;
    void (*exhausted)(void);
    bool failed;
    size_t used;
};

struct arena *arena_new(void (*exhausted)(void))
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (arena) {
        arena->exhausted = exhausted;
    } else if (exhausted) {
        exhausted();
    }
    return arena;
}

void arena_free(struct arena *arena)
{
    if (!arena) {
        return;
    }
    for (struct deferred *d = arena->deferred; d; d = d->next) {
        d->fn(d->arg);
    }
    for (struct chunk *chunk = arena->chunks, *next; chunk; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
    free(arena);
}

static size_t room(const struct chunk *chunk)
{
    return chunk ? chunk->size - chunk->used : 0;
}

/* The newest chunk is the one that is filled: a piece too large for it does not end it. */
static void hang(struct arena *arena, struct chunk *chunk, size_t piece)
{
    bool keep_newest = arena->chunks && room(arena->chunks) > chunk->size - piece;
    struct chunk **link = keep_newest ? &arena->chunks->next : &arena->chunks;
    chunk->next = *link;
    *link = chunk;
}

static struct chunk *chunk_for(struct arena *arena, size_t piece)
{
    if (piece <= room(arena->chunks)) {
        return arena->chunks;
    }
    size_t size = piece > CHUNK ? piece : CHUNK;
    struct chunk *chunk = malloc(sizeof *chunk + size);
    if (chunk) {
        *chunk = (struct chunk){.size = size};
        hang(arena, chunk, piece);
    }
    return chunk;
}

/* To whole units of alignment, at least one; 0 where that is more than an object can have. */
static size_t rounded(size_t size)
{
    size_t unit = _Alignof(max_align_t);
    if (size > PTRDIFF_MAX - unit - sizeof(struct chunk)) {
        return 0;
    }
    return size == 0 ? unit : (size + unit - 1) / unit * unit;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t piece = rounded(size);
    struct chunk *chunk = piece > 0 ? chunk_for(arena, piece) : NULL;
    if (!chunk) {
        arena_fail(arena);
        return NULL;
    }
    void *at = (char *)chunk->bytes + chunk->used;
    chunk->used += piece;
    arena->used += piece;
    return memset(at, 0, piece);
}

char *arena_copy(struct arena *arena, const char *from, size_t len)
{
    char *copy = len < SIZE_MAX ? arena_alloc(arena, len + 1) : NULL;
    if (copy && len > 0) {
        memcpy(copy, from, len);
    }
    return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    char brief[BRIEF_SIZE];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(brief, sizeof brief, format, args);
    char *text = len >= 0 ? arena_alloc(arena, (size_t)len + 1) : NULL;
    if (text && len < BRIEF_SIZE) {
        memcpy(text, brief, (size_t)len);
    } else if (text) {
        vsnprintf(text, (size_t)len + 1, format, again);
    }
    va_end(again);
    va_end(args);
    return text;
}

void arena_defer(struct arena *arena, void (*fn)(void *), void *arg)
{
    struct deferred *deferred = arena_alloc(arena, sizeof *deferred);
    if (!deferred) {
        fn(arg);
        return;
    }
    *deferred = (struct deferred){arena->deferred, fn, arg};
    arena->deferred = deferred;
}

void arena_fail(struct arena *arena)
{
    arena->failed = true;
    if (arena->exhausted) {
        arena->exhausted();
    }
}

bool arena_failed(const struct arena *arena)
{
    return arena->failed;
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}
