/* SPDX-License-Identifier: MIT */
#include "file.h"

#include "complain.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const size_t small_max = (size_t)8 << 20;

static bool take_all(FILE *file, const char *path, size_t max, struct text *out)
{
    char piece[4096];
    size_t len;
    while ((len = fread(piece, 1, sizeof piece, file)) > 0 && out->len <= max) {
        text_add(out, piece, len);
    }
    if (ferror(file) || out->len > max) {
        complain_usage("%s cannot be read: %s", path, ferror(file) ? strerror(errno) : "it is too large");
        return false;
    }
    return true;
}

/* Standard input for "-". */
static FILE *open_to_read(const char *path)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
    if (file == NULL) {
        complain_usage("%s cannot be read: %s", path, strerror(errno));
    }
    return file;
}

static void close_read(FILE *file)
{
    if (file != stdin) {
        fclose(file);
    }
}

bool file_bytes(const char *path, size_t max, struct text *out)
{
    FILE *file = open_to_read(path);
    if (file == NULL) {
        return false;
    }
    text_puts(out, "");
    bool good = take_all(file, path, max, out);
    close_read(file);
    return good;
}

bool file_record(struct arena *arena, const char *path, accord_record **out)
{
    struct text json = text_in(arena);
    bool good = file_bytes(path, small_max, &json);
    if (good && (json.len == 0 || accord_record_parse(json.at, json.len, out) != ACCORD_OK)) {
        complain_usage("%s is not one JSON object", path);
        return false;
    }
    return good;
}

/* Pipes and the like belong to who made them; a file must say by its mode that it is its owner's. */
static bool is_private(FILE *file)
{
    struct stat status;
    return fstat(fileno(file), &status) == 0 &&
           (!S_ISREG(status.st_mode) || (status.st_mode & (S_IRWXG | S_IRWXO)) == 0);
}

static bool take_token(FILE *file, const char *path, bool private, struct text *out)
{
    if (private && !is_private(file)) {
        complain_usage("%s can be read by others. Put that right: chmod 600 %s", path, path);
        return false;
    }
    return take_all(file, path, small_max, out);
}

bool file_token(struct arena *arena, const char *path, bool private, const char **out)
{
    struct text text = text_in(arena);
    FILE *file = open_to_read(path);
    if (file == NULL) {
        return false;
    }
    bool good = take_token(file, path, private, &text);
    close_read(file);
    if (good) {
        *out = arena_copy(arena, text.len == 0 ? "" : text.at, text.len == 0 ? 0 : strcspn(text.at, "\r\n"));
    }
    return good;
}
