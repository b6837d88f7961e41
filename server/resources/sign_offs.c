/* SPDX-License-Identifier: MIT */
/*
 * Signatures under exceptions. Whoever holds a role signs for it here; an officer attests what was signed
 * elsewhere, by whom, when, and where that is to be seen. Once every role of the chain has signed, each by
 * another person, the exception is approved; a trust may have one person in two roles, which the rule refers.
 */
#include "base/random.h"
#include "queries.h"
#include "resources/exception.h"
#include "resources/routes.h"

#include <string.h>

static step_fn sign, sign_held, sign_known;

struct signing {
    unsigned role;
    struct uuid person;
    struct date signed_on;
    const char *evidence;
};
static const struct field signing_fields[] = {
    CODE(struct signing, role, role, IN,
         .about = "The role that was signed for; of your own signature, your own"),
    FIELD(struct signing, person, IN, .about = "From an officer: who signed"),
    FIELD(struct signing, signed_on, IN, .about = "From an officer: the day of the signature"),
    FIELD(struct signing, evidence, IN, .about = "From an officer: where the signed paper or e-mail is kept"),
    {0},
};
static const struct shape signing_shape = SHAPE("sign_off", struct signing, signing_fields);

static const enum fault sign_faults[] = {FAULT_CONFLICT, FAULT_DUPLICATE, FAULT_STALE_FACTS, FAULT_NONE};

const struct route sign_off_routes[] = {
    {.method = "POST",
     .path = "/v1/exceptions/{id}/sign-offs",
     .first = sign,
     .roles = MAY(OFFICER) | MAY(DCS) | MAY(CHIEF_EXECUTIVE),
     .in = &signing_shape,
     .out = &exception_shape,
     .status = 201,
     .creates = true,
     .action = "exception.sign",
     .about = "Signs an exception for the caller's role, or attests a signature elsewhere",
     .faults = sign_faults},
    {0},
};

struct asked {
    struct rows *rows, *signs;
    const struct rule_exception *held;
    struct signing by; /* as it is to be recorded */
};

static bool is_attested(const struct req *rq)
{
    return rq->who.role == ROLE_OFFICER;
}

static struct signing signing_of(const struct req *rq)
{
    return is_attested(rq)
               ? *(const struct signing *)rq->in
               : (struct signing){.role = rq->who.role, .person = rq->who.principal, .signed_on = rq->today};
}

static enum flow sign(struct req *rq)
{
    STATE(rq, struct asked)->rows = sql_exception_get(rq->batch, rq->id, rq->today, false);
    return await(rq, sign_held);
}

static void complain_of_attestation(struct req *rq, const struct signing *given)
{
    const char *words =
        "Whoever attests a signature says for which role, by whom, when, and where it is kept.";
    if (given->role == 0)
        complain(rq, "/role", "required", words);
    if (!uuid_given(given->person))
        complain(rq, "/person", "required", words);
    if (given->evidence == NULL)
        complain(rq, "/evidence", "required", words);
    if (!date_given(given->signed_on))
        complain(rq, "/signed_on", "required", words);
    else if (date_before(rq->today, given->signed_on))
        complain(rq, "/signed_on", "out_of_range", "Nobody has signed in the future.");
}

static void complain_of_own(struct req *rq, const struct signing *given)
{
    const char *words = "You sign for yourself, in your role, today: an officer attests what others signed.";
    if (given->role != 0 && given->role != rq->who.role)
        complain(rq, "/role", "conflicts", words);
    if (uuid_given(given->person))
        complain(rq, "/person", "conflicts", words);
    if (date_given(given->signed_on))
        complain(rq, "/signed_on", "conflicts", words);
    if (given->evidence != NULL)
        complain(rq, "/evidence", "conflicts", words);
}

static bool has_role(const struct rule_exception *e, unsigned role)
{
    const struct sign_off_view *s = e->sign_offs.at;
    for (size_t i = 0; i < e->sign_offs.count; i++)
        if (s[i].role == role)
            return true;
    return false;
}

static bool has_person(const struct rule_exception *e, struct uuid person)
{
    const struct sign_off_view *s = e->sign_offs.at;
    for (size_t i = 0; i < e->sign_offs.count; i++)
        if (uuid_equal(s[i].person, person))
            return true;
    return false;
}

