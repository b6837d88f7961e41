# SPDX-License-Identifier: MIT
"""A placement becomes permanent: it ends the day before, a substantive spell begins, and once."""
import concurrent.futures
import contextlib
import functools

import pytest
from support import bodies
from support.access import SIGNATORIES, START, Access
from support.world import PATIENT, World, at_once

PERMANENT = "2027-01-04"
ACCESS = {
    "GET /v1/conversions": Access(SIGNATORIES, 200),
    "POST /v1/placements/{id}/conversion": Access(
        ("OFFICER",),
        422,
        404,
        body=lambda side: {"permanent_start": "2026-09-01"},
        taken=lambda side: (
            {"permanent_start": PERMANENT},
            {"permanent_start": PERMANENT, "extended_hire": True},
        ),
    ),
}


@pytest.fixture(scope="module")
def world():
    with World(settings=PATIENT) as world:
        world.wait_for_connections()
        yield world


@pytest.fixture
def officer(world):
    return world.officer("Medway")


@pytest.fixture
def placement(world, officer, supplier):
    return lambda **members: world.made(
        officer, "/v1/placements", bodies.proposal(bodies.worker(), START, supplier, **members)
    )


def convert(world, token, placed, **members):
    body = {"permanent_start": PERMANENT, **members}
    return world.post(token, f"/v1/placements/{placed['id']}/conversion", body)


def end(world, token, placed, day="2026-12-18"):
    return world.post(token, f"/v1/placements/{placed['id']}/end", {"end_date": day, "reason": "COMPLETED"})


def shown(world, token, placed):
    return world.get(token, f"/v1/placements/{placed['id']}").json


def test_the_placement_ends_and_a_substantive_spell_begins(world, officer, placement):
    placed = placement()
    made = convert(world, officer, placed, fee_pence=300_000)
    assert made.status == 201
    after = shown(world, officer, placed)
    assert (after["status"], after["end_date"], after["allowed_actions"]) == ("CONVERTED", "2027-01-03", [])
    rates = world.get(officer, f"/v1/placements/{placed['id']}/rates").json["data"]
    assert [rate["to"] for rate in rates] == ["2027-01-03"]
    spell = world.get(officer, f"/v1/employments/{made.json['employment']}").json
    assert (spell["basis"], spell["start_date"], spell["swe_number"]) == (
        "SUBSTANTIVE",
        PERMANENT,
        placed["swe_number"],
    )
    assert made.json in world.get(officer, "/v1/conversions").json["data"]
    assert made.json not in world.get(world.officer("Kent"), "/v1/conversions").json["data"]


@pytest.mark.parametrize(
    "earlier, permanent, until",
    [
        (None, "2026-10-12", "2027-01-06"),  # 14 weeks from the first day: 1 October
        (None, "2027-06-01", "2027-07-26"),  # 8 weeks after the last day: 31 May
        (("2026-08-03", "2026-08-20"), "2026-10-02", "2026-11-26"),  # a gap of 41 days: the first day stays
        (("2026-08-03", "2026-08-18"), "2026-10-02", "2027-01-06"),  # of 43 days: it begins anew
    ],
)
def test_the_fee_s_window_is_of_the_supply_without_long_gaps(world, officer, supplier, earlier, permanent, until):
    worker = bodies.worker()
    if earlier:
        first, last = earlier
        body = bodies.proposal(worker, first, supplier, engagement="UNDER_WAY")
        assert end(world, officer, world.made(officer, "/v1/placements", body), last).status == 200
    placed = world.made(officer, "/v1/placements", bodies.proposal(worker, START, supplier))
    assert convert(world, officer, placed, permanent_start=permanent).json["fee_until"] == until


def test_the_spell_has_a_cooling_off_period_of_its_own(world, officer, placement):
    placed = placement()
    made = convert(world, officer, placed).json
    left = {"last_day": "2027-06-30", "leaving_reason": "RESIGNED"}
    path = f"/v1/employments/{made['employment']}"
    assert world.call(officer, "PATCH", path, left, headers={"If-Match": '"1"'}).status == 200
    check = world.post(
        world.officer("Kent"), "/v1/eligibility-checks", bodies.check(placed["swe_number"], "2027-09-30")
    )
    assert check.finding("COOL_OFF", "NATIONAL")["verdict"] == "BREACH"


