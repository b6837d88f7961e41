/* SPDX-License-Identifier: MIT */
/* Files that are part of records. */
#include "call.h"
#include "error.h"
#include "text_rules.h"

enum accord_fault accord_put_file(accord_client *client, const char *path, int64_t version,
                                  const char *media_type, const void *bytes, size_t len,
                                  accord_record **answer, accord_error *error)
{
    if (!is_media_type(media_type)) {
        error_clear(error);
        return error_own(error, ACCORD_USAGE, "A media type is like application/pdf.");
    }
    const struct exchange exchange = {
        .method = "PUT", .version = version, .type = media_type, .body = bytes, .body_len = len};
    return call_exchange(client, path, exchange, NULL, answer, error);
}

enum accord_fault accord_get_file(accord_client *client, const char *path, void **bytes, size_t *len,
                                  accord_error *error)
{
    struct file file;
    accord_record *nothing = NULL;
    const struct exchange exchange = {.method = "GET", .file = &file};
    enum accord_fault fault = call_exchange(client, path, exchange, NULL, &nothing, error);
    accord_record_free(nothing);
    if (fault == ACCORD_OK) {
        *bytes = file.bytes;
        *len = file.len;
    }
    return fault;
}
