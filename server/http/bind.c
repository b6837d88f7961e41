/* SPDX-License-Identifier: MIT */
#include "http/bind.h"

#include "base/log.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

union place {
    struct sockaddr any;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
    struct sockaddr_un un;
};

/* The socket address's length; 0 where `address` is no IPv4 or IPv6 address. */
static socklen_t place_parse(const char *address, uint16_t port, union place *out)
{
    union place place = {0};
    if (inet_pton(AF_INET, address, &place.in.sin_addr) == 1) {
        place.in.sin_family = AF_INET;
        place.in.sin_port = htons(port);
        *out = place;
        return sizeof place.in;
    }
    if (inet_pton(AF_INET6, address, &place.in6.sin6_addr) != 1)
        return 0;
    place.in6.sin6_family = AF_INET6;
    place.in6.sin6_port = htons(port);
    *out = place;
    return sizeof place.in6;
}

static int socket_for(const union place *place)
{
    return socket(place->any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

/* A socket bound and listening; -1, with errno. */
static int listening(const union place *place, socklen_t len)
{
    const int on = 1;
    int fd = socket_for(place);
    if (fd < 0)
        return -1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 && bind(fd, &place->any, len) == 0 &&
        listen(fd, BACKLOG) == 0)
        return fd;
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

int bind_address(const char *address, uint16_t port)
{
    union place place;
    socklen_t len = place_parse(address, port, &place);
    if (len == 0) {
        log_line(LOG_LEVEL_ERROR, "cannot listen: not an address address=%s", address);
        return -1;
    }
    int fd = listening(&place, len);
    if (fd < 0)
        log_line(LOG_LEVEL_ERROR, "cannot listen address=%s port=%d error=%s", address, (int)port,
                 strerror(errno));
    return fd;
}

/* A socket whose daemon was killed stays in its folder, and refuses. */
static bool is_left_over(const union place *place)
{
    int fd = socket_for(place);
    bool refused = fd >= 0 && connect(fd, &place->any, sizeof place->un) < 0 && errno == ECONNREFUSED;
    if (fd >= 0)
        close(fd);
    return refused;
}

int bind_path(const char *path)
{
    union place place = {.un.sun_family = AF_UNIX};
    int fd = -1;
    errno = ENAMETOOLONG;
    if (strlen(path) < sizeof place.un.sun_path) {
        memcpy(place.un.sun_path, path, strlen(path));
        if (is_left_over(&place))
            unlink(path);
        mode_t before = umask(S_IXUSR | S_IXGRP | S_IRWXO);
        fd = listening(&place, sizeof place.un);
        umask(before);
    }
    if (fd < 0)
        log_line(LOG_LEVEL_ERROR, "cannot listen socket=%s error=%s", path, strerror(errno));
    return fd;
}

uint16_t bind_port(int fd)
{
    union place place = {0};
    socklen_t len = sizeof place;
    if (getsockname(fd, &place.any, &len) < 0)
        return 0;
    if (place.any.sa_family == AF_INET)
        return ntohs(place.in.sin_port);
    return place.any.sa_family == AF_INET6 ? ntohs(place.in6.sin6_port) : 0;
}
