# SPDX-License-Identifier: MIT
"""Standard information by version: added by the region, given at recruitment and induction, on record at the authority."""
import functools

import pytest
from support import bodies
from support.access import ROLES, SIGNATORIES, START, Access
from support.world import at_once

VERSIONS, COUNTS = "/v1/information-versions", "/v1/information-counts"
MADE_UP = "01a20000-0000-7000-8000-000000000000"


def version_of(side):
    return side.world.made(side.token("REGION_ADMIN"), VERSIONS, bodies.information(side.agreements))["id"]


ACCESS = {
    "GET /v1/information-versions": Access(ROLES, 200),
    "POST /v1/information-versions": Access(
        ("REGION_ADMIN",), 201, body=lambda side: bodies.information(side.agreements)
    ),
    "GET /v1/placements/{id}/information": Access(SIGNATORIES, 200, 404),
    "POST /v1/placements/{id}/information": Access(
        ("OFFICER",),
        201,
        404,
        body=lambda side: bodies.given(version_of(side)),
        another={"stage": "RECRUITMENT"},
    ),
    "GET /v1/information-counts": Access((*SIGNATORIES, "HR"), 200),
    "POST /v1/information-counts": Access(
        ("OFFICER", "HR"),
        201,
        body=lambda side: bodies.recruits(version_of(side)),
        another={"given": 2},
    ),
}


@pytest.fixture(scope="module")
def version(world):
    admin = world.region_admin("South East")
    made = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    return world.made(admin, VERSIONS, bodies.information(made))


@pytest.fixture
def officer(world):
    return world.officer("Medway")


@pytest.fixture
def placement(world, officer, supplier):
    body = bodies.proposal(bodies.worker(), START, supplier)
    return f"/v1/placements/{world.made(officer, '/v1/placements', body)['id']}"


def test_a_version_is_the_lead_region_s_to_add_and_everybody_s_to_read(world, version, officer):
    assert version in world.get(officer, VERSIONS).json["data"]
    again = world.post(
        world.region_admin("South East"),
        VERSIONS,
        bodies.information(version["agreement"], name=version["name"]),
    )
    assert (again.status, again.json["code"]) == (409, "duplicate")
    other = world.post(world.region_admin("London"), VERSIONS, bodies.information(version["agreement"]))
    assert (other.status, other.json["errors"][0]["pointer"]) == (422, "/agreement")


def test_what_the_worker_of_a_placement_was_given_is_on_record(world, version, officer, placement):
    made = [
        world.made(officer, f"{placement}/information", bodies.given(version["id"], stage=stage, given_on=day))
        for stage, day in (("RECRUITMENT", "2026-09-01"), ("INDUCTION", "2026-09-14"))
    ]
    assert world.get(officer, f"{placement}/information").json["data"] == made
    assert world.get(world.officer("Kent"), f"{placement}/information").status == 404


def test_it_is_given_once_a_stage_also_at_once(world, version, officer, placement):
    path, body = f"{placement}/information", bodies.given(version["id"])
    answers = at_once([functools.partial(world.post, officer, path, body)] * 2)
    assert sorted(answer.status for answer in answers) == [201, 409]


@pytest.mark.parametrize(
    "members, pointer",
    [
        ({"given_on": "2026-09-15"}, "/given_on"),
        ({"given_on": "2026-02-31"}, "/given_on"),
        ({"information": MADE_UP}, "/information"),
    ],
)
def test_it_is_of_a_version_and_of_a_day_that_has_come(world, version, officer, placement, members, pointer):
    answer = world.post(officer, f"{placement}/information", bodies.given(version["id"], **members))
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)


def test_permanent_recruits_are_counted_and_counted_again(world, version, officer):
    world.made(officer, COUNTS, bodies.recruits(version["id"]))
    latest = world.made(officer, COUNTS, bodies.recruits(version["id"], given=4))
    assert world.get(officer, COUNTS).json["data"] == [latest]
    assert world.get(world.officer("Kent"), COUNTS).json["data"] == []
    for members, pointer in (({"given": 5}, "/given"), ({"month": "2026-13"}, "/month"), ({"information": MADE_UP}, "/information")):
        answer = world.post(officer, COUNTS, bodies.recruits(version["id"], **members))
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, pointer)
