/* SPDX-License-Identifier: MIT */
/*
 * What waits for the caller's role at its authority, region or supplier. A task is what a record says: it
 * goes when the record moves on, and cannot be forgotten or closed by hand. Only a notice, which tells what
 * no record of the authority's own says, is there until somebody has seen to it; so is equal treatment, which
 * leaves no record of its own.
 */
#include "resources/task_kinds.h"

#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"

static step_fn list, done, done_held;

/* The kinds, as sql/deploy/waiting.sql and tasks.sql have them: a branch there, a row here. */
static const struct code kind_items[] = {
    {NULL, ""},
    {"DECISION", "decide on what a rule refers to a person"},
    {"STILL_TO_COME", "see that what the placement waits for arrives before its start"},
    {"PLACEMENT_ENDING", "end the placement, or extend it"},
    {"EQUAL_TREATMENT", "see to equal treatment from this day on, then say that it is done"},
    {"INFORMATION_TO_GIVE", "give the worker the agreement's standard information, and record it"},
    {"CAP_AT_EXTENSION", "the rate is over the cap of the day on which an extension would begin"},
    {"REFERENCE_TO_ANSWER", "another authority waits for a reference: answer, or decline"},
    {"REFERENCE_DUE", "a reference that was asked for has not come in time"},
    {"REFERENCE_TO_VERIFY", "make sure that the reference is genuine: until then it does not count"},
    {"REFERENCE_OWED", "write the reference that the placement's end owes, and show it to the worker before"},
    {"REFERENCE_TO_SHARE", "show the worker the reference before the placement's last day"},
    {"REVIEW_DUE", "review the placement that has ended"},
    {"REVIEW_TO_SEND", "send the review to the worker and the supplier, who see it first"},
    {"DISPUTE", "find the record that a worker disputes, and decide"},
    {"CONFIRMATION", "confirm the last day that a worker declared, or say that none is known"},
    {"DISPUTE_DECIDED", "tell the worker that the dispute has been decided"},
    {"SIGNATURE", "sign the exception, or refuse it, before its first day"},
    {"EXCEPTION_TO_SUBMIT", "submit the draft to those who sign, or withdraw it"},
    {"EXCEPTION_TO_USE", "the exception is signed: submit the placement, and name it there"},
    {"EXCEPTION_EXPIRING", "ask for another exception, or end what it allows"},
    {"TEAM_APPROVAL", "approve each worker who is named for the team, before the worker's first day"},
    {"TEAM_ENDING", "see the team out, or put its exit off"},
    {"TEAM_COST", "state what the team cost in the quarter that has ended"},
    {"CANDIDATE_TO_CONSIDER", "look at the candidates, and close the requirement once it is filled"},
    {"CANDIDATE_TO_PUT_FORWARD", "put a candidate forward for the requirement, if you have one"},
    {"SHARING_AGREEMENT_TO_SIGN",
     "sign the sharing agreement; the lead region records the day with the membership"},
    {"ROLES_TO_MAP", "map each local title that agency workers may cover to a job type"},
    {"LEAVERS_TO_STATE",
     "state the leavers of each of the last twelve months: the join check says which are missing"},
    {"TEMPLATE_TO_ACCEPT", "accept the reference template in use"},
    {"MEMBERSHIP_ENDING", "the membership ends: sign again, or get ready to leave"},
    {"READING_ENDING", "take the authority's records along: after this day nobody there may read them"},
    {"AGREEMENT_TO_SIGN_ANEW", "sign the agreement that a predecessor was a member of"},
    {"MAPPING_TO_MAKE", "map the predecessor's title anew"},
    {"INCIDENT_TO_ANSWER", "answer the incident; what you say travels along with it"},
    {"INCIDENT_TO_DECIDE", "uphold the incident, or withdraw it"},
    {"HEADHUNTING_TO_RESOLVE", "resolve the report, or dismiss it"},
    {"TERMS_TO_ACCEPT", "the terms in force are to be accepted; the region records the day"},
    {"CAP_TO_PUBLISH", "publish the cap that was agreed, before its first day"},
    {"VERDICT_CHANGED", "a rule finds otherwise of the placement than before: look at it again"},
    {"RECORD_CHANGED",
     "a record that a check rested on has changed, or a reference that you hold: look again"},
};
const struct codes task_kind_codes = {"task_kind", sizeof kind_items / sizeof *kind_items - 1, kind_items};

