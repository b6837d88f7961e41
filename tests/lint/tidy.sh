#!/bin/sh
# SPDX-License-Identifier: MIT
# clang-tidy over every C file of the client and the server, with the checks of .clang-tidy. A process a file: its
# va_list checker takes what it has learnt of one file for true of the next, and finds leaks where there is no va_list.
set -eu
cd "$(dirname "$0")/../.."
find client server -name '*.c' -print0 |
    xargs -0 -P 2 -n 1 clang-tidy --quiet -p "$ACCORD_TEST_BUILD_DIR" 2>"$ACCORD_TEST_HOME/tidy.log" ||
    { cat "$ACCORD_TEST_HOME/tidy.log"; exit 1; }
