/* SPDX-License-Identifier: MIT */
#include "store/sqlstate.h"

#include <string.h>

static const struct {
    const char *name;
    struct batch_result result;
} constraints[] = {
#define CONSTRAINT(name, fault, pointer, detail) {#name, {FAULT_##fault, CONSTRAINT_##name, pointer, detail}},
#include "store/constraints.def"
};

/* SQLSTATEs with which a constraint, or require() for AC001, is named. */
static const char *const constraint_states[] = {"AC001", "23505", "23P01", "23503", "23514", "23502"};

/*
 * The first row whose state begins the SQLSTATE, and whose query, where there is one, is the statement's.
 * Classes and codes: PostgreSQL, appendix A.
 */
static const struct {
    const char *state;
    const char *query;
    enum fault fault;
    enum reach reach;
    bool alarm;
} states[] = {
    {"23505", NULL, FAULT_DUPLICATE, REACH_BATCH, false},
    {"23P01", NULL, FAULT_OVERLAP, REACH_BATCH, false},
    {"23503", NULL, FAULT_INVALID, REACH_BATCH, false},
    {"23514", NULL, FAULT_INVALID, REACH_BATCH, false},
    {"23502", NULL, FAULT_INVALID, REACH_BATCH, false},
    {"22", NULL, FAULT_INVALID, REACH_BATCH, false},
    {"40001", NULL, FAULT_TEMPORARILY_UNAVAILABLE, REACH_BATCH, false},
    {"40P01", NULL, FAULT_TEMPORARILY_UNAVAILABLE, REACH_BATCH, false},
    /* The key's row is held by the first request with that key, which is still at work. */
    {"55P03", "idempotency_add", FAULT_IN_PROGRESS, REACH_BATCH, false},
    {"55P03", NULL, FAULT_TEMPORARILY_UNAVAILABLE, REACH_BATCH, false},
    {"57014", NULL, FAULT_TEMPORARILY_UNAVAILABLE, REACH_BATCH, false},
    {"42501", NULL, FAULT_FORBIDDEN, REACH_BATCH, true},
    {"0A000", NULL, FAULT_TEMPORARILY_UNAVAILABLE, REACH_CONNECTION, false},
    {"26000", NULL, FAULT_TEMPORARILY_UNAVAILABLE, REACH_CONNECTION, false},
    {"25006", NULL, FAULT_TEMPORARILY_UNAVAILABLE, REACH_POOL, false},
    {"57P01", NULL, FAULT_TEMPORARILY_UNAVAILABLE, REACH_POOL, false},
    {"57P02", NULL, FAULT_TEMPORARILY_UNAVAILABLE, REACH_POOL, false},
    {"57P03", NULL, FAULT_TEMPORARILY_UNAVAILABLE, REACH_POOL, false},
    {"57P", NULL, FAULT_TEMPORARILY_UNAVAILABLE, REACH_BATCH, false},
    {"08", NULL, FAULT_TEMPORARILY_UNAVAILABLE, REACH_BATCH, false},
    {"53", NULL, FAULT_TEMPORARILY_UNAVAILABLE, REACH_BATCH, false},
};

static bool names_constraint(const char *sqlstate)
{
    for (size_t i = 0; i < sizeof constraint_states / sizeof *constraint_states; i++) {
        if (strcmp(constraint_states[i], sqlstate) == 0) {
            return true;
        }
    }
    return false;
}

static const struct batch_result *result_of_constraint(const char *name)
{
    for (size_t i = 0; i < sizeof constraints / sizeof *constraints; i++) {
        if (strcmp(constraints[i].name, name) == 0) {
            return &constraints[i].result;
        }
    }
    return NULL;
}

static struct sqlstate_meaning meaning_of_state(const char *sqlstate, const char *query)
{
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        if (strncmp(states[i].state, sqlstate, strlen(states[i].state)) == 0 &&
            (!states[i].query || strcmp(states[i].query, query) == 0)) {
            return (struct sqlstate_meaning){{.fault = states[i].fault}, states[i].reach, states[i].alarm};
        }
    }
    return (struct sqlstate_meaning){{.fault = FAULT_INTERNAL}, REACH_BATCH, true};
}

struct sqlstate_meaning sqlstate_meaning(const char *sqlstate, const char *constraint, const char *query)
{
    if (constraint && names_constraint(sqlstate)) {
        const struct batch_result *result = result_of_constraint(constraint);
        if (result) {
            return (struct sqlstate_meaning){*result, REACH_BATCH, false};
        }
    }
    return meaning_of_state(sqlstate, query);
}
