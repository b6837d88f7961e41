/* SPDX-License-Identifier: MIT */
/* Texts with places to fill: "/v1/placements/{ID}". */
#pragma once
#include "wire/arena.h"

/* What stands for that name. */
typedef const char *template_fn(const void *arg, const char *name);

const char *template_fill(struct arena *, const char *text, template_fn *, const void *arg);
