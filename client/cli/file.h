/* SPDX-License-Identifier: MIT */
/* Files that a command reads: JSON records and tokens. Complaints are made here. */
#pragma once
#include "wire/text.h"

#include <accord/accord.h>

/* A JSON object from a file, or from standard input for "-". False with a complaint. */
bool file_record(struct arena *, const char *path, accord_record **out) __attribute__((warn_unused_result));
/* All of a file of up to `max` bytes, or of standard input for "-". False with a complaint. */
bool file_bytes(const char *path, size_t max, struct text *out) __attribute__((warn_unused_result));
/* The first line of a file. `private`: refused where others than its owner may read it. */
bool file_token(struct arena *, const char *path, bool private, const char **out)
    __attribute__((warn_unused_result));
