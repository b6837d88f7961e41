#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the program does by itself. Needs ACCORD_BIN.

bats_require_minimum_version 1.5.0

setup() {
    unset ACCORD_URL ACCORD_TOKEN ACCORD_PROFILE ACCORD_CA_FILE
    export HOME="$BATS_TEST_TMPDIR" XDG_CONFIG_HOME="$BATS_TEST_TMPDIR/config"
    mkdir -p "$XDG_CONFIG_HOME/accord"
}

config() {
    cat >"$XDG_CONFIG_HOME/accord/config"
}

# Nothing listens on port 1, so that exit 8 means: it was understood and tried.
nowhere=http://127.0.0.1:1

@test "help begins with an example, for all and for each command" {
    run -0 "$ACCORD_BIN" help
    [[ ${lines[0]} == "  accord check SW"* ]]
    run -0 "$ACCORD_BIN" placements list --help
    [[ ${lines[0]} == "  accord placements list"* ]]
    run -0 "$ACCORD_BIN" help caps set
    [[ $output == *"--cap POUNDS"* ]]
}

@test "without a command it says what there is, and that this was wrong usage" {
    run -2 --separate-stderr "$ACCORD_BIN"
    [ -z "$output" ]
    [[ $stderr == *"placements submit"* ]]
}

@test "the version is printed" {
    run -0 "$ACCORD_BIN" --version
    [[ $output =~ ^accord\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
}

@test "a near miss is suggested: option, command, code" {
    run -2 "$ACCORD_BIN" placements list --statsu confirmed
    [ "$output" = "accord: unknown option --statsu. Did you mean --status?" ]
    run -2 "$ACCORD_BIN" placemnts list
    [[ $output == *"Did you mean: accord placements list" ]]
    run -2 "$ACCORD_BIN" check SW1 --pay-type umbrela
    [[ $output == *"Did you mean UMBRELLA?" ]]
}

@test "what is wrong with a value is said before anything is sent" {
    run -2 "$ACCORD_BIN" check SW1 --start 31/09/2026
    [[ $output == *"not a day that exists"* ]]
    run -2 "$ACCORD_BIN" check 900123
    [[ $output == *"Social Work England number"* ]]
    run -2 "$ACCORD_BIN" check SW1 --pay 36.505
    run -2 "$ACCORD_BIN" placements submit --file "$BATS_TEST_TMPDIR/none.json"
    echo '[1]' >"$BATS_TEST_TMPDIR/list.json"
    run -2 "$ACCORD_BIN" placements submit --file "$BATS_TEST_TMPDIR/list.json"
}

@test "no URL is wrong usage; a service that is away is 8" {
    run -2 "$ACCORD_BIN" caps list
    [[ $output == *"ACCORD_URL"* ]]
    run -8 "$ACCORD_BIN" caps list --url $nowhere
    run -2 "$ACCORD_BIN" caps list --url ftp://accord.example
}

@test "a token does not go over plain http to another machine" {
    ACCORD_TOKEN=secret run -2 "$ACCORD_BIN" caps list --url http://accord.example
    [[ $output == *"plain text"* ]]
}

@test "the URL comes from a flag, else the environment, else the profile" {
    config <<<$'[default]\nurl = ftp://profile.example\n[other]\nurl = '$nowhere
    run -2 "$ACCORD_BIN" caps list
    [[ $output == *profile.example* ]]
    run -8 "$ACCORD_BIN" caps list --profile other
    ACCORD_URL=ftp://environment.example run -2 "$ACCORD_BIN" caps list
    [[ $output == *environment.example* ]]
    ACCORD_URL=ftp://environment.example run -8 "$ACCORD_BIN" caps list --url $nowhere
    run -2 "$ACCORD_BIN" caps list --profile nobody
}

@test "a profile's mistakes are named with their line" {
    config <<<$'[default]\nurll = x'
    run -2 "$ACCORD_BIN" caps list
    [[ $output == *"config:2: "*"Did you mean url?" ]]
}

@test "credentials that others may read are refused" {
    echo secret >"$XDG_CONFIG_HOME/accord/credentials"
    chmod 644 "$XDG_CONFIG_HOME/accord/credentials"
    run -2 "$ACCORD_BIN" caps list --url $nowhere
    [[ $output == *"chmod 600"* ]]
    chmod 600 "$XDG_CONFIG_HOME/accord/credentials"
    run -8 "$ACCORD_BIN" caps list --url $nowhere
}

@test "a reader that goes away is no complaint" {
    run bash -c "'$ACCORD_BIN' help 2>&1 | true"
    [ -z "$output" ]
}

@test "a full disk is" {
    run -1 bash -c "'$ACCORD_BIN' help >/dev/full"
    [[ $output == *"could not be written"* ]]
}
