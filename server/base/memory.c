/* SPDX-License-Identifier: MIT */
#include "base/memory.h"

#include "base/log.h"

#include <stdlib.h>

void memory_exhausted(void)
{
    log_line(LOG_LEVEL_ERROR, "memory=exhausted");
    abort();
}

void *memory_got(void *allocated)
{
    if (!allocated) {
        memory_exhausted();
    }
    return allocated;
}