/* True with *flow where the signature is not one of the chain's, or not another person's. */
static bool is_amiss(struct req *rq, const struct rule_exception *e, const struct signing *by,
                     enum flow *flow)
{
    if (!exception_asks(e, by->role))
        *flow = fail_field(rq, FAULT_INVALID, "/role", "unknown",
                           "That role does not sign for this rule: see sign_off_chain.");
    else if (has_role(e, by->role))
        *flow = fail_field(rq, FAULT_DUPLICATE, "/role", "duplicate", "That role has signed already.");
    else if (has_person(e, by->person) && !e->trust)
        *flow = fail_field(rq, FAULT_INVALID, "/person", "same_person",
                           "The same person has signed in another role: each role is signed for by another.");
    else
        return false;
    return true;
}

/* What the caller sent is looked at once it is known that there is something to sign. */
static enum flow sign_held(struct req *rq)
{
    struct asked *asked = rq->state;
    enum flow refusal;
    asked->held = exception_held(rq, asked->rows, EXCEPTION_SIGN, &refusal);
    if (asked->held == NULL)
        return refusal;
    if (is_attested(rq))
        complain_of_attestation(rq, rq->in);
    else
        complain_of_own(rq, rq->in);
    if (complained(rq))
        return fail_complained(rq);
    asked->by = signing_of(rq);
    if (is_amiss(rq, asked->held, &asked->by, &refusal))
        return refusal;
    asked->signs =
        sql_signs_as(rq->batch, asked->by.person, NAME_OF(role, asked->by.role), asked->by.signed_on);
    return await(rq, sign_known);
}

static struct date due(const struct rule_exception *e)
{
    bool committed = date_given(e->committed_on) && date_before(e->committed_on, e->start_date);
    return committed ? e->committed_on : e->start_date;
}

static struct sign_off_view signature_of(const struct req *rq, const struct rule_exception *e,
                                         const struct signing *by)
{
    return (struct sign_off_view){.role = by->role,
                                  .person = by->person,
                                  .signed_on = by->signed_on,
                                  .how = is_attested(rq) ? SIGN_OFF_HOW_ATTESTED : SIGN_OFF_HOW_SIGNED,
                                  .evidence = by->evidence,
                                  .late = date_before(due(e), by->signed_on),
                                  .recorded_by = rq->who.principal,
                                  .recorded_at = rq->now};
}

static struct shape_list with(struct req *rq, const struct shape_list *old,
                              const struct sign_off_view *signature)
{
    struct sign_off_view *all = arena_alloc(rq->arena, (old->count + 1) * sizeof *all);
    if (old->count > 0)
        memcpy(all, old->at, old->count * sizeof *all);
    all[old->count] = *signature;
    return (struct shape_list){.at = all, .count = old->count + 1};
}

static bool all_signed(const struct rule_exception *e)
{
    for (size_t i = 0; i < e->sign_off_chain.count; i++) {
        const char *role = e->sign_off_chain.at[i];
        if (!has_role(e, codes_find(&role_codes, role, strlen(role))))
            return false;
    }
    return true;
}

static void store(struct req *rq, const struct rule_exception *e, const struct sign_off_view *s)
{
    sql_sign_off_add(rq->batch, random_uuid(), e->id, e->version, NAME_OF(role, s->role), s->person,
                     s->signed_on, NAME_OF(sign_off_how, s->how), s->evidence, s->late, rq->now);
}

/* The claim makes two who sign at once see each other: the second runs again. */
static enum flow keep(struct req *rq, const struct rule_exception *held,
                      const struct sign_off_view *signature)
{
    struct rule_exception e = *held;
    e.sign_offs = with(rq, &held->sign_offs, signature);
    bool approved = all_signed(&e);
    struct rule_exception after = approved ? exception_after(rq, &e, EXCEPTION_STATUS_APPROVED) : e;
    exception_complete(rq, &after);
    promise(rq, &after, "exception", e.id);
    exception_claim(rq, held);
    store(rq, held, signature);
    if (approved)
        exception_move(rq, &after);
    return settle(rq);
}

static bool holds_role(const struct rows *signs)
{
    const char *value = rows_value(signs, "signs");
    return value != NULL && strcmp(value, "t") == 0;
}

static enum flow sign_known(struct req *rq)
{
    const struct asked *asked = rq->state;
    if (!holds_role(asked->signs) && is_attested(rq))
        return fail_field(rq, FAULT_INVALID, "/person", "unknown",
                          "No person of that id held that role at your authority on that day.");
    if (!holds_role(asked->signs))
        return fail(rq, FAULT_FORBIDDEN, "People sign, and systems do not.");
    struct sign_off_view signature = signature_of(rq, asked->held, &asked->by);
    return keep(rq, asked->held, &signature);
}
