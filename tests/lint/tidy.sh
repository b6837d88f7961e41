#!/bin/sh
# SPDX-License-Identifier: MIT
# clang-tidy over every C file of the client and the server, with the checks of .clang-tidy.
set -eu
cd "$(dirname "$0")/../.."
find client server -name '*.c' -print0 |
    xargs -0 -P 2 -n 6 clang-tidy --quiet -p "$ACCORD_TEST_BUILD_DIR" 2>"$ACCORD_TEST_HOME/tidy.log" ||
    { cat "$ACCORD_TEST_HOME/tidy.log"; exit 1; }
