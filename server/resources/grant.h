/* SPDX-License-Identifier: MIT */
/* A grant: a role at one authority, region or supplier, for a time. */
#pragma once
#include "wire/shape.h"

struct grant {
    struct uuid id, person;
    unsigned role;
    const char *authority, *region;
    struct uuid supplier;
    bool acting;
    struct date from, to;
    struct instant ended_at;
    bool withdrawn;
};
extern const struct shape grant_shape;
