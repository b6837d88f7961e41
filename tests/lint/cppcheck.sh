#!/bin/sh
# SPDX-License-Identifier: MIT
# cppcheck over the client and the server. Left out, and why: unusedFunction is not asked for (a library is not whole);
# missingIncludeSystem and normalCheckLevelMaxBranches are about cppcheck itself; the .def files are expanded by macros
# that unknownMacro does not follow.
set -eu
cd "$(dirname "$0")/../.."
cppcheck --quiet --error-exitcode=1 --std=c11 --enable=warning,performance,portability --inline-suppr -j 2 \
    --library=gnu,posix,bsd --suppress=missingIncludeSystem --suppress=normalCheckLevelMaxBranches \
    -D_GNU_SOURCE -I include -I client -I server -I "$ACCORD_TEST_BUILD_DIR/generated" client server
