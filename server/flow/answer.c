/* SPDX-License-Identifier: MIT */
/* How a step ends: the answer it gives, or the one it promises. */
#include "flow/req_inside.h"

#include "queries.h"

#include <string.h>

void answer_header(struct req *rq, const char *name, const char *value)
{
    for (int i = 0; i < ANSWER_HEADERS_MAX - 1; i++)
        if (rq->inside->answer.headers[i].name == NULL) {
            rq->inside->answer.headers[i].name = name;
            rq->inside->answer.headers[i].value = value;
            return;
        }
}

void answer_text(struct req *rq, int status, const char *content_type, const struct text *body)
{
    rq->inside->answer = (struct answer){
        .status = status, .content_type = content_type, .body = body->at, .body_len = body->len};
}

/* A record with a version has an ETag: what If-Match is compared with. */
static void tag_version(struct req *rq, const struct shape *shape, const void *record)
{
    for (const struct field *f = shape->fields; f->name != NULL; f++)
        if (f->type == FIELD_INTEGER32 && strcmp(f->name, "version") == 0)
            answer_header(
                rq, "ETag",
                arena_printf(rq->arena, "\"%d\"", (int)*(const int32_t *)((const char *)record + f->offset)));
}

void answer_record(struct req *rq, int status, const char *content_type, const struct shape *shape,
                   const void *record)
{
    struct text body = text_in(rq->arena);
    shape_write_json(shape, record, &body);
    answer_text(rq, status, content_type, &body);
    tag_version(rq, shape, record);
}

void answer_problem(struct req *rq, const struct problem *given)
{
    struct problem problem = *given;
    struct text body = text_in(rq->arena);
    problem.request_id = uuid_print(rq->request_id, arena_alloc(rq->arena, UUID_SIZE));
    problem_write(&body, &problem);
    answer_text(rq, fault_info(problem.fault)->status, PROBLEM_TYPE, &body);
    if (fault_info(problem.fault)->retryable)
        answer_header(rq, "Retry-After", "1");
}

enum flow reply(struct req *rq, const void *record)
{
    if (rq->inside->row != NULL)
        answer_list(rq, record);
    else
        answer_record(rq, rq->route->status, media_types[MEDIA_JSON], rq->route->out, record);
    return FLOW_ANSWERED;
}

enum flow reply_written(struct req *rq, const char *content_type, const char *text, size_t len)
{
    rq->inside->answer = (struct answer){
        .status = rq->route->status, .content_type = content_type, .body = text, .body_len = len};
    return FLOW_ANSWERED;
}

enum flow reply_kept(struct req *rq, const char *content_type, const char *text, size_t len)
{
    enum flow flow = reply_written(rq, content_type, text, len);
    rq->inside->answer.body_stays = true;
    return flow;
}

enum flow reply_file(struct req *rq, const struct file *file, int32_t version, const char *digest)
{
    enum flow flow = reply_written(rq, file->type, file->content.at, file->content.len);
    answer_header(rq, "ETag", arena_printf(rq->arena, "\"%d\"", (int)version));
    answer_header(rq, "Content-Disposition", "attachment");
    answer_header(rq, "Repr-Digest", digest);
    return flow;
}

enum flow fail(struct req *rq, enum fault fault, const char *detail)
{
    answer_problem(rq, &(struct problem){.fault = fault, .detail = detail});
    return FLOW_ANSWERED;
}

enum flow fail_field(struct req *rq, enum fault fault, const char *pointer, const char *code,
                     const char *detail)
{
    const struct problem_error error = {.pointer = pointer, .code = code, .detail = detail};
    answer_problem(rq,
                   &(struct problem){.fault = fault, .detail = detail, .errors = &error, .error_count = 1});
    return FLOW_ANSWERED;
}

void complain(struct req *rq, const char *pointer, const char *code, const char *detail)
{
    struct req_inside *inside = rq->inside;
    if (inside->complaint_count < COMPLAINTS_MAX)
        inside->complaints[inside->complaint_count++] =
            (struct problem_error){.pointer = pointer, .code = code, .detail = detail};
}

bool complained(const struct req *rq)
{
    return rq->inside->complaint_count > 0;
}

enum flow fail_complained(struct req *rq)
{
    answer_problem(rq, &(struct problem){.fault = FAULT_INVALID,
                                         .errors = rq->inside->complaints,
                                         .error_count = rq->inside->complaint_count});
    return FLOW_ANSWERED;
}

/* The key comes first: the second of two requests waits on it before it touches anything else. */
static void store_answer(struct req *rq, const char *object_type, struct uuid object)
{
    const struct answer *answer = &rq->inside->answer;
    char id[UUID_SIZE];
    if (rq->dry_run)
        return;
    if (rq->inside->key != NULL)
        sql_idempotency_add(rq->batch, rq->inside->key, rq->inside->fingerprint_text, answer->status,
                            answer->content_type, answer->body);
    sql_audit_add(rq->batch, object_type, arena_printf(rq->arena, "{%s}", uuid_print(object, id)),
                  answer->status < 400 ? "done" : arena_printf(rq->arena, "refused %d", answer->status));
}

void promise(struct req *rq, const void *record, const char *object_type, struct uuid object)
{
    answer_record(rq, rq->route->status, media_types[MEDIA_JSON], rq->route->out, record);
    store_answer(rq, object_type, object);
}

void promise_once(struct req *rq, const void *record, const void *kept, const char *object_type,
                  struct uuid object)
{
    promise(rq, kept, object_type, object);
    answer_record(rq, rq->route->status, media_types[MEDIA_JSON], rq->route->out, record);
}

void promise_problem(struct req *rq, enum fault fault, const struct shape *shape, const void *record,
                     const char *object_type, struct uuid object)
{
    answer_record(rq, fault_info(fault)->status, PROBLEM_TYPE, shape, record);
    store_answer(rq, object_type, object);
}

/* The promise is kept in the trail already, so that it leaves none of its own. */
static enum flow kept(struct req *rq)
{
    rq->inside->answering = true;
    return FLOW_ANSWERED;
}

enum flow settle(struct req *rq)
{
    if (rq->dry_run) {
        sql_dry_run(rq->batch);
        batch_alone(rq->batch);
    }
    enum flow flow = req_send(rq, kept);
    rq->inside->settling = !rq->dry_run;
    return flow;
}

const void *row_of(struct req *rq, const struct rows *rows, const struct shape *shape)
{
    return rows_count(rows) == 1 ? rows_read(rows, shape, rq->arena) : NULL;
}

const void *rows_of(struct req *rq, const struct rows *rows, const struct shape *shape, size_t *count)
{
    *count = rows_count(rows);
    return rows_read(rows, shape, rq->arena);
}
