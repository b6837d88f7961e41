/* SPDX-License-Identifier: MIT */
#include "reload.h"

#include "base/clock.h"
#include "base/log.h"
#include "listeners.h"

#include <inttypes.h>
#include <signal.h>
#include <systemd/sd-daemon.h>

enum { TRIAL = 10000000 }; /* how long new settings have to reach the database, in us */

static int64_t now_us(void)
{
    return clock_monotonic().us;
}

static void end(struct reload *r, enum log_level level, const char *how, const char *why)
{
    r->trial = r->going = false;
    log_line(level, "%s%s", how, why);
    sd_notify(0, "READY=1");
}

void reload_give_up(struct reload *r, struct children *children, const char *why)
{
    struct child *child;
    while ((child = children_any(children, r->generation, CHILDREN_NEW)))
        child_end(child, SIGTERM, now_us());
    config_done(&r->config);
    r->config = r->before;
    r->before = (struct config){0};
    r->generation--;
    end(r, LOG_LEVEL_ERROR, "reload given up, the old settings stay: ", why);
}

/* True: they are on trial. */
static bool begin(struct reload *r)
{
    struct config_error error;
    struct config fresh;
    r->asked = false;
    sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" PRId64, now_us());
    if (!config_load(r->path, &fresh, &error)) {
        end(r, LOG_LEVEL_ERROR, "reload refused, the old settings stay: ", error.text);
        return false;
    }
    if (listeners_differ(&fresh.settings, &r->config.settings))
        log_line(LOG_LEVEL_WARNING, "reload listens where it did: only a restart changes that");
    r->before = r->config;
    r->config = fresh;
    r->generation++;
    r->trial = r->going = true;
    r->trial_ends = now_us() + TRIAL;
    return true;
}

/* A worker has reached the database with them. */
static void adopt(struct reload *r)
{
    r->trial = false;
    config_done(&r->before);
    log_threshold(r->config.settings.log_level);
}

/* An old worker goes when there are enough without it. */
static void roll(struct reload *r, struct children *children)
{
    unsigned wanted = (unsigned)r->config.settings.workers;
    unsigned ready = children_count(children, r->generation, CHILDREN_NEW_READY);
    unsigned old = children_count(children, r->generation, CHILDREN_OLD);
    for (; old > 0 && ready + old > wanted; old--)
        child_end(children_any(children, r->generation, CHILDREN_OLD), SIGUSR1, now_us());
    if (old == 0 && ready >= wanted)
        end(r, LOG_LEVEL_INFO, "reloaded", "");
}

bool reload_go_on(struct reload *r, struct children *children)
{
    if (r->trial && children_count(children, r->generation, CHILDREN_NEW_READY) > 0)
        adopt(r);
    if (r->trial && now_us() > r->trial_ends)
        reload_give_up(r, children, "the database cannot be reached with them");
    if (r->going && !r->trial)
        roll(r, children);
    return r->asked && !r->going && begin(r);
}

void reload_done(struct reload *r)
{
    config_done(&r->config);
    config_done(&r->before);
}
