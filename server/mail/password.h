/* SPDX-License-Identifier: MIT */
/* The relay's password: the first line of a file that only its owner and group may read. */
#pragma once
#include "base/must.h"

enum { MAIL_PASSWORD_SIZE = 256 };

/* NULL, or what is wrong with the file: a sentence. */
MUST_CHECK const char *mail_password_read(const char *path, char out[MAIL_PASSWORD_SIZE]);
