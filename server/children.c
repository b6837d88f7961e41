/* SPDX-License-Identifier: MIT */
#include "children.h"

#include "worker.h"

#include <signal.h>
#include <stddef.h>

enum { END_MAX = (WORKER_DRAIN_SECONDS + 2) * 1000000 }; /* how long an end may take, in us */

struct child *children_find(struct children *children, pid_t pid)
{
    for (struct child *child = children->at; child < children->at + METRICS_WORKERS_MAX; child++)
        if (child->pid == pid)
            return child;
    return NULL;
}

struct child *children_place(struct children *children)
{
    return children_find(children, 0);
}

unsigned children_number(const struct children *children, const struct child *child)
{
    return (unsigned)(child - children->at);
}

static bool is_of(const struct child *child, unsigned generation, enum children_age age)
{
    if (child->pid == 0 || child->leaving || (child->generation == generation) != (age != CHILDREN_OLD))
        return false;
    return age != CHILDREN_NEW_READY || child->ready;
}

unsigned children_count(const struct children *children, unsigned generation, enum children_age age)
{
    unsigned count = 0;
    for (const struct child *child = children->at; child < children->at + METRICS_WORKERS_MAX; child++)
        count += is_of(child, generation, age);
    return count;
}

struct child *children_any(struct children *children, unsigned generation, enum children_age age)
{
    for (struct child *child = children->at; child < children->at + METRICS_WORKERS_MAX; child++)
        if (is_of(child, generation, age))
            return child;
    return NULL;
}

unsigned children_all(const struct children *children)
{
    unsigned count = 0;
    for (const struct child *child = children->at; child < children->at + METRICS_WORKERS_MAX; child++)
        count += child->pid != 0;
    return count;
}

void child_end(struct child *child, int signal_number, int64_t now)
{
    child->leaving = true;
    child->due = now + END_MAX;
    kill(child->pid, signal_number);
}

void children_end(struct children *children, int signal_number, int64_t now)
{
    for (struct child *child = children->at; child < children->at + METRICS_WORKERS_MAX; child++)
        if (child->pid != 0)
            child_end(child, signal_number, now);
}

void children_kill_late(struct children *children, int64_t now)
{
    for (struct child *child = children->at; child < children->at + METRICS_WORKERS_MAX; child++)
        if (child->pid != 0 && child->leaving && now > child->due)
            kill(child->pid, SIGKILL);
}
