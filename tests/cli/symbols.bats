#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the shared library exports, and what it needs. Needs ACCORD_LIB.

bats_require_minimum_version 1.5.0

folder="$BATS_TEST_DIRNAME/../.."

@test "the library exports what its map lists, and nothing else" {
    diff <(grep -oE 'accord_[a-z_]+' "$folder/client/lib/libaccord.map" | sort) \
        <(nm -D --defined-only "$ACCORD_LIB" | grep -oE 'accord_[a-z_]+' | sort)
    run -1 bash -c "nm -D --defined-only '$ACCORD_LIB' | grep -v -e accord_ -e ACCORD_1"
}

@test "every function of the public header is in the map" {
    diff <(grep -oE '\baccord_[a-z_]+\(' "$folder/include/accord/accord.h" | tr -d '(' | sort -u |
        grep -v '_fn$') \
        <(grep -oE 'accord_[a-z_]+' "$folder/client/lib/libaccord.map" | sort)
}

@test "the library's name carries its version" {
    run -0 bash -c "readelf -d '$ACCORD_LIB' | grep SONAME"
    [[ $output == *"[libaccord.so.1]"* ]]
}
