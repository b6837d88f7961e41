/* SPDX-License-Identifier: MIT */
/*
 * Tokens: each carries one grant, and is shown once, to whoever makes it. What is kept is its hash; neither
 * the audit trail nor the request's key keeps the token, so that a repeated request is told that it was
 * shown.
 */
#include "base/digest.h"
#include "base/random.h"
#include "base/token.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"

#include <string.h>

static step_fn list, add, add_done, revoke, revoke_done;

static const int64_t day_us = INT64_C(86400) * 1000000;

struct token {
    struct uuid id, grant, person;
    const char *name;
    unsigned role;
    const char *label;
    int32_t days;
    struct instant created_at, expires_at, revoked_at;
    const char *token, *note;
};
static const struct field token_fields[] = {
    FIELD(struct token, id, ALWAYS),
    FIELD(struct token, grant, OUT | REQUIRED, .about = "The id of the grant that it carries"),
    FIELD(struct token, person, ALWAYS, .about = "Whose it is"),
    FIELD(struct token, name, OUT, .about = "That person's or system's name"),
    CODE(struct token, role, role, ALWAYS),
    FIELD(struct token, label, OUT | REQUIRED, .normalise = form_title, .form = "a label",
          .example = "\"Payroll, nightly\"", .about = "What it is for"),
    FIELD(struct token, days, REQUIRED, .min = 1, .max = 366, .example = "90",
          .about = "For how many days it is good; a grant that ends sooner ends it too"),
    FIELD(struct token, created_at, ALWAYS),
    FIELD(struct token, expires_at, ALWAYS),
    FIELD(struct token, revoked_at, OUT),
    FIELD(struct token, token, OUT, .about = "The token itself, in the first answer to its making alone"),
    FIELD(struct token, note, OUT, .about = "Why the token is not shown"),
    {0},
};
static const struct shape token_shape = SHAPE("token", struct token, token_fields);
LIST_SHAPE(token_list_shape, token_shape);

const struct route token_routes[] = {
    {.method = "GET",
     .path = "/v1/tokens",
     .first = list,
     .roles = ADMINISTRATORS,
     .query = &page_shape,
     .out = &token_list_shape,
     .status = 200,
     .about = "The tokens of your authority or region, newest first, without the tokens themselves"},
    {.method = "POST",
     .path = "/v1/tokens",
     .first = add,
     .roles = ADMINISTRATORS,
     .in = &token_shape,
     .out = &token_shape,
     .status = 201,
     .creates = true,
     .action = "token.add",
     .about = "Makes a token of a grant in your scope, and shows it once"},
    {.method = "POST",
     .path = "/v1/tokens/{id}/revoke",
     .first = revoke,
     .roles = ADMINISTRATORS,
     .out = &token_shape,
     .status = 200,
     .action = "token.revoke",
     .about = "Revokes a token at once; again, nothing more happens"},
    {0},
};

static enum flow list(struct req *rq)
{
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(
        rq, sql_api_token_list(rq->batch, (struct uuid){{0}}, after.id, page_ask(rq), page_counted(rq)));
}

struct held {
    struct uuid person;
    const char *name;
    unsigned role;
    struct date to;
    bool withdrawn;
};
static const struct field held_fields[] = {
    FIELD(struct held, person, OUT), FIELD(struct held, name, OUT),      CODE(struct held, role, role, OUT),
    FIELD(struct held, to, OUT),     FIELD(struct held, withdrawn, OUT), {0},
};
static const struct shape held_shape = SHAPE("held grant", struct held, held_fields);

static enum flow add(struct req *rq)
{
    const struct token *want = rq->in;
    *STATE(rq, struct rows *) = sql_role_grant_get(rq->batch, want->grant);
    return await(rq, add_done);
}

static const char *new_token(struct req *rq)
{
    return token_make(arena_alloc(rq->arena, TOKEN_LENGTH + 1));
}

static const char *hash_of(struct req *rq, const char *token)
{
    struct digest hash = digest_sha256(token, strlen(token));
    return digest_text(&hash, arena_alloc(rq->arena, DIGEST_TEXT_SIZE));
}

static void store_token(struct req *rq, const struct token *made, const char *token)
{
    struct token kept = *made, shown = *made;
    kept.note =
        "The token was shown once, in the first answer. If it is lost, revoke this one and make another.";
    shown.token = token;
    promise_once(rq, rq->dry_run ? made : &shown, &kept, "token", made->id);
    sql_token_add(rq->batch, hash_of(rq, token), made->id, made->grant, made->label, made->created_at,
                  made->expires_at);
}

static enum flow add_done(struct req *rq)
{
    const struct held *held = row_of(rq, *STATE(rq, struct rows *), &held_shape);
    struct token made = *(const struct token *)rq->in;
    if (held == NULL)
        return fail_field(rq, FAULT_INVALID, "/grant", "unknown", "Your scope has no such grant.");
    if (held->withdrawn || (date_given(held->to) && date_before(held->to, rq->today)))
        return fail_field(rq, FAULT_INVALID, "/grant", "out_of_range", "This grant has ended.");
    made.id = random_uuid();
    made.person = held->person;
    made.name = held->name;
    made.role = held->role;
    made.created_at = rq->now;
    made.expires_at.us = rq->now.us + made.days * day_us;
    store_token(rq, &made, new_token(rq));
    return settle(rq);
}

/* The nil UUID asks for all of them: what is no id names nothing. */
static enum flow revoke(struct req *rq)
{
    if (!uuid_given(rq->id))
        return fail(rq, FAULT_NOT_FOUND, NULL);
    *STATE(rq, struct rows *) = sql_api_token_list(rq->batch, rq->id, (struct uuid){{0}}, 1, false);
    return await(rq, revoke_done);
}

static enum flow revoke_done(struct req *rq)
{
    const struct token *token = row_of(rq, *STATE(rq, struct rows *), &token_shape);
    if (token == NULL)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    struct token gone = *token;
    gone.revoked_at = instant_given(token->revoked_at) ? token->revoked_at : rq->now;
    promise(rq, &gone, "token", gone.id);
    sql_api_token_revoke(rq->batch, gone.id, gone.revoked_at, rq->who.principal);
    return settle(rq);
}
