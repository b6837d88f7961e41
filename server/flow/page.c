/* SPDX-License-Identifier: MIT */
#include "flow/page.h"

#include "base/base64url.h"
#include "flow/req_inside.h"

#include <string.h>

struct cursor {
    struct digest seal;
    struct row_place last;
};

struct only_page {
    struct page page;
};
static const struct field page_fields[] = {PAGE_FIELDS(struct only_page), {0}};
const struct shape page_shape = SHAPE("parameters", struct only_page, page_fields);

static const struct page *page_of(const struct req *rq)
{
    return rq->query;
}

static bool is_whole(const struct req *rq)
{
    return rq->inside->media != MEDIA_JSON;
}

/* What is sent whole is read in the largest pages. */
static int32_t limit_of(const struct req *rq)
{
    int32_t given = page_of(rq)->limit;
    return is_whole(rq) ? PAGE_MAX : given == INTEGER32_NONE ? PAGE_DEFAULT : given;
}

int32_t page_ask(const struct req *rq)
{
    return limit_of(rq) + 1;
}

bool page_counted(const struct req *rq)
{
    return rq->inside->counted && !is_whole(rq);
}

/* The query as it was sent, without its cursor. */
static char *filters_of(struct req *rq)
{
    struct text out = text_in(rq->arena);
    const char *at = rq->inside->query;
    while (*at != '\0') {
        size_t len = strcspn(at, "&");
        if (strncmp(at, "cursor=", strlen("cursor=")) != 0)
            text_printf(&out, "%.*s&", (int)len, at);
        at += len + (at[len] == '&');
    }
    text_puts(&out, "");
    return out.at;
}

/* A search's filters come in its body. */
static const char *body_of(struct req *rq)
{
    struct text out = text_in(rq->arena);
    text_puts(&out, "");
    if (rq->in != NULL)
        shape_write_canonical(rq->route->in, rq->in, &out);
    return out.at;
}

/* The path that was asked for. What is listed under an {id} is a record's, and named by its UUID. */
static const char *path_of(struct req *rq)
{
    const char *path = rq->route->path;
    size_t before = strcspn(path, "{");
    char id[UUID_SIZE];
    if (path[before] == '\0')
        return path;
    return arena_printf(rq->arena, "%.*s%s%s", (int)before, path, uuid_print(rq->id, id),
                        strchr(path, '}') + 1);
}

static struct cursor cursor_of(struct req *rq, struct row_place last)
{
    struct cursor cursor = {.last = last};
    char id[UUID_SIZE];
    char *bound = arena_printf(rq->arena, "%s %s\n%s\n%s\n%s\n%lld %s", rq->route->method, path_of(rq),
                               filters_of(rq), body_of(rq), rq->inside->caller.token_hash,
                               (long long)last.key, uuid_print(last.id, id));
    cursor.seal = digest_hmac(rq->service->key, bound, strlen(bound));
    return cursor;
}

static bool read_cursor(struct req *rq, const char *text, struct row_place *after)
{
    struct cursor given;
    size_t got;
    if (!base64url_parse(text, strlen(text), sizeof given, &given, &got) || got != sizeof given)
        return false;
    struct cursor ours = cursor_of(rq, given.last);
    *after = given.last;
    return digest_equal(&ours.seal, &given.seal);
}

bool page_after(struct req *rq, struct row_place *after)
{
    const char *cursor = page_of(rq)->cursor;
    *after = rq->inside->last;
    return cursor == NULL || read_cursor(rq, cursor, after);
}

static const char *next_of(struct req *rq, struct row_place last)
{
    struct cursor cursor = cursor_of(rq, last);
    char text[BASE64URL_SIZE(sizeof cursor)];
    return arena_printf(rq->arena, "%s?%scursor=%s", path_of(rq), filters_of(rq),
                        base64url_print(&cursor, sizeof cursor, text));
}

/* What a page's rows say of their list. */
struct standing {
    struct row_place place;
    int64_t total;
};
static const struct field standing_fields[] = {
    FIELD_NAMED(struct standing, place.key, "place", OUT),
    FIELD_NAMED(struct standing, place.id, "id", OUT),
    FIELD(struct standing, total, OUT),
    {0},
};
static const struct shape standing_shape = SHAPE("standing", struct standing, standing_fields);

