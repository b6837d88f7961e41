#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A payroll's leavers. Needs ACCORD_BIN, ACCORD_URL and ACCORD_TOKENS.

bats_require_minimum_version 1.5.0

setup() {
    unset ACCORD_TOKEN ACCORD_PROFILE
    export HOME="$BATS_TEST_TMPDIR" XDG_CONFIG_HOME="$BATS_TEST_TMPDIR"
    cd "$BATS_TEST_TMPDIR"
    n=$RANDOM$((RANDOM % 1000))
    cat >map.ini <<'INI'
[columns]
swe_number = SWE registration
last_day = Leaving date
leaving_reason = Reason

[leaving_reason]
Voluntary resignation = RESIGNED
INI
}

import() {
    "$ACCORD_BIN" leavers import "$@" --map map.ini --token-file "$ACCORD_TOKENS/kent-officer"
}

good() {
    printf 'Name,SWE registration,Leaving date,Reason\r\n'
    printf 'Annabel,SW1%s,30/06/2026,voluntary resignation\r\n\r\n' "$n"
    printf '"Bobbie, B.",SW2%s,2026-07-01,RESIGNED\r\n' "$n"
}

@test "rows are recorded once, however often the file is sent" {
    good >leavers.csv
    run -0 import leavers.csv --dry-run
    [[ $output == *"2 rows: 2 good,"*"Nothing has been saved (dry run)."* ]]
    run -0 import leavers.csv
    [ "$output" = "2 rows: 2 recorded, 0 there already, 0 rejected, 0 not sent." ]
    run -0 import leavers.csv -o json
    [ "$(jq -c '[.recorded + .already, .rejected, .data]' <<<"$output")" = '[2,0,[]]' ]
    { good && printf 'Cy,SW3%s,2026-07-01,RESIGNED\n' "$n"; } >more.csv
    run -0 import more.csv
    [ "$output" = "3 rows: 1 recorded, 2 there already, 0 rejected, 0 not sent." ]
    [ ! -e leavers-errors.csv ]
}

