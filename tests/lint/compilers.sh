#!/bin/sh
# SPDX-License-Identifier: MIT
# The Release build, what ships, by another compiler than the tests' own; and it holds none of the tests' settings.
set -eu
build=$("$(dirname "$0")/../support/release")
if grep -qa 'ACCORD_TEST_' "$build/accordd"; then
    echo "the Release accordd reads test settings"
    exit 1
fi
