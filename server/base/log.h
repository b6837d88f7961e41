/* SPDX-License-Identifier: MIT */
/*
 * One line an event, on standard error: the journal's priority prefix (<6>), what happened, key=value pairs.
 * Never personal data, a body, a token or a database text.
 */
#pragma once

enum log_level { LOG_LEVEL_ERROR = 3, LOG_LEVEL_WARNING = 4, LOG_LEVEL_INFO = 6, LOG_LEVEL_DEBUG = 7 };

void log_threshold(enum log_level);
void log_line(enum log_level, const char *format, ...) __attribute__((format(printf, 2, 3)));
