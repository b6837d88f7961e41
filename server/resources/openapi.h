/* SPDX-License-Identifier: MIT */
/* The description of the API, written from the same tables that answer. */
#pragma once
#include "flow/route.h"

/* Every problem's record, as wire/problem.h writes it. */
extern const struct shape problem_shape;

/* One route as an OpenAPI 3.1 operation object; `tag` is its resource. */
void openapi_operation(const struct route *, const char *tag, struct text *);
