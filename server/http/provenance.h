/* SPDX-License-Identifier: MIT */
/* What a request says of where it comes from: its trace, and by way of a trusted proxy its client. */
#pragma once
#include "http/head.h"

#include <netinet/in.h>

enum { PROVENANCE_TRACE_SIZE = 32 + 1 };

struct provenance {
    char trace[PROVENANCE_TRACE_SIZE]; /* the id of a W3C trace; "": none, or none that is valid */
    char client[INET6_ADDRSTRLEN];     /* whom a proxied request counts for, kept nowhere; "": not told */
    const char *proto;                 /* "http" or "https"; NULL: not proxied */
};

/* `text` is the head. Never refuses: what is not well-formed is not there. */
void provenance_read(const struct head *, const char *text, bool proxied, struct provenance *out);
