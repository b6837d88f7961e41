/* SPDX-License-Identifier: MIT */
#include "base/random.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

void random_bytes(void *out, size_t size)
{
    uint8_t *at = out;
    while (size > 0) {
        ssize_t got = getrandom(at, size, 0);
        if (got < 0 && errno != EINTR) {
            abort();
        }
        if (got > 0) {
            at += got;
            size -= (size_t)got;
        }
    }
}

/* The wall clock's milliseconds, whatever day a test says it is: ids are in the order in which they were
 * made. */
struct uuid random_uuid(void)
{
    uint8_t tail[10];
    struct timespec now;
    random_bytes(tail, sizeof tail);
    clock_gettime(CLOCK_REALTIME, &now);
    return uuid_v7((int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000, tail);
}
