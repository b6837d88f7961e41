/* SPDX-License-Identifier: MIT */
#include "parent.h"

#include "base/clock.h"
#include "base/log.h"
#include "children.h"
#include "exits.h"
#include "http/bind.h"
#include "reload.h"
#include "worker.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <systemd/sd-daemon.h>
#include <time.h>
#include <unistd.h>

/* Microseconds, as all times here. */
enum {
    PAUSE_MIN = 100000,
    PAUSE_MAX = 10000000,
    LIFE_MIN = 10000000, /* who lived longer is replaced at once */
};
enum { SLEEP_MS = 100, IN_WORKER_NOT = -1 };

struct parent {
    struct reload reload; /* with the settings */
    struct listeners listeners;
    struct children children;
    bool stopping;
    int64_t pause, not_before; /* no worker is begun before */
    int64_t watchdog, fed;     /* how often systemd's wants to be; 0: there is none */
    int result;
};

static int64_t now_us(void)
{
    return clock_monotonic().us;
}

/* Comes back twice: in the worker with its exit code, else with IN_WORKER_NOT. */
static int begin_worker(struct parent *p)
{
    struct child *place = children_place(&p->children);
    pid_t parent = getpid(), pid = place ? fork() : -1;
    if (pid < 0) {
        log_line(LOG_LEVEL_ERROR, "worker not begun error=%s", strerror(errno));
        p->not_before = now_us() + PAUSE_MAX;
        return IN_WORKER_NOT;
    }
    if (pid > 0) {
        *place = (struct child){.pid = pid, .generation = p->reload.generation, .born = now_us()};
        return IN_WORKER_NOT;
    }
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        return EXIT_FAILURE;
    return worker_run(&p->reload.config, &p->listeners, children_number(&p->children, place));
}

/* ---- keeping workers ---- */

/* While settings are replaced, one at a time. */
static bool may_begin(const struct parent *p)
{
    unsigned mine = children_count(&p->children, p->reload.generation, CHILDREN_NEW);
    unsigned ready = children_count(&p->children, p->reload.generation, CHILDREN_NEW_READY);
    return mine < (unsigned)p->reload.config.settings.workers && now_us() >= p->not_before &&
           (!p->reload.going || mine == ready);
}

static int keep_workers(struct parent *p)
{
    int code = IN_WORKER_NOT;
    while (code == IN_WORKER_NOT && may_begin(p))
        code = begin_worker(p);
    return code;
}

static void stop(struct parent *p)
{
    if (!p->stopping) {
        log_line(LOG_LEVEL_INFO, "stopping=drain seconds=%d", WORKER_DRAIN_SECONDS);
        sd_notify(0, "STOPPING=1");
        listeners_close(&p->listeners);
    }
    p->stopping = true;
    children_end(&p->children, SIGTERM, now_us());
}

static void lost(struct parent *p, const struct child *child, int status)
{
    int64_t now = now_us();
    metrics_add(METRIC_WORKERS_LOST, 0, 0);
    if (p->reload.trial && child->generation == p->reload.generation) {
        reload_give_up(&p->reload, &p->children, "a worker ended with them");
        return;
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == WORKER_UNFIT) {
        p->result = EXIT_FAILURE;
        stop(p);
        return;
    }
    if (now - child->born > LIFE_MIN)
        p->pause = 0;
    p->not_before = now + p->pause;
    p->pause = p->pause == 0 ? PAUSE_MIN : p->pause < PAUSE_MAX / 2 ? 2 * p->pause : PAUSE_MAX;
}

static void ended(struct parent *p, struct child *place, int status)
{
    struct child child = *place;
    bool well = WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
    metrics_worker_ended(children_number(&p->children, place));
    *place = (struct child){0};
    if (!well || !child.leaving)
        log_line(LOG_LEVEL_ERROR, "worker ended pid=%d %s=%d", (int)child.pid,
                 WIFEXITED(status) ? "code" : "signal",
                 WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
    if (!child.leaving)
        lost(p, &child, status);
    else if (!well)
        p->result = EXIT_FAILURE;
}

static void reap(struct parent *p)
{
    int status;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
        struct child *child = children_find(&p->children, pid);
        if (child)
            ended(p, child, status);
    }
}

/* ---- the loop ---- */

static void block_signals(sigset_t *heard)
{
    static const int numbers[] = {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGCHLD};
    sigemptyset(heard);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        sigaddset(heard, numbers[i]);
    sigaddset(heard, WORKER_READY);
    sigprocmask(SIG_BLOCK, heard, NULL);
}

static void hear(struct parent *p, int signal_number, pid_t from)
{
    struct child *child = children_find(&p->children, from);
    if (signal_number == WORKER_READY && child)
        child->ready = true;
    else if (signal_number == SIGTERM || signal_number == SIGINT)
        stop(p);
    else if (signal_number == SIGHUP)
        p->reload.asked = true;
}

static void listen_for_signals(struct parent *p, const sigset_t *heard)
{
    const struct timespec sleep = {.tv_nsec = SLEEP_MS * 1000000L};
    siginfo_t info;
    int signal_number = sigtimedwait(heard, &info, &sleep);
    if (signal_number > 0)
        hear(p, signal_number, info.si_pid);
    reap(p);
}

static void feed_watchdog(struct parent *p)
{
    if (p->watchdog == 0 || now_us() - p->fed < p->watchdog)
        return;
    p->fed = now_us();
    sd_notify(0, "WATCHDOG=1");
}

static int supervise(struct parent *p, const sigset_t *heard)
{
    while (!p->stopping || children_all(&p->children) > 0) {
        int code = p->stopping ? IN_WORKER_NOT : keep_workers(p);
        if (code != IN_WORKER_NOT)
            return code;
        listen_for_signals(p, heard);
        children_kill_late(&p->children, now_us());
        if (!p->stopping && reload_go_on(&p->reload, &p->children))
            p->pause = p->not_before = 0;
        feed_watchdog(p);
    }
    log_line(LOG_LEVEL_INFO, "stopped");
    return p->result;
}

static bool open_parent(struct parent *p)
{
    struct config_error error;
    uint64_t watchdog = 0;
    if (!config_load(p->reload.path, &p->reload.config, &error)) {
        fprintf(stderr, "accordd: %s\n", error.text);
        p->result = error.in_settings ? EXIT_USAGE : EXIT_FAILURE;
        return false;
    }
    p->result = EXIT_FAILURE;
    log_threshold(p->reload.config.settings.log_level);
    worker_metrics();
    if (!metrics_open() || !listeners_open(&p->reload.config.settings, &p->listeners))
        return false;
    if (sd_watchdog_enabled(0, &watchdog) > 0)
        p->watchdog = (int64_t)watchdog / 2;
    p->result = EXIT_SUCCESS;
    return true;
}

int parent_run(const char *config_path)
{
    struct parent p = {.reload = {.path = config_path}, .listeners = {{-1, -1, -1}}};
    sigset_t heard;
    block_signals(&heard);
    if (open_parent(&p)) {
        log_line(LOG_LEVEL_INFO, "listening=%s port=%u version=%s", p.reload.config.settings.listen_address,
                 (unsigned)bind_port(p.listeners.fd[LISTENER_MAIN]), ACCORD_VERSION);
        sd_notify(0, "READY=1");
        p.result = supervise(&p, &heard);
    }
    listeners_close(&p.listeners);
    reload_done(&p.reload);
    metrics_close();
    return p.result;
}
