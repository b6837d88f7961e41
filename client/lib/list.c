/* SPDX-License-Identifier: MIT */
/*
 * Pages of {"data": […], "next": "…"}, one at a time. The next one is asked for when the items of this one
 * have been handed out and another is wanted.
 */
#include "call.h"
#include "error.h"
#include "path.h"

#include <stdlib.h>
#include <string.h>

struct accord_list {
    accord_client *client;
    char *first;         /* path and query of the first page */
    accord_record *sent; /* of a search: what every page is asked for with; NULL: a plain list */
    accord_record *page; /* NULL: none has been asked for */
    size_t at;           /* of the page's items, the next to hand out */
    bool counted;        /* the first page is asked for with a count */
    int64_t count;       /* on all pages; -1: not known */
};

static char *first_path(const char *path, const accord_record *filters)
{
    struct arena *arena = arena_new(NULL);
    struct text text = text_in(arena);
    if (arena == NULL) {
        return NULL;
    }
    text_puts(&text, path);
    path_add_query(&text, filters);
    char *first = text.failed ? NULL : strdup(text.at);
    arena_free(arena);
    return first;
}

accord_list *accord_list_new(accord_client *client, const char *path, const accord_record *filters)
{
    accord_list *list = calloc(1, sizeof *list);
    char *first = first_path(path, filters);
    if (list == NULL || first == NULL) {
        free(first);
        free(list);
        return NULL;
    }
    list->client = client;
    list->first = first;
    list->count = -1;
    return list;
}

static accord_record *copy_of(const accord_record *record)
{
    accord_record *copy = NULL;
    char *json = accord_record_complete(record) ? accord_record_json(record) : NULL;
    if (json != NULL && accord_record_parse(json, strlen(json), &copy) != ACCORD_OK) {
        copy = NULL;
    }
    free(json);
    return copy;
}

accord_list *accord_search_new(accord_client *client, const char *path, const accord_record *filters,
                               const accord_record *wanted)
{
    accord_list *list = accord_list_new(client, path, filters);
    if (list != NULL) {
        list->sent = copy_of(wanted);
    }
    if (list == NULL || list->sent == NULL) {
        accord_list_free(list);
        return NULL;
    }
    return list;
}

void accord_list_free(accord_list *list)
{
    if (list != NULL) {
        accord_record_free(list->page);
        accord_record_free(list->sent);
        free(list->first);
        free(list);
    }
}

/* Where the next page is: a path as it is, or a URL of this very service as its path. "" past the last. */
static const char *next_path(const accord_list *list)
{
    if (list->page == NULL) {
        return list->first;
    }
    const char *next = accord_record_text(list->page, "next"), *base = list->client->base;
    size_t len = strlen(base);
    return strncmp(next, base, len) == 0 && next[len] == '/' ? next + len : next;
}

static bool page_is_done(const accord_list *list)
{
    return list->at >= accord_record_count(list->page, "data");
}

bool accord_list_page_over(const accord_list *list)
{
    return page_is_done(list) && next_path(list)[0] != '\0';
}

void accord_list_set_counted(accord_list *list)
{
    list->counted = true;
}

bool accord_list_count(const accord_list *list, int64_t *out)
{
    if (list->count >= 0) {
        *out = list->count;
    }
    return list->count >= 0;
}

static enum accord_fault turn_page(accord_list *list, accord_error *error)
{
    accord_record *page;
    const char *path = next_path(list);
    if (list->page != NULL && path[0] != '/') {
        return error_own(error, ACCORD_BAD_ANSWER, "The next page is not of this service.");
    }
    struct exchange exchange = {.method = list->sent == NULL ? "GET" : "POST",
                                .counted = list->counted && list->page == NULL};
    enum accord_fault fault = call_exchange(list->client, path, exchange, list->sent, &page, error);
    if (fault != ACCORD_OK) {
        return fault;
    }
    accord_record_free(list->page);
    accord_record_integer(page, "count", &list->count);
    list->page = page;
    list->at = 0;
    return accord_record_kind(page, "data") == ACCORD_KIND_LIST
               ? ACCORD_OK
               : error_own(error, ACCORD_BAD_ANSWER, "The page has no list.");
}

enum accord_fault accord_list_next(accord_list *list, const accord_record **item, accord_error *error)
{
    error_clear(error);
    while (accord_list_page_over(list)) {
        enum accord_fault fault = turn_page(list, error);
        if (fault != ACCORD_OK) {
            return fault;
        }
    }
    if (page_is_done(list)) {
        *item = NULL;
        return ACCORD_OK;
    }
    const accord_record *found = accord_record_item(list->page, "data", list->at);
    if (found == NULL) {
        return error_own(error, ACCORD_BAD_ANSWER, "An item of the list is no record.");
    }
    list->at++;
    *item = found;
    return ACCORD_OK;
}
