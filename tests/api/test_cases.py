# SPDX-License-Identifier: MIT
"""The worked cases of tests/data/cases.json and the rules' numbered edges of edges.json, through the API."""
import pytest
from support.cases import Case, Setting, cases_of, day_of, setting_of
from support.world import World


def assert_refused(answer, expected):
    assert answer.status == 422, answer.text
    assert answer.json["code"] == expected.get("code", "invalid")
    if "pointer" in expected:
        assert [error["pointer"] for error in answer.json["errors"]] == [expected["pointer"]]


def assert_found(answer, case):
    assert answer.status == 201, answer.text
    for expected in case["expect"]:
        finding = answer.finding(expected["rule"], expected["layer"])
        assert {name: finding.get(name) for name in expected} == expected, finding["reason"]
    if "finding_state" in case:
        assert answer.finding("PRICE_CAP", "REGIONAL")["state"] == case["finding_state"]
    if "outcome" in case:
        assert answer.json["outcome"] == case["outcome"]


CASES = sorted(cases_of("cases.json") + cases_of("edges.json"), key=setting_of)


class Worlds:
    """One world at a time: for as long as the cases have the same setting."""

    def __init__(self):
        self.setting, self.world = None, None

    def of(self, case):
        if self.world is None or setting_of(case) != self.setting:
            self.close()
            world = World(day=day_of(case))
            self.world = world.__enter__()
            self.setting = setting_of(case)
            Setting(world, case).set_up()
        self.world.move_to(day_of(case))
        return self.world

    def close(self):
        if self.world is not None:
            self.world.__exit__()
            self.world = None


@pytest.fixture(scope="module")
def worlds():
    opened = Worlds()
    yield opened
    opened.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(worlds, case):
    run = Case(worlds.of(case), case)
    recorded = run.record_employments()
    error = case.get("expect_error", {})
    if error.get("at") == "employment":
        assert_refused(recorded[0], error)
        return
    assert all(answer.status == 201 for answer in recorded), recorded
    run.record_the_rest()
    answer = run.ask()
    if error:
        assert_refused(answer, error)
    else:
        assert_found(answer, case)
