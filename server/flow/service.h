/* SPDX-License-Identifier: MIT */
/* What every request runs on. Made by main, once for each process. */
#pragma once
#include "base/digest.h"
#include "store/store.h"

#include <event2/event.h>
#include <stdint.h>

struct flow_service {
    struct event_base *base;
    struct store *store;
    const struct digest_key *key; /* of fingerprints, cursors and facts' digests */
    int32_t request_seconds;      /* from the first step to the answer */
    size_t memory_max;            /* of one request: beyond, TOO_LARGE */
};
