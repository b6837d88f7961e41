/* SPDX-License-Identifier: MIT */
/* `accordd succession FILE [--dry-run]`: a local government reorganisation, recorded on the host. */
#pragma once
#include "base/settings.h"

/* argv[0] is "succession". Returns an exit code. */
int succession_command(const struct settings *, int argc, char **argv);
