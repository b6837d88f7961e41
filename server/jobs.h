/* SPDX-License-Identifier: MIT */
/* A worker's own work, one piece at a time, between its clients' requests. */
#pragma once
#include "flow/service.h"

struct jobs;

/* Looks for work at this interval, and at once again for as long as there is some. NULL: no memory. */
struct jobs *jobs_start(struct flow_service *, int32_t seconds);
/* Begins nothing more; what is under way ends by itself. */
void jobs_stop(struct jobs *);
void jobs_free(struct jobs *);