def test_who_has_left_may_be_taken_on_later(world, officer, placement):
    placed = placement()
    assert end(world, officer, placed).status == 200
    early = convert(world, officer, placed, permanent_start="2026-12-18")
    assert (early.status, early.json["errors"][0]["pointer"]) == (422, "/permanent_start")
    assert convert(world, officer, placed).status == 201
    assert (shown(world, officer, placed)["status"], shown(world, officer, placed)["end_date"]) == (
        "CONVERTED",
        "2026-12-18",
    )


def test_what_is_planned_to_have_ended_by_then_is_ended_first(world, officer, placement):
    """Else it would last until the permanent post with nobody having extended it, and the fee be asked for longer."""
    placed = placement(planned_end_date="2026-12-18")
    late = convert(world, officer, placed)
    assert (late.status, late.json["errors"][0]["pointer"]) == (422, "/permanent_start")
    assert convert(world, officer, placement(planned_end_date="2027-01-03")).status == 201
    assert end(world, officer, placed).status == 200
    assert convert(world, officer, placed).json["fee_until"] == "2027-02-12"


@pytest.mark.parametrize(
    "members, pointer",
    [
        ({"permanent_start": START}, "/permanent_start"),
        ({"permanent_start": "2027-02-31"}, "/permanent_start"),
        ({"extended_hire": True, "fee_pence": 1}, "/fee_pence"),
    ],
)
def test_what_cannot_be_is_refused_by_name(world, officer, placement, members, pointer):
    placed = placement()
    answer = convert(world, officer, placed, **members)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert shown(world, officer, placed) == placed


def test_nobody_converts_another_s(world, placement):
    assert convert(world, world.officer("Kent"), placement()).status == 404


def test_two_conversions_at_once_are_one(world, officer, placement):
    placed = placement()
    answers = at_once(
        [
            functools.partial(convert, world, officer, placed, permanent_start=day)
            for day in ("2027-01-04", "2027-01-11")
        ]
    )
    assert sorted(answer.status for answer in answers) == [201, 409]
    spells = world.sql("SELECT count(*) FROM employment WHERE swe_number = %s", [placed["swe_number"]])
    assert spells == [(1,)]


def in_order(world, placed, *requests):
    """Both read the placement as it is; then they write, in this order."""
    with concurrent.futures.ThreadPoolExecutor(len(requests)) as threads, contextlib.closing(
        world.database.connect()
    ) as holder:
        holder.cursor().execute("SELECT FROM placement WHERE id = %s FOR UPDATE", [placed["id"]])
        waiting = []
        for request in requests:
            waiting.append(threads.submit(request))
            world.database.wait_for_locks(len(waiting))
        holder.rollback()
        return [answer.result() for answer in waiting]


@pytest.mark.parametrize("first", ["conversion", "end"])
def test_a_conversion_and_an_end_see_one_another(world, officer, placement, first):
    placed = placement()
    requests = {
        "conversion": functools.partial(convert, world, officer, placed),
        "end": functools.partial(end, world, officer, placed),
    }
    order = [first, *(name for name in requests if name != first)]
    answers = dict(zip(order, in_order(world, placed, *(requests[name] for name in order))))
    assert answers["conversion"].status == 201
    assert answers["end"].status == (409 if first == "conversion" else 200)
    last = shown(world, officer, placed)
    assert (last["status"], last["end_date"]) == (
        "CONVERTED",
        "2027-01-03" if first == "conversion" else "2026-12-18",
    )


@pytest.mark.parametrize("days", [("2027-01-04", "2027-01-11"), ("2027-01-11", "2027-01-04")])
def test_of_two_conversions_the_later_sees_the_earlier(world, officer, placement, days):
    placed = placement()
    requests = [functools.partial(convert, world, officer, placed, permanent_start=day) for day in days]
    first, second = in_order(world, placed, *requests)
    assert (first.status, second.status, second.json["code"]) == (201, 409, "conflict")
    last = shown(world, officer, placed)
    assert last["status"] == "CONVERTED" and last["end_date"] < days[0] <= first.json["permanent_start"]
    kept = "SELECT permanent_start::text FROM conversion WHERE placement = %s"
    assert world.sql(kept, [placed["id"]]) == [(days[0],)]
    spells = "SELECT start_date::text FROM employment WHERE swe_number = %s"
    assert world.sql(spells, [placed["swe_number"]]) == [(days[0],)]
