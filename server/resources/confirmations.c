/* SPDX-License-Identifier: MIT */
/*
 * Confirmations: a worker's account of the last post that differs from the record, or is not on it, is put to
 * the authority that the worker named. That authority is not told who asked, and who asked is told that there
 * is an answer, and no more: what is put on record is seen in the next check.
 */
#include "resources/confirmation.h"

#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/routes.h"

#include <string.h>

static step_fn list, answer, answer_held;

struct confirmation {
    struct uuid id;
    const char *authority, *swe_number;
    struct date last_day;
    struct instant asked_at, answered_at;
    unsigned answer; /* to the authority that answered alone, as is the spell */
    struct uuid employment;
};
static const struct field confirmation_fields[] = {
    FIELD(struct confirmation, id, ALWAYS),
    FIELD(struct confirmation, authority, ALWAYS, .about = "The authority that is asked: a DfE code"),
    SWE_NUMBER(struct confirmation, ALWAYS),
    FIELD(struct confirmation, last_day, ALWAYS, .about = "The last day as the worker declared it"),
    FIELD(struct confirmation, asked_at, ALWAYS),
    FIELD(struct confirmation, answered_at, OUT, .about = "When it was answered; none until then"),
    CODE(struct confirmation, answer, confirmation_answer, OUT,
         .about = "To the authority that answered alone"),
    FIELD(struct confirmation, employment, OUT, .about = "The spell on record, to that authority alone"),
    {0},
};
static const struct shape confirmation_shape =
    SHAPE("confirmation", struct confirmation, confirmation_fields);
LIST_SHAPE(confirmation_list_shape, confirmation_shape);

struct filters {
    struct page page;
    bool to_answer;
};
static const struct field filters_fields[] = {
    PAGE_FIELDS(struct filters),
    FIELD(struct filters, to_answer, IN, .about = "Only those that wait for the caller's authority"),
    {0},
};
static const struct shape filters_shape = SHAPE("parameters", struct filters, filters_fields);

struct answered {
    unsigned answer;
    struct uuid employment;
};
static const struct field answered_fields[] = {
    CODE(struct answered, answer, confirmation_answer, REQUIRED, .about = "CONFIRMED or NOT_KNOWN",
         .example = "\"NOT_KNOWN\""),
    FIELD(struct answered, employment, IN,
          .about = "Of CONFIRMED: the worker's spell, which has been put on record with its last day"),
    {0},
};
static const struct shape answered_shape = SHAPE("confirmation_answer", struct answered, answered_fields);

static const enum fault answer_faults[] = {FAULT_CONFLICT, FAULT_NONE};

const struct route confirmation_routes[] = {
    {.method = "GET",
     .path = "/v1/confirmations",
     .first = list,
     .roles = MAY(OFFICER) | MAY(HR),
     .query = &filters_shape,
     .out = &confirmation_list_shape,
     .status = 200,
     .action = "confirmation.list",
     .about = "Last days that the caller's authority is asked to confirm, or asked others for, newest first"},
    {.method = "POST",
     .path = "/v1/confirmations/{id}/answer",
     .first = answer,
     .roles = MAY(OFFICER) | MAY(HR),
     .in = &answered_shape,
     .out = &confirmation_shape,
     .status = 200,
     .creates = true,
     .after_leaving = true,
     .action = "confirmation.answer",
     .about = "Confirms a last day, whose spell has been put on record, or says that none is known",
     .faults = answer_faults},
    {0},
};

static bool is_to_be_confirmed(const struct check_made *made)
{
    for (size_t i = 0; i < made->check.findings.count; i++) {
        const char *to_do = made->check.findings.at[i].to_do;
        if (to_do != NULL && strcmp(to_do, "CONFIRM_LAST_DAY") == 0)
            return true;
    }
    return false;
}

void confirmation_ask(struct req *rq, const struct proposal *p, const struct check_made *made)
{
    if (!is_to_be_confirmed(made) || uuid_given(p->placement))
        return;
    for (size_t i = 0; i < made->facts.spell_count; i++)
        if (made->facts.spells[i].declared)
            sql_confirmation_ask(rq->batch, random_uuid(), made->facts.spells[i].authority, p->swe_number,
                                 made->facts.spells[i].last_day, rq->today, rq->now);
}

static enum flow list(struct req *rq)
{
    const struct filters *filters = rq->query;
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(
        rq, sql_confirmation_list(rq->batch, filters->to_answer, after.id, page_ask(rq), page_counted(rq)));
}

struct answering {
    struct rows *confirmation, *spell;
};

struct held {
    bool ours;
};
static const struct field held_fields[] = {FIELD(struct held, ours, OUT), {0}};
static const struct shape held_shape = SHAPE("held confirmation", struct held, held_fields);

static enum flow answer(struct req *rq)
{
    const struct answered *want = rq->in;
    struct answering *a = STATE(rq, struct answering);
    bool confirmed = want->answer == CONFIRMATION_ANSWER_CONFIRMED;
    if (confirmed != uuid_given(want->employment))
        return fail_field(rq, FAULT_INVALID, "/employment", confirmed ? "required" : "conflicts",
                          "CONFIRMED names the spell that is on record, and NOT_KNOWN names none.");
    a->confirmation = sql_confirmation_held(rq->batch, rq->id);
    if (confirmed)
        a->spell = sql_confirmed_spell(rq->batch, rq->id, want->employment);
    return await(rq, answer_held);
}

static enum flow answer_held(struct req *rq)
{
    const struct answered *want = rq->in;
    const struct answering *a = rq->state;
    const struct confirmation *found = row_of(rq, a->confirmation, &confirmation_shape);
    const struct held *held = row_of(rq, a->confirmation, &held_shape);
    if (found == NULL)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    if (!held->ours)
        return fail(rq, FAULT_FORBIDDEN, "The authority that the worker named answers.");
    if (a->spell != NULL && rows_count(a->spell) == 0)
        return fail_field(rq, FAULT_INVALID, "/employment", "unknown",
                          "Your authority has no spell of that id on this worker that has ended.");
    struct confirmation made = *found;
    made.answered_at = rq->now;
    made.answer = want->answer;
    made.employment = want->employment;
    promise(rq, &made, "confirmation", made.id);
    sql_confirmation_answer(rq->batch, made.id, rq->now);
    sql_confirmation_reply_add(rq->batch, made.id, NAME_OF(confirmation_answer, want->answer),
                               want->employment, rq->now);
    return settle(rq);
}
