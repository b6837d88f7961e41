/* SPDX-License-Identifier: MIT */
/* Where there is no memory: a line in the log, and the process ends. What was acknowledged is in the
 * database. */
#pragma once
#include <stddef.h>

_Noreturn void memory_exhausted(void);
/* What was allocated, which is not NULL. */
void *memory_got(void *allocated);

/* For libraries, some of which would carry on half-made where these return NULL. */
void *memory_malloc(size_t);
void *memory_realloc(void *, size_t);
/* Gives them to OpenSSL, which must not have been used yet. */
void memory_start(void);
