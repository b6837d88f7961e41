/* SPDX-License-Identifier: MIT */
/* accordd: options, settings, wiring and signals. What it does is in resources; how, in flow, store and http.
 */
#include "base/digest.h"
#include "base/log.h"
#include "base/settings.h"
#include "changes.h"
#include "flow/service.h"
#include "http/http.h"
#include "resources/routes.h"
#include "tokens.h"
#include "wire/document.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#define DEFAULT_CONFIG "/etc/accord/accord.conf"

enum { EXIT_USAGE = 2, DRAIN_SECONDS = 10 };

struct options {
    const char *config;
    bool check;
};

struct daemon {
    struct settings settings;
    struct event_base *base;
    struct digest_key *key;
    struct store *store;
    struct flow_service service;
    struct http *http;
    struct event *term, *interrupt;
    bool unfit; /* the database is not the one that this daemon was built for */
};

#define RESOURCE_TABLE(name) name##_routes,
static const struct route *const tables[] = {RESOURCES(RESOURCE_TABLE) NULL};

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
            "  accordd --help | --version\n\n"
            "FILE is %s unless given, with `name = value` lines:\n\n",
            DEFAULT_CONFIG);
    settings_describe(out);
}

static bool load_settings(const char *config, struct settings *settings)
{
    struct settings_error error;
    if (settings_load(config, settings, &error)) {
        log_threshold(settings->log_level);
        return true;
    }
    fprintf(stderr, "accordd: %s\n", error.text);
    return false;
}

static bool load_key(struct daemon *d)
{
    const char *why;
    d->key = digest_key_load(d->settings.secret_file, &why);
    if (d->key == NULL)
        fprintf(stderr, "accordd: secret_file %s: %s\n", d->settings.secret_file, why);
    return d->key != NULL;
}

static struct store_options store_options_of(const struct settings *s, const char *conninfo)
{
    return (struct store_options){
        .conninfo = conninfo,
        .changes = ACCORD_CHANGES,
        .connections = {[LANE_READ] = s->read_connections, [LANE_WRITE] = s->write_connections},
        .queue_max = s->queue_max,
        .lock_timeout_ms = s->lock_timeout_ms,
        .statement_timeout_ms = s->statement_timeout_ms};
}

static struct http_options http_options_of(const struct settings *s)
{
    return (struct http_options){.address = s->listen_address,
                                 .port = (uint16_t)s->listen_port,
                                 .connections_max = s->connections_max,
                                 .connections_per_address_max = s->connections_per_address_max,
                                 .head_seconds = s->head_seconds,
                                 .body_seconds = s->body_seconds,
                                 .write_seconds = s->write_seconds,
                                 .idle_seconds = s->idle_seconds,
                                 .body_max = s->body_max,
                                 .routes = tables};
}

/* Out of memory: the process ends, and what was acknowledged is in the database. libevent would carry on
 * half-made. */
static void *must(void *memory)
{
    if (memory == NULL) {
        log_line(LOG_LEVEL_ERROR, "memory=exhausted");
        abort();
    }
    return memory;
}

static void *must_malloc(size_t size)
{
    return must(malloc(size));
}

static void *must_realloc(void *memory, size_t size)
{
    return must(realloc(memory, size));
}

static void stop_loop(void *base)
{
    event_base_loopbreak(base);
}

/* In flight finishes, new is refused; a second signal, or the time running out, ends it. */
static void on_stop(evutil_socket_t signal_number, short what, void *arg)
{
    struct daemon *d = arg;
    (void)signal_number, (void)what;
    event_del(d->term);
    event_del(d->interrupt);
    log_line(LOG_LEVEL_INFO, "stopping=drain seconds=%d", DRAIN_SECONDS);
    event_base_loopexit(d->base, &(struct timeval){.tv_sec = DRAIN_SECONDS});
    http_drain(d->http, stop_loop, d->base);
}

/* A newer schema is fine, an older one is not: refuse to start, and say what it lacks. */
static void on_unfit(void *arg, const char *why)
{
    struct daemon *d = arg;
    fprintf(stderr, "accordd: %s. Deploy them with sqitch, then start again.\n", why);
    d->unfit = true;
    event_base_loopbreak(d->base);
}

