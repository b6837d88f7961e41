/* SPDX-License-Identifier: MIT */
/*
 * End-of-placement reviews. The worker and the supplier see one first and may comment. "Do not place" ends by
 * itself and is then shown to nobody; no rule, filter or list knows of it, and another authority reads it
 * only inside a reference that the worker has seen.
 */
#include "base/random.h"
#include "flow/page.h"
#include "queries.h"
#include "resources/forms.h"
#include "resources/parameters.h"
#include "resources/routes.h"

#include <string.h>

static step_fn list, show, record, record_known, comment, comment_held;

struct review {
    struct uuid id;
    int32_t version;
    const char *authority;
    struct uuid placement;
    const char *reference;
    struct uuid supplier;
    unsigned outcome;
    int32_t notice_required_days, notice_served_days;
    const char *handover, *development_needs;
    unsigned recommendation;
    struct date recommendation_ends_on, sent_to_worker_on, sent_to_supplier_on;
    const char *worker_comments, *supplier_comments;
    struct date runs_until; /* "do not place", also once it has ended; not shown */
    struct instant recorded_at;
};
#define REVIEW_HEAD                                                                                \
    FIELD(struct review, id, ALWAYS), FIELD(struct review, version, ALWAYS),                       \
        FIELD(struct review, authority, ALWAYS, .about = "The hiring authority's DfE code"),       \
        FIELD(struct review, placement, ALWAYS, .about = "The placement's id"),                    \
        FIELD(struct review, reference, OUT, .about = "What people call the placement by"),        \
        FIELD(struct review, supplier, ALWAYS, .about = "Who supplied the worker"),                \
        CODE(struct review, outcome, review_outcome, ALWAYS | REQUIRED,                            \
             .about = "How the placement came to its end", .example = "\"COMPLETED\""),            \
        FIELD(struct review, sent_to_worker_on, OUT | IN, .about = "When the worker was sent it"), \
        FIELD(struct review, sent_to_supplier_on, OUT | IN,                                        \
              .about = "When the supplier was sent it, who sees it here from then on"),            \
        FIELD(struct review, recorded_at, ALWAYS)
static const struct field review_fields[] = {
    REVIEW_HEAD,
    FIELD(struct review, notice_required_days, OUT | IN, .max = 366,
          .about = "Notice that was due, in days; the placement's unless given"),
    FIELD(struct review, notice_served_days, OUT | IN, .max = 366,
          .about = "Notice that was served, in days; the placement's unless given"),
    FIELD(struct review, handover, OUT | IN, .max = 2000, .about = "Cases handed over, and how",
          .example = "\"All nine cases, with their plans\""),
    FIELD(struct review, development_needs, OUT | IN, .max = 2000,
          .about = "What the supplier should help the worker with; never health"),
    CODE(struct review, recommendation, recommendation, OUT | REQUIRED,
         .about = "To the supplier; \"do not place\" ends by itself, and is left out from then on",
         .example = "\"CONTINUE\""),
    FIELD(struct review, recommendation_ends_on, OUT, .about = "The last day of \"do not place\""),
    FIELD(struct review, worker_comments, OUT, .about = "What the worker says of it"),
    FIELD(struct review, supplier_comments, OUT, .about = "What the supplier says of it"),
    {.name = "runs_until", .offset = offsetof(struct review, runs_until), .type = FIELD_DATE},
    {0},
};
static const struct shape review_shape = SHAPE("placement_review", struct review, review_fields);
static const struct field review_row_fields[] = {REVIEW_HEAD, {0}};
static const struct shape review_row_shape = SHAPE("placement_review_row", struct review, review_row_fields);
LIST_SHAPE(review_row_list_shape, review_row_shape);

struct comments {
    unsigned party;
    const char *comments;
};
static const struct field comments_fields[] = {
    CODE(struct comments, party, review_party, IN,
         .about = "Whose they are; a supplier's own are its own, whatever is left out",
         .example = "\"WORKER\""),
    FIELD(struct comments, comments, REQUIRED, .max = 4000, .about = "What they say of the review",
          .example = "\"I agree with it\""),
    {0},
};
static const struct shape comments_shape =
    SHAPE("placement_review_comments", struct comments, comments_fields);

#define READERS (MAY(OFFICER) | MAY(DCS) | MAY(CHIEF_EXECUTIVE) | MAY(SUPPLIER))

static const enum fault record_faults[] = {FAULT_CONFLICT, FAULT_STALE_FACTS, FAULT_NONE};
static const enum fault comment_faults[] = {FAULT_CONFLICT, FAULT_STALE_FACTS, FAULT_NONE};

