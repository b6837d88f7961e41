/* SPDX-License-Identifier: MIT */
/* What accord_client_set_watch asked to be told, which never holds the token. */
#pragma once
#include "exchange.h"

void watch_request(const accord_client *, const struct exchange *, const struct curl_slist *headers);
/* Has the handle tell the answer's head as it comes. */
void watch_head(CURL *, accord_client *);
