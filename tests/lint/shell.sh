#!/bin/sh
# SPDX-License-Identifier: MIT
# Scripts parse.
set -eu
cd "$(dirname "$0")/../.."
bad=0
for script in deploy/install-packages deploy/cluster tests/run .ci/run tests/lint/*.sh tests/sql/run tests/sql/changes deploy/quickstart deploy/demo/main-job; do
    case $(head -1 "$script") in
    *bash*) bash -n "$script" || bad=1 ;;
    *) sh -n "$script" || bad=1 ;;
    esac
done
exit $bad
