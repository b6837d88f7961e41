# SPDX-License-Identifier: MIT
"""Accord's reader and Node's parser over the same bytes: what ours takes, Node takes for the same."""
import csv
import re
import subprocess
from typing import NamedTuple

import pytest
from cases import all_cases
from outcomes import HERE, of_node, of_reader

CASES_MIN = 2000
FLAGS = re.DOTALL | re.IGNORECASE


class Rule(NamedTuple):
    """A row of stricter.tsv: what is refused with `answer` where `part` of it matches."""

    rule: str
    answer: str
    part: str
    pattern: re.Pattern


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """(case, ours, Node's)"""
    cases, folder = all_cases(), tmp_path_factory.mktemp("differential")
    return list(zip(cases, of_reader(cases, folder), of_node(cases, folder)))


def node_major():
    return int(subprocess.check_output(["node", "-p", "process.versions.node"], text=True).split(".")[0])


@pytest.fixture(scope="module")
def rules():
    """Those of what this Node takes: older ones take more."""
    with (HERE / "stricter.tsv").open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Rule(row["rule"], row["answer"], row["in"], re.compile(row["pattern"].encode(), FLAGS))
        for row in rows
        if not row["until"] or node_major() <= int(row["until"])
    ]


def part(refused, name):
    head, _, body = refused.partition(b"\r\n\r\n")
    return {"line": head.split(b"\r\n")[0], "head": head + b"\r\n", "body": body}[name]


def is_for(rule, case, ours):
    refused = case.sent if ours.end == "closed" else ours.rest
    return rule.answer == ours.end and rule.pattern.search(part(refused, rule.part))


def stricter(compared):
    """What Node takes for one more request, and Accord's reader does not."""
    return [(case, ours) for case, ours, theirs in compared if len(theirs.requests) > len(ours.requests)]


def test_there_are_enough_cases_and_of_both_kinds(compared):
    assert len({case.sent for case, _, _ in compared}) >= CASES_MIN
    taken = [case for case, ours, _ in compared if ours.requests and case.sent.startswith(b"POST")]
    assert len(taken) > 100 and len(stricter(compared)) > 100


def test_what_ours_takes_node_takes_for_the_same(compared):
    bad = [
        (case, ours, theirs)
        for case, ours, theirs in compared
        if ours.requests != theirs.requests[: len(ours.requests)]
    ]
    assert not bad, f"{len(bad)}, such as {bad[0]}"


def test_what_ours_waits_for_is_not_complete_for_node(compared):
    bad = [(case, ours) for case, ours in stricter(compared) if ours.end == "hungry"]
    assert not bad, f"{len(bad)}, such as {bad[0]}"


def test_what_ours_refuses_and_node_takes_has_its_rule(compared, rules):
    bad = [
        (case, ours)
        for case, ours in stricter(compared)
        if not any(is_for(rule, case, ours) for rule in rules)
    ]
    assert not bad, f"{len(bad)}, such as {bad[0]}"


def test_no_rule_is_without_a_case(compared, rules):
    refused = stricter(compared)
    idle = [rule.rule for rule in rules if not any(is_for(rule, case, ours) for case, ours in refused)]
    assert not idle
