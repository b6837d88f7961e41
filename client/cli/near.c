/* SPDX-License-Identifier: MIT */
#include "near.h"

#include "values/codes.h"

/* As a list of codes, for which the distance is known. */
const char *near_name(struct arena *arena, const char *given, const char *const *names, size_t count)
{
    struct code *items = arena_alloc(arena, (count + 1) * sizeof *items);
    for (size_t i = 0; i < count; i++) {
        items[i + 1].name = names[i];
    }
    return codes_near(&(struct codes){.count = count, .items = items}, given);
}
