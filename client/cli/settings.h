/* SPDX-License-Identifier: MIT */
/*
 * Where the service is and with which token: a flag, else the environment, else the user's profile, else
 * /etc/accord/config. A profile is a section of an ini file:
 *
 *     [default]
 *     url = https://accord.example
 *     token_file = /run/secrets/accord
 *     ca_file = /etc/ssl/accord.pem
 */
#pragma once
#include "command.h"

struct settings {
    const char *url;        /* NULL: not said */
    const char *token;      /* NULL: none */
    const char *token_file; /* that it was read from; NULL: the environment said it */
    const char *ca_file;
};

/* False, with a complaint made, where a file does not read or a profile that was asked for is in none. */
bool settings_read(const struct run *, struct settings *out) __attribute__((warn_unused_result));
