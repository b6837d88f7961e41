/* SPDX-License-Identifier: MIT */
#include "config.h"

#include <stdio.h>

static bool load_key(struct config *config, struct config_error *error)
{
    const char *why;
    config->key = digest_key_load(config->settings.secret_file, &why);
    if (config->key)
        return true;
    snprintf(error->text, sizeof error->text, "secret_file %s: %s", config->settings.secret_file, why);
    return false;
}

static bool load_tls(struct config *config, struct config_error *error)
{
    const struct settings *s = &config->settings;
    const char *why = "tls_certificate and tls_key belong together";
    if (*s->tls_certificate == '\0' && *s->tls_key == '\0')
        return true;
    if (*s->tls_certificate != '\0' && *s->tls_key != '\0')
        config->tls = tls_load(s->tls_certificate, s->tls_key, &why);
    if (config->tls)
        return true;
    snprintf(error->text, sizeof error->text, "%s", why);
    return false;
}

bool config_load(const char *path, struct config *out, struct config_error *error)
{
    struct config config = {0};
    struct settings_error wrong;
    *error = (struct config_error){0};
    if (!settings_load(path, &config.settings, &wrong)) {
        snprintf(error->text, sizeof error->text, "%s", wrong.text);
        error->in_settings = true;
        return false;
    }
    if (load_key(&config, error) && load_tls(&config, error)) {
        *out = config;
        return true;
    }
    config_done(&config);
    return false;
}

void config_done(struct config *config)
{
    digest_key_free(config->key);
    tls_free(config->tls);
    settings_done(&config->settings);
    *config = (struct config){0};
}
