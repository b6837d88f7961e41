/* SPDX-License-Identifier: MIT */
/*
 * Memory that lives exactly as long as one piece of work (a request, a call): freed at once, never piecemeal.
 *
 *     arena ─► chunk ─► chunk ─► …      newest first, each at least CHUNK bytes
 *           └► deferred ─► deferred     what to release at the end, last in first out
 *
 * Where memory runs out, `exhausted` is called and must not return (the daemon's: the worker ends and is
 * restarted); without one, allocation returns NULL (the library's: the call fails).
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct arena;

/* NULL when out of memory and `exhausted` is NULL. */
struct arena *arena_new(void (*exhausted)(void));
void arena_free(struct arena *);                                   /* takes NULL */
void *arena_alloc(struct arena *, size_t) __attribute__((malloc)); /* zeroed, aligned for anything */
char *arena_copy(struct arena *, const char *, size_t);            /* NUL-terminated */
char *arena_printf(struct arena *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Runs fn(arg) at arena_free. Where that cannot be remembered for want of memory, it runs at once. */
void arena_defer(struct arena *, void (*fn)(void *), void *arg);
/* Memory ran out, in the arena or in a library that the work uses: calls `exhausted`, or is remembered. */
void arena_fail(struct arena *);
bool arena_failed(const struct arena *);
/* Bytes handed out so far: what a request's ceiling is compared with. */
size_t arena_used(const struct arena *);
