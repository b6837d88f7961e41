/* SPDX-License-Identifier: MIT */
/* The ruleset's dated parameters, from the rows of sql_ruleset_of. */
#pragma once
#include "flow/req.h"
#include "rules/ruleset.h"

extern const struct shape parameters_shape;

/* Without rows: a ruleset that says nothing, so that every rule answers UNKNOWN. */
struct ruleset parameters_read(struct req *, const struct rows *);