@test "all mistakes at once, by row and column, and nothing is sent unless that is asked for" {
    {
        good
        printf 'Di,,30/06/2026,RESIGNED\nEd,12345,31/06/2026,Moved\n'
    } >leavers.csv
    run -3 import leavers.csv
    [[ ${lines[1]} =~ ^"5    SWE registration "+"There is no worker number." ]]
    [[ ${lines[2]} =~ ^"6    SWE registration  12345 "+"A number begins with SW." ]]
    [[ ${lines[3]} =~ ^"6    Leaving date      31/06/2026 "+"This is not a day that exists." ]]
    [[ ${lines[4]} =~ ^"6    Reason            Moved "+"Use RESIGNED," ]]
    [[ $output == *"4 rows: 0 recorded, 0 there already, 2 rejected, 2 not sent."* ]]
    [ "$(stat -c %a leavers-errors.csv)" = 600 ]
    run -0 cut -d, -f2- leavers-errors.csv
    [[ ${lines[0]} == 'Name,"SWE registration"'* && ${#lines[@]} == 3 ]]
    run -3 import leavers.csv --partial
    [[ $output == *"4 rows: 2 recorded, 0 there already, 2 rejected, 0 not sent."* ]]
}

@test "what the service refuses is a row's mistake too" {
    sed 's/RESIGNED/END_FIXED_TERM/' <(good) >leavers.csv
    run -3 import leavers.csv
    [[ ${lines[1]} == "4    Reason  END_FIXED_TERM  "* ]]
    [[ $output == *"1 recorded, 0 there already, 1 rejected"* ]]
}

# A service that gives these answers, instead of the daemon.
answering() {
    rm -f port
    python3 "$BATS_TEST_DIRNAME/answering.py" . "$@" 3>&- &
    until [ -s port ]; do
        kill -0 $!
    done
    elsewhere=http://127.0.0.1:$(cat port)
}

@test "columns that are not mapped never leave the machine" {
    good >leavers.csv
    answering '201 {}' '201 {}'
    ACCORD_URL=$elsewhere run -0 import leavers.csv
    wait
    grep -q "SW1$n" sent
    run -1 grep -e Annabel -e Bobbie sent
}

@test "other separators and encodings" {
    good | tr , ';' | sed 's/"Bobbie; B."/Zoë/' | iconv -t WINDOWS-1252 >old.csv
    run -0 import old.csv --local
    [[ $output == *"2 rows: "*"2 not sent."*"read as Windows-1252."* ]]
    good | tr , '\t' | sed 's/"Bobbie\t B."/Zoë/' | iconv -t UTF-16 >wide.csv
    run -0 import wide.csv --local
    [[ $output == *"read as UTF-16."* ]]
    { printf '\xef\xbb\xbf' && good | sed 's/Name,//; s/^Annabel,//; s/^"Bobbie, B.",//'; } >mark.csv
    run -0 import mark.csv --local
}

@test "a file or a map that cannot be meant is named" {
    good | sed 's/Reason/Cause/' >leavers.csv
    run -3 import leavers.csv
    [[ $output == *'no column "Reason"'* ]]
    printf 'a,b\n"x"y,1\n' >leavers.csv
    run -3 import leavers.csv
    [[ $output == *"row 2 has a quotation mark in the wrong place"* ]]
    printf 'a\0b\n' >leavers.csv
    run -3 import leavers.csv
    sed -i '1a last_dy = x' map.ini
    run -2 import leavers.csv
    [[ $output == *'map.ini:2: there is nothing called "last_dy". Did you mean last_day?'* ]]
    sed -i '2,3d' map.ini
    run -2 import leavers.csv
    [[ $output == *"does not say which is swe_number"* ]]
}

@test "a service that is away ends it, and says what to do" {
    good >leavers.csv
    ACCORD_URL=http://127.0.0.1:1 run -8 import leavers.csv
    [[ $output == *"2 not sent."* ]]
}

@test "a run that broke off is repeated, and nobody is recorded twice" {
    good >leavers.csv
    answering '201 {}' 0 0 0 0 0
    ACCORD_URL=$elsewhere run -8 import leavers.csv
    [[ $output == *"1 recorded, 0 there already, 0 rejected, 1 not sent."* ]]
    [[ $output == *"To go on: the same command again; what is on record is not recorded twice."* ]]
    wait
    run -0 bash -c "grep -o 'Idempotency-Key: .*' sent | sort -u | wc -l"
    [ "$output" = 2 ]
    run -0 import leavers.csv
    run -0 "$ACCORD_BIN" employments search "SW2$n" --token-file "$ACCORD_TOKENS/kent-officer"
    run -0 import leavers.csv
    run -0 "$ACCORD_BIN" employments search "SW2$n" --token-file "$ACCORD_TOKENS/kent-officer"
    [ "${lines[-1]}" = "1 employment." ]
}

@test "what takes long says how far it has come" {
    good >leavers.csv
    answering '201@0.6 {}' '201 {}'
    ACCORD_URL=$elsewhere run -0 --separate-stderr import leavers.csv
    [[ ${stderr_lines[0]} =~ ^"1 of 2 rows: 1 recorded, 0 there already, 0 rejected; about "[0-9]+" s to go"$ ]]
    [ "$output" = "2 rows: 2 recorded, 0 there already, 0 rejected, 0 not sent." ]
    wait
    answering '201 {}' '201 {}'
    ACCORD_URL=$elsewhere run -0 --separate-stderr import leavers.csv
    [ -z "$stderr" ]
    wait
}

@test "a file of more rows than a part is taken up at any part" {
    {
        printf 'SWE registration,Leaving date,Reason,Remark\n'
        seq 5000000 5025001 | sed "s/.*/SW&,2026-07-01,RESIGNED,$(printf 'x%.0s' {1..400})/"
    } >large.csv
    [ "$(stat -c %s large.csv)" -gt $((8 << 20)) ]
    run -0 import large.csv --local -o json
    [ "$(jq -c '[.parts, .rows]' <<<"$output")" = '[2,25002]' ]
    run -0 import large.csv --from-part 2
    [ "${lines[-1]}" = "25002 rows: 2 recorded, 0 there already, 0 rejected, 25000 not sent." ]
    run -2 import large.csv --from-part 3
    [[ $output == *"--from-part 3: the file has 2" ]]
    answering 0 0 0 0 0
    ACCORD_URL=$elsewhere run -8 import large.csv --from-part 2
    [[ $output == *"the same command again with --from-part 2;"* ]]
    wait
}
