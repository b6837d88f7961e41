# SPDX-License-Identifier: MIT
"""What waits about joining agreements, leaving them, and following a predecessor."""
import datetime

import pytest
from support import bodies
from support.tasks import due, waiting
from support.world import World
from test_reorganisation import agreed, recorded

JOINING = ("SHARING_AGREEMENT_TO_SIGN", "ROLES_TO_MAP", "LEAVERS_TO_STATE", "TEMPLATE_TO_ACCEPT")
MONTHS = ["2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05",
          "2026-06", "2026-07", "2026-08"]  # fmt: skip


@pytest.fixture
def admin(world):
    return world.region_admin("South East")


@pytest.fixture
def memorandum(world, admin):
    return world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]


def join(world, admin, memorandum, authority, **members):
    body = bodies.membership(world.code(authority), **members)
    body = {name: value for name, value in body.items() if value is not None}
    return world.made(admin, f"/v1/agreements/{memorandum}/memberships", body)["id"]


def joining(world, token):
    """The steps that wait, each with its record."""
    return {kind: list(due(world, token, kind)) for kind in JOINING if due(world, token, kind)}


def test_each_step_of_joining_waits_until_it_is_met(world, admin, memorandum):
    keeper, hr = world.token("AUTHORITY_ADMIN", "Slough"), world.token("HR", "Slough")
    assert joining(world, keeper) == {}
    member = join(world, admin, memorandum, "Slough", **{"from": "2026-11-02", "sharing_agreement_signed_on": None})
    steps = {
        "SHARING_AGREEMENT_TO_SIGN": [member],
        "ROLES_TO_MAP": [memorandum],
        "LEAVERS_TO_STATE": [memorandum],
        "TEMPLATE_TO_ACCEPT": [bodies.FIRST_TEMPLATE],
    }
    assert joining(world, keeper) == steps
    assert joining(world, admin) == {"SHARING_AGREEMENT_TO_SIGN": [member]}
    assert joining(world, hr) == {"LEAVERS_TO_STATE": [memorandum]}
    assert joining(world, world.token("AUTHORITY_ADMIN", "Reading")) == {}

    world.made(keeper, "/v1/role-mappings", bodies.mapping("Duty worker", "SW"))
    del steps["ROLES_TO_MAP"]
    assert joining(world, keeper) == steps

    accepted = {"template": bodies.FIRST_TEMPLATE, "accepted_on": "2026-09-01"}
    world.made(keeper, "/v1/template-acceptances", accepted)
    del steps["TEMPLATE_TO_ACCEPT"]
    assert joining(world, keeper) == steps

    for month in MONTHS:
        assert joining(world, keeper) == steps
        world.made(hr, "/v1/leaver-statements", {"month": month, "none": True})
    del steps["LEAVERS_TO_STATE"]
    assert joining(world, keeper) == steps


def test_a_month_that_has_ended_is_to_be_stated(world, admin, memorandum):
    """By an authority that had stated all before it, whatever number of agreements it is in."""
    other = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    for made in (memorandum, other):
        join(world, admin, made, "Reading")
    officer = world.officer("Reading")
    for month in MONTHS:
        world.made(officer, "/v1/leaver-statements", {"month": month, "none": True})
    assert waiting(world, officer, "LEAVERS_TO_STATE") == []
    try:
        world.move_to("2026-10-01")
        assert list(due(world, officer, "LEAVERS_TO_STATE")) == [min(memorandum, other)]
    finally:
        world.move_to("2026-09-14")


