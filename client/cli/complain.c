/* SPDX-License-Identifier: MIT */
#include "complain.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    int status;
    enum exit_code code;
} by_status[] = {
    {400, EXIT_REJECTED},  {422, EXIT_REJECTED}, {401, EXIT_NOT_ALLOWED}, {403, EXIT_NOT_ALLOWED},
    {404, EXIT_NOT_FOUND}, {409, EXIT_CONFLICT}, {412, EXIT_CONFLICT},
};

static const struct {
    enum accord_fault fault;
    enum exit_code code;
} by_fault[] = {
    {ACCORD_UNREACHABLE, EXIT_UNREACHABLE},
    {ACCORD_NO_MEMORY, EXIT_UNEXPECTED},
    {ACCORD_USAGE, EXIT_USAGE},
};

static enum exit_code code_of(const accord_error *error)
{
    for (size_t i = 0; i < sizeof by_fault / sizeof *by_fault; i++) {
        if (by_fault[i].fault == accord_error_fault(error)) {
            return by_fault[i].code;
        }
    }
    if (accord_error_retryable(error)) {
        return EXIT_LATER;
    }
    for (size_t i = 0; i < sizeof by_status / sizeof *by_status; i++) {
        if (by_status[i].status == accord_error_http_status(error)) {
            return by_status[i].code;
        }
    }
    return EXIT_UNEXPECTED;
}

int complain_usage(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("accord: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return EXIT_USAGE;
}

void complain_memory(void)
{
    fputs("accord: out of memory\n", stderr);
    exit(EXIT_UNEXPECTED);
}

int complain_unwritten(int code)
{
    if (fflush(stdout) == 0 && ferror(stdout) == 0) {
        return code;
    }
    fputs("accord: the answer could not be written\n", stderr);
    return EXIT_UNEXPECTED;
}

/* The option that a field of the request came from; NULL where none did. */
static const struct input *input_for(const struct command *command, const char *pointer)
{
    const char *member = pointer[0] == '/' ? pointer + 1 : pointer;
    for (const struct input *input = command->inputs; input->name != NULL; input++) {
        if (strcmp(input_member(input), member) == 0) {
            return input;
        }
    }
    return NULL;
}

static void print_field(const struct run *run, size_t nth)
{
    const char *pointer = accord_error_field_pointer(run->error, nth);
    const struct input *input = input_for(run->command, pointer);
    bool option = input != NULL && (input->use & INPUT_POSITIONAL) == 0;
    fprintf(stderr, "  %s%s: %s\n", option ? "--" : "", input != NULL ? input->name : pointer,
            accord_error_field_detail(run->error, nth));
}

/* A sentence has one full stop, whether it came with one or not. */
static const char *stop_after(const char *sentence)
{
    size_t len = strlen(sentence);
    return len > 0 && strchr(".?!", sentence[len - 1]) != NULL ? "" : ".";
}

static void print_fault(const accord_error *error)
{
    const char *title = accord_error_title(error), *detail = accord_error_detail(error);
    const char *request = accord_error_request_id(error);
    fprintf(stderr, "accord: %s%s", title, stop_after(title));
    if (detail[0] != '\0') {
        fprintf(stderr, " %s%s", detail, stop_after(detail));
    }
    if (request[0] != '\0') {
        fprintf(stderr, " (request %s)", request);
    }
    fputc('\n', stderr);
}

int complain_code(const struct run *run)
{
    return (int)code_of(run->error);
}

static bool takes(const struct run *run, const char *name)
{
    const struct input *input = run->command->inputs;
    while (input->name != NULL && strcmp(input->name, name) != 0) {
        input++;
    }
    return input->name != NULL;
}

/* A command without --key makes the same keys again by itself. */
static void print_how_to_repeat(const struct run *run)
{
    int64_t version;
    fputs("It is not known whether this was done. Repeat it", stderr);
    if (accord_record_integer(run->own, "if-version", &version)) {
        fprintf(stderr, " with --if-version %" PRId64, version);
    } else if (takes(run, "key")) {
        fprintf(stderr, " with --key %s", accord_error_key(run->error));
    }
    fputs(": it is then done once.\n", stderr);
}

int complain_fault(const struct run *run)
{
    print_fault(run->error);
    for (size_t i = 0; i < accord_error_field_count(run->error); i++) {
        print_field(run, i);
    }
    if (accord_error_uncertain(run->error)) {
        print_how_to_repeat(run);
    }
    return (int)code_of(run->error);
}
