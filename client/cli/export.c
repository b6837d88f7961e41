/* SPDX-License-Identifier: MIT */
/*
 * A file for each list that the caller may read, an item a line, and a manifest with how many there are and
 * the SHA-256 of each file. The manifest is written last: where it is missing, the export is not whole.
 */
#include "export.h"

#include "export_file.h"
#include "service.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* What an authority holds, by the service's paths. Of a list with `parts`, each item's are a file beside. */
static const struct own_list {
    const char *name, *path;
    const char *parts, *tail,
        *of; /* a part's path is the item's and the tail; the member that names the item */
} lists[] = {
    {"employments", "/v1/employments", NULL, NULL, NULL},
    {"leaver-statements", "/v1/leaver-statements", NULL, NULL, NULL},
    {"eligibility-checks", "/v1/eligibility-checks", NULL, NULL, NULL},
    {"placements", "/v1/placements", "placement-rates", "rates", "placement"},
    {"references", "/v1/references", NULL, NULL, NULL},
    {"placement-reviews", "/v1/placement-reviews", NULL, NULL, NULL},
    {"conversions", "/v1/conversions", NULL, NULL, NULL},
    {"exceptions", "/v1/exceptions", NULL, NULL, NULL},
    {"requirements", "/v1/requirements", "candidates", "candidates", "requirement"},
    {"project-teams", "/v1/project-teams", NULL, NULL, NULL},
    {"information-counts", "/v1/information-counts", NULL, NULL, NULL},
    {"headhunting-reports", "/v1/headhunting-reports", NULL, NULL, NULL},
    {"disputes", "/v1/disputes", NULL, NULL, NULL},
    {"confirmations", "/v1/confirmations", NULL, NULL, NULL},
    {"breaches", "/v1/breaches", NULL, NULL, NULL},
    {"role-mappings", "/v1/role-mappings", NULL, NULL, NULL},
    {"template-acceptances", "/v1/template-acceptances", NULL, NULL, NULL},
    {"people", "/v1/people", NULL, NULL, NULL},
    {"tokens", "/v1/tokens", NULL, NULL, NULL},
    {"audit-events", "/v1/audit-events", NULL, NULL, NULL},
};

struct ids {
    const char **at;
    size_t count, cap;
};

struct export
{
    struct run *run;
    const char *folder;
    accord_record *manifest;
    int64_t forms; /* of references, which are files of their own */
};

/* Into the manifest, once everything of it has been written. */
static int file_done(struct export *e, struct export_file *file)
{
    accord_record *entry = accord_record_new();
    accord_record_set_text(entry, "file", file->name);
    accord_record_set_integer(entry, "rows", file->rows);
    accord_record_set_text(entry, "sha256", export_file_digest(file));
    accord_record_append_record(e->manifest, "files", entry);
    fprintf(stderr, "%s: %" PRId64 "\n", file->name, file->rows);
    return export_file_close(file);
}

static void keep_id(struct export *e, struct ids *ids, const accord_record *item)
{
    const char *id = accord_record_text(item, "id");
    if (ids->count == ids->cap) {
        size_t cap = ids->cap == 0 ? 64 : 2 * ids->cap;
        const char **at = arena_alloc(e->run->arena, cap * sizeof *at);
        for (size_t i = 0; i < ids->count; i++) {
            at[i] = ids->at[i];
        }
        ids->at = at;
        ids->cap = cap;
    }
    ids->at[ids->count++] = arena_copy(e->run->arena, id, strlen(id));
}

/* A part says of which item it is. */
static accord_record *part_of(const accord_record *part, const char *member, const char *id)
{
    accord_record *copy;
    char *json = accord_record_json(part);
    if (json == NULL || accord_record_parse(json, strlen(json), &copy) != ACCORD_OK) {
        complain_memory();
    }
    free(json);
    accord_record_set_text(copy, member, id);
    return copy;
}

/* All items; of a list with parts their ids are kept, and a part is written with its item's id. */
static enum accord_fault write_items(struct export *e, const char *path, struct export_file *file,
                                     struct ids *ids, const char *member, const char *id)
{
    const accord_record *item;
    accord_list *list = accord_list_new(e->run->client, path, NULL);
    if (list == NULL) {
        complain_memory();
    }
    enum accord_fault fault = accord_list_next(list, &item, e->run->error);
    for (; fault == ACCORD_OK && item != NULL; fault = accord_list_next(list, &item, e->run->error)) {
        accord_record *part = member == NULL ? NULL : part_of(item, member, id);
        export_file_row(file, part == NULL ? item : part);
        accord_record_free(part);
        if (ids != NULL) {
            keep_id(e, ids, item);
        }
        e->forms += accord_record_child(item, "form") != NULL;
    }
    accord_list_free(list);
    return fault;
}

