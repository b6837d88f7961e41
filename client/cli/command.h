/* SPDX-License-Identifier: MIT */
/*
 * A command is a row: its words, what help says of it, what it takes, where it goes and what is shown of the
 * answer. Parsing, help and suggestions all come from the rows, and most rows are carried out by one of the
 * functions of service.h.
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
/* An answer for people, on standard output. */
typedef void show_fn(const struct run *, const accord_record *);

/* A column of a list; the member may be one within another: "windows.ends_on". */
struct show_column {
    const char *head, *member;
};

struct command {
    const char *words;           /* "placements submit" */
    const char *about;           /* one line */
    const char *const *examples; /* ends with NULL */
    const struct input *inputs;  /* ends with a nameless one; positional ones in their order */
    command_fn *run;
    const char *path; /* of the service: {NAME} is what was given by that name */
    const char *next; /* what may be typed after it: {name} is a member of the answer; NULL: nothing */
    show_fn *show;    /* of one answer; NULL: show_record */
    const struct show_column *columns; /* of a list; ends with a nameless one */
    const char *thing, *things;        /* of a list: "placement"; more than one: NULL: with an s */
    enum form form;                    /* where -o is not given; 0: a table */
};

#define EXAMPLES(...) ((const char *const[]){__VA_ARGS__, NULL})
#define INPUTS(...) ((const struct input[]){__VA_ARGS__, {0}})
#define NO_INPUTS ((const struct input[]){{0}})
#define COLUMNS(...) ((const struct show_column[]){__VA_ARGS__, {0}})

/* The nth of all commands, in the order that help shows them; NULL past the last. */
const struct command *command_at(size_t nth);
/* What every command takes. */
extern const struct input common_inputs[];

/* What -o said; else the command's own. */
enum form run_form(const struct run *);
/* Whether people read the answer. */
bool run_is_table(const struct run *);
