/* SPDX-License-Identifier: MIT */
#include "words.h"

#include "values/date.h"
#include "values/pence.h"
#include "wire/text.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

static const char pence_suffix[] = "_pence";

static bool is_pence(const char *name)
{
    size_t len = strlen(name), suffix = sizeof pence_suffix - 1;
    return len > suffix && strcmp(name + len - suffix, pence_suffix) == 0;
}

const char *words_date(struct arena *arena, const char *text)
{
    struct date date;
    char words[DATE_WORDS_SIZE];
    if (!date_parse(text, strlen(text), &date)) {
        return text;
    }
    return arena_printf(arena, "%s", date_words(date, words));
}

static const char *integer_words(struct arena *arena, const accord_record *record, const char *name)
{
    int64_t value;
    char pounds[PENCE_SIZE];
    if (!accord_record_integer(record, name, &value)) {
        return "";
    }
    return is_pence(name) ? arena_printf(arena, "%s", pence_print(value, pounds))
                          : arena_printf(arena, "%" PRId64, value);
}

static const char *text_words(struct arena *arena, const accord_record *record, const char *name)
{
    return words_date(arena, accord_record_text(record, name));
}

static const char *bool_words(struct arena *arena, const accord_record *record, const char *name)
{
    (void)arena;
    return accord_record_bool(record, name) ? "yes" : "no";
}

/* "RESIGNATION_LETTER, 29 May 2026" */
static const char *record_words(struct arena *arena, const accord_record *record, const char *name)
{
    const accord_record *child = accord_record_child(record, name);
    struct text all = text_in(arena);
    text_puts(&all, "");
    for (size_t i = 0; i < accord_record_size(child); i++) {
        text_printf(&all, "%s%s", all.len == 0 ? "" : ", ",
                    words_member(arena, child, accord_record_name(child, i)));
    }
    return all.at;
}

static const char *list_words(struct arena *arena, const accord_record *record, const char *name)
{
    struct text all = text_in(arena);
    for (size_t i = 0; i < accord_record_count(record, name); i++) {
        const char *item = accord_record_item_text(record, name, i);
        text_printf(&all, "%s%s", all.len == 0 || item[0] == '\0' ? "" : ", ", item);
    }
    return all.len == 0 ? "" : all.at;
}

const char *words_member(struct arena *arena, const accord_record *record, const char *name)
{
    static const char *(*const by_kind[])(struct arena *, const accord_record *, const char *) = {
        [ACCORD_KIND_TEXT] = text_words, [ACCORD_KIND_INTEGER] = integer_words,
        [ACCORD_KIND_BOOL] = bool_words, [ACCORD_KIND_RECORD] = record_words,
        [ACCORD_KIND_LIST] = list_words,
    };
    enum accord_kind kind = accord_record_kind(record, name);
    bool plain = kind < sizeof by_kind / sizeof *by_kind && by_kind[kind] != NULL;
    return plain ? by_kind[kind](arena, record, name) : "";
}

const char *words_upper(struct arena *arena, const char *text)
{
    char *copy = arena_copy(arena, text, strlen(text));
    for (char *p = copy; *p != '\0'; p++) {
        *p = (char)toupper((unsigned char)*p);
    }
    return copy;
}

static const struct {
    const char *name, *label;
} labels[] = {{"id", "ID"}, {"swe_number", "Worker"}, {"external_ref", "Your reference"}};

const char *words_label(struct arena *arena, const char *name)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        if (strcmp(labels[i].name, name) == 0) {
            return labels[i].label;
        }
    }
    size_t len = strlen(name) - (is_pence(name) ? sizeof pence_suffix - 1 : 0);
    char *label = arena_copy(arena, name, len);
    for (char *p = label; *p != '\0'; p++) {
        *p = *p == '_' ? ' ' : *p;
    }
    label[0] = (char)toupper((unsigned char)label[0]);
    return label;
}
