/* SPDX-License-Identifier: MIT */
/*
 * What commands do, by their row. A list's filters, a search's body, a write's body and a change's members
 * are what the run has gathered. A change is of the version that --if-version names, or of the one on record.
 */
#pragma once
#include "command.h"

command_fn action_list, action_search, action_show, action_send, action_change;
