/* SPDX-License-Identifier: MIT */
#include "exchange.h"

#include "watch.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const size_t answer_max = (size_t)64 << 20;
static const char json[] = "Accept: application/json, application/problem+json";
static const char any_file[] = "Accept: */*";
static const char merge_patch[] = "Content-Type: application/merge-patch+json";

static const CURLcode lost[] = {
    CURLE_COULDNT_CONNECT, CURLE_OPERATION_TIMEDOUT, CURLE_GOT_NOTHING,  CURLE_SEND_ERROR,
    CURLE_RECV_ERROR,      CURLE_PARTIAL_FILE,       CURLE_HTTP2_STREAM, CURLE_SSL_CONNECT_ERROR,
};

/* curl_write_callback: less than `count` tells curl to give up. */
static size_t take(char *at, size_t size, size_t count, void *arg)
{
    struct text *answer = arg;
    if (answer->len + size * count > answer_max) {
        return 0;
    }
    text_add(answer, at, size * count);
    return answer->failed ? 0 : count;
}

/* The list with one more line, or with `all` false where memory ran out. */
static struct curl_slist *with(struct curl_slist *list, const char *line, bool *all)
{
    struct curl_slist *longer = curl_slist_append(list, line);
    *all = *all && longer != NULL;
    return longer != NULL ? longer : list;
}

/* The same of a line that memory may have run out for. */
static struct curl_slist *with_printed(struct curl_slist *list, const char *line, bool *all)
{
    *all = *all && line != NULL;
    return line == NULL ? list : with(list, line, all);
}

static struct curl_slist *headers_of(const struct exchange *x, struct arena *arena, bool *all)
{
    struct curl_slist *list = NULL;
    *all = true;
    list = with(list, x->file != NULL ? any_file : json, all);
    if (x->type != NULL) {
        list = with_printed(list, arena_printf(arena, "Content-Type: %s", x->type), all);
    } else if (x->body != NULL) {
        list = with(list, x->version == 0 ? "Content-Type: application/json" : merge_patch, all);
        list = with(list, "Expect:", all);
    }
    if (x->key != NULL) {
        list = with_printed(list, arena_printf(arena, "Idempotency-Key: %s", x->key), all);
    }
    if (x->counted) {
        list = with(list, "Prefer: count=exact", all);
    }
    if (x->version != 0) {
        list = with_printed(list, arena_printf(arena, "If-Match: \"%" PRId64 "\"", x->version), all);
    }
    return list;
}

static void set_client(CURL *curl, const accord_client *client)
{
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "libaccord/" ACCORD_VERSION);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    if (client->token != NULL) {
        curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
        curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, client->token);
    }
    if (client->ca_file != NULL) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, client->ca_file);
    }
}

static void set_request(CURL *curl, struct exchange *x, struct curl_slist *headers)
{
    curl_easy_setopt(curl, CURLOPT_URL, x->url);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, x->timeout_ms);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, x->trouble);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &x->answer);
    if (strcmp(x->method, "GET") != 0) {
        if (x->type != NULL) {
            curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)x->body_len);
        }
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, x->body == NULL ? "" : x->body);
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, x->method);
    }
}

static void read_head(CURL *curl, struct exchange *x)
{
    long status = 0;
    curl_off_t after = 0;
    struct curl_header *id;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &after);
    x->status = (int)status;
    x->retry_after_s = (long)after;
    if (curl_easy_header(curl, "X-Request-Id", 0, CURLH_HEADER, -1, &id) == CURLHE_OK) {
        snprintf(x->request_id, sizeof x->request_id, "%s", id->value);
    }
}

static enum exchange_end end_of(CURLcode code, const struct exchange *x)
{
    if (code == CURLE_OK) {
        return EXCHANGE_ANSWERED;
    }
    if (code == CURLE_OUT_OF_MEMORY || x->answer.failed) {
        return EXCHANGE_NO_MEMORY;
    }
    if (code == CURLE_WRITE_ERROR) {
        return EXCHANGE_TOO_LARGE;
    }
    for (size_t i = 0; i < sizeof lost / sizeof *lost; i++) {
        if (lost[i] == code) {
            return EXCHANGE_LOST;
        }
    }
    return EXCHANGE_FAILED;
}

static enum exchange_end perform(CURL *curl, struct exchange *x)
{
    long head_bytes = 0;
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &head_bytes);
    x->sent = head_bytes > 0;
    enum exchange_end end = end_of(code, x);
    if (end == EXCHANGE_ANSWERED) {
        read_head(curl, x);
    } else if (x->trouble[0] == '\0') {
        snprintf(x->trouble, sizeof x->trouble, "%s", curl_easy_strerror(code));
    }
    return end;
}

enum exchange_end exchange_run(accord_client *client, struct arena *arena, struct exchange *x)
{
    bool all;
    CURL *curl = client_borrow(client);
    if (curl == NULL) {
        return EXCHANGE_NO_MEMORY;
    }
    x->sent = false;
    x->status = 0;
    x->retry_after_s = 0;
    x->request_id[0] = x->trouble[0] = '\0';
    x->answer = text_in(arena);
    struct curl_slist *headers = headers_of(x, arena, &all);
    set_client(curl, client);
    set_request(curl, x, headers);
    watch_head(curl, client);
    if (all) {
        watch_request(client, x, headers);
    }
    enum exchange_end end = all ? perform(curl, x) : EXCHANGE_NO_MEMORY;
    client_return(client, curl);
    curl_slist_free_all(headers);
    return end;
}
