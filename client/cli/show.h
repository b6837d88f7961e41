/* SPDX-License-Identifier: MIT */
/* Answers on standard output, for people or in the form that was asked for. */
#pragma once
#include "command.h"

/* A column of a list. */
struct show_column {
    const char *head, *member;
};

/* As it came, without a line's end. */
void show_json(const accord_record *);

typedef void show_fn(const struct run *, const accord_record *);
/* By the function, or in another form where one is wanted. */
void show_answer(const struct run *, const accord_record *, show_fn *);
/* A line for each plain member. */
void show_record(const struct run *, const accord_record *);
/* A check, a placement or a refused proposal: findings, the earliest start, what was not checked, what to do.
 */
void show_findings(const struct run *, const accord_record *);
/*
 * A list with a row for each item, and how many there are: the service's first page, or everything with
 * --all. `columns` ends with a nameless one; `thing` is "placement". Returns the exit code.
 */
int show_list(struct run *, accord_list *, const struct show_column *columns, const char *thing);
