/* SPDX-License-Identifier: MIT */
/* UTF-8, one character at a time. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

/* How many bytes the first character takes, 1 to 4; 0 where they are not well-formed (Unicode, table 3-7). */
size_t utf8_length(const char *text, size_t left);
/* Whether the well-formed character there is a control: U+0000 to U+001F, U+007F to U+009F. */
bool utf8_control(const char *text);
/* How many characters a well-formed text has. */
size_t utf8_count(const char *text);
/* Well-formed throughout, and without a control. */
bool utf8_printable(const char *text, size_t len);
