/* SPDX-License-Identifier: MIT */
/* Money: integer pence within, pounds to people. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PENCE_SIZE = 32 };

/* "36.50", "£36.50", "1,036.5": pounds with at most two decimals, to pence. Negative amounts are refused. */
__attribute__((warn_unused_result)) bool pence_parse(const char *text, size_t len, int64_t *out);
/* "£36.50", with thousands commas. Returns its argument. */
char *pence_print(int64_t pence, char out[PENCE_SIZE]);
/* "36.50", for machines. Returns its argument. */
char *pence_plain(int64_t pence, char out[PENCE_SIZE]);
