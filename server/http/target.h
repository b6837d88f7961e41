/* SPDX-License-Identifier: MIT */
/* The request's target (RFC 9112, 3.2) and the host it is for. */
#pragma once
#include "http/head.h"

/* Origin form, or http(s) absolute form. False for anything else, and for a bad or NUL escape. */
MUST_CHECK bool target_parse(struct head *, const char *base, struct slice target);
/* A name, an IPv4 address or a bracketed IPv6 address, and perhaps a port. */
bool target_host(const char *, size_t);
