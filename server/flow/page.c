/* SPDX-License-Identifier: MIT */
#include "flow/page.h"

#include "base/base64url.h"
#include "flow/req_inside.h"

#include <string.h>

struct cursor {
    struct digest seal;
    struct uuid last;
};

static int32_t limit_of(const struct page *page)
{
    return page->limit == INTEGER32_NONE ? PAGE_DEFAULT : page->limit;
}

int32_t page_ask(const struct page *page)
{
    return limit_of(page) + 1;
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

static struct cursor cursor_of(struct req *rq, struct uuid last)
{
    struct cursor cursor = {.last = last};
    char id[UUID_SIZE];
    char *bound = arena_printf(rq->arena, "%s\n%s\n%s\n%s", rq->inside->caller.route, filters_of(rq),
                               rq->inside->caller.token_hash, uuid_print(last, id));
    cursor.seal = digest_hmac(rq->service->key, bound, strlen(bound));
    return cursor;
}

bool page_after(struct req *rq, const struct page *page, struct uuid *after)
{
    struct cursor given;
    size_t got;
    *after = (struct uuid){{0}};
    if (page->cursor == NULL)
        return true;
    if (!base64url_parse(page->cursor, strlen(page->cursor), sizeof given, &given, &got) ||
        got != sizeof given)
        return false;
    struct cursor ours = cursor_of(rq, given.last);
    if (!digest_equal(&ours.seal, &given.seal))
        return false;
    *after = given.last;
    return true;
}

static const char *next_of(struct req *rq, struct uuid last)
{
    struct cursor cursor = cursor_of(rq, last);
    char text[BASE64URL_SIZE(sizeof cursor)];
    return arena_printf(rq->arena, "%s?%scursor=%s", rq->route->path, filters_of(rq),
                        base64url_print(&cursor, sizeof cursor, text));
}

static struct uuid id_at(const struct list *list, const struct shape *row, size_t i)
{
    struct uuid id;
    memcpy(&id, (const char *)list->data.at + i * row->size + row->fields[0].offset, sizeof id);
    return id;
}

enum flow page_reply(struct req *rq, const struct page *page, const struct rows *rows,
                     const struct shape *row)
{
    struct list list = {0};
    size_t limit = (size_t)limit_of(page);
    list.data.at = rows_of(rq, rows, row, &list.data.count);
    if (list.data.count > limit) {
        list.data.count = limit;
        list.next = next_of(rq, id_at(&list, row, limit - 1));
    }
    enum flow flow = reply(rq, &list);
    if (list.next != NULL)
        answer_header(rq, "Link", arena_printf(rq->arena, "<%s>; rel=\"next\"", list.next));
    return flow;
}