static struct row_place place_of(const struct standing *row)
{
    struct row_place place = row->place;
    place.key = place.key == INTEGER_NONE ? 0 : place.key;
    return place;
}

/* A page without rows tells how many there are only where it is the first. */
static int64_t total_of(const struct req *rq, const struct standing *rows, size_t count)
{
    if (!page_counted(rq))
        return INTEGER_NONE;
    return count > 0 ? rows->total : page_of(rq)->cursor == NULL ? 0 : INTEGER_NONE;
}

static enum flow row_found(struct req *rq)
{
    const void *row = row_of(rq, rq->inside->rows, rq->route->out);
    return row == NULL ? fail(rq, FAULT_NOT_FOUND, NULL) : reply(rq, row);
}

static const struct shape *row_shape(const struct req *rq)
{
    return route_rows(rq->route)->record;
}

static enum flow rows_found(struct req *rq)
{
    size_t count;
    const void *rows = rows_of(rq, rq->inside->rows, row_shape(rq), &count);
    return reply_rows(rq, rows, count);
}

static enum flow reply_page(struct req *rq, const struct list *list)
{
    enum flow answered = reply(rq, list);
    if (list->next != NULL)
        answer_header(rq, "Link", arena_printf(rq->arena, "<%s>; rel=\"next\"", list->next));
    if (list->count != INTEGER_NONE)
        answer_header(rq, "Preference-Applied", "count=exact");
    return answered;
}

/* A piece of the whole: what follows it is asked for once it has been sent. */
static enum flow reply_piece(struct req *rq, const struct list *list, const struct row_place *last)
{
    enum flow answered = reply(rq, list);
    rq->inside->answer.more = last != NULL;
    if (last != NULL)
        rq->inside->last = *last;
    return answered;
}

static enum flow page_found(struct req *rq)
{
    size_t limit = (size_t)limit_of(rq), count;
    const struct standing *all = rows_of(rq, rq->inside->rows, &standing_shape, &count);
    struct list list = {.count = total_of(rq, all, count)};
    list.data.at = rows_of(rq, rq->inside->rows, row_shape(rq), &list.data.count);
    bool more = count > limit;
    struct row_place last = more ? place_of(&all[limit - 1]) : (struct row_place){0};
    list.data.count = more ? limit : count;
    if (rq->inside->view != NULL)
        list.data.at = rq->inside->view(rq, list.data.at, list.data.count);
    if (is_whole(rq))
        return reply_piece(rq, &list, more ? &last : NULL);
    list.next = more ? next_of(rq, last) : NULL;
    return reply_page(rq, &list);
}

static bool has_pages(const struct route *route)
{
    for (const struct field *f = route->query == NULL ? NULL : route->query->fields; f && f->name; f++)
        if (strcmp(f->name, "cursor") == 0)
            return true;
    return false;
}

bool page_read(struct req *rq, struct problem *problem)
{
    if (!has_pages(rq->route) || !is_whole(rq))
        return true;
    bool limited = page_of(rq)->limit != INTEGER32_NONE;
    if (limited || page_of(rq)->cursor != NULL)
        refuse_parameter(rq, limited ? "limit" : "cursor", "not_applicable",
                         "CSV and NDJSON have the whole list. Pages are for JSON.", problem);
    return problem->fault == FAULT_NONE;
}

static enum flow show(struct req *rq, struct rows *rows, step_fn *found)
{
    rq->inside->rows = rows;
    return await(rq, found);
}

enum flow show_row(struct req *rq, struct rows *rows)
{
    return show(rq, rows, row_found);
}

enum flow show_rows(struct req *rq, struct rows *rows)
{
    return show(rq, rows, rows_found);
}

enum flow show_page_as(struct req *rq, struct rows *rows, view_fn *view)
{
    rq->inside->view = view;
    return show(rq, rows, page_found);
}

enum flow show_page(struct req *rq, struct rows *rows)
{
    return show(rq, rows, page_found);
}
