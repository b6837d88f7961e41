/* SPDX-License-Identifier: MIT */
/*
 * What a complete head must pass before the flow hears of the request, in this order: path (404), method
 * (405), token (401), Accept (406), Content-Type (415), length (411, 413), Expect (400).
 */
#pragma once
#include "flow/exchange.h"
#include "http/match.h"
#include "http/reader.h"

struct gate {
    const struct route *const *routes;
    int64_t body_max, file_max; /* of a route that takes a body, or a file; the others take none */
};

/* What is known of a request once its head is. The strings are those of the text given to gate_pass. */
struct passage {
    struct match match;
    enum fault fault; /* FAULT_NONE, with match.route: go on; without: answer OPTIONS with match.allowed */
    const char *query, *token, *idempotency_key, *if_match;
    const char *type;    /* of a body that is a file: one of the route's */
    enum media media;    /* that its answer is wanted in */
    bool counted;        /* "Prefer: count=exact" */
    bool wants_continue; /* and has a body to send */
};

/* Takes the reader past its head. `text` is the head; what is taken from it gets its NUL there. */
struct passage gate_pass(const struct gate *, struct reader *, char *text);
