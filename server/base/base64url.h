/* SPDX-License-Identifier: MIT */
/* Bytes as text that fits a URL and a header: RFC 4648 section 5, without padding. */
#pragma once
#include "base/must.h"

#include <stdbool.h>
#include <stddef.h>

/* Of the text of n bytes, its NUL included. */
#define BASE64URL_SIZE(n) (((n)*4 + 2) / 3 + 1)

/* `out` has room for BASE64URL_SIZE(len). Returns it. */
char *base64url_print(const void *bytes, size_t len, char *out);
/*
 * False for a character outside the alphabet, an impossible length, bits left over that are not zero (so that
 * bytes have one text), or more than `room` bytes. On failure what `out` points at is undefined, *got is not
 * written.
 */
MUST_CHECK bool base64url_parse(const char *text, size_t len, size_t room, void *out, size_t *got);
