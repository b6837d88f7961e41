/* SPDX-License-Identifier: MIT */
#include "settings.h"

#include "complain.h"
#include "file.h"
#include "near.h"

#include <errno.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char system_config[] = "/etc/accord/config";

enum profile_key { PROFILE_URL, PROFILE_TOKEN_FILE, PROFILE_CA_FILE, PROFILE_KEYS };
static const char *const profile_keys[PROFILE_KEYS] =
    {[PROFILE_URL] = "url", [PROFILE_TOKEN_FILE] = "token_file", [PROFILE_CA_FILE] = "ca_file"};

struct profile {
    struct arena *arena;
    const char *name;
    const char *value[PROFILE_KEYS];
    bool found;
    const char *unknown; /* a key that there is not */
};

/* libinih's handler: 0 stops with the line's number. */
static int take_line(void *arg, const char *section, const char *key, const char *value)
{
    struct profile *profile = arg;
    bool ours = strcmp(section, profile->name) == 0;
    profile->found = profile->found || ours;
    for (size_t i = 0; i < PROFILE_KEYS; i++) {
        if (strcmp(key, profile_keys[i]) == 0) {
            profile->value[i] = ours ? arena_copy(profile->arena, value, strlen(value)) : profile->value[i];
            return 1;
        }
    }
    profile->unknown = arena_copy(profile->arena, key, strlen(key));
    return 0;
}

static void refuse_line(const struct profile *profile, const char *path, int line)
{
    const char *near = profile->unknown == NULL
                           ? NULL
                           : near_name(profile->arena, profile->unknown, profile_keys, PROFILE_KEYS);
    if (profile->unknown == NULL) {
        complain_usage("%s:%d: this is neither [profile] nor name = value", path, line);
    } else {
        complain_usage("%s:%d: there is no setting \"%s\"%s%s%s", path, line, profile->unknown,
                       near == NULL ? "" : ". Did you mean ", near == NULL ? "" : near,
                       near == NULL ? "" : "?");
    }
}

/* A file that is not there says nothing. */
static bool read_config(struct profile *profile, const char *path)
{
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        if (errno != ENOENT && errno != ENOTDIR) {
            complain_usage("%s cannot be read: %s", path, strerror(errno));
        }
        return errno == ENOENT || errno == ENOTDIR;
    }
    int line = ini_parse_file(file, take_line, profile);
    fclose(file);
    if (line != 0) {
        refuse_line(profile, path, line);
    }
    return line == 0;
}

static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value == NULL || value[0] == '\0' ? NULL : value;
}

/* $XDG_CONFIG_HOME/accord/NAME, or ~/.config/accord/NAME; NULL without a home. */
static const char *user_file(struct arena *arena, const char *name)
{
    const char *config = environment("XDG_CONFIG_HOME"), *home = environment("HOME");
    if (config != NULL) {
        return arena_printf(arena, "%s/accord/%s", config, name);
    }
    return home == NULL ? NULL : arena_printf(arena, "%s/.config/accord/%s", home, name);
}

/* The text of an option, or NULL. */
static const char *option(const struct run *run, const char *name)
{
    const char *text = accord_record_text(run->own, name);
    return text[0] == '\0' ? NULL : text;
}

static const char *first_given(const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (texts[i] != NULL) {
            return texts[i];
        }
    }
    return NULL;
}

#define FIRST_GIVEN(...)                            \
    first_given((const char *const[]){__VA_ARGS__}, \
                sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* The system's file first: what the user's says replaces it. */
static bool read_profile(const struct run *run, struct profile *profile)
{
    const char *user = user_file(run->arena, "config");
    const char *asked = FIRST_GIVEN(option(run, "profile"), environment("ACCORD_PROFILE"));
    profile->arena = run->arena;
    profile->name = asked == NULL ? "default" : asked;
    if (!read_config(profile, system_config) || (user != NULL && !read_config(profile, user))) {
        return false;
    }
    if (asked != NULL && !profile->found) {
        complain_usage("there is no profile [%s] in %s or %s", asked,
                       user == NULL ? "~/.config/accord/config" : user, system_config);
        return false;
    }
    return true;
}

static bool read_token_file(const struct run *run, const char *path, bool private, struct settings *out)
{
    out->token_file = path;
    return file_token(run->arena, path, private, &out->token);
}

/* A flag's file may be anybody's; those that are found without being named must be private. */
static bool read_token(const struct run *run, const struct profile *profile, struct settings *out)
{
    const char *named = option(run, "token-file"), *given = environment("ACCORD_TOKEN");
    const char *kept = user_file(run->arena, "credentials");
    if (named != NULL) {
        return read_token_file(run, named, false, out);
    }
    if (given != NULL) {
        out->token = given;
        return true;
    }
    if (profile->value[PROFILE_TOKEN_FILE] != NULL) {
        return read_token_file(run, profile->value[PROFILE_TOKEN_FILE], true, out);
    }
    return kept == NULL || access(kept, F_OK) != 0 || read_token_file(run, kept, true, out);
}

bool settings_read(const struct run *run, struct settings *out)
{
    struct profile profile = {.name = NULL};
    struct settings settings = {.url = NULL};
    if (!read_profile(run, &profile) || !read_token(run, &profile, &settings)) {
        return false;
    }
    settings.url = FIRST_GIVEN(option(run, "url"), environment("ACCORD_URL"), profile.value[PROFILE_URL]);
    settings.ca_file =
        FIRST_GIVEN(option(run, "ca-file"), environment("ACCORD_CA_FILE"), profile.value[PROFILE_CA_FILE]);
    *out = settings;
    return true;
}
