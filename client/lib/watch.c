/* SPDX-License-Identifier: MIT */
#include "watch.h"

#include <stdlib.h>
#include <string.h>

enum { TOLD_MAX = 16 };

static const char token_prefix[] = "accord_";

/* A line without a value only keeps curl from adding one of its own. */
static bool has_value(const char *line)
{
    const char *colon = strchr(line, ':');
    return colon != NULL && colon[1] != '\0';
}

static const char *authorization_of(const char *token)
{
    bool prefixed = strncmp(token, token_prefix, strlen(token_prefix)) == 0;
    return prefixed ? "Authorization: Bearer accord_…" : "Authorization: Bearer …";
}

void watch_request(const accord_client *client, const struct exchange *x, const struct curl_slist *headers)
{
    const char *told[TOLD_MAX + 2];
    size_t count = 0;
    if (client->tell_request == NULL) {
        return;
    }
    for (; headers != NULL && count < TOLD_MAX; headers = headers->next) {
        if (has_value(headers->data)) {
            told[count++] = headers->data;
        }
    }
    if (client->token != NULL) {
        told[count++] = authorization_of(client->token);
    }
    told[count] = NULL;
    client->tell_request(client->watch_arg, x->method, x->url, told, x->type == NULL ? x->body : NULL);
}

/* curl's: a whole line. One that there is no memory for is not told. */
static size_t take_line(char *at, size_t size, size_t count, void *arg)
{
    const accord_client *client = arg;
    size_t len = size * count;
    while (len > 0 && (at[len - 1] == '\r' || at[len - 1] == '\n')) {
        len--;
    }
    char *line = len == 0 ? NULL : strndup(at, len);
    if (line != NULL) {
        client->tell_head(client->watch_arg, line);
    }
    free(line);
    return count;
}

void watch_head(CURL *curl, accord_client *client)
{
    if (client->tell_head != NULL) {
        curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_line);
        curl_easy_setopt(curl, CURLOPT_HEADERDATA, client);
    }
}