static int after_fault(const struct export *e, struct export_file *file, enum accord_fault fault)
{
    if (fault == ACCORD_OK) {
        return EXIT_DONE;
    }
    export_file_drop(file);
    return complain_fault(e->run);
}

static int export_parts(struct export *e, const struct own_list *own, const struct ids *ids)
{
    struct export_file file;
    int code = export_file_open(&file, e->run->arena, e->folder, own->parts);
    for (size_t i = 0; code == EXIT_DONE && i < ids->count; i++) {
        const char *path = arena_printf(e->run->arena, "%s/%s/%s", own->path, ids->at[i], own->tail);
        code = after_fault(e, &file, write_items(e, path, &file, NULL, own->of, ids->at[i]));
    }
    return code == EXIT_DONE ? file_done(e, &file) : code;
}

/* Somebody else of the authority may have to export what this role may not read: the manifest says so. */
static int not_allowed(struct export *e, const struct own_list *own, struct export_file *file)
{
    export_file_drop(file);
    accord_record_append_text(e->manifest, "not_allowed", own->name);
    fprintf(stderr, "%s: your role may not list these.\n", own->name);
    return EXIT_DONE;
}

static int export_list(struct export *e, const struct own_list *own)
{
    struct export_file file;
    struct ids ids = {0};
    int code = export_file_open(&file, e->run->arena, e->folder, own->name);
    if (code != EXIT_DONE) {
        return code;
    }
    enum accord_fault fault = write_items(e, own->path, &file, own->parts == NULL ? NULL : &ids, NULL, NULL);
    if (fault == ACCORD_FAULT_FORBIDDEN) {
        return not_allowed(e, own, &file);
    }
    code = after_fault(e, &file, fault);
    if (code == EXIT_DONE) {
        code = file_done(e, &file);
    }
    return code == EXIT_DONE && own->parts != NULL ? export_parts(e, own, &ids) : code;
}

/* They are not in it: their digests are, and how they are had. */
static void name_forms(struct export *e)
{
    accord_record_set_integer(e->manifest, "forms_left_out", e->forms);
    if (e->forms > 0) {
        fprintf(stderr,
                "forms of references: %" PRId64 ", not in it. Save each: accord references form ID FILE\n",
                e->forms);
    }
}

static int write_manifest(struct export *e)
{
    name_forms(e);
    char *json = accord_record_json(e->manifest);
    FILE *out = export_file_new(e->run->arena, e->folder, "manifest.json");
    if (json == NULL) {
        complain_memory();
    }
    bool written = out != NULL && fprintf(out, "%s\n", json) > 0;
    free(json);
    return (out != NULL && fclose(out) != 0) || !written ? export_file_cannot(e->folder, "manifest.json")
                                                         : EXIT_DONE;
}

static int export_all(struct export *e)
{
    int code = service_open(e->run);
    if (code == EXIT_DONE && mkdir(e->folder, 0700) != 0 && errno != EEXIST) {
        return export_file_cannot(e->folder, "");
    }
    for (size_t i = 0; code == EXIT_DONE && i < sizeof lists / sizeof *lists; i++) {
        code = export_list(e, &lists[i]);
    }
    return code == EXIT_DONE ? write_manifest(e) : code;
}

int export_run(struct run *run)
{
    struct export e = {
        .run = run, .folder = accord_record_text(run->own, "DIR"), .manifest = accord_record_new()};
    if (e.manifest == NULL) {
        complain_memory();
    }
    int code = export_all(&e);
    accord_record_free(e.manifest);
    return code;
}

const struct command export_commands[] = {
    {.words = "export",
     .about = "Write all of your authority's own records to files, with a manifest of counts and digests",
     .examples = EXAMPLES("accord export --all ./accord-export"),
     .inputs = INPUTS({.name = "DIR",
                       .kind = INPUT_TEXT,
                       .use = INPUT_POSITIONAL | INPUT_NEEDED | INPUT_OWN,
                       .about = "A folder, made if need be; no file in it is written over"},
                      {.name = "all",
                       .kind = INPUT_FLAG,
                       .use = INPUT_OWN | INPUT_NEEDED,
                       .about = "Every list that your role may read"}),
     .run = export_run},
    {0},
};
