# SPDX-License-Identifier: MIT
"""
What a successor does with its predecessor's records, by the table of every route and role: all that the predecessor
could, but for its people, who are out (test_reorganisation.py), and what each authority says for itself. Cumberland is
one of the two that followed Cumbria.
"""
import pytest
from support import bodies
from support.access import AT_AUTHORITY, START
from support.tenancy import ROUTES, TABLE, Side
from test_exceptions import wanted
from test_references import own
from test_tenancy import attempt

ROLES = (*AT_AUTHORITY, "AUDITOR")
ENDED = {"people", "grants", "tokens"}  # with the predecessor
MADE_ANEW = {"role_mappings"}  # by each successor; the predecessor's are for reading
PUBLIC = {"agreements", "authorities", "rate_caps", "suppliers", "reference_templates", "information_versions"}
SUCCESSORS = ("Cumberland", "Westmorland and Furness")


@pytest.fixture(scope="module")
def cumbria(world):
    return Side(world, "Cumbria", "North West", "PUBLISHED")


@pytest.fixture(scope="module")
def whole(cumbria):
    """With a record of each kind."""
    for name, role in ON_A_RECORD:
        cumbria.of(role).path(name)
    return cumbria


def kind_of(name):
    return name.split("/")[2].replace("-", "_")


def roles_of(name):
    return [(name, role) for role in TABLE[name].roles if role in ROLES]


ON_A_RECORD = [each for name in ROUTES if TABLE[name].other == 404 and "{id}" in name for each in roles_of(name)]
LISTS = [each for name in ROUTES if ROUTES[name].listing and "{id}" not in name for each in roles_of(name)]


@pytest.mark.parametrize("name, role", ON_A_RECORD)
def test_it_does_what_the_predecessor_could(world, cumbria, name, role):
    answer = attempt(world, world.token(role, "Cumberland"), name, cumbria.of(role))
    gone = kind_of(name) in ENDED or (kind_of(name) in MADE_ANEW and not name.startswith("GET"))
    assert answer.status == (404 if gone else TABLE[name].own), answer.text


@pytest.mark.parametrize("name, role", LISTS)
def test_it_lists_what_the_predecessor_had(world, whole, name, role):
    """By one body for both: a search is for the same worker."""

    path = ROUTES[name].path + ("?limit=500" if role == "AUDITOR" and "audit" in name else TABLE[name].query)

    def listed(authority):
        body = TABLE[name].body(whole) if TABLE[name].body else None
        answer = world.call(world.token(role, authority), ROUTES[name].method, path, body)
        return {row.get("id") or row.get("object") or str(row) for row in answer.json["data"]}

    theirs = listed("Cumbria")
    for successor in SUCCESSORS:
        assert not (theirs & listed(successor) if kind_of(name) in ENDED else theirs - listed(successor))
    assert kind_of(name) in PUBLIC or not theirs & listed("Lancashire")


def under_way(side, **members):
    return bodies.proposal(bodies.worker(), "2026-09-07", side.supplier, engagement="UNDER_WAY", **members)


def naming_a_team(side):
    return under_way(side, project_team=side.record("project_teams"))


def naming_a_placement(side):
    return own(side.world.made(side.token("OFFICER"), "/v1/placements", under_way(side)))


def naming_an_exception(side):
    worker = bodies.worker()
    made = side.world.made(side.token("OFFICER"), "/v1/exceptions", wanted(worker))
    return bodies.proposal(worker, START, side.supplier, exceptions=[made["id"]])


NAMING = {
    "a placement with a team": ("/v1/placements", naming_a_team),
    "a check with a team": (
        "/v1/eligibility-checks",
        lambda side: bodies.check(bodies.worker(), START, project_team=side.record("project_teams")),
    ),
    "a placement with an exception": ("/v1/placements", naming_an_exception),
    "an exception of a placement": (
        "/v1/exceptions",
        lambda side: wanted(side.worker, placement=side.placements),
    ),
    "a reference for a placement": ("/v1/references", naming_a_placement),
}


@pytest.mark.parametrize("what", NAMING)
def test_its_own_records_name_what_it_inherited(world, cumbria, what):
    path, body = NAMING[what]
    answer = world.post(world.officer("Lancashire"), path, body(cumbria))
    assert answer.status in (404, 422), answer.text
    answer = world.post(world.officer("Cumberland"), path, body(cumbria))
    assert answer.status == 201, answer.text


def test_breaches_of_an_inherited_team_s_workers_count_as_its_own(world, cumbria):
    team = cumbria.record("project_teams")
    body = under_way(cumbria, project_team=team)
    left = bodies.leaver(body["swe_number"], "2026-08-31")
    world.made(world.officer("Lancashire"), "/v1/cooling-off-records", left)
    placed = world.made(world.officer("Cumberland"), "/v1/placements", body)
    assert placed["status"] == "IN_BREACH" and placed["authority"] == world.code("Cumberland")
    asked = bodies.check(bodies.worker(), START, project_team=team)
    check = world.made(world.officer("Cumberland"), "/v1/eligibility-checks", asked)
    kept = "SELECT team_in_breach FROM eligibility_check WHERE id = %s"
    assert world.sql(kept, [check["id"]]) == [(1,)]


def test_a_requirement_of_who_is_no_more_is_offered_to_nobody(world, cumbria):
    """Its successor asks for itself, with its own caps."""
    agency = world.token("SUPPLIER", supplier=cumbria.supplier)
    theirs, ours = (
        world.made(world.officer(name), "/v1/requirements", bodies.requirement(cumbria.supplier))["id"]
        for name in ("Cumbria", "Cumberland")
    )
    offered = {row["id"] for row in world.get(agency, "/v1/requirements").json["data"]}
    assert ours in offered and theirs not in offered
    answer = world.post(agency, f"/v1/requirements/{theirs}/candidates", bodies.candidate(bodies.worker()))
    assert answer.status == 404, answer.text
