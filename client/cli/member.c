/* SPDX-License-Identifier: MIT */
#include "member.h"

#include "complain.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

/* Where a path leads: to a member, or to one of each record of a list. */
struct place {
    const accord_record *in;
    const char *name;
    const char *rest; /* of each of the list's records; NULL: the member itself is meant */
};

static struct place place_of(struct arena *arena, const accord_record *record, const char *path)
{
    const char *dot;
    while ((dot = strchr(path, '.')) != NULL) {
        const char *name = arena_copy(arena, path, (size_t)(dot - path));
        if (accord_record_kind(record, name) == ACCORD_KIND_LIST) {
            return (struct place){record, name, dot + 1};
        }
        record = accord_record_child(record, name);
        path = dot + 1;
    }
    return (struct place){record, path, NULL};
}

static const accord_record *item_of(const struct place *place, size_t nth)
{
    return accord_record_item(place->in, place->name, nth);
}

static const char *each_words(struct arena *arena, const struct place *place)
{
    struct text all = text_in(arena);
    text_puts(&all, "");
    for (size_t i = 0; i < accord_record_count(place->in, place->name); i++) {
        text_printf(&all, "%s%s", i == 0 ? "" : ", ", member_words(arena, item_of(place, i), place->rest));
    }
    return all.at;
}

const char *member_words(struct arena *arena, const accord_record *record, const char *path)
{
    struct place place = place_of(arena, record, path);
    if (place.rest != NULL) {
        return each_words(arena, &place);
    }
    const char *words = words_member(arena, place.in, place.name);
    return arena_copy(arena, words, strlen(words));
}

static void each_json(const struct place *place, struct text *out)
{
    json_begin(out, '[');
    for (size_t i = 0; i < accord_record_count(place->in, place->name); i++) {
        member_json(item_of(place, i), place->rest, out);
    }
    json_end(out, ']');
}

void member_json(const accord_record *record, const char *path, struct text *out)
{
    struct place place = place_of(out->arena, record, path);
    if (place.rest != NULL) {
        each_json(&place, out);
        return;
    }
    char *json = accord_record_member_json(place.in, place.name);
    if (json == NULL) {
        complain_memory();
    }
    json_literal(out, json);
    free(json);
}

const char *member_plain(struct arena *arena, const accord_record *record, const char *path, bool *is_text)
{
    struct place place = place_of(arena, record, path);
    enum accord_kind kind = accord_record_kind(place.in, place.name);
    struct text json = text_in(arena);
    *is_text = kind == ACCORD_KIND_TEXT;
    if (kind == ACCORD_KIND_NONE || kind == ACCORD_KIND_TEXT) {
        const char *text = accord_record_text(place.in, place.name);
        return arena_copy(arena, text, strlen(text));
    }
    member_json(record, path, &json);
    return json.at;
}
