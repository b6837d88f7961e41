/* SPDX-License-Identifier: MIT */
/* A file of an export: an item a line, and the SHA-256 of all. For its owner alone, and never written over.
 */
#pragma once
#include "command.h"

#include <openssl/evp.h>
#include <stdint.h>
#include <stdio.h>

struct export_file {
    struct arena *arena;
    const char *folder, *name;
    FILE *out;
    EVP_MD_CTX *digest;
    int64_t rows;
};

/* NULL, with errno, where it cannot be made or is there. */
FILE *export_file_new(struct arena *, const char *folder, const char *name);
/* Complains of errno. */
int export_file_cannot(const char *folder, const char *name);

/* Of a list, by its name. These two return an exit code; where it is none of EXIT_DONE, that is told. */
int export_file_open(struct export_file *, struct arena *, const char *folder, const char *list);
int export_file_close(struct export_file *);
void export_file_row(struct export_file *, const accord_record *item);
/* In hexadecimal digits, once all rows are in it. */
const char *export_file_digest(struct export_file *);
/* In place of closing it: it is of no use. */
void export_file_drop(struct export_file *);
