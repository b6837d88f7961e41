/* SPDX-License-Identifier: MIT */
/* Forms that several resources take: texts that have one normal form, and fields that look alike everywhere.
 */
#pragma once
#include "wire/shape.h"

normalise_fn form_swe_number;     /* "sw 900123" is "SW900123" */
normalise_fn form_authority_code; /* DfE's three digits, or a GSS code of nine characters, upper-cased */
normalise_fn form_nobody;         /* words in which no worker's number stands */
normalise_fn form_month;          /* "2026-10" */
normalise_fn form_title; /* a person's or a post's words: spaces at the ends dropped, and folded within:
                            no-break ones too */

#define SWE_NUMBER(S, ...)                                                     \
    FIELD(S, swe_number, __VA_ARGS__, .max = 40, .normalise = form_swe_number, \
          .form = "a Social Work England number, like SW900123",               \
          .about = "The worker's Social Work England number", .example = "\"SW900123\"")
#define AUTHORITY_CODE(S, m, ...)                                        \
    FIELD(S, m, __VA_ARGS__, .max = 9, .normalise = form_authority_code, \
          .form = "a DfE code of three digits, like 887, or a GSS code", \
          .about = "An authority, by its DfE code", .example = "\"887\"")
/* A text of a register that keeps no worker's identity. */
#define NOBODY_S_TEXT .max = 2000, .normalise = form_nobody, .form = "words, without a worker's number"
/* An agreement's id, as it is shown in examples. */
#define AGREEMENT_EXAMPLE "\"0199b2c4-0000-7000-8000-000000000101\""
/* A member that is an enum: its C type is unsigned, its names are the list's. */
#define CODE(S, m, list, ...) FIELD(S, m, __VA_ARGS__, .codes = &list##_codes)

struct code_row { /* of authority_find */
    int32_t id;
    const char *dfe_code;
};
extern const struct shape code_row_shape;

/* The code's name; NULL where none was given. */
const char *form_code(const struct codes *, unsigned code);
/* "{SW,SSW}", PostgreSQL's text form of an array of codes; NULL for an empty set. */
const char *form_codes(struct arena *, const struct codes *, struct code_set);
/* "{…}" of ids. */
const char *form_uuids(struct arena *, struct uuid_list);
/* "{…}" of texts, each quoted. */
const char *form_texts(struct arena *, struct text_list);
