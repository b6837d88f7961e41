/* SPDX-License-Identifier: MIT */
#include "path.h"

#include <inttypes.h>
#include <string.h>

static const char as_they_are[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~,";

void path_add(struct text *path, const char *part)
{
    for (; *part != '\0'; part++) {
        if (strchr(as_they_are, *part) != NULL) {
            text_add(path, part, 1);
        } else {
            text_printf(path, "%%%02X", (unsigned char)*part);
        }
    }
}

static void add_value(struct text *path, const accord_record *filters, const char *name)
{
    int64_t integer;
    enum accord_kind kind = accord_record_kind(filters, name);
    if (kind == ACCORD_KIND_INTEGER && accord_record_integer(filters, name, &integer)) {
        text_printf(path, "%" PRId64, integer);
    } else if (kind == ACCORD_KIND_BOOL) {
        text_puts(path, accord_record_bool(filters, name) ? "true" : "false");
    } else {
        path_add(path, accord_record_text(filters, name));
    }
}

void path_add_query(struct text *path, const accord_record *filters)
{
    for (size_t i = 0; i < accord_record_size(filters); i++) {
        const char *name = accord_record_name(filters, i);
        text_puts(path, i == 0 ? "?" : "&");
        path_add(path, name);
        text_puts(path, "=");
        add_value(path, filters, name);
    }
}
