/* SPDX-License-Identifier: MIT */
/* Which route a path and a method mean. */
#pragma once
#include "base/must.h"
#include "flow/route.h"
#include "http/method.h"

enum {
    MATCH_ID_MAX = 64,
    MATCH_ALLOW_SIZE = 64, /* holds every method's name */
};

struct match {
    const struct route *route; /* NULL: the path takes no such method */
    unsigned allowed;          /* 1u << METHOD_…: what the path takes, HEAD and OPTIONS among them */
    bool has_id;
    char id[MATCH_ID_MAX + 1]; /* percent-decoded, visible ASCII, never empty, never with a '/' */
};

/*
 * False where no route has the path. A path that a template spells out goes before one that fits a template
 * with an {id}: /v1/placements/search is never the placement called "search".
 */
MUST_CHECK bool match_path(const struct route *const *tables, enum method, const char *path, size_t len,
                           struct match *out);
/* For the Allow field: "GET, HEAD, OPTIONS". Returns its argument. */
char *match_allow(unsigned allowed, char out[MATCH_ALLOW_SIZE]);
