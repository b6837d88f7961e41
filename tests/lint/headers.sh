#!/bin/sh
# SPDX-License-Identifier: MIT
# Every header compiles alone.
set -eu
cd "$(dirname "$0")/../.."
bad=0
for header in $(find client server include -name '*.h'); do
    echo 'typedef int header_stands_alone;' |
        gcc -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -fsyntax-only -x c -include "$header" -I include -I client \
            -I server -I "$ACCORD_TEST_BUILD_DIR/generated" -I "$(pg_config --includedir)" - || bad=1
done
exit $bad
