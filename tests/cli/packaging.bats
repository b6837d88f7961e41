#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The installed tree, as whoever builds on it finds it. Needs ACCORD_LIB, in a build that is complete.

bats_require_minimum_version 1.5.0

setup_file() {
    export tree="$BATS_FILE_TMPDIR/tree" sanitizers=
    cmake --install "$(dirname "$ACCORD_LIB")" --prefix "$tree" --component client >/dev/null
    # What is built with the sanitizers needs their runtime first.
    if nm -D "$ACCORD_LIB" | grep -q __asan; then
        sanitizers=-fsanitize=address,undefined
    fi
    lib=$(dirname "$(find "$tree" -name libaccord.so)")
    export lib
    cat >"$BATS_FILE_TMPDIR/consumer.c" <<'C'
#include <accord/accord.h>
#include <stdio.h>

int main(void)
{
    accord_record *record = accord_record_new();
    accord_record_set_text(record, "swe_number", "SW900123");
    printf("%s %s\n", accord_version(), accord_record_text(record, "swe_number"));
    accord_record_free(record);
    return 0;
}
C
}

@test "pkg-config finds the shared library, and what the static one needs" {
    cd "$BATS_FILE_TMPDIR"
    export PKG_CONFIG_PATH="$lib/pkgconfig"
    # shellcheck disable=SC2046,SC2086 # words
    cc $sanitizers consumer.c $(pkg-config --cflags --libs accord) -Wl,-rpath,"$lib" -o shared
    run -0 ./shared
    [[ $output == *" SW900123" ]]
    # shellcheck disable=SC2046,SC2086
    cc $sanitizers consumer.c $(pkg-config --cflags accord) "$lib/libaccord.a" $(pkg-config --libs jansson libcurl) -o static
    run -0 ./static
    [[ $output == *" SW900123" ]]
}

@test "CMake finds Accord::client" {
    mkdir "$BATS_TEST_TMPDIR/project"
    cd "$BATS_TEST_TMPDIR/project"
    cp "$BATS_FILE_TMPDIR/consumer.c" .
    cat >CMakeLists.txt <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(consumer C)
find_package(Accord 0.1 REQUIRED)
add_executable(consumer consumer.c)
target_link_libraries(consumer PRIVATE Accord::client)
CMAKE
    cmake -B build -DCMAKE_PREFIX_PATH="$tree" -DCMAKE_C_FLAGS="$sanitizers" >/dev/null
    cmake --build build >/dev/null
    run -0 build/consumer
    [[ $output == *" SW900123" ]]
}

@test "the manual page and the completions are there" {
    run -0 grep -F 'cooling-off record' "$tree"/share/man/man1/accord.1
    [ -s "$tree/share/bash-completion/completions/accord" ]
    [ -s "$tree/share/zsh/site-functions/_accord" ]
    [ -s "$tree/share/fish/vendor_completions.d/accord.fish" ]
}
