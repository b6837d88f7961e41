/* SPDX-License-Identifier: MIT */
/*
 * Fetches what the rules are told: asked for in one batch, so that all of it is of one moment, and opened as
 * the rules' own structs. None of it is ever shown.
 */
#pragma once
#include "resources/proposal.h"
#include "rules/rules.h"

struct facts_asked {
    struct date checked_on;
    struct rows *facts, *hirer, *terms, *pay, *mapping, *ruleset, *authority;
    struct rows *references, *departures, *chain;
    struct rows *team; /* NULL: none is named */
};

/* As of when the rules are told, and of whom. The present is the caller's own, at the latest versions. */
struct facts_as_of {
    int64_t facts_version, rules_version; /* INTEGER_NONE: the latest */
    int32_t hirer;                        /* the authority that asks; INTEGER32_NONE: the caller's */
    int32_t silent_authorities;           /* as a check has kept it; INTEGER32_NONE: as it is now */
    int32_t team_in_breach;               /* the same of the worker's project team */
    struct date checked_on;               /* the day of asking */
};
struct facts_as_of facts_now(const struct req *);

/* What the request relied on, beside the facts: compared again by the write. */
struct facts_relied {
    int64_t facts_version, rules_version;
    struct uuid mapping;  /* nil: none */
    struct digest digest; /* HMAC of all facts */
};

void facts_ask(struct req *, const struct proposal *, const struct facts_as_of *, struct facts_asked *);
/*
 * Opens what was asked. False where the request cannot be answered (another authority named, a job type that
 * disagrees with the mapping, an authority that does not exist): *flow is the refusal then.
 */
bool facts_open(struct req *, const struct proposal *, const struct facts_asked *, struct facts *,
                struct ruleset *, struct facts_relied *, enum flow *flow);

/* The parts that stand in files of their own: what is asked, opened, and its rows for the digest. */

/* References on the worker that the hiring authority holds (facts_references.c). */
extern const struct shape facts_reference_shape;
struct rows *facts_references_ask(struct req *, const char *swe_number, const struct facts_as_of *);
void facts_references_open(struct req *, const struct rows *, struct facts *);

/* What binds the hirer by its agreements (facts_agreements.c). */
extern const struct shape facts_terms_shape, facts_pay_shape;
void facts_agreements_ask(struct req *, const struct proposal *, const struct facts_as_of *,
                          struct facts_asked *);
void facts_agreements_open(struct req *, const struct facts_asked *, struct facts *);
