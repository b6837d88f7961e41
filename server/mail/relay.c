/* SPDX-License-Identifier: MIT */
#include "mail/relay.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { CONNECT_SECONDS = 20, CLOSING = 421 };

struct mail_relay {
    CURL *curl;
    char trouble[CURL_ERROR_SIZE];
    const char *bytes; /* of the message that is on its way */
    size_t len;
};

/* A URL's parts; NULL where it has none. */
struct parts {
    CURLU *url;
    char *scheme, *host, *path, *user, *query, *fragment;
};

static struct parts take_apart(const char *url)
{
    struct parts p = {.url = curl_url()};
    const struct {
        CURLUPart part;
        char **to;
    } wanted[] = {{CURLUPART_SCHEME, &p.scheme}, {CURLUPART_HOST, &p.host},
                  {CURLUPART_PATH, &p.path},     {CURLUPART_USER, &p.user},
                  {CURLUPART_QUERY, &p.query},   {CURLUPART_FRAGMENT, &p.fragment}};
    if (p.url == NULL || curl_url_set(p.url, CURLUPART_URL, url, 0) != CURLUE_OK)
        return p;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (curl_url_get(p.url, wanted[i].part, wanted[i].to, 0) != CURLUE_OK)
            *wanted[i].to = NULL;
    return p;
}

static void put_away(struct parts *p)
{
    char *const parts[] = {p->scheme, p->host, p->path, p->user, p->query, p->fragment};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        curl_free(parts[i]);
    curl_url_cleanup(p->url);
}

static bool is_among(const char *text, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(text, *words) == 0)
            return true;
    return false;
}

static bool has_no_more_than_a_port(const struct parts *p)
{
    return p->user == NULL && p->query == NULL && p->fragment == NULL &&
           (p->path == NULL || strcmp(p->path, "/") == 0);
}

const char *mail_relay_wrong_with(const char *url)
{
    static const char *const schemes[] = {"smtp", "smtps", NULL};
    struct parts p = take_apart(url);
    const char *wrong = NULL;
    if (p.scheme == NULL || p.host == NULL || !is_among(p.scheme, schemes))
        wrong = "A relay is smtp://HOST:PORT or smtps://HOST:PORT.";
    else if (!has_no_more_than_a_port(&p))
        wrong = "A relay's URL has a host and a port and nothing else.";
    put_away(&p);
    return wrong;
}

/* By the name alone: what a resolver says of another is not this host's word. */
static bool is_this_host(const char *url)
{
    static const char *const names[] = {"localhost", "127.0.0.1", "[::1]", NULL};
    struct parts p = take_apart(url);
    bool is = p.host != NULL && is_among(p.host, names);
    put_away(&p);
    return is;
}

static size_t give(char *out, size_t size, size_t count, void *arg)
{
    struct mail_relay *relay = arg;
    size_t len = relay->len < size * count ? relay->len : size * count;
    memcpy(out, relay->bytes, len);
    relay->bytes += len;
    relay->len -= len;
    return len;
}

static size_t ignore(char *bytes, size_t size, size_t count, void *arg)
{
    (void)bytes, (void)arg;
    return size * count;
}

static const char *or_none(const char *text)
{
    return *text == '\0' ? NULL : text;
}

static bool set_up(struct mail_relay *relay, const struct mail_relay_options *o)
{
    CURL *c = relay->curl;
    long tls = is_this_host(o->url) ? CURLUSESSL_NONE : CURLUSESSL_ALL;
    return curl_easy_setopt(c, CURLOPT_URL, o->url) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps") == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_PROXY, "") == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_USE_SSL, tls) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
           (*o->ca_file == '\0' || curl_easy_setopt(c, CURLOPT_CAINFO, o->ca_file) == CURLE_OK) &&
           curl_easy_setopt(c, CURLOPT_USERNAME, or_none(o->user)) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_PASSWORD, or_none(o->password)) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_TIMEOUT, o->seconds) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_ERRORBUFFER, relay->trouble) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, ignore) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_READFUNCTION, give) == CURLE_OK &&
           curl_easy_setopt(c, CURLOPT_READDATA, relay) == CURLE_OK;
}

struct mail_relay *mail_relay_new(const struct mail_relay_options *options)
{
    struct mail_relay *relay = calloc(1, sizeof *relay);
    if (relay == NULL)
        return NULL;
    relay->curl = curl_easy_init();
    if (relay->curl != NULL && set_up(relay, options))
        return relay;
    mail_relay_free(relay);
    return NULL;
}

void mail_relay_free(struct mail_relay *relay)
{
    if (relay != NULL && relay->curl != NULL)
        curl_easy_cleanup(relay->curl);
    free(relay);
}

/* What it said last tells a refusal from a connection that is no more. */
static enum mail_outcome perform(struct mail_relay *relay)
{
    long said = 0;
    relay->trouble[0] = '\0';
    CURLcode result = curl_easy_perform(relay->curl);
    if (result == CURLE_OK)
        return MAIL_TAKEN;
    if (relay->trouble[0] == '\0')
        strncpy(relay->trouble, curl_easy_strerror(result), sizeof relay->trouble - 1);
    curl_easy_getinfo(relay->curl, CURLINFO_RESPONSE_CODE, &said);
    bool refused = (result == CURLE_SEND_ERROR || result == CURLE_WEIRD_SERVER_REPLY) && said >= 400;
    return refused && said != CLOSING ? MAIL_REFUSED : MAIL_LOST;
}

enum mail_outcome mail_relay_reach(struct mail_relay *relay)
{
    bool set = curl_easy_setopt(relay->curl, CURLOPT_UPLOAD, 0L) == CURLE_OK &&
               curl_easy_setopt(relay->curl, CURLOPT_MAIL_RCPT, NULL) == CURLE_OK &&
               curl_easy_setopt(relay->curl, CURLOPT_CUSTOMREQUEST, "NOOP") == CURLE_OK;
    return set ? perform(relay) : MAIL_LOST;
}

static bool address(struct mail_relay *relay, const char *from, struct curl_slist *to)
{
    return to != NULL && curl_easy_setopt(relay->curl, CURLOPT_CUSTOMREQUEST, NULL) == CURLE_OK &&
           curl_easy_setopt(relay->curl, CURLOPT_MAIL_FROM, from) == CURLE_OK &&
           curl_easy_setopt(relay->curl, CURLOPT_MAIL_RCPT, to) == CURLE_OK &&
           curl_easy_setopt(relay->curl, CURLOPT_UPLOAD, 1L) == CURLE_OK;
}

enum mail_outcome mail_relay_send(struct mail_relay *relay, const char *from, const char *to,
                                  const char *bytes, size_t len)
{
    struct curl_slist *recipients = curl_slist_append(NULL, to);
    relay->bytes = bytes;
    relay->len = len;
    enum mail_outcome outcome = address(relay, from, recipients) ? perform(relay) : MAIL_LOST;
    curl_easy_setopt(relay->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(recipients);
    return outcome;
}

const char *mail_relay_trouble(const struct mail_relay *relay)
{
    return relay->trouble;
}
