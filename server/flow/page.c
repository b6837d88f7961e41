/* SPDX-License-Identifier: MIT */
#include "flow/page.h"

#include "base/base64url.h"
#include "flow/req_inside.h"

#include <string.h>

/* A row's place in its list's order. */
struct place {
    struct instant at; /* INSTANT_NONE where the list is ordered by id alone */
    struct uuid id;
};

struct cursor {
    struct digest seal;
    struct place last;
};

struct only_page {
    struct page page;
};
static const struct field page_fields[] = {PAGE_FIELDS(struct only_page), {0}};
const struct shape page_shape = SHAPE("parameters", struct only_page, page_fields);

static int32_t limit_of(const struct page *page)
{
    return page->limit == INTEGER32_NONE ? PAGE_DEFAULT : page->limit;
}

static const struct page *page_of(const struct req *rq)
{
    return rq->query;
}

int32_t page_ask(const struct req *rq)
{
    return limit_of(page_of(rq)) + 1;
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

static struct cursor cursor_of(struct req *rq, struct place last)
{
    struct cursor cursor = {.last = last};
    char id[UUID_SIZE];
    char *bound = arena_printf(rq->arena, "%s\n%s\n%s\n%s\n%lld %s", rq->inside->caller.route, filters_of(rq),
                               body_of(rq), rq->inside->caller.token_hash, (long long)last.at.us,
                               uuid_print(last.id, id));
    cursor.seal = digest_hmac(rq->service->key, bound, strlen(bound));
    return cursor;
}

bool page_after_at(struct req *rq, struct instant *at, struct uuid *after)
{
    const struct page *page = page_of(rq);
    struct cursor given;
    size_t got;
    *at = INSTANT_NONE;
    *after = (struct uuid){{0}};
    if (page->cursor == NULL)
        return true;
    if (!base64url_parse(page->cursor, strlen(page->cursor), sizeof given, &given, &got) ||
        got != sizeof given)
        return false;
    struct cursor ours = cursor_of(rq, given.last);
    if (!digest_equal(&ours.seal, &given.seal))
        return false;
    *at = given.last.at;
    *after = given.last.id;
    return true;
}

bool page_after(struct req *rq, struct uuid *after)
{
    struct instant at;
    return page_after_at(rq, &at, after);
}

static const char *next_of(struct req *rq, struct place last)
{
    struct cursor cursor = cursor_of(rq, last);
    char text[BASE64URL_SIZE(sizeof cursor)];
    return arena_printf(rq->arena, "%s?%scursor=%s", rq->route->path, filters_of(rq),
                        base64url_print(&cursor, sizeof cursor, text));
}

static struct place place_of(const struct list *list, const struct shape *row, size_t i)
{
    const char *record = (const char *)list->data.at + i * row->size;
    const struct field *first = &row->fields[0];
    struct place place = {.at = INSTANT_NONE};
    if (first->type == FIELD_INSTANT)
        memcpy(&place.at, record + first++->offset, sizeof place.at);
    memcpy(&place.id, record + first->offset, sizeof place.id);
    return place;
}

/* The shape of a list's rows: that of its first member. */
static const struct shape *row_shape(const struct req *rq)
{
    return rq->route->out->fields[0].record;
}

static enum flow row_found(struct req *rq)
{
    const void *row = row_of(rq, rq->inside->rows, rq->route->out);
    return row == NULL ? fail(rq, FAULT_NOT_FOUND, NULL) : reply(rq, row);
}

static enum flow rows_found(struct req *rq)
{
    struct list list = {0};
    list.data.at = rows_of(rq, rq->inside->rows, row_shape(rq), &list.data.count);
    return reply(rq, &list);
}

static enum flow page_found(struct req *rq)
{
    struct list list = {0};
    size_t limit = (size_t)limit_of(page_of(rq));
    list.data.at = rows_of(rq, rq->inside->rows, row_shape(rq), &list.data.count);
    if (list.data.count > limit) {
        list.data.count = limit;
        list.next = next_of(rq, place_of(&list, row_shape(rq), limit - 1));
    }
    if (rq->inside->view != NULL)
        list.data.at = rq->inside->view(rq, list.data.at, list.data.count);
    enum flow answered = reply(rq, &list);
    if (list.next != NULL)
        answer_header(rq, "Link", arena_printf(rq->arena, "<%s>; rel=\"next\"", list.next));
    return answered;
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
