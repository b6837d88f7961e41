/* SPDX-License-Identifier: MIT */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
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

/* One write a line, so that the lines of several workers do not mix. What is too long is cut. */
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
    /* There is nowhere to report a log that cannot be written. */
    ssize_t written = write(STDERR_FILENO, line, len);
    (void)written;
}
