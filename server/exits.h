/* SPDX-License-Identifier: MIT */
/* accordd's exit codes, beside EXIT_SUCCESS and EXIT_FAILURE. */
#pragma once

enum { EXIT_USAGE = 2 }; /* the options or the settings are wrong */
