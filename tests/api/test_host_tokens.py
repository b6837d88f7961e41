# SPDX-License-Identifier: MIT
"""Tokens made on the host: how the first of everybody gets in, a region's and an authority's administrator too."""
import pytest
from support import bodies

AUTHORITY, REGION = ("--authority", "Medway"), ("--region", "South East")
ROLES = {
    "officer": (AUTHORITY, "/v1/placements"),
    "requester": (AUTHORITY, "/v1/eligibility-checks"),
    "hr": (AUTHORITY, "/v1/employments"),
    "dcs": (AUTHORITY, "/v1/placements"),
    "chief-executive": (AUTHORITY, "/v1/placements"),
    "authority-admin": (AUTHORITY, "/v1/people"),
    "region-admin": (REGION, "/v1/breaches"),
    "supplier": (None, "/v1/rate-caps"),
    "auditor": (AUTHORITY, "/v1/audit-events"),
}


def create(world, role, scope, *more):
    return world.daemon.run("token", "create", "--role", role, *scope, "--name", "A. Person", *more)


def made(world, role, scope, *more):
    ran = create(world, role, scope, *more)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_a_token_that_holds_where_it_is_for(world, supplier, role):
    scope, path = ROLES[role]
    token = made(world, role, scope or ("--supplier", supplier))
    assert world.get(token, path).status == 200
    assert world.get(token, "/v1/audit-events").status == (200 if role == "auditor" else 403)


def test_an_auditor_is_a_region_s_too(world):
    assert world.get(made(world, "auditor", REGION), "/v1/audit-events").status == 200


@pytest.mark.parametrize("scope", [("--authority", "887"), ("--authority", "E06000035"), AUTHORITY])
def test_an_authority_is_named_by_its_name_or_a_code(world, scope):
    shown = world.get(made(world, "officer", scope), "/v1/placements")
    assert shown.status == 200


@pytest.mark.parametrize(
    "role, scope",
    [
        ("officer", REGION),
        ("authority-admin", REGION),
        ("region-admin", AUTHORITY),
        ("supplier", AUTHORITY),
        ("supplier", REGION),
        ("officer", ()),
        ("officer", (*AUTHORITY, *REGION)),
        ("mayor", AUTHORITY),
        ("officer", (*AUTHORITY, "--days", "0")),
        ("officer", (*AUTHORITY, "--days", "7x")),
        ("officer", (*AUTHORITY, "--days", "99999999999999999999")),
        ("officer", (*AUTHORITY, "again")),
    ],
)
def test_a_role_is_held_where_it_can_be(world, role, scope):
    ran = create(world, role, scope)
    assert (ran.returncode, ran.stdout) == (2, ""), ran.stderr
    assert ran.stderr.startswith("accordd: ") and "internal" not in ran.stderr


@pytest.mark.parametrize("scope", [("--authority", "Atlantis"), ("--region", "Wessex"), ("--supplier", "x")])
def test_a_place_that_is_not_there_is_told(world, scope):
    role = {"--region": "region-admin", "--supplier": "supplier"}.get(scope[0], "officer")
    ran = create(world, role, scope)
    assert (ran.returncode, ran.stdout) == (5, ""), ran.stderr
    assert "no such authority, region or supplier" in ran.stderr


def test_an_authority_s_first_administrator_comes_from_the_host_and_makes_the_others(world):
    admin = made(world, "authority-admin", ("--authority", "Kent"))
    person = world.made(admin, "/v1/people", bodies.person())["id"]
    grant = world.made(admin, f"/v1/people/{person}/grants", bodies.grant("OFFICER"))["id"]
    token = world.made(admin, "/v1/tokens", bodies.token(grant, days=365))["token"]
    assert world.get(token, "/v1/placements").status == 200


def test_a_region_s_administrator_grants_nothing_at_an_authority(world):
    admin = made(world, "region-admin", REGION)
    person = world.made(admin, "/v1/people", bodies.person())["id"]
    answer = world.post(admin, f"/v1/people/{person}/grants", bodies.grant("AUTHORITY_ADMIN"))
    assert (answer.status, answer.json["code"]) == (403, "forbidden")
