/* SPDX-License-Identifier: MIT */
/* What serving needs from files: the settings, the key, the certificate; taken or refused as a whole. */
#pragma once
#include "base/digest.h"
#include "base/settings.h"
#include "base/tls.h"

struct config {
    struct settings settings;
    struct digest_key *key;
    struct tls *tls; /* NULL: none is spoken */
};

struct config_error {
    char text[SETTINGS_ERROR_SIZE + 1100];
    bool in_settings; /* in the file itself, not in one that it names */
};

MUST_CHECK bool config_load(const char *path, struct config *out, struct config_error *error);
/* Safe on a config of zeroes. */
void config_done(struct config *);
