/* SPDX-License-Identifier: MIT */
/* `accordd --check`: settings, key, certificate and database, without listening. */
#pragma once

/* Returns the exit code. */
int check_run(const char *config_path);
