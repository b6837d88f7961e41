/* SPDX-License-Identifier: MIT */
#include "complain.h"
#include "leavers.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_MS = 500, TERMINAL_MS = 500, LINES_MS = 10000 };

static long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool on_terminal(void)
{
    return isatty(STDERR_FILENO) == 1;
}

struct progress progress_begin(void)
{
    long now = now_ms();
    return (struct progress){.began = now, .shown = now};
}

static bool is_due(const struct progress *p, long now)
{
    long every = p->shown == p->began ? FIRST_MS : on_terminal() ? TERMINAL_MS : LINES_MS;
    return now - p->shown >= every;
}

static void print(const struct progress *p, const struct leavers *l, size_t done, long now)
{
    size_t left = l->sheet.count - done, behind = done - l->first;
    fprintf(stderr, "%s%zu of %zu rows: %zu recorded, %zu there already, %zu rejected; about %ld s to go%s",
            on_terminal() ? "\r" : "", done, l->sheet.count, leavers_count(l, LEAVER_RECORDED),
            leavers_count(l, LEAVER_ALREADY), leavers_count(l, LEAVER_REJECTED),
            (now - p->began) * (long)left / (long)behind / 1000, on_terminal() ? "\033[K" : "\n");
}

static void end_line(const struct progress *p)
{
    if (p->shown != p->began && on_terminal()) {
        fputc('\n', stderr);
    }
}

void progress_show(struct progress *p, const struct leavers *l, size_t done)
{
    long now = now_ms();
    if (is_due(p, now)) {
        p->shown = now;
        print(p, l, done, now);
    }
    if (done % LEAVERS_PART == 0 && l->stopped == EXIT_DONE && done < l->sheet.count) {
        end_line(p);
        fprintf(stderr, "Part %zu of %zu is done.\n", done / LEAVERS_PART, leavers_parts(l));
    }
}

/* The row that could not be sent is the last of those that are behind. */
void progress_end(const struct progress *p, const struct leavers *l, size_t done)
{
    end_line(p);
    if (l->stopped == EXIT_DONE) {
        return;
    }
    fputs("To go on: the same command again", stderr);
    if (leavers_parts(l) > 1) {
        fprintf(stderr, " with --from-part %zu", (done - 1) / LEAVERS_PART + 1);
    }
    fputs("; what is on record is not recorded twice.\n", stderr);
}
