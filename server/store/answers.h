/* SPDX-License-Identifier: MIT */
/* What the server answers, brought home to its batch. */
#pragma once

struct pipeline;

/* Takes all that has been read; calls the `done` of each batch whose Sync is in it. */
void answers_take(struct pipeline *);
