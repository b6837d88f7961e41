/* SPDX-License-Identifier: MIT */
/* accordd: its options and commands. Serving is in parent and worker. */
#include "base/log.h"

#include "base/memory.h"
#include "check.h"
#include "exits.h"
#include "parent.h"
#include "purge.h"
#include "remind.h"
#include "succession.h"
#include "tokens.h"
#include "wire/document.h"

#include <event2/event.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#define DEFAULT_CONFIG "/etc/accord/accord.conf"

struct options {
    const char *config;
    bool check;
};

static void usage(FILE *out)
{
    fprintf(out,
            "accordd: the Accord daemon\n\n"
            "  accordd [--config FILE]            serve\n"
            "  accordd [--config FILE] --check    check the settings and the database, and exit\n"
            "  accordd [--config FILE] token create --role ROLE (--authority CODE | --region NAME | "
            "--supplier NAME)\n"
            "                                       --name NAME [--post POST] [--system] [--label TEXT] "
            "[--days N]\n"
            "  accordd [--config FILE] token list\n"
            "  accordd [--config FILE] token revoke ID\n"
            "  accordd [--config FILE] purge [--dry-run] [--wait SECONDS]\n"
            "                                     remove what has been kept for long enough, and erase what "
            "was asked for,\n"
            "                                     once no transaction is older; waits 60 seconds for those "
            "unless told\n"
            "  accordd [--config FILE] remind [--dry-run]\n"
            "                                     mail to each person, once a day, how much waits for them\n"
            "  accordd [--config FILE] succession RECORD [--dry-run]\n"
            "  accordd --help | --version\n\n"
            "FILE is %s unless given, with `name = value` lines:\n\n",
            DEFAULT_CONFIG);
    settings_describe(out);
}

/* libpq takes none: it reports each failure. */
static void give_memory(void)
{
    memory_start();
    document_start(memory_malloc);
    event_set_mem_functions(memory_malloc, memory_realloc, free);
}

/* A core would hold people's records and the key. Test builds allow it: the leak checker must be able to
 * look. */
static void forbid_cores(void)
{
#ifndef ACCORD_TEST_BUILD
    prctl(PR_SET_DUMPABLE, 0);
#endif
}

static const struct option long_options[] = {
    {"config", required_argument, NULL, 'c'},
    {"check", no_argument, NULL, 'k'},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

/* -1: go on; else the exit code. */
static int read_options(int argc, char **argv, struct options *out)
{
    int option;
    while ((option = getopt_long(argc, argv, "+c:h", long_options, NULL)) != -1) {
        if (option == 'c') {
            out->config = optarg;
        } else if (option == 'k') {
            out->check = true;
        } else if (option == 'h') {
            usage(stdout);
            return EXIT_SUCCESS;
        } else if (option == 'V') {
            puts("accordd " ACCORD_VERSION);
            return EXIT_SUCCESS;
        } else {
            fputs("Try accordd --help.\n", stderr);
            return EXIT_USAGE;
        }
    }
    return -1;
}

typedef int command_fn(const struct settings *, int argc, char **argv);
static const struct {
    const char *name;
    command_fn *run;
} commands[] = {{"token", tokens_command},
                {"purge", purge_command},
                {"remind", remind_command},
                {"succession", succession_command}};

static int on_host(const char *config, command_fn *command, int argc, char **argv)
{
    struct settings settings;
    struct settings_error error;
    if (!settings_load(config, &settings, &error)) {
        fprintf(stderr, "accordd: %s\n", error.text);
        return EXIT_USAGE;
    }
    log_threshold(settings.log_level);
    int result = command(&settings, argc, argv);
    settings_done(&settings);
    return result;
}

static int run(int argc, char **argv, const struct options *options)
{
    if (optind == argc) {
        forbid_cores();
        return options->check ? check_run(options->config) : parent_run(options->config);
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(argv[optind], commands[i].name) == 0)
            return on_host(options->config, commands[i].run, argc - optind, argv + optind);
    fprintf(stderr, "accordd: there is no command %s. Try accordd --help.\n", argv[optind]);
    return EXIT_USAGE;
}

int main(int argc, char **argv)
{
    struct options options = {.config = DEFAULT_CONFIG};
    int done = read_options(argc, argv, &options);
    give_memory();
    return done >= 0 ? done : run(argc, argv, &options);
}
