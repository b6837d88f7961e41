/* SPDX-License-Identifier: MIT */
/*
 *     check what was asked ─► try ─► answer or fault
 *                              └─ wait, where another try may help
 */
#include "call.h"
#include "chance.h"
#include "error.h"
#include "record.h"
#include "text_rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct call {
    accord_client *client;
    const char *path;
    struct arena *arena;
    struct exchange exchange;
    enum exchange_end end;
    accord_record *answer; /* what came, success or problem; NULL: nothing, or no JSON object */
    char key[UUID_SIZE];
    struct attempt attempt;
    bool unsettled; /* a try was sent, and its answer never came or does not say whether it was done */
    int64_t began_ms;
    accord_error *error;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void wait_ms(int64_t ms)
{
    struct timespec left = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    while (nanosleep(&left, &left) != 0) {
    }
}

static bool is_post(const struct exchange *x)
{
    return strcmp(x->method, "POST") == 0;
}

/* A change of the version that the caller read: of its members, or of a file of its. */
static bool is_change(const struct exchange *x)
{
    return strcmp(x->method, x->type == NULL ? "PATCH" : "PUT") == 0;
}

/* What is wrong with the call itself, or NULL. */
static const char *mistake(const struct call *c)
{
    const struct exchange *x = &c->exchange;
    bool is_get = strcmp(x->method, "GET") == 0;
    if (!is_get && !is_post(x) && !is_change(x)) {
        return "Only GET and POST are known, and PATCH with a version.";
    }
    if (is_change(x) != (x->version > 0)) {
        return "A change carries the version that it changes, and nothing else does.";
    }
    if ((is_get && x->body != NULL) || (!is_post(x) && x->key != NULL)) {
        return "A GET carries no body, and only a POST a key.";
    }
    if (!is_path(c->path)) {
        return "A path begins with one slash and is percent-encoded, like /v1/placements?limit=10.";
    }
    if (x->key != NULL && !is_key(x->key)) {
        return "A key is 1 to 64 of A-Z a-z 0-9 - _.";
    }
    if (c->client->token != NULL && c->client->in_the_clear && !c->client->in_the_clear_allowed) {
        return "The token would be sent in plain text. Use https, or allow plain http.";
    }
    return NULL;
}

/* The key that makes repeating a POST safe. */
static bool give_key(struct call *c)
{
    if (is_post(&c->exchange) && c->exchange.key == NULL) {
        if (!chance_key(c->key)) {
            return false;
        }
        c->exchange.key = c->key;
    }
    error_set_key(c->error, c->exchange.key == NULL ? "" : c->exchange.key);
    return true;
}

static bool write_body(struct call *c, const accord_record *body)
{
    struct text json = text_in(c->arena);
    if (body == NULL) {
        return true;
    }
    record_write(body, &json);
    c->exchange.body = json.at;
    return accord_record_complete(body) && !json.failed;
}

static enum accord_fault prepare(struct call *c, const accord_record *body)
{
    const char *wrong;
    if (!write_body(c, body)) {
        return error_own(c->error, ACCORD_NO_MEMORY, "");
    }
    wrong = mistake(c);
    if (wrong != NULL) {
        return error_own(c->error, ACCORD_USAGE, wrong);
    }
    c->exchange.url = arena_printf(c->arena, "%s%s", c->client->base, c->path);
    if (c->exchange.url == NULL || !give_key(c)) {
        return error_own(c->error, ACCORD_NO_MEMORY, "");
    }
    c->began_ms = now_ms();
    return ACCORD_OK;
}

/* No try lasts longer than the patience that is left. */
static long timeout_of(const struct call *c)
{
    int64_t left = c->client->limits.patience_ms - (now_ms() - c->began_ms);
    int64_t timeout = c->client->timeout_ms < left ? c->client->timeout_ms : left;
    return timeout > 0 ? (long)timeout : 1;
}

static void tell(const struct call *c, int64_t started_ms)
{
    const struct exchange *x = &c->exchange;
    if (c->client->trace != NULL) {
        c->client->trace(c->client->trace_arg, x->method, c->path, x->status, x->request_id,
                         (long)(now_ms() - started_ms));
    }
}

static bool is_done(const struct call *c)
{
    return c->exchange.status >= 200 && c->exchange.status < 300;
}

/* Out of memory is the only failure; whatever is no JSON object leaves `answer` NULL. */
static bool read_answer(struct call *c)
{
    const struct text *text = &c->exchange.answer;
    accord_record_free(c->answer);
    c->answer = NULL;
    if (c->end != EXCHANGE_ANSWERED) {
        return c->end != EXCHANGE_NO_MEMORY;
    }
    if (text->len == 0 || (c->exchange.file != NULL && is_done(c))) {
        c->answer = accord_record_new();
        return c->answer != NULL;
    }
    return accord_record_parse(text->at, text->len, &c->answer) != ACCORD_NO_MEMORY;
}

