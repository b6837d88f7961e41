/* SPDX-License-Identifier: MIT */
#include "forms.h"

#include "actions.h"
#include "file.h"
#include "service.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the service takes, which looks again. The largest is its to say. */
static const struct kind {
    const char *type, *start;
} kinds[] = {
    {"application/pdf", "%PDF-"},
    {"image/png", "\x89PNG\r\n\x1a\n"},
    {"image/jpeg", "\xff\xd8\xff"},
};
static const size_t file_max = (size_t)64 << 20;

static const char *kind_of(const struct text *content)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t len = strlen(kinds[i].start);
        if (content->len >= len && memcmp(content->at, kinds[i].start, len) == 0) {
            return kinds[i].type;
        }
    }
    return NULL;
}

static int attach(struct run *run, const char *type, const struct text *content)
{
    int64_t version;
    accord_record *answer;
    const char *reference = arena_printf(run->arena, "/v1/references/%s", accord_record_text(run->own, "ID"));
    int code = service_open(run);
    if (code == EXIT_DONE) {
        code = action_version(run, reference, &version);
    }
    if (code != EXIT_DONE) {
        return code;
    }
    enum accord_fault fault = accord_put_file(run->client, service_path_to_write(run), version, type,
                                              content->at, content->len, &answer, run->error);
    return fault == ACCORD_OK ? action_show_made(run, answer) : complain_fault(run);
}

int form_attach(struct run *run)
{
    const char *path = accord_record_text(run->own, "FILE");
    struct text content = text_in(run->arena);
    if (!file_bytes(path, file_max, &content)) {
        return EXIT_USAGE;
    }
    const char *type = kind_of(&content);
    return type == NULL ? complain_usage("%s is no PDF, PNG or JPEG", path) : attach(run, type, &content);
}

/* For its owner alone; without --force nothing is written over. */
static FILE *open_to_write(const char *path, bool force)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (force ? O_TRUNC : O_EXCL), S_IRUSR | S_IWUSR);
    if (fd >= 0 && force && fchmod(fd, S_IRUSR | S_IWUSR) != 0) {
        close(fd);
        return NULL;
    }
    return fd < 0 ? NULL : fdopen(fd, "w");
}

static int save(const char *path, bool force, const void *bytes, size_t len)
{
    FILE *out = open_to_write(path, force);
    if (out == NULL) {
        return complain_usage("%s: %s%s", path, strerror(errno),
                              errno == EEXIST ? ". Write over it with --force" : "");
    }
    bool written = fwrite(bytes, 1, len, out) == len;
    if (fclose(out) != 0 || !written) {
        complain_usage("%s: %s", path, strerror(errno));
        return EXIT_UNEXPECTED;
    }
    return EXIT_DONE;
}

static int give(const struct run *run, const void *bytes, size_t len)
{
    const char *path = accord_record_text(run->own, "FILE");
    if (strcmp(path, "-") != 0) {
        return save(path, accord_record_bool(run->own, "force"), bytes, len);
    }
    fwrite(bytes, 1, len, stdout);
    return EXIT_DONE;
}

int form_save(struct run *run)
{
    void *bytes;
    size_t len;
    int code = service_open(run);
    if (code != EXIT_DONE) {
        return code;
    }
    if (accord_get_file(run->client, service_path(run), &bytes, &len, run->error) != ACCORD_OK) {
        return complain_fault(run);
    }
    code = give(run, bytes, len);
    free(bytes);
    return code;
}
