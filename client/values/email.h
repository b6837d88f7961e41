/* SPDX-License-Identifier: MIT */
/* E-mail addresses as they travel: a local part of plain words (RFC 5322's dot-atom), @, a host's name. No
 * quotes, comments, spaces, controls or letters beyond ASCII, so that one can stand in a header as it is. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum { EMAIL_MAX = 254 };

__attribute__((warn_unused_result)) bool email_taken(const char *text, size_t len);
