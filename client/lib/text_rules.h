/* SPDX-License-Identifier: MIT */
/* What may be written into a request's head, so that no caller's text can break out of it. */
#pragma once
#include <stdbool.h>

/* token68 of RFC 9110, 11.2. */
bool is_token(const char *);
/* 1 to 64 of A-Z a-z 0-9 - _. */
bool is_key(const char *);
/* A path from its slash on, with its query: printable ASCII, no fragment. */
bool is_path(const char *);
/* "application/pdf", without parameters. */
bool is_media_type(const char *);
