/* SPDX-License-Identifier: MIT */
#pragma once
#include "rules/facts.h"

bool standing_has(const struct standing *, int32_t authority);
/* Do the two stand in one authority or in one region? */
bool standing_meets(const struct standing *, const struct standing *);