static bool open_daemon(struct daemon *d)
{
    struct store_options store_options = store_options_of(&d->settings, d->settings.database);
    store_options.unfit = on_unfit;
    store_options.unfit_arg = d;
    struct http_options http_options = http_options_of(&d->settings);
    d->base = event_base_new();
    d->store = d->base == NULL ? NULL : store_open(d->base, &store_options);
    if (d->store == NULL)
        return false;
    d->service = (struct flow_service){.base = d->base,
                                       .store = d->store,
                                       .key = d->key,
                                       .request_seconds = d->settings.request_seconds,
                                       .memory_max = (size_t)d->settings.request_memory_max};
    d->http = http_listen(d->base, &http_options, &d->service);
    return d->http != NULL;
}

static void watch_signals(struct daemon *d)
{
    signal(SIGPIPE, SIG_IGN);
    d->term = evsignal_new(d->base, SIGTERM, on_stop, d);
    d->interrupt = evsignal_new(d->base, SIGINT, on_stop, d);
    evsignal_add(d->term, NULL);
    evsignal_add(d->interrupt, NULL);
}

static void close_daemon(struct daemon *d)
{
    if (d->term != NULL)
        event_free(d->term);
    if (d->interrupt != NULL)
        event_free(d->interrupt);
    if (d->http != NULL)
        http_close(d->http);
    if (d->store != NULL)
        store_close(d->store);
    if (d->base != NULL)
        event_base_free(d->base);
    digest_key_free(d->key);
    settings_done(&d->settings);
}

/* A core would hold people's records and the key. Test builds allow it: the leak checker must be able to
 * look. */
static void forbid_cores(void)
{
#ifndef ACCORD_TEST_BUILD
    prctl(PR_SET_DUMPABLE, 0);
#endif
}

static int serve(struct daemon *d)
{
    forbid_cores();
    if (!load_key(d) || !open_daemon(d))
        return EXIT_FAILURE;
    watch_signals(d);
    log_line(LOG_LEVEL_INFO, "listening=%s port=%u version=%s", d->settings.listen_address,
             (unsigned)http_port(d->http), ACCORD_VERSION);
    event_base_dispatch(d->base);
    log_line(LOG_LEVEL_INFO, "stopped");
    return d->unfit ? EXIT_FAILURE : EXIT_SUCCESS;
}

static void look(evutil_socket_t fd, short what, void *arg)
{
    struct daemon *d = arg;
    (void)fd, (void)what;
    if (store_ready(d->store))
        event_base_loopbreak(d->base);
}

/* Settings, key and database, without listening. */
static int check(struct daemon *d)
{
    struct store_options options = store_options_of(&d->settings, d->settings.database);
    if (!load_key(d))
        return EXIT_FAILURE;
    d->base = event_base_new();
    d->store = d->base == NULL ? NULL : store_open(d->base, &options);
    if (d->store == NULL)
        return EXIT_FAILURE;
    struct event *every = event_new(d->base, -1, EV_PERSIST, look, d);
    evtimer_add(every, &(struct timeval){.tv_usec = 20000});
    event_base_loopexit(d->base, &(struct timeval){.tv_sec = 5});
    event_base_dispatch(d->base);
    event_free(every);
    if (!store_ready(d->store)) {
        const char *trouble = store_trouble(d->store);
        fprintf(stderr, "accordd: the database is not ready: %s\n", trouble == NULL ? "no answer" : trouble);
        return EXIT_FAILURE;
    }
    printf("accordd: the settings are good, and the database is ready\n");
    return EXIT_SUCCESS;
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

static int run(int argc, char **argv, const struct options *options)
{
    struct daemon d = {0};
    int result = EXIT_USAGE;
    if (!load_settings(options->config, &d.settings))
        return EXIT_USAGE;
    if (optind == argc)
        result = options->check ? check(&d) : serve(&d);
    else if (strcmp(argv[optind], "token") == 0)
        result = tokens_command(&d.settings, argc - optind, argv + optind);
    else
        fprintf(stderr, "accordd: there is no command %s. Try accordd --help.\n", argv[optind]);
    close_daemon(&d);
    return result;
}

int main(int argc, char **argv)
{
    struct options options = {.config = DEFAULT_CONFIG};
    int done = read_options(argc, argv, &options);
    document_start();
    event_set_mem_functions(must_malloc, must_realloc, free);
    return done >= 0 ? done : run(argc, argv, &options);
}
