/* SPDX-License-Identifier: MIT */
#include "wire/document.h"

#include "wire/document_node.h"

typedef void write_fn(const struct document *, struct text *);

static void write_null(const struct document *d, struct text *out)
{
    (void)d;
    json_literal(out, "null");
}

static void write_bool(const struct document *d, struct text *out)
{
    json_bool(out, d->yes);
}

static void write_integer(const struct document *d, struct text *out)
{
    json_integer_out(out, d->integer);
}

static void write_real(const struct document *d, struct text *out)
{
    json_literal(out, d->text);
}

static void write_text(const struct document *d, struct text *out)
{
    json_text(out, d->text);
}

static void write_array(const struct document *d, struct text *out)
{
    json_begin(out, '[');
    for (size_t i = 0; i < d->items.count; i++) {
        document_write(d->items.at[i], out);
    }
    json_end(out, ']');
}

static void write_object(const struct document *d, struct text *out)
{
    json_begin(out, '{');
    for (size_t i = 0; i < d->items.count; i++) {
        json_key(out, d->items.at[i]->name);
        document_write(d->items.at[i], out);
    }
    json_end(out, '}');
}

void document_write(const struct document *d, struct text *out)
{
    static write_fn *const by_kind[] = {
        [DOCUMENT_NULL] = write_null,     [DOCUMENT_BOOL] = write_bool, [DOCUMENT_INTEGER] = write_integer,
        [DOCUMENT_REAL] = write_real,     [DOCUMENT_TEXT] = write_text, [DOCUMENT_ARRAY] = write_array,
        [DOCUMENT_OBJECT] = write_object,
    };
    by_kind[document_kind(d)](d, out);
}
