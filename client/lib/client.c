/* SPDX-License-Identifier: MIT */
#include "client.h"

#include "text_rules.h"

#include <stdlib.h>
#include <string.h>

static const long first_timeout_ms = 10000;
static const struct retry_limits first_limits = {.tries = 5, .patience_ms = 30000};

static pthread_once_t curl_once = PTHREAD_ONCE_INIT;
static CURLcode curl_ready;

static void start_curl(void)
{
    curl_ready = curl_global_init(CURL_GLOBAL_DEFAULT);
}

const char *accord_version(void)
{
    return ACCORD_VERSION;
}

/* A part of a URL, for curl_free; NULL where it has none. */
static char *url_part(CURLU *url, CURLUPart part)
{
    char *out = NULL;
    return curl_url_get(url, part, &out, 0) == CURLUE_OK ? out : NULL;
}

static bool url_has(CURLU *url, CURLUPart part)
{
    char *text = url_part(url, part);
    curl_free(text);
    return text != NULL;
}

static bool url_part_is(CURLU *url, CURLUPart part, bool (*fits)(const char *))
{
    char *text = url_part(url, part);
    bool yes = text != NULL && fits(text);
    curl_free(text);
    return yes;
}

static bool is_http(const char *scheme)
{
    return strcmp(scheme, "http") == 0;
}

static bool is_http_or_https(const char *scheme)
{
    return is_http(scheme) || strcmp(scheme, "https") == 0;
}

/* Names and addresses that never leave the machine (RFC 6761, RFC 1122, RFC 4291). */
static bool is_this_machine(const char *host)
{
    return strcmp(host, "localhost") == 0 || strncmp(host, "127.", 4) == 0 || strcmp(host, "[::1]") == 0;
}

static bool is_service(CURLU *url)
{
    return url_part_is(url, CURLUPART_SCHEME, is_http_or_https) && !url_has(url, CURLUPART_USER) &&
           !url_has(url, CURLUPART_PASSWORD) && !url_has(url, CURLUPART_QUERY) &&
           !url_has(url, CURLUPART_FRAGMENT);
}

static enum accord_fault read_url(accord_client *client, const char *text)
{
    CURLU *url = curl_url();
    if (url == NULL) {
        return ACCORD_NO_MEMORY;
    }
    bool good = curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK && is_service(url);
    client->in_the_clear = good && url_part_is(url, CURLUPART_SCHEME, is_http) &&
                           !url_part_is(url, CURLUPART_HOST, is_this_machine);
    curl_url_cleanup(url);
    return good ? ACCORD_OK : ACCORD_USAGE;
}

static char *copy_without_slash(const char *url)
{
    size_t len = strlen(url);
    while (len > 0 && url[len - 1] == '/') {
        len--;
    }
    return strndup(url, len);
}

static enum accord_fault fill(accord_client *client, const char *url, const char *token)
{
    client->base = copy_without_slash(url);
    client->token = token == NULL ? NULL : strdup(token);
    if (client->base == NULL || (token != NULL && client->token == NULL) || curl_ready != CURLE_OK) {
        return ACCORD_NO_MEMORY;
    }
    return read_url(client, client->base);
}

enum accord_fault accord_client_new(const char *url, const char *token, accord_client **out)
{
    if (url == NULL || (token != NULL && !is_token(token))) {
        return ACCORD_USAGE;
    }
    pthread_once(&curl_once, start_curl);
    accord_client *client = calloc(1, sizeof *client);
    if (client == NULL) {
        return ACCORD_NO_MEMORY;
    }
    client->timeout_ms = first_timeout_ms;
    client->limits = first_limits;
    pthread_mutex_init(&client->lock, NULL);
    enum accord_fault fault = fill(client, url, token);
    if (fault != ACCORD_OK) {
        accord_client_free(client);
        return fault;
    }
    *out = client;
    return ACCORD_OK;
}

void accord_client_free(accord_client *client)
{
    if (client == NULL) {
        return;
    }
    for (size_t i = 0; i < client->idle_count; i++) {
        curl_easy_cleanup(client->idle[i]);
    }
    if (client->token != NULL) {
        explicit_bzero(client->token, strlen(client->token));
    }
    pthread_mutex_destroy(&client->lock);
    free(client->token);
    free(client->ca_file);
    free(client->base);
    free(client);
}

void accord_client_set_timeout(accord_client *client, long milliseconds)
{
    client->timeout_ms = milliseconds > 0 ? milliseconds : 1;
}

void accord_client_set_patience(accord_client *client, long milliseconds)
{
    client->limits.patience_ms = milliseconds > 0 ? milliseconds : 1;
}

void accord_client_set_tries(accord_client *client, int tries)
{
    client->limits.tries = tries > 0 ? tries : 1;
}

enum accord_fault accord_client_set_ca_file(accord_client *client, const char *path)
{
    char *copy = path == NULL ? NULL : strdup(path);
    if (path != NULL && copy == NULL) {
        return ACCORD_NO_MEMORY;
    }
    free(client->ca_file);
    client->ca_file = copy;
    return ACCORD_OK;
}

void accord_client_set_plain_http(accord_client *client, bool allowed)
{
    client->in_the_clear_allowed = allowed;
}

void accord_client_set_trace(accord_client *client, accord_trace_fn *trace, void *arg)
{
    client->trace = trace;
    client->trace_arg = arg;
}

void accord_client_set_watch(accord_client *client, accord_request_fn *request, accord_head_fn *head,
                             void *arg)
{
    client->tell_request = request;
    client->tell_head = head;
    client->watch_arg = arg;
}

CURL *client_borrow(accord_client *client)
{
    CURL *handle = NULL;
    pthread_mutex_lock(&client->lock);
    if (client->idle_count > 0) {
        handle = client->idle[--client->idle_count];
    }
    pthread_mutex_unlock(&client->lock);
    return handle != NULL ? handle : curl_easy_init();
}

void client_return(accord_client *client, CURL *handle)
{
    bool kept = false;
    curl_easy_reset(handle); /* forgets the token and keeps the connections */
    pthread_mutex_lock(&client->lock);
    if (client->idle_count < CLIENT_IDLE_MAX) {
        client->idle[client->idle_count++] = handle;
        kept = true;
    }
    pthread_mutex_unlock(&client->lock);
    if (!kept) {
        curl_easy_cleanup(handle);
    }
}
