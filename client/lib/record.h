/* SPDX-License-Identifier: MIT */
/*
 * A record is a handle on a node of a JSON document. Handles on what it holds are made when they are first
 * asked for, once for each node, and live in the arena with everything else:
 *
 *     record (owns the arena) ─► node {…}
 *       └► items[i] ─► node of the ith member ─► items[j] ─► …
 */
#pragma once
#include "accord/accord.h"
#include "wire/arena.h"
#include "wire/document.h"
#include "wire/text.h"

struct accord_record {
    struct arena *arena;
    struct document *node;
    struct accord_record **items; /* one for each item of the node, or NULL: none has been asked for */
    bool incomplete;
};

/* As JSON. NULL for a record is an empty one. */
void record_write(const accord_record *, struct text *);
