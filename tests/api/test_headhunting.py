# SPDX-License-Identifier: MIT
"""The register of approaches between signatories: two parties and the region see a report, and nobody's identity is kept."""
import functools

import pytest
from support import bodies
from support.access import SIGNATORIES, Access
from support.world import at_once

PATH = "/v1/headhunting-reports"
RESOLUTION = {"state": "RESOLVED", "resolution": "Reminded of the rules of engagement"}
PARTIES = (*SIGNATORIES, "HR", "REGION_ADMIN", "SUPPLIER")


def of(side):
    return side.world.made(side.token("OFFICER"), PATH, bodies.report(side.agreements))["id"]


ACCESS = {
    "GET /v1/headhunting-reports": Access(PARTIES, 200),
    "POST /v1/headhunting-reports": Access(
        ("OFFICER", "HR"),
        201,
        body=lambda side: bodies.report(side.agreements),
        another={"approach": "ADVERT"},
        record=of,
    ),
    "POST /v1/headhunting-reports/{id}/resolution": Access(
        ("REGION_ADMIN",), 200, 404, body=lambda side: RESOLUTION, another={"state": "DISMISSED"}
    ),
}


@pytest.fixture(scope="module")
def memorandum(world):
    return world.made(world.region_admin("South East"), "/v1/agreements", bodies.agreement("South East"))["id"]


@pytest.fixture
def report(world, memorandum):
    """Medway's."""
    return lambda **members: world.made(world.officer("Medway"), PATH, bodies.report(memorandum, **members))


def resolve(world, token, made, **members):
    return world.post(token, f"{PATH}/{made['id']}/resolution", {**RESOLUTION, **members})


def sees(world, token, made):
    return made["id"] in [row["id"] for row in world.get(token, PATH).json["data"]]


def test_two_parties_and_the_region_see_it(world, supplier, report):
    by_authority, by_supplier = report(), report(approacher_authority=None, approacher_supplier=supplier)
    agency = world.token("SUPPLIER", supplier=supplier)
    for token, seen in (
        (world.officer("Medway"), (True, True)),
        (world.officer("Bexley"), (True, False)),
        (agency, (False, True)),
        (world.region_admin("South East"), (True, True)),
        (world.region_admin("London"), (False, False)),
        (world.officer("Kent"), (False, False)),
    ):
        assert (sees(world, token, by_authority), sees(world, token, by_supplier)) == seen


def test_the_region_resolves_it_once(world, memorandum, report):
    made, region = report(), world.region_admin("South East")
    assert resolve(world, world.region_admin("London"), made).status == 404
    assert resolve(world, world.officer("Medway"), made).status == 403
    assert resolve(world, region, made, state="OPEN").status == 422
    answers = at_once([functools.partial(resolve, world, region, made)] * 2)
    assert sorted(answer.status for answer in answers) == [200, 409]
    done = next(answer.json for answer in answers if answer.status == 200)
    assert done in world.get(world.officer("Bexley"), PATH).json["data"]


@pytest.mark.parametrize(
    "members, pointer",
    [
        ({"approacher_authority": "887"}, "/approacher_authority"),  # Medway itself
        ({"approacher_authority": "999"}, "/approacher_authority"),
        ({"approacher_authority": None}, "/approacher_authority"),
        ({"approacher_supplier": "01a20000-0000-7000-8000-000000000000"}, "/approacher_authority"),
        ({"agreement": "01a20000-0000-7000-8000-000000000000"}, "/agreement"),
        ({"approached_on": "2026-09-15"}, "/approached_on"),
        ({"approached_on": "2026-02-31"}, "/approached_on"),
        ({"what": "SW900123 was rung up"}, "/what"),
    ],
)
def test_a_report_says_who_when_and_nobody_s_number(world, memorandum, members, pointer):
    answer = world.post(world.officer("Medway"), PATH, bodies.report(memorandum, **members))
    assert answer.status == 422 and pointer in [error["pointer"] for error in answer.json["errors"]]


def test_a_resolution_names_nobody_either(world, report):
    answer = resolve(world, world.region_admin("South East"), report(), resolution="Sw 900 123 stayed")
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/resolution")
