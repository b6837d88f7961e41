/* SPDX-License-Identifier: MIT */
/*
 * What a rule says of a placement: an answer, never a fault. A finding names no former employer, no leaving
 * reason and no evidence, so that it may be shown to another authority as it stands.
 */
#pragma once
#include "rules/facts.h"

enum { REASON_SIZE = 400, FINDINGS_MAX = 40 };

struct finding {
    enum rule rule;
    enum layer layer;
    enum verdict verdict;
    enum obligation
        obligation; /* how far the layer binds; NONE: no agreement's finding, or one without terms */
    char reason[REASON_SIZE]; /* a sentence or two, dates in words */
    const char *basis;        /* NULL, NO_RECORD, DECLARED_AND_RECORDED, CONTRACT, … */
    const char *to_do;        /* NULL, DECLARATION, CONFIRM_LAST_DAY */
    const char *state;        /* NULL, OPEN, SIGNED_OFF: of a BREACH of PRICE_CAP */
    struct date earliest_start_date;
    struct date due_by;
    struct uuid agreement;
    const char *agreement_name;
    int64_t comparable_pence, cap_pence, excess_pence; /* -1: does not apply */
    int32_t silent_authorities;                        /* -1: does not apply */
    int32_t have, need;                                /* -1: does not apply */
    int32_t required_days, on_record_days;             /* -1: does not apply */
};

/* Findings as they are brought together; `add` beyond FINDINGS_MAX is a programming error and aborts. */
struct findings {
    struct finding at[FINDINGS_MAX];
    size_t count;
};

/* Adds a finding with everything that does not apply marked so, for the rule to fill. */
struct finding *findings_add(struct findings *, enum rule, enum layer, enum verdict);
/* Writes the reason; too long a one is cut at REASON_SIZE. */
void finding_reason(struct finding *, const char *format, ...) __attribute__((format(printf, 2, 3)));
