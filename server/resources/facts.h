/* SPDX-License-Identifier: MIT */
/*
 * Fetches what the rules are told: asked for in one batch, so that all of it is of one moment, and opened as
 * the rules' own structs. None of it is ever shown.
 */
#pragma once
#include "resources/proposal.h"
#include "rules/rules.h"

struct facts_asked {
    struct rows *facts, *hirer, *terms, *pay, *mapping, *ruleset, *authority;
};

/* What the request relied on, beside the facts: compared again by the write. */
struct facts_relied {
    int64_t facts_version, rules_version;
    struct uuid mapping;  /* nil: none */
    struct digest digest; /* HMAC of all facts */
};

void facts_ask(struct req *, const struct proposal *, struct facts_asked *);
/*
 * Opens what was asked. False where the request cannot be answered (another authority named, a job type that
 * disagrees with the mapping, an authority that does not exist): *flow is the refusal then.
 */
bool facts_open(struct req *, const struct proposal *, const struct facts_asked *, struct facts *,
                struct ruleset *, struct facts_relied *, enum flow *flow);
