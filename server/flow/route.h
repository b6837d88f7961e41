/* SPDX-License-Identifier: MIT */
/* An endpoint: one row, beside its code in server/resources. */
#pragma once
#include "values/codes.h"
#include "wire/problem.h"
#include "wire/shape.h"

struct req;

/* What a step says happens next. Only await, reply, settle and fail make one. */
enum flow { FLOW_WAITING, FLOW_ANSWERED };
typedef enum flow step_fn(struct req *);

#define MAY(role) (1u << ROLE_##role)

struct route {
    const char *method; /* "GET"; HEAD is answered from it */
    const char *path;   /* "/v1/placements/{id}": at most one {id}, a whole segment */
    step_fn *first;
    unsigned roles;            /* MAY(…) | …; 0: open to anybody, without a token */
    const struct field *id;    /* what {id} is, for whoever reads the contract; NULL: a record's UUID */
    const struct shape *in;    /* the body; NULL: none is taken, or a file */
    const struct shape *query; /* the query parameters; NULL: none */
    const struct shape *out;   /* the answer's record; NULL: none, or a file */
    const char *const
        *takes; /* the body is a file of one of these media types; ends with NULL; NULL: it is none */
    const char *const *gives; /* the same of the answer */
    const struct shape
        *problem;       /* the record of RULE_BREACH, where it is more than a problem; NULL: it is not */
    int status;         /* on success */
    bool creates;       /* takes an Idempotency-Key, and must have one */
    bool changes;       /* a versioned record: needs If-Match with the version that the caller read */
    bool after_leaving; /* a write that an authority which has left every agreement may still make */
    const char *action; /* in the audit trail: "placement.submit"; NULL: not audited */
    const char *about;  /* one sentence */
    const enum fault *faults; /* its own, ends with FAULT_NONE; those of every route go without saying */
};

/* The rows of a list's answer, its member "data"; NULL where the answer is no list. */
const struct field *route_rows(const struct route *);
