/* SPDX-License-Identifier: MIT */
/*
 * Rows to the service. A row's key is made from the file, the row and what is sent, so that a run that was
 * broken off goes on where it stopped when it is repeated; and what is on record already is no mistake, so
 * that a file that was put right may be sent whole.
 */
#include "complain.h"
#include "leavers.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { DIGEST_SIZE = 32, KEY_BYTES = 20, SHOW_AFTER_MS = 500 };

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

static long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Rewrites its line; a file or a pipe gets none. */
static void show_progress(const struct leavers *l, size_t done, long *shown)
{
    if (isatty(STDERR_FILENO) == 1 && now_ms() - *shown >= SHOW_AFTER_MS) {
        *shown = now_ms();
        fprintf(stderr, "\r%zu of %zu rows", done, l->sheet.count);
    }
}

void leavers_send(struct leavers *l)
{
    long began = now_ms(), shown = began;
    for (size_t i = 0; i < l->sheet.count && l->stopped == EXIT_DONE; i++) {
        if (l->rows[i].state == LEAVER_READY) {
            send_row(l, &l->rows[i]);
        }
        show_progress(l, i + 1, &shown);
    }
    if (shown != began) {
        fputc('\n', stderr);
    }
}
