/* SPDX-License-Identifier: MIT */
/*
 * The parent: binds the listeners, keeps workers running that inherit them, and does nothing that could fail
 * by a request.
 *
 *     SIGTERM, SIGINT   stop all workers, within ten seconds; once more: at once
 *     SIGHUP            read the settings again, and replace the workers one by one
 *     SIGCHLD           a worker that ended unasked is replaced, after a pause that grows
 *
 * New settings are on trial until a worker that has them is connected to the database. Until then, and for
 * good where that fails, all others keep the old ones. Where it listens, no reload changes.
 */
#pragma once

/* Serves until it is told to stop. Returns the exit code. */
int parent_run(const char *config_path);
