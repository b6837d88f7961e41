/* SPDX-License-Identifier: MIT */
/*
 * API tokens: "accord_", 256 random bits and a checksum, both as base64url. The checksum catches a token that
 * was cut or mistyped before anybody is asked; what is kept of a token is its SHA-256.
 *
 *     accord_ xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx ccccc
 *     7       43 characters, 32 bytes                     5 of SHA-256 over all before
 */
#pragma once
#include <stdbool.h>

#define TOKEN_PREFIX "accord_"
enum { TOKEN_BYTES = 32, TOKEN_SECRET = 43, TOKEN_CHECK = 5, TOKEN_LENGTH = 7 + TOKEN_SECRET + TOKEN_CHECK };

/* A new one, NUL-terminated. Returns its argument. */
char *token_make(char out[TOKEN_LENGTH + 1]);
/* Says nothing about whether anybody holds it. */
bool token_well_formed(const char *);