const struct route placement_review_routes[] = {
    {.method = "GET",
     .path = "/v1/placement-reviews",
     .first = list,
     .roles = READERS,
     .query = &page_shape,
     .out = &review_row_list_shape,
     .status = 200,
     .action = "placement_review.list",
     .about = "The authority's reviews, or those that the supplier was sent, newest first"},
    {.method = "GET",
     .path = "/v1/placements/{id}/review",
     .first = show,
     .roles = READERS,
     .out = &review_shape,
     .status = 200,
     .action = "placement_review.read",
     .about = "A placement's review; a supplier sees it once it was sent"},
    {.method = "POST",
     .path = "/v1/placements/{id}/review",
     .first = record,
     .roles = MAY(OFFICER),
     .in = &review_shape,
     .out = &review_shape,
     .status = 201,
     .creates = true,
     .action = "placement_review.record",
     .about = "Reviews a placement at its end, in place of what was said before; comments stay",
     .faults = record_faults},
    {.method = "POST",
     .path = "/v1/placements/{id}/review/comments",
     .first = comment,
     .roles = MAY(OFFICER) | MAY(SUPPLIER),
     .in = &comments_shape,
     .out = &review_shape,
     .status = 200,
     .creates = true,
     .action = "placement_review.comment",
     .about = "Records what the worker or the supplier says of a review that they were sent",
     .faults = comment_faults},
    {0},
};

static enum flow list(struct req *rq)
{
    struct row_place after;
    if (!page_after(rq, &after))
        return fail(rq, FAULT_BAD_CURSOR, NULL);
    return show_page(rq, sql_placement_review_list(rq->batch, after.id, page_ask(rq), page_counted(rq)));
}

static enum flow show(struct req *rq)
{
    return show_row(rq, sql_placement_review_get(rq->batch, rq->id, true, rq->today));
}

struct asked {
    struct rows *subject, *before, *ruleset;
};

/* The placement, as a review needs it. */
struct subject {
    const char *authority, *reference;
    struct uuid supplier;
    unsigned status;
    struct date start_date;
    int32_t notice_days, notice_served_days;
};
static const struct field subject_fields[] = {
    FIELD(struct subject, authority, OUT),          FIELD(struct subject, reference, OUT),
    FIELD(struct subject, supplier, OUT),           CODE(struct subject, status, placement_status, OUT),
    FIELD(struct subject, start_date, OUT),         FIELD(struct subject, notice_days, OUT),
    FIELD(struct subject, notice_served_days, OUT), {0},
};
static const struct shape subject_shape = SHAPE("subject", struct subject, subject_fields);

static void complain_of_day(struct req *rq, struct date day, const char *pointer)
{
    if (date_given(day) && date_before(rq->today, day))
        complain(rq, pointer, "out_of_range", "The day is in the future.");
}

static enum flow record(struct req *rq)
{
    const struct review *want = rq->in;
    complain_of_day(rq, want->sent_to_worker_on, "/sent_to_worker_on");
    complain_of_day(rq, want->sent_to_supplier_on, "/sent_to_supplier_on");
    if (complained(rq))
        return fail_complained(rq);
    *STATE(rq, struct asked) = (struct asked){
        .subject = sql_placement_review_subject(rq->batch, rq->id),
        .before = sql_placement_review_get(rq->batch, rq->id, false, rq->today),
        .ruleset = sql_ruleset_of(rq->batch, INTEGER_NONE),
    };
    return await(rq, record_known);
}

/* Whether there was anything to review. */
static const bool reviewed[] = {
    [PLACEMENT_STATUS_CONFIRMED] = true, [PLACEMENT_STATUS_IN_BREACH] = true, [PLACEMENT_STATUS_ENDED] = true,
    [PLACEMENT_STATUS_CONVERTED] = true, [PLACEMENT_STATUS_REFUSED] = false,
};

/* Without the parameter nobody knows how long it lasts, so that it has no day beyond this one. */
static struct date ends_on(struct req *rq, unsigned recommendation)
{
    struct ruleset ruleset = parameters_read(rq, STATE(rq, struct asked)->ruleset);
    int64_t months;
    if (recommendation != RECOMMENDATION_DO_NOT_PLACE)
        return DATE_NONE;
    if (!ruleset_integer(&ruleset, PARAMETER_review_do_not_place_months, rq->today, &months))
        return rq->today;
    return date_add_months(rq->today, (int)months);
}

