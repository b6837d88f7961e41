/* SPDX-License-Identifier: MIT */
/* Answers on standard output, for people or in the form that was asked for. */
#pragma once
#include "command.h"

#include <stdio.h>

/* As it came, without a line's end. */
void show_json(const accord_record *);

/* By the function, or in another form where one is wanted. */
void show_answer(const struct run *, const accord_record *, show_fn *);
/* A line for each plain member. */
void show_pairs(const struct run *, const accord_record *, FILE *out);
/* The same, and a table for each list of records in it. */
show_fn show_record;
/* A check, a placement or a refused proposal: findings, the earliest start, what was not checked, what to do.
 */
show_fn show_findings;
/* On standard error: what the run would have changed, beside what is on record. */
void show_difference(const struct run *, const accord_record *now);
/*
 * A list by the command's columns with a row for each item, and how many there are: the service's first page,
 * or everything with --all. Returns the exit code.
 */
int show_list(struct run *, accord_list *);
