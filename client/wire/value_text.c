/* SPDX-License-Identifier: MIT */
#include "wire/value_inside.h"

#include "wire/near.h"
#include "wire/utf8.h"

#include <inttypes.h>
#include <string.h>

/* What a field without limits of its own takes, in characters. */
enum { TEXT_MIN = 1, TEXT_MAX = 200 };

/* An empty text is never a value: who has none leaves the member out. */
struct limits value_text_limits(const struct field *field)
{
    return (struct limits){field->min < TEXT_MIN ? TEXT_MIN : field->min,
                           field->max == 0 ? TEXT_MAX : field->max};
}

static const char *echo(struct reading *r, const char *text)
{
    return reading_echo(r, text, strlen(text));
}

/* Whether a text's length and characters will do; refuses it where they will not. */
static bool text_fits(struct reading *r, const struct value *v, const char *text)
{
    struct limits limits = value_text_limits(v->field);
    int64_t len = (int64_t)utf8_count(text);
    if (len < limits.min) {
        reading_refuse(r, v->place, "too_short",
                       "This takes at least %" PRId64 " characters, and has %" PRId64 ".", limits.min, len);
    } else if (len > limits.max) {
        reading_refuse(r, v->place, "too_long",
                       "This takes at most %" PRId64 " characters, and has %" PRId64 ".", limits.max, len);
    } else if (!utf8_printable(text, strlen(text))) {
        reading_refuse(r, v->place, "wrong_form", "Control characters, such as line ends, are not taken.");
    } else {
        return true;
    }
    return false;
}

/* The text in its one form, or NULL once it has been refused. */
static const char *normalised(struct reading *r, const struct value *v, const char *text)
{
    const char *form = v->field->form, *out = text;
    if (!text_fits(r, v, text)) {
        return NULL;
    }
    if (v->field->normalise && !v->field->normalise(text, strlen(text), r->arena, &out)) {
        reading_refuse(r, v->place, "wrong_form", "\"%s\" is not %s.", echo(r, text),
                       form ? form : "of this form");
        return NULL;
    }
    return out;
}

void value_read_text(struct reading *r, const struct value *v, void *member)
{
    const char *text = document_text(v->given);
    *(const char **)member = r->trusted ? text : normalised(r, v, text);
}

/* The nil UUID is "not given", which a caller says by leaving the member out. */
void value_read_uuid(struct reading *r, const struct value *v, void *member)
{
    const char *text = document_text(v->given);
    struct uuid uuid;
    if (uuid_parse(text, strlen(text), &uuid) && (r->trusted || uuid_given(uuid))) {
        *(struct uuid *)member = uuid;
        return;
    }
    reading_refuse(r, v->place, "not_a_uuid", "\"%s\" is not an id. Use one as the service gave it.",
                   echo(r, text));
}

void value_read_code(struct reading *r, const struct value *v, void *member)
{
    const char *text = document_text(v->given);
    unsigned code = codes_find(v->field->codes, text, strlen(text));
    if (code > 0 && (r->trusted || shape_takes(v->field, code))) {
        *(unsigned *)member = code;
        return;
    }
    reading_refuse(r, v->place, "not_in_list", "\"%s\" is not taken here.%s Use one of: %s.", echo(r, text),
                   near_code(v->field, text, r->arena), near_codes_listed(v->field, r->arena));
}
