/* SPDX-License-Identifier: MIT */
#include "flow/listing.h"

#include "flow/req_inside.h"
#include "wire/near.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

struct only_listing {
    struct listing listing;
};
static const struct field listing_fields[] = {LISTING_FIELDS(struct only_listing), {0}};
const struct shape listing_shape = SHAPE("parameters", struct only_listing, listing_fields);

static const struct listing *listing_of(const struct req *rq)
{
    return rq->query;
}

void refuse_parameter(struct req *rq, const char *name, const char *code, const char *detail,
                      struct problem *problem)
{
    struct problem_error *error = arena_alloc(rq->arena, sizeof *error);
    *error = (struct problem_error){.pointer = name, .code = code, .detail = detail};
    problem->fault = FAULT_BAD_PARAMETER;
    problem->errors = error;
    problem->error_count = 1;
}

/* The list's shape, its rows narrowed to what the caller wants of them. */
static void narrow(struct req *rq, const struct field *rows, const char **unknown)
{
    struct text_list fields = listing_of(rq)->fields;
    struct req_inside *inside = rq->inside;
    inside->out = rq->route->out;
    inside->row = rows->record;
    if (fields.count > 0)
        inside->row = shape_pick(rows->record, fields, rq->arena, unknown);
    if (inside->row != NULL && inside->row != rows->record)
        inside->out = shape_with(rq->route->out, rows, inside->row, rq->arena);
}

bool listing_read(struct req *rq, struct problem *problem)
{
    const struct field *rows = route_rows(rq->route);
    const char *unknown = NULL;
    if (rows == NULL)
        return true;
    narrow(rq, rows, &unknown);
    if (unknown != NULL)
        refuse_parameter(rq, "fields", "unknown_member",
                         arena_printf(rq->arena, "The rows have no member \"%s\".%s", unknown,
                                      near_field(rows->record, FIELD_OUT, unknown, rq->arena)),
                         problem);
    else if (listing_of(rq)->excel == 1 && rq->inside->media != MEDIA_CSV)
        refuse_parameter(rq, "excel", "not_applicable", "It goes with Accept: text/csv alone.", problem);
    return problem->fault == FAULT_NONE;
}

static void write_csv(struct req *rq, const char *rows, size_t count, struct text *out)
{
    enum csv_style style = listing_of(rq)->excel == 1 ? CSV_EXCEL : CSV_PLAIN;
    if (rq->inside->piece == NULL) {
        text_puts(out, style == CSV_EXCEL ? BYTE_ORDER_MARK : "");
        shape_write_csv_heads(rq->inside->row, out);
    }
    for (size_t i = 0; i < count; i++)
        shape_write_csv(rq->inside->row, rows + i * rq->inside->row->size, style, out);
}

static void write_ndjson(struct req *rq, const char *rows, size_t count, struct text *out)
{
    for (size_t i = 0; i < count; i++) {
        shape_write_json(rq->inside->row, rows + i * rq->inside->row->size, out);
        text_puts(out, "\n");
    }
}

void answer_list(struct req *rq, const void *list)
{
    static void (*const write[MEDIA_COUNT])(struct req *, const char *, size_t, struct text *) = {
        [MEDIA_CSV] = write_csv,
        [MEDIA_NDJSON] = write_ndjson,
    };
    enum media media = rq->inside->media;
    struct shape_list rows;
    struct text body = text_in(rq->arena);
    if (media == MEDIA_JSON) {
        answer_record(rq, rq->route->status, media_types[media], rq->inside->out, list);
        return;
    }
    memcpy(&rows, (const char *)list + route_rows(rq->route)->offset, sizeof rows);
    text_puts(&body, "");
    write[media](rq, rows.at, rows.count, &body);
    answer_text(rq, rq->route->status, media == MEDIA_CSV ? "text/csv; charset=utf-8" : media_types[media],
                &body);
}

enum flow reply_rows(struct req *rq, const void *rows, size_t count)
{
    bool counted = rq->inside->counted && rq->inside->media == MEDIA_JSON;
    enum flow answered =
        reply(rq, &(struct list){.data = {rows, count}, .count = counted ? (int64_t)count : INTEGER_NONE});
    if (counted)
        answer_header(rq, "Preference-Applied", "count=exact");
    return answered;
}
