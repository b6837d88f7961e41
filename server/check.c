/* SPDX-License-Identifier: MIT */
#include "check.h"

#include "config.h"
#include "exits.h"
#include "remind.h"
#include "worker.h"

#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>

enum { LOOK_US = 20000, LOOK_SECONDS = 5 };

struct look {
    struct event_base *base;
    struct store *store;
};

static void look(evutil_socket_t fd, short what, void *arg)
{
    struct look *l = arg;
    (void)fd, (void)what;
    if (store_ready(l->store))
        event_base_loopbreak(l->base);
}

static int look_at_database(struct look *l)
{
    struct event *every = event_new(l->base, -1, EV_PERSIST, look, l);
    if (every == NULL)
        return EXIT_FAILURE;
    evtimer_add(every, &(struct timeval){.tv_usec = LOOK_US});
    event_base_loopexit(l->base, &(struct timeval){.tv_sec = LOOK_SECONDS});
    event_base_dispatch(l->base);
    event_free(every);
    if (store_ready(l->store)) {
        printf("accordd: the settings are good, and the database is ready\n");
        return EXIT_SUCCESS;
    }
    const char *trouble = store_trouble(l->store);
    fprintf(stderr, "accordd: the database is not ready: %s\n", trouble == NULL ? "no answer" : trouble);
    return EXIT_FAILURE;
}

static int look_with(const struct settings *settings)
{
    struct store_options options = worker_store_options(settings);
    struct look l = {.base = event_base_new()};
    l.store = l.base == NULL ? NULL : store_open(l.base, &options);
    int result = l.store == NULL ? EXIT_FAILURE : look_at_database(&l);
    if (l.store != NULL)
        store_close(l.store);
    if (l.base != NULL)
        event_base_free(l.base);
    return result;
}

int check_run(const char *config_path)
{
    struct config config;
    struct config_error error;
    if (!config_load(config_path, &config, &error)) {
        fprintf(stderr, "accordd: %s\n", error.text);
        return error.in_settings ? EXIT_USAGE : EXIT_FAILURE;
    }
    log_threshold(config.settings.log_level);
    const char *wrong = remind_wrong_with(&config.settings);
    if (wrong != NULL)
        fprintf(stderr, "accordd: %s\n", wrong);
    int result = wrong != NULL ? EXIT_USAGE : look_with(&config.settings);
    config_done(&config);
    return result;
}
