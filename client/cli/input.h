/* SPDX-License-Identifier: MIT */
/* What a command takes: options and positional arguments, and how their text becomes a record's member. */
#pragma once
#include "values/codes.h"
#include "wire/arena.h"

#include <accord/accord.h>
#include <stdbool.h>

enum input_kind {
    INPUT_TEXT,
    INPUT_FLAG,        /* takes no value */
    INPUT_COUNT,       /* the same; how often it was given */
    INPUT_DATE,        /* ISO, or UK: 30/09/2026 */
    INPUT_DATE_BEFORE, /* the same; the day before it is sent */
    INPUT_POUNDS,
    INPUT_HOURS, /* 37, or 37.5; minutes are sent */
    INPUT_INTEGER,
    INPUT_CODE,
    INPUT_CODES,     /* several with commas, as a query has them */
    INPUT_CODE_LIST, /* the same, as a body has them */
    INPUT_TEXT_LIST,
    INPUT_ID,
    INPUT_SWE,
    INPUT_AUTHORITY, /* a name or a code; a name is turned into its code once there is a client */
    INPUT_KINDS,
};

enum { INPUT_NEEDED = 1, INPUT_POSITIONAL = 2, INPUT_OWN = 4 };

/* Another word for a code. */
struct input_alias {
    const char *word, *code;
};

struct input {
    const char *name;   /* "job-type"; of a positional one as help shows it, "SWE-NUMBER" */
    const char *member; /* "job_type"; of an INPUT_OWN NULL: it is kept by its name */
    enum input_kind kind;
    unsigned use;
    const struct codes *codes;
    const struct input_alias *aliases; /* ends with a nameless one */
    const char *preset;                /* as if given, where it is not */
    char letter;                       /* '\0': none */
    const char *value;                 /* as help shows it; NULL: what its kind says */
    const char *about;
};

/* The member that the input is kept as. */
const char *input_member(const struct input *);
/* As help shows its value: "DATE". */
const char *input_value(const struct input *);
/* Reads the text into the record. False, with a sentence in *wrong. */
bool input_read(const struct input *, const char *text, struct arena *, accord_record *into,
                const char **wrong) __attribute__((warn_unused_result));
