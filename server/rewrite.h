/* SPDX-License-Identifier: MIT */
/* Once something was erased, the tables that had it are written anew: a deleted row's bytes stay in its page.
 */
#pragma once

#include <stdbool.h>

struct host;

enum rewrite_result {
    REWRITE_DONE,  /* also where none was due */
    REWRITE_HELD,  /* by an older transaction for longer than that; stderr says by which */
    REWRITE_FAILED /* host_trouble knows why */
};

/* What an earlier run erased and was kept from writing anew is due as well. Waits for older transactions,
 * which would have what was deleted copied with the rest; stderr says for which. */
enum rewrite_result rewrite_due(struct host *, long wait_seconds);
