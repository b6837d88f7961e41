/* SPDX-License-Identifier: MIT */
#include "arguments.h"
#include "complain.h"
#include "complete.h"
#include "help.h"
#include "wire/document.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What needs no service, or else the command. */
static int carry_out(struct run *run)
{
    if (accord_record_bool(run->own, "version")) {
        printf("accord %s\n", accord_version());
        return EXIT_DONE;
    }
    if (run->command == NULL) {
        bool asked = accord_record_bool(run->own, "help");
        help_all(asked ? stdout : stderr);
        return asked ? EXIT_DONE : EXIT_USAGE;
    }
    if (accord_record_bool(run->own, "help")) {
        help_one(run->arena, run->command, stdout);
        return EXIT_DONE;
    }
    return run->command->run(run);
}

/* A shell that completes a line gives words that are no command yet. */
static int act(struct run *run, int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "__complete") == 0) {
        return complete_words(run->arena, argv + 2, (size_t)argc - 2);
    }
    return arguments_read(run, argc, argv) ? carry_out(run) : EXIT_USAGE;
}

static void finish(struct run *run)
{
    accord_client_free(run->client);
    accord_error_free(run->error);
    accord_record_free(run->sent);
    accord_record_free(run->own);
    arena_free(run->arena);
}

static void *must_malloc(size_t size)
{
    void *at = malloc(size);
    if (!at) {
        complain_memory();
    }
    return at;
}

int main(int argc, char **argv)
{
    struct run run = {.arena = arena_new(complain_memory), .error = accord_error_new()};
    document_start(must_malloc);
    signal(SIGPIPE, SIG_DFL); /* a reader that goes away ("| head") ends the program without a word */
    int code = act(&run, argc, argv);
    finish(&run);
    return complain_unwritten(code);
}
