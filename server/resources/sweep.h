/* SPDX-License-Identifier: MIT */
/*
 * What changes what the rules are told of many placements leaves a sweep, in the batch that records it: the
 * daemon asks again of what is running and touched (sql/deploy/sweeps.sql), of these days or, without a last
 * one, of all from the first on.
 */
#pragma once
#include "flow/req.h"
#include "values/codes.h"

void sweep(struct req *, enum sweep_kind, struct uuid object, struct date from, struct date to);
/* A protocol that came to an agreement: nothing where no rule is told of it. */
void sweep_protocol(struct req *, unsigned protocol, struct uuid agreement);
/* A membership that came, or ended: all protocols. */
void sweep_membership(struct req *, struct uuid membership, struct date from, struct date to);
