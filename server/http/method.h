/* SPDX-License-Identifier: MIT */
/* The methods the service knows; any other token is answered 501. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

/* X(name, may it have a body) */
#define METHODS(X)   \
    X(GET, false)    \
    X(HEAD, false)   \
    X(POST, true)    \
    X(PUT, true)     \
    X(PATCH, true)   \
    X(DELETE, false) \
    X(OPTIONS, false)

enum method {
    METHOD_NONE,
#define METHOD(name, body) METHOD_##name,
    METHODS(METHOD)
#undef METHOD
        METHOD_COUNT
};

const char *method_name(enum method);
bool method_has_body(enum method);
/* METHOD_NONE where it is none of these. Case matters (RFC 9110, 9.1). */
enum method method_parse(const char *, size_t);
