/* SPDX-License-Identifier: MIT */
/* An authority's own records as files, to take along or to keep. */
#pragma once
#include "command.h"

command_fn export_run;
