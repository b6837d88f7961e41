/* SPDX-License-Identifier: MIT */
#include "wire/value_inside.h"

#include <string.h>

/* Looks like YYYY-MM-DD, whether or not there is such a day. */
static bool has_date_form(const char *text)
{
    static const char form[] = "dddd-dd-dd";
    size_t i = 0;
    while (form[i] != '\0' && (form[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == form[i])) {
        i++;
    }
    return form[i] == '\0' && text[i] == '\0';
}

static bool year_exists(const char *date)
{
    char first_day[DATE_SIZE] = "yyyy-01-01";
    struct date ignored;
    memcpy(first_day, date, strlen("yyyy"));
    return date_parse(first_day, DATE_SIZE - 1, &ignored) && date_taken(ignored);
}

static const char *what_is_wrong(const char *text)
{
    if (!has_date_form(text)) {
        return "is not a date";
    }
    return year_exists(text) ? "is not a day that exists" : "is of a year that is not taken";
}

void value_read_date(struct reading *r, const struct value *v, void *member)
{
    const char *text = document_text(v->given);
    size_t len = strlen(text);
    struct date *date = member;
    if (!date_parse(text, len, date) || (!r->trusted && !date_taken(*date))) {
        reading_refuse(r, v->place, "not_a_date", "\"%s\" %s. Use YYYY-MM-DD, like 2026-09-30.",
                       reading_echo(r, text, len), what_is_wrong(text));
    }
}

void value_read_instant(struct reading *r, const struct value *v, void *member)
{
    const char *text = document_text(v->given);
    size_t len = strlen(text);
    if (!instant_parse(text, len, member)) {
        reading_refuse(r, v->place, "not_an_instant",
                       "\"%s\" is not an instant in UTC. Use RFC 3339, like 2026-09-14T09:12:03Z.",
                       reading_echo(r, text, len));
    }
}
