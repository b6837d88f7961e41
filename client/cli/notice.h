/* SPDX-License-Identifier: MIT */
/* What a leaver is told in writing: the last day of each period, and how to contest it. */
#pragma once
#include "command.h"

command_fn notice_run;
