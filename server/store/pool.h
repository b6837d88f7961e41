/* SPDX-License-Identifier: MIT */
/* What a batch asks of its store. */
#pragma once
#include "store/segment.h"

/*
 * To the lane's connection with the shortest queue. Where there is none, or it is full, the batch fails in
 * the next turn of the loop.
 */
void pool_send(struct store *, struct batch *);
