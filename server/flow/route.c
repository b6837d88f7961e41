/* SPDX-License-Identifier: MIT */
#include "flow/exchange.h"

#include <string.h>

const char *const media_types[MEDIA_COUNT] = {
    [MEDIA_JSON] = "application/json",
    [MEDIA_CSV] = "text/csv",
    [MEDIA_NDJSON] = "application/x-ndjson",
};

const struct field *route_rows(const struct route *route)
{
    for (const struct field *f = route->out == NULL ? NULL : route->out->fields; f && f->name; f++)
        if (f->type == FIELD_LIST && strcmp(f->name, "data") == 0)
            return f;
    return NULL;
}
