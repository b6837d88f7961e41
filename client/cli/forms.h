/* SPDX-License-Identifier: MIT */
/* The form on which a reference came, from a file and to one. */
#pragma once
#include "command.h"

command_fn form_attach, form_save;
