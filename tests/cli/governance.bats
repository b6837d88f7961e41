#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The governance drafts, from the ruleset's data. Needs nothing.

bats_require_minimum_version 1.5.0

governance="$BATS_TEST_DIRNAME/../../deploy/governance"

setup() {
    mkdir -p "$BATS_TEST_TMPDIR/deploy" "$BATS_TEST_TMPDIR/sql"
    cp -r "$governance" "$BATS_TEST_TMPDIR/deploy/"
    cp -r "$governance/../../sql/reference" "$BATS_TEST_TMPDIR/sql/"
    copy="$BATS_TEST_TMPDIR/deploy/governance"
    data="$BATS_TEST_TMPDIR/sql/reference/ruleset_parameters.csv"
}

@test "the drafts are what their templates and the ruleset make" {
    run -0 "$governance/render" --check
}

@test "a figure that changes in the data changes in the drafts" {
    sed -i 's/^cool_off_months,NATIONAL,3,/cool_off_months,NATIONAL,4,/' "$data"
    run -1 "$copy/render" --check
    [[ $output == *"-3 months after that."*"+4 months after that."* ]]
    "$copy/render"
    run -0 "$copy/render" --check
}

@test "how long each kind of record is kept is in the drafts that speak of it, from the data" {
    sed -i 's/^\(CHECK,.*\),24,/\1,25,/' "$BATS_TEST_TMPDIR/sql/reference/retention.csv"
    run -1 "$copy/render" --check
    for draft in dpia privacy-notice joint-controllers; do
        [[ $output == *"$draft.md is not what"* ]]
        while IFS=, read -r kind purpose months _; do
            [ "$kind" = kind ] || grep -qF "| $purpose | $months |" "$governance/$draft.md"
        done <"$governance/../../sql/reference/retention.csv"
    done
}

@test "a figure that is unverified is no statement" {
    echo "Free after {{conversion_from_first_day}} weeks." >>"$copy/templates/dpia.md"
    run -1 "$copy/render"
    [[ $output == *"conversion_from_first_day is unverified: it is a question"* ]]
    echo "{{no_such_figure}}" >"$copy/templates/dpia.md"
    run -1 "$copy/render"
    [[ $output == *"there is no parameter no_such_figure"* ]]
}

@test "each draft says that it is one, and asks about competition law" {
    for draft in "$governance"/templates/*.md; do
        page="$governance/$(basename "$draft")"
        grep -q '^> \*\*Draft\*\*' "$page"
        sed -n '/^## .*Questions for the advisers/,$p' "$page" | grep -q 'Competition law'
    done
}

@test "every unverified figure is a question in every draft" {
    for draft in "$governance"/templates/*.md; do
        page="$governance/$(basename "$draft")"
        while IFS=, read -r name _; do
            grep -q "^\* $name, now .*is it right?" "$page"
        done < <(awk -F, '$7 == "R"' "$data")
    done
}
