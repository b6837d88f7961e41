/* SPDX-License-Identifier: MIT */
#include "listeners.h"

#include "http/bind.h"

#include <string.h>
#include <unistd.h>

bool listeners_open(const struct settings *s, struct listeners *out)
{
    struct listeners made = {{-1, -1, -1}};
    made.fd[LISTENER_MAIN] = bind_address(s->listen_address, (uint16_t)s->listen_port);
    bool good = made.fd[LISTENER_MAIN] >= 0;
    if (good && *s->listen_socket != '\0')
        good = (made.fd[LISTENER_SOCKET] = bind_path(s->listen_socket)) >= 0;
    if (good && s->ops_port > 0)
        good = (made.fd[LISTENER_OPS] = bind_address(s->ops_address, (uint16_t)s->ops_port)) >= 0;
    if (good)
        *out = made;
    else
        listeners_close(&made);
    return good;
}

void listeners_close(struct listeners *listeners)
{
    for (int i = 0; i < LISTENER_COUNT; i++) {
        if (listeners->fd[i] >= 0)
            close(listeners->fd[i]);
        listeners->fd[i] = -1;
    }
}

bool listeners_differ(const struct settings *a, const struct settings *b)
{
    return strcmp(a->listen_address, b->listen_address) != 0 || a->listen_port != b->listen_port ||
           strcmp(a->listen_socket, b->listen_socket) != 0 || strcmp(a->ops_address, b->ops_address) != 0 ||
           a->ops_port != b->ops_port;
}
