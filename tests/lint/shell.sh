#!/bin/sh
# SPDX-License-Identifier: MIT
# Every script that a shell runs parses.
set -eu
cd "$(dirname "$0")/../.."
bad=0
scripts=$(git ls-files -z | xargs -0 awk 'FNR == 1 && /^#!.*\/(ba)?sh$/ { print FILENAME } { nextfile }')
[ -n "$scripts" ] || { echo "no script was found"; exit 1; }
for script in $scripts; do
    case $(head -1 "$script") in
    *bash*) bash -n "$script" || bad=1 ;;
    *) sh -n "$script" || bad=1 ;;
    esac
done
exit $bad
