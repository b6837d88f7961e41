/* SPDX-License-Identifier: MIT */
/* The line before a chunk (RFC 9112, 7.1). */
#pragma once
#include "base/must.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CHUNK_DIGITS_MAX = 8 };

/* The chunk's size, and how many bytes of well-formed extensions follow it. */
MUST_CHECK bool chunk_size(const char *line, size_t len, int64_t *size, size_t *extensions);
