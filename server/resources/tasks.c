/* SPDX-License-Identifier: MIT */
/*
 * What waits for the caller's role at its authority. A task is what a record says: it goes when the record
 * moves on, and cannot be forgotten or closed by hand. Only a notice, which tells what no record of the
 * authority's own says, is there until somebody has seen to it.
 */
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/routes.h"

static step_fn list, done, done_held;

/* The kinds, as sql/queries/tasks.sql has them: a branch there, a row here. */
static const struct code kind_items[] = {
    {NULL, ""},
    {"DECISION", "decide on what a rule refers to a person"},
    {"STILL_TO_COME", "see that what the placement waits for arrives before its start"},
    {"PLACEMENT_ENDING", "end the placement, or extend it"},
    {"CAP_AT_EXTENSION", "the rate is over the cap of the day on which an extension would begin"},
    {"REFERENCE_TO_ANSWER", "another authority waits for a reference: answer, or decline"},
    {"REFERENCE_DUE", "a reference that was asked for has not come in time"},
    {"REFERENCE_OWED", "write the reference that the placement's end owes, and show it to the worker before"},
    {"REFERENCE_TO_SHARE", "show the worker the reference before the placement's last day"},
    {"REVIEW_DUE", "review the placement that has ended"},
    {"DISPUTE", "find the record that a worker disputes, and decide"},
    {"CONFIRMATION", "confirm the last day that a worker declared, or say that none is known"},
    {"DISPUTE_DECIDED", "tell the worker that the dispute has been decided"},
    {"SIGNATURE", "sign the exception, or refuse it, before its first day"},
    {"EXCEPTION_TO_SUBMIT", "submit the draft to those who sign, or withdraw it"},
    {"EXCEPTION_EXPIRING", "ask for another exception, or end what it allows"},
    {"VERDICT_CHANGED", "a rule finds otherwise of the placement than before: look at it again"},
    {"RECORD_CHANGED",
     "a record that a check rested on has changed, or a reference that you hold: look again"},
};
static const struct codes task_kind_codes = {"task_kind", sizeof kind_items / sizeof *kind_items - 1,
                                             kind_items};

struct task {
    struct uuid id;
    unsigned kind;
    const char *to_do;
    const char *authority, *about;
    struct uuid object;
    struct date due;
    struct instant done_at;
};
static const struct field task_fields[] = {
    FIELD(struct task, id, ALWAYS),
    FIELD(struct task, kind, ALWAYS, .codes = &task_kind_codes),
    FIELD(struct task, to_do, ALWAYS, .about = "What is to be done, in words"),
    FIELD(struct task, authority, ALWAYS, .about = "The authority's DfE code"),
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
     .roles =
         MAY(OFFICER) | MAY(HR) | MAY(DCS) | MAY(CHIEF_EXECUTIVE) | MAY(REQUESTER) | MAY(AUTHORITY_ADMIN),
     .query = &filters_shape,
     .out = &task_list_shape,
     .status = 200,
     .action = "task.list",
     .about = "What waits for the caller's role at its authority, the soonest due first"},
    {.method = "POST",
     .path = "/v1/tasks/{id}/done",
     .first = done,
     .roles = MAY(OFFICER),
     .out = &task_shape,
     .status = 200,
     .action = "task.done",
     .about = "Says of a notice that somebody has seen to it; every other task ends with its record",
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
    *STATE(rq, struct rows *) = sql_notice_get(rq->batch, rq->id);
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
    sql_notice_done(rq->batch, t.id, rq->now);
    return settle(rq);
}
