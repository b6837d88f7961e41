/* SPDX-License-Identifier: MIT */
/* Columns of text, each as wide as its widest cell; the last is not padded. */
#pragma once
#include "wire/arena.h"

#include <stdbool.h>
#include <stdio.h>

struct table {
    struct arena *arena;
    const char **cells; /* row after row, the heads first */
    size_t count, cap;
    size_t columns;
};

struct table table_new(struct arena *, const char *const *heads, size_t columns);
/* The next cell, which must live as long as the table. */
void table_add(struct table *, const char *);
/* No heads: rows alone. */
void table_print(const struct table *, bool heads, FILE *);
