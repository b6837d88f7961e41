/* SPDX-License-Identifier: MIT */
/* Listening sockets, made before there is a loop: by the parent, for its workers to inherit. */
#pragma once
#include "base/must.h"

#include <stdint.h>

/* All log why not, and return -1. `address` is IPv4 or IPv6; port 0 takes a free one. */
MUST_CHECK int bind_address(const char *address, uint16_t port);
/* A Unix socket of mode 0660, in place of one that nobody listens on any more. */
MUST_CHECK int bind_path(const char *path);
/* The port that a socket listens on; 0: none. */
uint16_t bind_port(int fd);
