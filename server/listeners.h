/* SPDX-License-Identifier: MIT */
/* The sockets that the parent listens on for all of its workers. */
#pragma once
#include "base/settings.h"

enum { LISTENER_MAIN, LISTENER_SOCKET, LISTENER_OPS, LISTENER_COUNT };

struct listeners {
    int fd[LISTENER_COUNT]; /* -1: there is none */
};

/* False, with the reason in the log; nothing is open then. */
MUST_CHECK bool listeners_open(const struct settings *, struct listeners *out);
void listeners_close(struct listeners *);
/* Whether other settings would listen elsewhere. */
bool listeners_differ(const struct settings *, const struct settings *);