/* What a gateway says in front of a service that is away. */
static bool is_away(const struct call *c)
{
    int status = c->exchange.status;
    return status == 502 || status == 503 || status == 504;
}

/* A definite answer settles the tries before it too, as all carried one key or version; a try that was not
 * sent settles none, and a version that is stale may be so by a try of ours. */
static void settle(struct call *c)
{
    if (c->end == EXCHANGE_ANSWERED && !(c->exchange.status == 412 && c->unsettled)) {
        bool ours = accord_record_text(c->answer, "code")[0] != '\0';
        c->unsettled =
            ours ? strcmp(accord_record_text(c->answer, "code"), "outcome_unknown") == 0 : is_away(c);
    } else if (c->exchange.sent) {
        c->unsettled = true;
    }
}

static bool try_once(struct call *c)
{
    int64_t started = now_ms();
    c->exchange.timeout_ms = timeout_of(c);
    c->end = exchange_run(c->client, c->arena, &c->exchange);
    tell(c, started);
    if (!read_answer(c)) {
        c->end = EXCHANGE_NO_MEMORY;
        return false;
    }
    settle(c);
    c->attempt = (struct attempt){
        .made = c->attempt.made + 1,
        .spent_ms = now_ms() - c->began_ms,
        .lost = c->end == EXCHANGE_LOST,
        .status = c->exchange.status,
        .retryable = accord_record_bool(c->answer, "retryable"),
        .retry_after_s = c->exchange.retry_after_s,
    };
    return true;
}

static void try_till_done(struct call *c)
{
    while (try_once(c)) {
        int64_t wait = retry_wait(&c->client->limits, &c->attempt, chance_dice());
        if (wait == RETRY_NO) {
            return;
        }
        wait_ms(wait);
    }
}

/* An answer that is not the service's. */
static enum accord_fault foreign(const struct call *c)
{
    char detail[64];
    bool away = is_away(c);
    snprintf(detail, sizeof detail, "HTTP status %d, without the problem that Accord would send.",
             c->exchange.status);
    error_set_retryable(c->error, away);
    return error_own(c->error, away ? ACCORD_UNREACHABLE : ACCORD_BAD_ANSWER, detail);
}

static enum accord_fault unanswered(const struct call *c)
{
    if (c->end == EXCHANGE_NO_MEMORY) {
        return error_own(c->error, ACCORD_NO_MEMORY, "");
    }
    if (c->end == EXCHANGE_TOO_LARGE) {
        return error_own(c->error, ACCORD_BAD_ANSWER, "The answer is larger than any that Accord sends.");
    }
    error_set_retryable(c->error, c->end == EXCHANGE_LOST);
    return error_own(c->error, ACCORD_UNREACHABLE, c->exchange.trouble);
}

/* Says how the call ended, and hands over what came. */
static enum accord_fault conclude(struct call *c, accord_record **answer)
{
    error_set_uncertain(c->error, strcmp(c->exchange.method, "GET") != 0 && c->unsettled);
    if (c->end != EXCHANGE_ANSWERED) {
        return unanswered(c);
    }
    error_set_answer(c->error, c->exchange.status, c->exchange.request_id);
    if (c->answer == NULL || (!is_done(c) && accord_record_text(c->answer, "code")[0] == '\0')) {
        return foreign(c);
    }
    accord_record *came = c->answer;
    c->answer = NULL;
    if (!is_done(c)) {
        return error_problem(c->error, came);
    }
    *answer = came;
    return ACCORD_OK;
}

/* The bytes outlive the call. */
static enum accord_fault keep_file(const struct call *c)
{
    const struct text *text = &c->exchange.answer;
    struct file *file = c->exchange.file;
    *file = (struct file){malloc(text->len + 1), text->len};
    if (file->bytes == NULL) {
        return error_own(c->error, ACCORD_NO_MEMORY, "");
    }
    memcpy(file->bytes, text->len == 0 ? "" : text->at, text->len);
    return ACCORD_OK;
}

enum accord_fault call_exchange(accord_client *client, const char *path, struct exchange exchange,
                                const accord_record *body, accord_record **answer, accord_error *error)
{
    error_clear(error);
    struct call c = {
        .client = client, .path = path, .arena = arena_new(NULL), .exchange = exchange, .error = error};
    if (c.arena == NULL) {
        return error_own(error, ACCORD_NO_MEMORY, "");
    }
    enum accord_fault fault = prepare(&c, body);
    if (fault == ACCORD_OK) {
        try_till_done(&c);
        fault = conclude(&c, answer);
    }
    if (fault == ACCORD_OK && exchange.file != NULL) {
        fault = keep_file(&c);
    }
    accord_record_free(c.answer);
    arena_free(c.arena);
    return fault;
}
