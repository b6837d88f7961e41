/* SPDX-License-Identifier: MIT */
/* "Did you mean …?" */
#pragma once
#include "wire/arena.h"

#include <stddef.h>

/* The name nearest to a mistyped one, or NULL where none is near. */
const char *near_name(struct arena *, const char *given, const char *const *names, size_t count);
