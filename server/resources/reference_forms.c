/* SPDX-License-Identifier: MIT */
/*
 * The form on which a reference came from outside: taken as it is, and given back byte for byte to whoever
 * holds the reference. Each is part of a later version; once the reference has been verified, the form that
 * was verified stays.
 */
#include "queries.h"
#include "resources/reference.h"
#include "resources/versions.h"

#include <string.h>

static step_fn attach, attach_held, give, give_found, give_content;

/* What each kind of file begins with: a name is not believed. */
#define PDF "application/pdf"
#define PNG "image/png"
#define JPEG "image/jpeg"
static const struct {
    const char *type;
    struct bytes start;
} kinds[] = {
    {PDF, {"%PDF-", 5}},
    {PNG, {"\x89PNG\r\n\x1a\n", 8}},
    {JPEG, {"\xff\xd8\xff", 3}},
};
static const char *const types[] = {PDF, PNG, JPEG, NULL};

static const struct reference_act attaches = {
    .parties = PARTY_HOLDER,
    .status = REFERENCE_STATUS_ANSWERED,
    .others = "Whoever holds a reference attaches its form.",
    .otherwise = "There is no reference yet: it was not answered.",
};

static const enum fault attach_faults[] = {FAULT_CONFLICT, FAULT_STALE_FACTS, FAULT_NONE};

const struct route reference_form_routes[] = {
    {.method = "PUT",
     .path = "/v1/references/{id}/form",
     .first = attach,
     .roles = MAY(OFFICER) | MAY(HR),
     .takes = types,
     .out = &reference_shape,
     .status = 200,
     .changes = true,
     .action = "reference.attach",
     .about =
         "Attaches the form on which a reference came from outside, in place of one that was not verified",
     .faults = attach_faults},
    {.method = "GET",
     .path = "/v1/references/{id}/form",
     .first = give,
     .roles = REFERENCE_READERS,
     .gives = types,
     .status = 200,
     .action = "reference.form",
     .about = "The form on which a reference came, as it came"},
    {0},
};

static bool begins_with(struct bytes content, struct bytes start)
{
    return content.len >= start.len && memcmp(content.at, start.at, start.len) == 0;
}

static bool is_what_it_says(const struct file *file)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].type, file->type) == 0)
            return begins_with(file->content, kinds[i].start);
    return false;
}

static enum flow attach(struct req *rq)
{
    if (rq->file.content.len == 0)
        return fail(rq, FAULT_INVALID, "The file is empty.");
    if (!is_what_it_says(&rq->file))
        return fail(rq, FAULT_INVALID,
                    arena_printf(rq->arena, "The file does not begin as %s does.", rq->file.type));
    *STATE(rq, struct rows *) = sql_reference_get(rq->batch, rq->id, false, rq->today);
    return await(rq, attach_held);
}

/* Why it takes no form, or not another; NULL: it does. */
static const char *closed(const struct reference_record *r)
{
    if (r->provider != REFERENCE_PROVIDER_EXTERNAL)
        return "A form is of a reference that was received outside this service.";
    if (r->form.at != NULL && date_given(r->verified_on))
        return "This reference has been verified with the form that it has.";
    return NULL;
}

static const struct reference_form *form_of(struct req *rq, const char *sha256)
{
    struct reference_form *form = arena_alloc(rq->arena, sizeof *form);
    *form = (struct reference_form){.media_type = rq->file.type,
                                    .size = (int32_t)rq->file.content.len,
                                    .sha256 = sha256 + strlen("\\x"),
                                    .recorded_at = rq->now,
                                    .recorded_by = rq->who.principal};
    return form;
}

static enum flow attach_to(struct req *rq, const struct reference_held *was)
{
    struct digest digest = digest_sha256(rq->file.content.at, rq->file.content.len);
    const char *sha256 = digest_text(&digest, arena_alloc(rq->arena, DIGEST_TEXT_SIZE));
    struct reference_record next = was->now;
    next.form.at = form_of(rq, sha256);
    reference_next(rq, was, &next);
    sql_reference_form_add(rq->batch, next.id, next.version, rq->file.type, (int32_t)rq->file.content.len,
                           sha256, rq->file.content, rq->now);
    batch_alone(rq->batch); /* nobody waits for its bytes */
    return settle(rq);
}

static enum flow attach_held(struct req *rq)
{
    enum flow refusal;
    const struct reference_held *was = reference_hold(rq, *STATE(rq, struct rows *), &attaches, &refusal);
    if (was == NULL)
        return refusal;
    if (was->now.version != rq->if_match)
        return versions_stale(rq, &reference_shape, was->now.version, &was->now, NULL);
    if (closed(&was->now) != NULL)
        return fail(rq, FAULT_CONFLICT, closed(&was->now));
    return attach_to(rq, was);
}

struct found {
    int32_t version, form_version;
    const char *media_type, *digest;
};
static const struct field found_fields[] = {
    FIELD(struct found, version, OUT),
    FIELD(struct found, form_version, OUT),
    FIELD(struct found, media_type, OUT),
    FIELD(struct found, digest, OUT),
    {0},
};
static const struct shape found_shape = SHAPE("form found", struct found, found_fields);

struct giving {
    struct rows *found, *content;
    const struct found *form;
};

static enum flow give(struct req *rq)
{
    STATE(rq, struct giving)->found = sql_reference_form_get(rq->batch, rq->id);
    return await(rq, give_found);
}

static enum flow give_found(struct req *rq)
{
    struct giving *g = rq->state;
    g->form = row_of(rq, g->found, &found_shape);
    if (g->form == NULL)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    g->content = sql_reference_form_content(rq->batch, rq->id, g->form->form_version);
    rows_as_bytes(g->content);
    return await(rq, give_content);
}

/* It may have been erased meanwhile. */
static enum flow give_content(struct req *rq)
{
    const struct giving *g = rq->state;
    struct file file = {g->form->media_type, rows_bytes(g->content)};
    if (file.content.at == NULL)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    return reply_file(rq, &file, g->form->version, g->form->digest);
}
