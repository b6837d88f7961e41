/* SPDX-License-Identifier: MIT */
/* `accordd token`: making, listing and revoking tokens on the host, as the database's owner. */
#pragma once
#include "base/settings.h"

/* argv[0] is "token". Returns an exit code. */
int tokens_command(const struct settings *, int argc, char **argv);
