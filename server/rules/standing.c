/* SPDX-License-Identifier: MIT */
#include "rules/standing.h"

#include <string.h>

bool standing_has(const struct standing *s, int32_t authority)
{
    for (size_t i = 0; i < s->authority_count; i++) {
        if (s->authorities[i] == authority) {
            return true;
        }
    }
    return false;
}

static bool has_region(const struct standing *s, const char *region)
{
    for (size_t i = 0; i < s->region_count; i++) {
        if (strcmp(s->regions[i], region) == 0) {
            return true;
        }
    }
    return false;
}

bool standing_meets(const struct standing *a, const struct standing *b)
{
    for (size_t i = 0; i < a->authority_count; i++) {
        if (standing_has(b, a->authorities[i])) {
            return true;
        }
    }
    for (size_t i = 0; i < a->region_count; i++) {
        if (has_region(b, a->regions[i])) {
            return true;
        }
    }
    return false;
}
