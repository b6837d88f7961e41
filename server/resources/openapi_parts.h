/* SPDX-License-Identifier: MIT */
/* What the description of an operation and that of its responses share. */
#pragma once
#include "flow/route.h"

void openapi_member(struct text *, const char *name, const char *value);
/* The content of a body that is a file, by its types; the list ends with NULL. */
void openapi_files(const char *const *types, struct text *);
bool openapi_has_cursor(const struct route *);
bool openapi_has_id(const struct route *);
void openapi_responses(const struct route *, struct text *);
