/* SPDX-License-Identifier: MIT */
/* `accordd purge`: what has been kept for long enough goes, and workers whose erasure was asked for. */
#pragma once
#include "base/settings.h"

/* argv[0] is "purge". Returns an exit code. */
int purge_command(const struct settings *, int argc, char **argv);
