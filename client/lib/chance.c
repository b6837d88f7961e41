/* SPDX-License-Identifier: MIT */
#include "chance.h"

#include <sys/random.h>
#include <time.h>

/* getrandom gives up to 256 bytes whole or not at all: random(4). */
static bool fill(void *at, size_t size)
{
    return getrandom(at, size, 0) == (ssize_t)size;
}

bool chance_key(char out[UUID_SIZE])
{
    uint8_t random[10];
    struct timespec now;
    if (!fill(random, sizeof random) || clock_gettime(CLOCK_REALTIME, &now) != 0) {
        return false;
    }
    uuid_print(uuid_v7((int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000, random), out);
    return true;
}

uint32_t chance_dice(void)
{
    uint32_t dice = 0;
    return fill(&dice, sizeof dice) ? dice : 0;
}
