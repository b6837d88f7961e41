/* SPDX-License-Identifier: MIT */
/* What clients say of the form of bodies: Content-Type, Accept (RFC 9110, 8.3 and 12.5.1), Prefer (RFC 7240).
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

/* Exactly the type, with no parameter but charset=utf-8. */
bool media_is(const char *at, size_t len, const char *type);

/* What the Accept fields seen so far say of one media type: the most specific range decides. */
struct media_wish {
    const char *type; /* "application/json" */
    int specificity;  /* 0: no range has fitted */
    int weight;       /* thousandths; 0: it is not wanted */
};
/* Takes in one Accept field's value; a list may be spread over several. */
void media_accept(struct media_wish *, const char *at, size_t len);

/* Whether one Prefer field's value has the preference, "count=exact". */
bool media_prefers(const char *at, size_t len, const char *preference);
