/* SPDX-License-Identifier: MIT */
/* What goes wrong, said to people on standard error, and the exit code for it. */
#pragma once
#include "command.h"

/* See client/cli/README.md. */
enum exit_code {
    EXIT_DONE = 0,
    EXIT_UNEXPECTED = 1,
    EXIT_USAGE = 2,
    EXIT_REJECTED = 3,
    EXIT_NOT_ALLOWED = 4,
    EXIT_NOT_FOUND = 5,
    EXIT_CONFLICT = 6,
    EXIT_LATER = 7,
    EXIT_UNREACHABLE = 8,
#define OUTCOME(name, words, exit) EXIT_OUTCOME_##name = (exit),
#include "accord/findings.def"
};

/* "accord: …" and a line's end. Returns EXIT_USAGE. */
int complain_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Ends the program. */
_Noreturn void complain_memory(void);
/* What stdio could not write, a full disk for one, must not pass for an answer: the code, or EXIT_UNEXPECTED.
 */
int complain_unwritten(int code);
/* The exit code for what the run's error holds. */
int complain_code(const struct run *);
/* What the run's error holds, with a line for each field that was wrong. Returns the fault's exit code. */
int complain_fault(const struct run *);