/* What stands of the one before: comments, and since when "do not place" has run. */
static void take_over(struct review *made, const struct review *before)
{
    made->id = before->id;
    made->version = before->version + 1;
    made->worker_comments = before->worker_comments;
    made->supplier_comments = before->supplier_comments;
    if (date_given(made->recommendation_ends_on) && date_given(before->runs_until))
        made->recommendation_ends_on = before->runs_until;
    if (!date_given(made->sent_to_worker_on))
        made->sent_to_worker_on = before->sent_to_worker_on;
    if (!date_given(made->sent_to_supplier_on))
        made->sent_to_supplier_on = before->sent_to_supplier_on;
}

static struct review made_of(struct req *rq, const struct subject *subject, const struct review *before)
{
    struct review made = *(const struct review *)rq->in;
    made.id = random_uuid();
    made.version = 1;
    made.authority = subject->authority;
    made.reference = subject->reference;
    made.placement = rq->id;
    made.supplier = subject->supplier;
    if (made.notice_required_days == INTEGER32_NONE)
        made.notice_required_days = subject->notice_days;
    if (made.notice_served_days == INTEGER32_NONE)
        made.notice_served_days = subject->notice_served_days;
    made.recommendation_ends_on = ends_on(rq, made.recommendation);
    made.recorded_at = rq->now;
    if (before != NULL)
        take_over(&made, before);
    return made;
}

static enum flow record_known(struct req *rq)
{
    const struct subject *subject = row_of(rq, STATE(rq, struct asked)->subject, &subject_shape);
    const struct review *before = row_of(rq, STATE(rq, struct asked)->before, &review_shape);
    if (subject == NULL)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    if (!reviewed[subject->status])
        return fail(rq, FAULT_CONFLICT, "A placement that never was is not reviewed.");
    if (date_before(rq->today, subject->start_date))
        return fail(rq, FAULT_CONFLICT, "A placement that has not begun is not reviewed.");
    struct review made = made_of(rq, subject, before);
    if (date_given(made.recommendation_ends_on) && date_before(made.recommendation_ends_on, rq->today))
        return fail_field(rq, FAULT_INVALID, "/recommendation", "out_of_range",
                          "\"Do not place\" has ended, and is not said of the same placement again.");
    promise(rq, &made, "placement_review", made.id);
    if (before != NULL)
        sql_placement_review_supersede(rq->batch, before->id, before->version, rq->now);
    sql_placement_review_add(
        rq->batch, made.id, made.version, made.placement, NAME_OF(review_outcome, made.outcome),
        made.notice_required_days, made.notice_served_days, made.handover, made.development_needs,
        NAME_OF(recommendation, made.recommendation), made.recommendation_ends_on, made.sent_to_worker_on,
        made.sent_to_supplier_on, made.worker_comments, made.supplier_comments, made.recorded_at);
    return settle(rq);
}

static enum flow comment(struct req *rq)
{
    STATE(rq, struct asked)->before = sql_placement_review_get(rq->batch, rq->id, false, rq->today);
    return await(rq, comment_held);
}

/* A supplier speaks for itself alone. 0: it was not said whose the comments are. */
static unsigned party_of(const struct req *rq, const struct comments *c)
{
    return c->party == 0 && rq->who.role == ROLE_SUPPLIER ? REVIEW_PARTY_SUPPLIER : c->party;
}

static enum flow comment_held(struct req *rq)
{
    const struct comments *c = rq->in;
    const struct review *before = row_of(rq, STATE(rq, struct asked)->before, &review_shape);
    unsigned party = party_of(rq, c);
    if (before == NULL)
        return fail(rq, FAULT_NOT_FOUND, NULL);
    if (party == 0)
        return fail_field(rq, FAULT_INVALID, "/party", "required", "Say whose comments these are.");
    if (party == REVIEW_PARTY_WORKER && rq->who.role == ROLE_SUPPLIER)
        return fail(rq, FAULT_FORBIDDEN, "The authority records what the worker says.");
    if (!date_given(party == REVIEW_PARTY_WORKER ? before->sent_to_worker_on : before->sent_to_supplier_on))
        return fail(rq, FAULT_CONFLICT, "Who comments was sent the review before: record that first.");
    struct review made = *before;
    made.version++;
    made.recorded_at = rq->now;
    *(party == REVIEW_PARTY_WORKER ? &made.worker_comments : &made.supplier_comments) = c->comments;
    promise(rq, &made, "placement_review", made.id);
    sql_placement_review_supersede(rq->batch, before->id, before->version, rq->now);
    sql_placement_review_comment(rq->batch, before->id, before->version, made.worker_comments,
                                 made.supplier_comments, made.recorded_at);
    return settle(rq);
}
