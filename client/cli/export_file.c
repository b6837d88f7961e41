/* SPDX-License-Identifier: MIT */
#include "export_file.h"

#include "complain.h"
#include "wire/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DIGEST_SIZE = 32 };

int export_file_cannot(const char *folder, const char *name)
{
    complain_usage("%s/%s: %s", folder, name, strerror(errno));
    return EXIT_UNEXPECTED;
}

FILE *export_file_new(struct arena *arena, const char *folder, const char *name)
{
    const char *path = arena_printf(arena, "%s/%s", folder, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return fd < 0 ? NULL : fdopen(fd, "w");
}

int export_file_open(struct export_file *file, struct arena *arena, const char *folder, const char *list)
{
    *file = (struct export_file){
        .arena = arena, .folder = folder, .name = arena_printf(arena, "%s.ndjson", list)};
    file->digest = EVP_MD_CTX_new();
    if (file->digest == NULL || EVP_DigestInit_ex(file->digest, EVP_sha256(), NULL) != 1) {
        complain_memory();
    }
    file->out = export_file_new(arena, folder, file->name);
    if (file->out == NULL) {
        EVP_MD_CTX_free(file->digest);
        return export_file_cannot(folder, file->name);
    }
    return EXIT_DONE;
}

void export_file_row(struct export_file *file, const accord_record *item)
{
    char *json = accord_record_json(item);
    if (json == NULL) {
        complain_memory();
    }
    EVP_DigestUpdate(file->digest, json, strlen(json));
    EVP_DigestUpdate(file->digest, "\n", 1);
    fprintf(file->out, "%s\n", json);
    file->rows++;
    free(json);
}

const char *export_file_digest(struct export_file *file)
{
    unsigned char digest[DIGEST_SIZE];
    struct text hex = text_in(file->arena);
    if (EVP_DigestFinal_ex(file->digest, digest, NULL) != 1) {
        complain_memory();
    }
    for (size_t i = 0; i < DIGEST_SIZE; i++) {
        text_printf(&hex, "%02x", digest[i]);
    }
    return hex.at;
}

static bool close_whole(struct export_file *file)
{
    EVP_MD_CTX_free(file->digest);
    bool written = ferror(file->out) == 0;
    return fclose(file->out) == 0 && written;
}

int export_file_close(struct export_file *file)
{
    return close_whole(file) ? EXIT_DONE : export_file_cannot(file->folder, file->name);
}

void export_file_drop(struct export_file *file)
{
    if (!close_whole(file) || unlink(arena_printf(file->arena, "%s/%s", file->folder, file->name)) != 0) {
        fprintf(stderr, "accord: %s/%s is left, and not whole.\n", file->folder, file->name);
    }
}
