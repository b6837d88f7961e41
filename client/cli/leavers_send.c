/* SPDX-License-Identifier: MIT */
/*
 * Rows to the service. A row's key is made from the file, the row and what is sent, so that a run that was
 * broken off goes on where it stopped when it is repeated; and what is on record already is no mistake, so
 * that a file that was put right may be sent whole.
 */
#include "complain.h"
#include "leavers.h"

#include <openssl/evp.h>
#include <string.h>

enum { DIGEST_SIZE = 32, KEY_BYTES = 20 };

static const char *hex(struct arena *arena, const unsigned char *bytes, size_t count)
{
    struct text text = text_in(arena);
    for (size_t i = 0; i < count; i++) {
        text_printf(&text, "%02x", bytes[i]);
    }
    return text.at;
}

const char *leavers_digest(struct arena *arena, const char *bytes, size_t len)
{
    unsigned char digest[DIGEST_SIZE];
    size_t size = sizeof digest;
    if (EVP_Q_digest(NULL, "SHA256", NULL, bytes, len, digest, &size) != 1) {
        complain_memory();
    }
    return hex(arena, digest, KEY_BYTES);
}

static const char *key_of(const struct leavers *l, const struct leaver *leaver)
{
    const char *all = arena_printf(l->run->arena, "%s %zu %s", l->digest, leaver->row->number, leaver->body);
    return arena_printf(l->run->arena, "leaver-%s", leavers_digest(l->run->arena, all, strlen(all)));
}

static const char *column_of(const struct leavers *l, const char *pointer, const struct leaver *leaver,
                             const char **value)
{
    const char *member = pointer + (pointer[0] == '/' ? 1 : 0);
    for (size_t i = 0; leaver_inputs[i].name != NULL; i++) {
        if (strcmp(leaver_inputs[i].name, member) == 0 && l->mapping.columns[i] != NULL) {
            *value = mapping_value(&l->mapping, leaver->row, i);
            return l->mapping.columns[i];
        }
    }
    *value = "";
    return member;
}

static void refuse_all(struct leavers *l, struct leaver *leaver)
{
    const accord_error *error = l->run->error;
    for (size_t i = 0; i < accord_error_field_count(error); i++) {
        const char *value;
        const char *column = column_of(l, accord_error_field_pointer(error, i), leaver, &value);
        leavers_refuse(l, leaver, column, value, accord_error_field_detail(error, i));
    }
    if (accord_error_field_count(error) == 0) {
        const char *detail = accord_error_detail(error);
        leavers_refuse(l, leaver, "", "", detail[0] == '\0' ? accord_error_title(error) : detail);
    }
}

/* A fault of this row, or one that every other row would meet too. */
static void take_fault(struct leavers *l, struct leaver *leaver)
{
    int code = complain_code(l->run);
    if (accord_error_fault(l->run->error) == ACCORD_FAULT_DUPLICATE) {
        leaver->state = LEAVER_ALREADY;
    } else if (code == EXIT_REJECTED || code == EXIT_CONFLICT) {
        refuse_all(l, leaver);
    } else {
        l->stopped = complain_fault(l->run);
    }
}

static void send_row(struct leavers *l, struct leaver *leaver)
{
    accord_record *body, *answer = NULL;
    bool dry = accord_record_bool(l->run->own, "dry-run");
    const char *path = dry ? "/v1/cooling-off-records?dry_run=true" : "/v1/cooling-off-records";
    if (accord_record_parse(leaver->body, strlen(leaver->body), &body) != ACCORD_OK) {
        complain_memory();
    }
    enum accord_fault fault =
        accord_call_keyed(l->run->client, "POST", path, key_of(l, leaver), body, &answer, l->run->error);
    accord_record_free(body);
    if (fault == ACCORD_OK) {
        leaver->state = LEAVER_RECORDED;
        accord_record_free(answer);
    } else {
        take_fault(l, leaver);
    }
}

size_t leavers_parts(const struct leavers *l)
{
    return l->sheet.count == 0 ? 1 : (l->sheet.count - 1) / LEAVERS_PART + 1;
}

void leavers_send(struct leavers *l)
{
    struct progress progress = progress_begin();
    size_t i = l->first;
    for (; i < l->sheet.count && l->stopped == EXIT_DONE; i++) {
        if (l->rows[i].state == LEAVER_READY) {
            send_row(l, &l->rows[i]);
        }
        progress_show(&progress, l, i + 1);
    }
    progress_end(&progress, l, i);
}
