/* SPDX-License-Identifier: MIT */
/* Whether the caller is a person. A system may hold a role and record what it knows; people decide. */
#pragma once
#include "flow/req.h"

/* Asks; person_decides says. */
struct rows *person_ask(struct req *);
/* False with *flow where it is none. */
bool person_decides(struct req *, const struct rows *, enum flow *flow);
