/* SPDX-License-Identifier: MIT */
/* R0: whether a rule is asked at all. Each answers a finding, and says so, or leaves it as it is. */
#pragma once
#include "base/must.h"
#include "rules/finding.h"
#include "rules/ruleset.h"

/* REFER where it is not stated whether the bank work is agency work. */
MUST_CHECK bool scope_bank(const struct facts *, struct finding *);
/* NOT_APPLICABLE while the transition spares the placement from the finding's rule. */
MUST_CHECK bool scope_transition(const struct facts *, const struct ruleset *, struct finding *);
