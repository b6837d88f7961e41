#!/bin/sh
# SPDX-License-Identifier: MIT
# The hardened Release build with clang, warnings as errors: what ships, by the other compiler; and it holds none of
# the tests' settings.
set -eu
cd "$(dirname "$0")/../.."
build=$ACCORD_TEST_BUILD_DIR/clang-release
cmake -S . -B "$build" -G Ninja -DCMAKE_C_COMPILER=clang -DCMAKE_BUILD_TYPE=Release -DACCORD_WERROR=ON >/dev/null
cmake --build "$build" -- --quiet
if grep -qa 'ACCORD_TEST_' "$build/accordd"; then
    echo "the Release accordd reads test settings"
    exit 1
fi
