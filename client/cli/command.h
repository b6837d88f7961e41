/* SPDX-License-Identifier: MIT */
/*
 * A command is a row: its words, what help says of it, what it takes and the function that does it. Parsing,
 * help and suggestions all come from the rows.
 */
#pragma once
#include "input.h"
#include "wire/arena.h"

#include <accord/accord.h>

/* How answers are printed, in the order of the list that -o takes. */
enum form { FORM_TABLE = 1, FORM_JSON, FORM_NDJSON, FORM_CSV };

/* One run of the program. */
struct run {
    struct arena
        *arena; /* ends the program where memory runs out, so nothing in it is ever NULL for want of it */
    const struct command *command;
    accord_record *sent; /* what goes to the service: a body, or a list's filters */
    accord_record *own;  /* what is meant for this program, by the option's name */
    accord_client *client;
    accord_error *error;
};

/* Returns the exit code. */
typedef int command_fn(struct run *);

struct command {
    const char *words;           /* "placements submit" */
    const char *about;           /* one line */
    const char *const *examples; /* ends with NULL */
    const struct input *inputs;  /* ends with a nameless one; positional ones in their order */
    command_fn *run;
    enum form form; /* where -o is not given; 0: a table */
};

/* Every command, by name of its row. */
extern const struct command *const commands[];
extern const size_t command_count;
/* What every command takes. */
extern const struct input common_inputs[];

/* What -o said; else the command's own. */
enum form run_form(const struct run *);
