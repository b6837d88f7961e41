/* SPDX-License-Identifier: MIT */
/*
 * People and systems. An authority's administrator manages its own authority's, a region's its region's and
 * its suppliers': row-level security shows no other.
 */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/grant.h"
#include "resources/routes.h"
#include "values/email.h"

#include <string.h>

static step_fn list, show, add, add_done, contact, contact_done;

struct person {
    struct uuid id;
    unsigned kind;
    const char *name, *post, *work_email;
    bool no_reminders;
    struct instant recorded_at;
    struct shape_list grants;
};
static const struct field person_fields[] = {
    FIELD(struct person, id, ALWAYS),
    CODE(struct person, kind, principal_kind, OUT | IN, .about = "PERSON unless given"),
    FIELD(struct person, name, OUT | REQUIRED, .normalise = form_title, .form = "a name",
          .example = "\"Robin Marsh (made up)\"", .about = "The name that stands beside a signature"),
    FIELD(struct person, post, OUT | REQUIRED, .normalise = form_title, .form = "a post",
          .example = "\"Head of service\"", .about = "The post held"),
    FIELD(struct person, work_email, OUT | IN, .max = EMAIL_MAX, .about = "Work e-mail address"),
    FIELD(struct person, no_reminders, OUT | IN, .about = "Wants no mail of what waits"),
    FIELD(struct person, recorded_at, ALWAYS),
    FIELD(struct person, grants, OUT | EVEN_EMPTY, .record = &grant_shape),
    {0},
};
static const struct shape person_shape = SHAPE("person", struct person, person_fields);
LIST_SHAPE(person_list_shape, person_shape);

struct contact {
    const char *work_email;
    bool no_reminders;
};
static const struct field contact_fields[] = {
    FIELD(struct contact, work_email, IN, .max = EMAIL_MAX, .example = "\"robin.marsh@kent.example\"",
          .about = "Work e-mail address; left out, none is on record any more"),
    FIELD(struct contact, no_reminders, IN, .about = "Wants no mail of what waits"),
    {0},
};
static const struct shape contact_shape = SHAPE("person_contact", struct contact, contact_fields);

const struct route person_routes[] = {
    {.method = "GET",
     .path = "/v1/people",
     .first = list,
     .roles = ADMINISTRATORS,
     .query = &page_shape,
     .out = &person_list_shape,
     .status = 200,
     .about = "The people and systems of your authority or region, newest first, with what they were granted "
              "there"},
    {.method = "GET",
     .path = "/v1/people/{id}",
     .first = show,
     .roles = ADMINISTRATORS,
     .out = &person_shape,
     .status = 200,
     .about = "One of them"},
    {.method = "POST",
     .path = "/v1/people",
     .first = add,
     .roles = ADMINISTRATORS,
     .in = &person_shape,
     .out = &person_shape,
     .status = 201,
     .creates = true,
     .action = "person.add",
     .about = "Adds a person or a system, who may do nothing yet"},
    {.method = "POST",
     .path = "/v1/people/{id}/contact",
     .first = contact,
     .roles = ADMINISTRATORS,
     .in = &contact_shape,
     .out = &person_shape,
     .status = 200,
     .action = "person.contact",
     .about = "Puts right where a person is written to, and whether; what was on record before is not kept"},
    {0},
};

static enum flow list(struct req *rq)
{
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(
        rq, sql_person_list(rq->batch, (struct uuid){{0}}, after.id, page_ask(rq), page_counted(rq)));
}

/* The nil UUID asks for all of them: what is no id names nothing. */
static enum flow show(struct req *rq)
{
    return uuid_given(rq->id) ? show_row(rq, sql_person_list(rq->batch, rq->id, (struct uuid){{0}}, 1, false))
                              : fail(rq, FAULT_NOT_FOUND, NULL);
}

static enum flow fail_address(struct req *rq)
{
    return fail_field(rq, FAULT_INVALID, "/work_email", "bad_form", "This is no e-mail address.");
}

/* One that mail can be sent to; none is none. */
static bool is_address(const char *text)
{
    return text == NULL || email_taken(text, strlen(text));
}

static enum flow add(struct req *rq)
{
    const struct person *want = rq->in;
    return is_address(want->work_email) ? await(rq, add_done) : fail_address(rq);
}

/* An authority's administrator keeps people for the authority, a region's for the region. */
static enum flow add_done(struct req *rq)
{
    struct person made = *(const struct person *)rq->in;
    bool of_authority = rq->who.authority != INTEGER32_NONE;
    made.id = random_uuid();
    made.kind = made.kind == 0 ? PRINCIPAL_KIND_PERSON : made.kind;
    made.recorded_at = rq->now;
    promise(rq, &made, "principal", made.id);
    sql_principal_add(rq->batch, made.id, NAME_OF(principal_kind, made.kind), made.name, made.post,
                      rq->who.authority, of_authority ? NULL : rq->who.region, (struct uuid){{0}},
                      made.recorded_at);
    if (made.work_email != NULL || made.no_reminders)
        sql_principal_contact_set(rq->batch, made.id, made.work_email, made.no_reminders);
    return settle(rq);
}

static enum flow contact(struct req *rq)
{
    const struct contact *want = rq->in;
    if (!is_address(want->work_email))
        return fail_address(rq);
    if (!uuid_given(rq->id))
        return fail(rq, FAULT_NOT_FOUND, NULL);
    *STATE(rq, struct rows *) = sql_person_list(rq->batch, rq->id, (struct uuid){{0}}, 1, false);
    return await(rq, contact_done);
}

static enum flow contact_done(struct req *rq)
{
    const struct contact *want = rq->in;
    const struct person *held = row_of(rq, *STATE(rq, struct rows *), &person_shape);
    if (held == NULL)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    struct person changed = *held;
    changed.work_email = want->work_email;
    changed.no_reminders = want->no_reminders;
    promise(rq, &changed, "principal", changed.id);
    sql_principal_contact_set(rq->batch, changed.id, changed.work_email, changed.no_reminders);
    return settle(rq);
}
