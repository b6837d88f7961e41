/* SPDX-License-Identifier: MIT */
/*
 * The daemon's settings: a file of `name = value` lines, without sections; '#' or ';' starts a comment. What
 * the file leaves out has its default. settings.def is the list.
 */
#pragma once
#include "base/log.h"
#include "base/must.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define SETTING_TEXT(name) char *name;
#define SETTING_PATH(name) char *name;
#define SETTING_INTEGER(name) int32_t name;
#define SETTING_LEVEL(name) enum log_level name;
struct settings {
#define SETTING(name, type, ...) SETTING_##type(name)
#include "base/settings.def"
};
#undef SETTING_TEXT
#undef SETTING_PATH
#undef SETTING_INTEGER
#undef SETTING_LEVEL

enum { SETTINGS_ERROR_SIZE = 320 };
struct settings_error {
    char text[SETTINGS_ERROR_SIZE]; /* "accord.conf:7: there is no setting …", in one line */
};

void settings_defaults(struct settings *out);
/* The file over the defaults. The first error is told. */
MUST_CHECK bool settings_load(const char *path, struct settings *out, struct settings_error *error);
/* Frees the texts; safe on settings of zeroes. */
void settings_done(struct settings *);
/* Every setting with its limits, default and sentence, for --help. */
void settings_describe(FILE *);
