/* SPDX-License-Identifier: MIT */
/* A file's bytes as UTF-8: spreadsheets and payroll systems write three kinds of text. */
#pragma once
#include "wire/text.h"

/*
 * By its byte order mark UTF-8 or UTF-16; else UTF-8 where it is well-formed; else Windows-1252. The name of
 * what it was, or NULL: it is no text, since it has NULs or broken UTF-16.
 */
const char *charset_read(const char *bytes, size_t len, struct text *out);
