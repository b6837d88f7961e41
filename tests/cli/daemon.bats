#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What accordd says of itself, and what the packaged files say of it. Needs ACCORD_DAEMON.

bats_require_minimum_version 1.5.0

deploy="$BATS_TEST_DIRNAME/../../deploy"

# "# Sentence." and "#name = value" for each setting, from the help.
settings() {
    "$ACCORD_DAEMON" --help | awk '
        /^  [a-z_]+ =/ { setting = substr($0, 3); next }
        setting { sub(/^ */, ""); print "# " $0; print "#" setting; setting = "" }'
}

@test "the sample configuration has every setting, as the help tells it" {
    diff <(settings) <(sed -n '/^$/,$ { /./p }' "$deploy/accord.conf")
}

@test "the sample configuration is well-formed as it stands, and with each setting given" {
    run "$ACCORD_DAEMON" --config "$deploy/accord.conf" --check
    [[ $output == *"secret_file /etc/accord/secret"* || $output == *"database"* ]]
    sed 's/^#\([a-z]\)/\1/' "$deploy/accord.conf" >"$BATS_TEST_TMPDIR/accord.conf"
    run "$ACCORD_DAEMON" --config "$BATS_TEST_TMPDIR/accord.conf" --check
    [[ $output != *"accord.conf:"* ]]
}

@test "the service runs what is installed, as its own account" {
    unit="$deploy/accordd.service"
    run -0 grep -x 'ExecStart=/usr/local/sbin/accordd --config /etc/accord/accord.conf' "$unit"
    run -0 grep -x 'User=accord' "$unit"
}

@test "what timers run is a command, by an account of its own" {
    for command in purge remind; do
        unit="$deploy/accord-$command.service"
        run -0 grep -x "ExecStart=/usr/local/sbin/accordd --config /etc/accord/accord.conf $command" "$unit"
        run -0 grep -x 'User=accord-admin' "$unit"
        run -0 grep -q '^OnCalendar=' "$deploy/accord-$command.timer"
        "$ACCORD_DAEMON" --help | grep -q "accordd .* $command "
    done
}
