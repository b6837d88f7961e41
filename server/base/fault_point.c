/* SPDX-License-Identifier: MIT */
#include "base/fault_point.h"

#ifdef ACCORD_TEST_BUILD
#include <signal.h>
#include <stdlib.h>
#include <string.h>

void fault_point(const char *name)
{
    static int reached;
    const char *wanted = getenv("ACCORD_TEST_FAULT");
    size_t len = strlen(name);
    if (!wanted || strncmp(wanted, name, len) != 0 || (wanted[len] != '\0' && wanted[len] != ':')) {
        return;
    }
    if (++reached >= (wanted[len] == ':' ? strtol(wanted + len + 1, NULL, 10) : 1)) {
        raise(SIGKILL);
    }
}
#endif
