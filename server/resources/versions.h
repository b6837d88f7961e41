/* SPDX-License-Identifier: MIT */
/* Records with versions: what a change makes of one, and what is said to whoever read an older one. */
#pragma once
#include "flow/req.h"

/* The fields in which two records differ, "last_day, leaving_reason", their version and instant aside; "":
 * none. */
const char *versions_differ(struct req *, const struct shape *, const void *, const void *);
/* PRECONDITION_FAILED, saying which version it has now, and what differs from the one that was read (NULL:
 * there never was one). */
enum flow versions_stale(struct req *, const struct shape *, int32_t version, const void *now,
                         const void *was);
