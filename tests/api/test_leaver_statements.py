# SPDX-License-Identifier: MIT
"""Months for which an authority has stated its leavers. Today is 14 September 2026."""
import uuid

import pytest
from support import bodies
from support.access import SIGNATORIES, Access
from support.world import at_once

_months = (f"{year}-{month:02}" for year in range(2015, 2026) for month in range(1, 13))

ACCESS = {
    "POST /v1/leaver-statements": Access(
        ("OFFICER", "HR"), 201, body=lambda side: {"month": next(_months), "none": False}
    ),
    "GET /v1/leaver-statements": Access((*SIGNATORIES, "HR"), 200),
}


def state(world, month, none, authority="Kent", key=None):
    body = {"month": month, "none": none}
    return world.post(world.token("HR", authority), "/v1/leaver-statements", body, key)


def listed(world, authority="Kent"):
    answer = world.get(world.token("HR", authority), "/v1/leaver-statements")
    return {row["month"]: row["none"] for row in answer.json["data"]}


def test_a_month_is_stated_and_stated_anew(world):
    first = state(world, "2026-05", True)
    assert first.status == 201
    assert (first.json["month"], first.json["none"], first.json["authority"]) == (
        "2026-05",
        True,
        world.code("Kent"),
    )
    assert state(world, "2026-05", False).status == 201
    assert listed(world)["2026-05"] is False
    kept = world.sql(
        "SELECT none, superseded_at IS NULL FROM leaver_statement WHERE month = '2026-05-01' ORDER BY id"
    )
    assert kept == [(True, False), (False, True)]


def test_the_same_again_is_a_duplicate(world):
    assert state(world, "2026-04", True).status == 201
    answer = state(world, "2026-04", True)
    assert (answer.status, answer.json["code"]) == (409, "duplicate")


def test_the_same_key_gives_the_same_answer(world):
    key = str(uuid.uuid4())
    first, again = state(world, "2026-03", True, key=key), state(world, "2026-03", True, key=key)
    assert first.json == again.json and again.headers["Idempotency-Replayed"] == "true"
    assert state(world, "2026-03", False, key=key).json["code"] == "idempotency_mismatch"


def test_of_several_at_once_one_stands(world):
    answers = at_once(
        [lambda none=none: state(world, "2026-02", none) for none in (True, False, True, False)]
    )
    assert {answer.status for answer in answers} <= {201, 409}
    standing = world.sql(
        "SELECT count(*) FROM leaver_statement WHERE month = '2026-02-01' AND superseded_at IS NULL"
    )
    assert standing == [(1,)]


def test_none_is_not_stated_of_a_month_with_leavers(world):
    world.made(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(bodies.worker(), "2026-07-31"))
    answer = state(world, "2026-07", True)
    assert (answer.status, answer.json["code"]) == (409, "conflict")
    assert answer.json["errors"][0]["pointer"] == "/none"
    assert state(world, "2026-07", False).status == 201
    assert state(world, "2026-07", True, "Medway").status == 201


@pytest.mark.parametrize(
    "month", ["2026-09", "2026-10", "2030-01", "2026-13", "2026-00", "2026-8", "2026-08-01", "", 8]
)
def test_what_is_no_month_that_is_over_is_refused(world, month):
    answer = state(world, month, True)
    assert (answer.status, answer.json["code"]) == (422, "invalid")
    assert answer.json["errors"][0]["pointer"] == "/month"


def test_both_members_are_required(world):
    answer = world.post(world.token("HR", "Kent"), "/v1/leaver-statements", {})
    assert [error["pointer"] for error in answer.json["errors"]] == ["/month", "/none"]


def test_who_has_stated_the_month_is_not_silent(world):
    def silent():
        answer = world.post(
            world.officer("Medway"), "/v1/eligibility-checks", bodies.check(bodies.worker(), "2026-10-01")
        )
        return answer.finding("COOL_OFF", "NATIONAL")["silent_authorities"]

    before = silent()
    assert state(world, "2026-08", True, "Surrey").status == 201
    assert silent() == before - 1


def test_nobody_sees_another_s(world):
    assert state(world, "2026-06", True, "Bexley").status == 201
    assert "2026-06" not in listed(world)
    assert listed(world, "Bexley") == {"2026-06": True}