struct task {
    struct uuid id;
    unsigned kind;
    const char *to_do;
    const char *authority, *region;
    struct uuid supplier;
    const char *about;
    struct uuid object;
    struct date due;
    struct instant done_at;
};
static const struct field task_fields[] = {
    FIELD(struct task, id, ALWAYS),
    FIELD(struct task, kind, ALWAYS, .codes = &task_kind_codes),
    FIELD(struct task, to_do, ALWAYS, .about = "What is to be done, in words"),
    FIELD(struct task, authority, OUT, .about = "Of an authority's: its DfE code"),
    FIELD(struct task, region, OUT, .about = "Of a region's: its name"),
    FIELD(struct task, supplier, OUT, .about = "Of a supplier's: its id"),
    FIELD(struct task, about, ALWAYS, .about = "The kind of record that it is about"),
    FIELD(struct task, object, ALWAYS, .about = "That record's id"),
    FIELD(struct task, due, OUT, .about = "By when; none where no day is laid down"),
    FIELD(struct task, done_at, OUT, .about = "When somebody had seen to it"),
    {0},
};
static const struct shape task_shape = SHAPE("task", struct task, task_fields);
LIST_SHAPE(task_list_shape, task_shape);

struct filters {
    struct page page;
    struct code_set kind;
};
static const struct field filters_fields[] = {
    PAGE_FIELDS(struct filters),
    FIELD(struct filters, kind, IN, .codes = &task_kind_codes, .about = "Only these, separated by commas"),
    {0},
};
static const struct shape filters_shape = SHAPE("parameters", struct filters, filters_fields);

static const enum fault done_faults[] = {FAULT_CONFLICT, FAULT_NONE};

const struct route task_routes[] = {
    {.method = "GET",
     .path = "/v1/tasks",
     .first = list,
     .roles = MAY(OFFICER) | MAY(HR) | MAY(DCS) | MAY(CHIEF_EXECUTIVE) | MAY(REQUESTER) |
              MAY(AUTHORITY_ADMIN) | MAY(REGION_ADMIN) | MAY(SUPPLIER),
     .query = &filters_shape,
     .out = &task_list_shape,
     .status = 200,
     .action = "task.list",
     .about = "What waits for the caller's role at its authority, region or supplier, the soonest due first"},
    {.method = "POST",
     .path = "/v1/tasks/{id}/done",
     .first = done,
     .roles = MAY(OFFICER),
     .out = &task_shape,
     .status = 200,
     .action = "task.done",
     .about =
         "Says of a notice, or of equal treatment, that somebody has seen to it; every other task ends with "
         "its record",
     .faults = done_faults},
    {0},
};

static struct task worded(struct task t)
{
    t.to_do = codes_words(&task_kind_codes, t.kind);
    return t;
}

static const void *in_words(struct req *rq, const void *rows, size_t count)
{
    const struct task *row = rows;
    struct task *shown = arena_alloc(rq->arena, (count + 1) * sizeof *shown);
    for (size_t i = 0; i < count; i++)
        shown[i] = worded(row[i]);
    return shown;
}

static enum flow list(struct req *rq)
{
    const struct filters *filters = rq->query;
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page_as(rq,
                        sql_task_list(rq->batch, rq->today,
                                      form_codes(rq->arena, &task_kind_codes, filters->kind), after.key,
                                      after.id, page_ask(rq), page_counted(rq)),
                        in_words);
}

static enum flow done(struct req *rq)
{
    *STATE(rq, struct rows *) = sql_notice_get(rq->batch, rq->id, rq->today);
    return await(rq, done_held);
}

static enum flow done_held(struct req *rq)
{
    const struct task *held = row_of(rq, *STATE(rq, struct rows *), &task_shape);
    if (held == NULL)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    struct task t = worded(*held);
    t.done_at = rq->now;
    promise(rq, &t, "notice", t.id);
    sql_notice_done(rq->batch, t.id, rq->today, rq->now);
    return settle(rq);
}
