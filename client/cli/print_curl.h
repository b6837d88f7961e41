/* SPDX-License-Identifier: MIT */
/* --print-curl: the command of curl that makes the same call. */
#pragma once
#include "settings.h"

/*
 * From here on the run's first call is printed instead of being sent, and the program ends; what a change
 * reads first is still read.
 */
void print_curl_instead(struct run *, const struct settings *);