def test_the_region_s_own_template_is_the_one_in_use_and_its_latest_version():
    with World() as world:
        london, keeper = world.region_admin("London"), world.token("AUTHORITY_ADMIN", "Bexley")
        made = world.made(london, "/v1/agreements", bodies.agreement("London"))["id"]
        join(world, london, made, "Bexley")
        assert list(due(world, keeper, "TEMPLATE_TO_ACCEPT")) == [bodies.FIRST_TEMPLATE]
        versions = [
            world.sql(
                "INSERT INTO reference_template (id, region, name, version, valid_from, fields)"
                " VALUES (gen_random_uuid(), 'London', 'Ours', %s, %s, '[{}]') RETURNING id::text",
                [version, day],
            )[0][0]
            for version, day in ((1, "2026-01-01"), (2, "2026-09-14"), (3, "2026-09-15"))
        ]
        assert list(due(world, keeper, "TEMPLATE_TO_ACCEPT")) == [versions[1]]


def test_a_membership_that_ends_is_told_to_both_unless_another_follows(world, admin, memorandum):
    keeper = world.token("AUTHORITY_ADMIN", "Surrey")
    ends = join(world, admin, memorandum, "Surrey", to="2026-10-12")
    join(world, admin, memorandum, "Kent", to="2026-10-13")
    for token in (keeper, admin):
        assert due(world, token, "MEMBERSHIP_ENDING") == {ends: "2026-10-12"}
    for token in (world.region_admin("London"), world.officer("Surrey"), world.token("AUTHORITY_ADMIN", "Kent")):
        assert due(world, token, "MEMBERSHIP_ENDING") == {}
    join(world, admin, memorandum, "Surrey", **{"from": "2026-10-13"})
    for token in (keeper, admin):
        assert due(world, token, "MEMBERSHIP_ENDING") == {}


def test_whoever_has_left_is_told_until_when_the_records_are_read(world, admin, memorandum):
    """The reading ends by the database's day, which the world's is moved to."""
    today = world.sql("SELECT current_date")[0][0]
    member = join(world, admin, memorandum, "Hampshire")
    last = str(today - datetime.timedelta(days=1))
    left = world.post(admin, f"/v1/memberships/{member}/end", {"to": last})
    assert left.json["left_on"] == last, left.text
    until = left.json["reads_until"]
    keeper = world.token("AUTHORITY_ADMIN", "Hampshire")
    try:
        world.move_to(last)
        assert waiting(world, keeper, "READING_ENDING") == []
        for day in (str(today), until):
            world.move_to(day)
            [task] = waiting(world, keeper, "READING_ENDING")
            assert (task["due"], task["about"]) == (until, "departure")
        assert due(world, world.officer("Hampshire"), "READING_ENDING") == {}
        world.move_to(str(datetime.date.fromisoformat(until) + datetime.timedelta(days=1)))
        assert waiting(world, keeper, "READING_ENDING") == []
    finally:
        world.move_to("2026-09-14")


def test_a_successor_signs_and_maps_anew():
    with World() as world:
        admin, surrey = world.region_admin("South East"), world.token("AUTHORITY_ADMIN", "Surrey")
        made = agreed(world, "Surrey", "Kent")
        mapping = world.made(surrey, "/v1/role-mappings", bodies.mapping("Duty worker", "SW"))["id"]
        today = str(world.sql("SELECT current_date")[0][0])
        recorded(world, on=today)
        world.move_to(today)
        east, west = (world.token("AUTHORITY_ADMIN", name) for name in ("East Surrey", "West Surrey"))
        for keeper in (east, west):
            assert due(world, keeper, "AGREEMENT_TO_SIGN_ANEW") == {made: None}
            assert due(world, keeper, "MAPPING_TO_MAKE") == {mapping: None}
        assert due(world, world.token("AUTHORITY_ADMIN", "Kent"), "AGREEMENT_TO_SIGN_ANEW") == {}
        join(world, admin, made, "East Surrey", **{"from": today})
        world.made(east, "/v1/role-mappings", bodies.mapping("duty worker", "SW", **{"from": today}))
        for kind in ("AGREEMENT_TO_SIGN_ANEW", "MAPPING_TO_MAKE"):
            assert due(world, east, kind) == {}
            assert len(due(world, west, kind)) == 1
