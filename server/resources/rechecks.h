/* SPDX-License-Identifier: MIT */
/*
 * The daemon's own work: asking the rules again of a placement of which something that it rests on has
 * changed. No client reaches it.
 */
#pragma once
#include "flow/route.h"

/* One that waits: 200 where there was one, 404 where none waits. */
extern const struct route recheck_route;
