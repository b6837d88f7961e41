/* SPDX-License-Identifier: MIT */
/* What a batch asks of its store. */
#pragma once
#include "store/segment.h"

/* Into its lane's queue. Where that is full, or has no connection, the batch fails in the next turn of the
 * loop. */
void pool_send(struct store *, struct batch *);
