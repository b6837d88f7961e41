/* SPDX-License-Identifier: MIT */
/* `accordd remind`: a mail to each person for whom something waits, once a day. */
#pragma once
#include "base/settings.h"

/* What is wrong with the settings of mail, or NULL: a sentence. Without a relay nothing is. */
const char *remind_wrong_with(const struct settings *);
/* argv[0] is "remind". Returns an exit code. */
int remind_command(const struct settings *, int argc, char **argv);
