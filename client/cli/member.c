/* SPDX-License-Identifier: MIT */
#include "member.h"

#include "complain.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

/* The record that the last name of the path is in. */
static const accord_record *holder(struct arena *arena, const accord_record *record, const char *path,
                                   const char **name)
{
    const char *dot;
    while ((dot = strchr(path, '.')) != NULL) {
        record = accord_record_child(record, arena_copy(arena, path, (size_t)(dot - path)));
        path = dot + 1;
    }
    *name = path;
    return record;
}

const char *member_words(struct arena *arena, const accord_record *record, const char *path)
{
    const char *name;
    const accord_record *in = holder(arena, record, path, &name);
    const char *words = words_member(arena, in, name);
    return arena_copy(arena, words, strlen(words));
}

void member_json(const accord_record *record, const char *path, struct text *out)
{
    const char *name;
    const accord_record *in = holder(out->arena, record, path, &name);
    char *json = accord_record_member_json(in, name);
    if (json == NULL) {
        complain_memory();
    }
    json_literal(out, json);
    free(json);
}

const char *member_plain(struct arena *arena, const accord_record *record, const char *path, bool *is_text)
{
    const char *name;
    const accord_record *in = holder(arena, record, path, &name);
    enum accord_kind kind = accord_record_kind(in, name);
    struct text json = text_in(arena);
    *is_text = kind == ACCORD_KIND_TEXT;
    if (kind == ACCORD_KIND_NONE || kind == ACCORD_KIND_TEXT) {
        const char *text = accord_record_text(in, name);
        return arena_copy(arena, text, strlen(text));
    }
    member_json(record, path, &json);
    return json.at;
}
