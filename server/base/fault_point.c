/* SPDX-License-Identifier: MIT */
#include "base/fault_point.h"

#ifdef ACCORD_TEST_BUILD
#include <signal.h>
#include <stdlib.h>
#include <string.h>

void fault_point(const char *name)
{
    const char *wanted = getenv("ACCORD_TEST_FAULT");
    if (wanted && strcmp(wanted, name) == 0) {
        raise(SIGKILL);
    }
}
#endif
