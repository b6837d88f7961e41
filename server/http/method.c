/* SPDX-License-Identifier: MIT */
#include "http/method.h"

#include <string.h>

static const struct {
    const char *name;
    bool body;
} methods[METHOD_COUNT] = {[METHOD_NONE] = {"-", false},
#define METHOD(name, body) [METHOD_##name] = {#name, body},
                           METHODS(METHOD)
#undef METHOD
};

const char *method_name(enum method method)
{
    return methods[method].name;
}

bool method_has_body(enum method method)
{
    return methods[method].body;
}

enum method method_parse(const char *at, size_t len)
{
    for (enum method m = METHOD_NONE + 1; m < METHOD_COUNT; m++)
        if (strlen(methods[m].name) == len && memcmp(methods[m].name, at, len) == 0)
            return m;
    return METHOD_NONE;
}
