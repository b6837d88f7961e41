/* SPDX-License-Identifier: MIT */
#include "base/log.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINE_SIZE = 1024 };

static enum log_level threshold = LOG_LEVEL_INFO;

void log_threshold(enum log_level level)
{
    threshold = level;
}

/* A value can neither end its line nor begin another. */
static void blank_controls(char *line, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)line[i] < ' ' || line[i] == 0x7f) {
            line[i] = ' ';
        }
    }
}

/*
 * One write a line, so that the lines of several workers do not mix. It never waits: the loop is worth more
 * than a line. The journal is a socket; what is none may be a pipe, which takes a line when it says so.
 */
static bool put(const char *line, size_t len)
{
    struct pollfd out = {.fd = STDERR_FILENO, .events = POLLOUT};
    ssize_t written = send(STDERR_FILENO, line, len, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (written < 0 && errno == ENOTSOCK && poll(&out, 1, 0) == 1) {
        written = write(STDERR_FILENO, line, len);
    }
    return written == (ssize_t)len;
}

/* Lines that could not be written are told of, once one can. */
static void put_or_count(const char *line, size_t len)
{
    static unsigned lost;
    char about[LINE_SIZE];
    int about_len = snprintf(about, sizeof about, "<%d>log lines lost=%u\n", (int)LOG_LEVEL_WARNING, lost);
    if (lost > 0 && put(about, (size_t)about_len)) {
        lost = 0;
    }
    lost += !put(line, len);
}

/* What is too long is cut. */
void log_line(enum log_level level, const char *format, ...)
{
    char line[LINE_SIZE];
    if (level > threshold) {
        return;
    }
    size_t len = (size_t)snprintf(line, sizeof line, "<%d>", (int)level);
    va_list args;
    va_start(args, format);
    int wanted = vsnprintf(line + len, sizeof line - len, format, args);
    va_end(args);
    if (wanted < 0) {
        return;
    }
    len = strlen(line);
    blank_controls(line, len);
    line[len++] = '\n';
    put_or_count(line, len);
}
