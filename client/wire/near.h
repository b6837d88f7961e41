/* SPDX-License-Identifier: MIT */
/* "Did you mean …?" One measure of nearness serves codes and names: that of values/codes.h. */
#pragma once
#include "wire/shape.h"

/* " Did you mean start_date?", or "" where no field of that use has a name that is near. */
const char *near_field(const struct shape *, enum field_use, const char *name, struct arena *);
/* " Did you mean SSW?", among the codes that the field takes on input. */
const char *near_code(const struct field *, const char *name, struct arena *);
/* "SW, SSW, AP": those codes. */
const char *near_codes_listed(const struct field *, struct arena *);
