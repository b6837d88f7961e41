/* SPDX-License-Identifier: MIT */
/* Codes as people write them, and several values with commas. */
#include "input_reading.h"
#include "wire/text.h"

#include <ctype.h>
#include <string.h>

/* Names are the same whatever their case, and with hyphens or spaces for underscores. */
static bool is_same(const char *name, const char *word)
{
    for (; *name != '\0' && *word != '\0'; name++, word++) {
        int given = *word == '-' || *word == ' ' ? '_' : tolower((unsigned char)*word);
        if (tolower((unsigned char)*name) != given) {
            return false;
        }
    }
    return *name == *word;
}

static const char *code_named(const struct input *input, const char *word)
{
    for (const struct input_alias *a = input->aliases; a != NULL && a->word != NULL; a++) {
        if (is_same(a->word, word)) {
            return a->code;
        }
    }
    for (size_t i = 1; i <= input->codes->count; i++) {
        if (is_same(input->codes->items[i].name, word)) {
            return input->codes->items[i].name;
        }
    }
    return NULL;
}

static const char *no_such_code(const struct input_reading *r, const char *word)
{
    struct text text = text_in(r->arena);
    const char *near = codes_near(r->input->codes, word);
    text_puts(&text, "use ");
    for (size_t i = 1; i <= r->input->codes->count; i++) {
        text_printf(&text, "%s%s",
                    i == 1                        ? ""
                    : i == r->input->codes->count ? " or "
                                                  : ", ",
                    r->input->codes->items[i].name);
    }
    if (near != NULL) {
        text_printf(&text, ". Did you mean %s?", near);
    }
    return text.at;
}

bool input_read_code(struct input_reading *r)
{
    const char *code = code_named(r->input, r->text);
    if (code == NULL) {
        r->wrong = no_such_code(r, r->text);
        return false;
    }
    accord_record_set_text(r->into, input_member(r->input), code);
    return true;
}

bool input_read_codes(struct input_reading *r)
{
    struct text all = text_in(r->arena);
    char *rest, *words = arena_copy(r->arena, r->text, strlen(r->text));
    for (char *word = strtok_r(words, ",", &rest); word != NULL; word = strtok_r(NULL, ",", &rest)) {
        const char *code = code_named(r->input, word);
        if (code == NULL) {
            r->wrong = no_such_code(r, word);
            return false;
        }
        text_printf(&all, "%s%s", all.len == 0 ? "" : ",", code);
    }
    accord_record_set_text(r->into, input_member(r->input), all.at);
    return true;
}

typedef bool item_fn(struct input_reading *, const char *item);

static bool read_list(struct input_reading *r, item_fn *take)
{
    char *rest, *words = arena_copy(r->arena, r->text, strlen(r->text));
    for (char *word = strtok_r(words, ",", &rest); word != NULL; word = strtok_r(NULL, ",", &rest)) {
        if (!take(r, word + strspn(word, " "))) {
            return false;
        }
    }
    return true;
}

static bool take_code(struct input_reading *r, const char *word)
{
    const char *code = code_named(r->input, word);
    if (code == NULL) {
        r->wrong = no_such_code(r, word);
        return false;
    }
    accord_record_append_text(r->into, input_member(r->input), code);
    return true;
}

static bool take_text(struct input_reading *r, const char *word)
{
    accord_record_append_text(r->into, input_member(r->input), word);
    return true;
}

bool input_read_code_list(struct input_reading *r)
{
    return read_list(r, take_code);
}

bool input_read_text_list(struct input_reading *r)
{
    return read_list(r, take_text);
}
