#!/bin/sh
# SPDX-License-Identifier: MIT
# Every C file is as clang-format leaves it.
set -eu
cd "$(dirname "$0")/../.."
find client server include tests -name '*.[ch]' -print0 | xargs -0 clang-format --dry-run --Werror
