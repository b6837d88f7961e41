/* SPDX-License-Identifier: MIT */
/* One-dimensional arrays as PostgreSQL prints them: {a,b,"c d",NULL}. */
#pragma once
#include "wire/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* Items as texts in the arena; a NULL item is passed over. False when malformed or when memory ran out. */
bool pg_array_split(const char *text, struct arena *, const char *const **items, size_t *count)
    __attribute__((warn_unused_result));
