/* SPDX-License-Identifier: MIT */
#include "template.h"

#include "wire/text.h"

#include <string.h>

const char *template_fill(struct arena *arena, const char *text, template_fn *value, const void *arg)
{
    struct text out = text_in(arena);
    text_puts(&out, "");
    while (*text != '\0') {
        size_t plain = strcspn(text, "{"), name = strcspn(text + plain, "}");
        text_add(&out, text, plain);
        text += plain;
        if (name > 0) {
            text_puts(&out, value(arg, arena_copy(arena, text + 1, name - 1)));
            text += name + 1;
        }
    }
    return out.at;
}
