/* SPDX-License-Identifier: MIT */
/* The small pieces of HTTP's grammar (RFC 9110, 5.6; RFC 3986, 2), whatever the locale. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

bool grammar_digit(char);
bool grammar_alnum(char);
/* The value of a hex digit, -1 for anything else. */
int grammar_hex(char);
/* A character of a token: tchar. */
bool grammar_tchar(char);
/* 1*tchar. */
bool grammar_token(const char *, size_t);
/* A field's value: no controls but the tab. */
bool grammar_value(const char *, size_t);
/* Equal but for ASCII case. */
bool grammar_same(const char *, size_t, const char *word);
/* Takes the optional white space off both ends. */
void grammar_trim(const char **at, size_t *len);
