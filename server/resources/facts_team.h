/* SPDX-License-Identifier: MIT */
/* The part of the facts that is about the project team that the worker comes with (resources/facts.h). */
#pragma once
#include "resources/facts.h"

extern const struct shape facts_team_shape; /* of its rows, for the digest */

/* NULL where no team is named. */
struct rows *facts_team_ask(struct req *, const struct proposal *, const struct facts_as_of *);
/* False with *flow where a team is named that the hirer does not have. */
bool facts_team_open(struct req *, const struct proposal *, struct rows *, struct facts *, enum flow *flow);
/* What a check keeps for its replay; INTEGER32_NONE where no team is named. */
int32_t facts_team_in_breach(const struct facts *);
