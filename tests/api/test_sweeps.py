# SPDX-License-Identifier: MIT
"""What agreements, memberships and role mappings say of days that were tested already: what is running is asked again."""
import concurrent.futures
import contextlib

import pytest
from support import bodies
from support.waiting import wait_until
from support.world import PATIENT, World

TODAY, BEGUN, LEFT = "2026-09-14", "2026-09-01", "2026-05-10"  # left for three months by then, and not for six
TITLE = "Social worker in a duty team"


@pytest.fixture(scope="module")
def world():
    with World(day=TODAY, settings=PATIENT) as world:
        world.wait_for_connections()
        yield world


@pytest.fixture
def admin(world):
    return world.region_admin("South East")


@pytest.fixture
def agreement(world, admin):
    """Alone in force: six months, nobody's yet. What the owner takes away is told to nobody."""
    for table in ("membership", "departure"):
        world.sql(f"UPDATE {table} SET superseded_at = now() WHERE superseded_at IS NULL")
    made = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    world.made(admin, f"/v1/agreements/{made}/terms", bodies.terms(cool_off_months=6))
    protocol(world, made, "COOL_OFF")
    return made


def protocol(world, agreement, name):
    body = {"protocol": name, "phase": 1}
    world.made(world.region_admin("South East"), f"/v1/agreements/{agreement}/protocols", body)


def sign(world, agreement, name, **members):
    body = bodies.membership(world.code(name), **members)
    return world.made(world.region_admin("South East"), f"/v1/agreements/{agreement}/memberships", body)["id"]


def map_title(world, name, job_type="SW", **members):
    body = bodies.mapping(TITLE, job_type, **members)
    return world.made(world.token("AUTHORITY_ADMIN", name), "/v1/role-mappings", body)


def left_kent(world):
    worker = bodies.worker()
    world.made(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(worker, LEFT))
    return worker


def place(world, supplier, worker, start=BEGUN, hirer="Medway", **members):
    """Under way; whatever else waited has been done."""
    body = bodies.proposal(worker, start, supplier, engagement="UNDER_WAY", **members)
    placed = world.made(world.officer(hirer), "/v1/placements", body)
    world.wait_until_asked_again()
    return placed


def after(world, placed, hirer="Medway"):
    world.wait_until_asked_again()
    return world.get(world.officer(hirer), f"/v1/placements/{placed['id']}").json


def verdict(placement, rule="COOL_OFF", layer="REGIONAL"):
    return next(f["verdict"] for f in placement["findings"] if (f["rule"], f["layer"]) == (rule, layer))


def breaches(world, placed, rule="COOL_OFF"):
    return world.sql(
        "SELECT known_after_start, resolved_on IS NULL FROM breach"
        " WHERE placement = %s AND rule = %s AND layer = 'REGIONAL' ORDER BY id",
        [placed["id"], rule],
    )


def asked(world, placed):
    """Why it was asked again, so far."""
    world.wait_until_asked_again()
    return world.sql(
        "SELECT cause::text FROM recheck WHERE placement = %s ORDER BY queued_at, cause::text", [placed["id"]]
    )


def tasks(world, placed, name="Medway"):
    told = world.get(world.officer(name), "/v1/tasks?kind=VERDICT_CHANGED&limit=500").json["data"]
    return [task["object"] for task in told if task["object"] == placed["id"]]


# Memberships.


@pytest.mark.parametrize("first, late", [("Kent", "Medway"), ("Medway", "Kent")])
def test_a_membership_recorded_late_binds_what_began_since(world, supplier, agreement, first, late):
    """The hirer's, or the last employer's: then of a placement elsewhere."""
    sign(world, agreement, first)
    placed = place(world, supplier, left_kent(world))
    assert (verdict(placed), verdict(placed, layer="NATIONAL")) == ("NOT_APPLICABLE", "PASS")
    sign(world, agreement, late)
    found = after(world, placed)
    assert (verdict(found), found["status"]) == ("BREACH", "IN_BREACH")
    assert breaches(world, placed) == [(True, True)] and tasks(world, placed) == [placed["id"]]
    assert found["version"] == 2 and found["recheck"] != placed["eligibility_check"]


def test_a_post_that_the_worker_declared_is_an_end_too(world, supplier, agreement):
    sign(world, agreement, "Medway")
    said = {"authority": world.code("Kent"), "last_day": LEFT}
    placed = place(world, supplier, bodies.worker(), declared_last_post=said)
    assert verdict(placed) == "NOT_APPLICABLE"
    sign(world, agreement, "Kent")
    assert verdict(after(world, placed)) == "REFER"


@pytest.mark.parametrize(
    "name, members",
    [
        ("Medway", {"sharing_agreement_signed_on": None}),
        ("Medway", {"from": "2026-09-02"}),
        ("Kent", {"from": "2026-05-11"}),
        ("Kent", {"from": "2025-10-01", "to": "2026-05-09"}),
        ("Medway", {"phase": 2, "from": "2026-10-01"}),
        ("Surrey", {}),
    ],
)
def test_a_membership_that_touches_nothing_queues_nothing(world, supplier, agreement, name, members):
    """The days tested are the first of the placement, for Medway, and the last of the spell, for Kent."""
    sign(world, agreement, "Kent" if name == "Medway" else "Medway")
    protocol(world, agreement, "PAY")
    placed = place(world, supplier, left_kent(world))
    before = asked(world, placed)
    sign(world, agreement, name, **members)
    assert asked(world, placed) == before
    assert world.get(world.officer("Medway"), f"/v1/placements/{placed['id']}").json["version"] == 1


def test_leaving_takes_away_what_was_found_of_days_after_it(world, supplier, admin, agreement):
    sign(world, agreement, "Kent")
    membership = sign(world, agreement, "Medway")
    bound, free = (place(world, supplier, left_kent(world), start) for start in ("2026-08-31", BEGUN))
    assert [breaches(world, placed) for placed in (bound, free)] == 2 * [[(False, True)]]
    before = asked(world, bound)
    path = f"/v1/memberships/{membership}/end"
    assert world.post(admin, path, {"to": "2026-08-31"}).status == 200
    found = after(world, free)
    assert verdict(found) == "NOT_APPLICABLE" and found["status"] != "IN_BREACH"
    assert breaches(world, free) == [(False, False)] and tasks(world, free) == [free["id"]]
    assert asked(world, bound) == before and breaches(world, bound) == [(False, True)]


# Terms and protocols.


def test_terms_recorded_late_are_asked_of_what_they_cover(world, supplier, admin, agreement):
    made = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    protocol(world, made, "COOL_OFF")
    for name in ("Medway", "Kent"):
        sign(world, made, name)
    early, placed = (place(world, supplier, left_kent(world), start) for start in ("2026-08-31", BEGUN))
    assert verdict(placed) == "NOT_APPLICABLE"
    before = asked(world, early)
    terms = bodies.terms(cool_off_months=6, **{"from": BEGUN})
    world.made(admin, f"/v1/agreements/{made}/terms", terms)
    assert verdict(after(world, placed)) == "BREACH" and breaches(world, placed) == [(True, True)]
    assert asked(world, early) == before


def test_a_protocol_recorded_late_is_asked_of_whom_it_binds(world, supplier, admin, agreement):
    """And no rule is told of the others."""
    sign(world, agreement, "Medway")
    world.made(admin, "/v1/rate-caps", bodies.cap(agreement, 3800))
    placed = place(world, supplier, world.clear_worker("Medway"), pay_pence=3900)
    assert verdict(placed, "PRICE_CAP") == "NOT_APPLICABLE"
    before = asked(world, placed)
    protocol(world, agreement, "INFORMATION")
    assert asked(world, placed) == before
    protocol(world, agreement, "PAY")
    found = after(world, placed)
    assert (verdict(found, "PRICE_CAP"), found["status"]) == ("BREACH", "IN_BREACH")
    assert breaches(world, placed, "PRICE_CAP") == [(True, True)] and tasks(world, placed) == [placed["id"]]
    assert asked(world, placed) == [*before, ("CAP",)]


# Role mappings.


@pytest.fixture
def capped(world, admin, agreement):
    protocol(world, agreement, "PAY")
    world.made(admin, "/v1/rate-caps", bodies.cap(agreement, 3800))
    return agreement


@pytest.mark.parametrize("hirer, pence, expected", [("Reading", 3800, "PASS"), ("Slough", 3801, "BREACH")])
def test_a_mapping_recorded_late_says_which_cap_holds(world, supplier, capped, hirer, pence, expected):
    sign(world, capped, hirer)
    worker = world.clear_worker(hirer)
    untitled = {"job_type": None, "local_role": TITLE, "pay_pence": pence}
    placed = place(world, supplier, worker, hirer=hirer, **untitled)
    assert (verdict(placed, "PRICE_CAP"), placed["status"]) == ("UNKNOWN", "REFERRED")
    other = place(world, supplier, bodies.worker(), hirer=hirer, **{**untitled, "local_role": "Team leader"})
    before = asked(world, other)
    map_title(world, hirer, substantive_notice_days=14)
    found = after(world, placed, hirer)
    assert (verdict(found, "PRICE_CAP"), verdict(found, "NOTICE", "NATIONAL")) == (expected, "REFER")
    assert tasks(world, placed, hirer) == [placed["id"]] and asked(world, other) == before


def test_a_mapping_from_a_later_day_on_is_not_asked_of_what_began_before(world, supplier, capped):
    sign(world, capped, "Oxfordshire")
    map_title(world, "Oxfordshire")
    placed = place(world, supplier, bodies.worker(), hirer="Oxfordshire", job_type=None, local_role=TITLE)
    before = asked(world, placed)
    map_title(world, "Oxfordshire", "SSW", **{"from": "2026-09-02"})
    assert asked(world, placed) == before


def test_a_mapping_with_a_last_day_ends_the_one_before_for_the_days_after_it_too(world, supplier, capped):
    sign(world, capped, "Surrey")
    map_title(world, "Surrey", substantive_notice_days=14)
    placed = place(world, supplier, bodies.worker(), hirer="Surrey", job_type=None, local_role=TITLE)
    assert verdict(placed, "NOTICE", "NATIONAL") == "REFER"
    map_title(world, "Surrey", **{"from": "2026-06-01", "to": "2026-06-30"})
    assert verdict(after(world, placed, "Surrey"), "NOTICE", "NATIONAL") == "PASS"


def test_a_cap_reaches_what_is_of_its_job_type_by_a_mapping_recorded_since(world, supplier, admin, agreement):
    protocol(world, agreement, "PAY")
    sign(world, agreement, "Hampshire")
    placed = place(world, supplier, bodies.worker(), hirer="Hampshire", job_type=None, local_role=TITLE)
    map_title(world, "Hampshire")
    assert verdict(after(world, placed, "Hampshire"), "PRICE_CAP") == "UNKNOWN"
    world.made(admin, "/v1/rate-caps", bodies.cap(agreement, 3600))
    assert verdict(after(world, placed, "Hampshire"), "PRICE_CAP") == "BREACH"


# Days that are still to come.


@pytest.mark.parametrize("known", [True, False])
def test_what_began_before_the_caps_is_bound_by_what_binds_on_the_day(known):
    """R0.3: not until the agreement's own date, and not once the membership has ended, as was known from the first or not."""
    with World(day="2026-09-28", settings=PATIENT) as world:
        admin = world.region_admin("South East")
        supplier = world.made(admin, "/v1/suppliers", bodies.supplier())["id"]
        made = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
        protocol(world, made, "PAY")
        world.made(admin, "/v1/rate-caps", bodies.cap(made, 3800))
        older = place(world, supplier, bodies.worker(), "2025-06-02", pay_pence=3900)
        newer = place(world, supplier, bodies.worker(), "2025-12-01", pay_pence=3900)
        world.made(admin, f"/v1/agreements/{made}/terms", bodies.terms(legacy_cap_date="2026-10-01"))
        membership = sign(world, made, "Medway", to="2026-10-31" if known else None)
        assert verdict(after(world, older), "PRICE_CAP") == "NOT_APPLICABLE"
        assert verdict(after(world, newer), "PRICE_CAP") == "BREACH"
        before = asked(world, newer)
        if not known:
            assert world.post(admin, f"/v1/memberships/{membership}/end", {"to": "2026-10-31"}).status == 200
        for day, expected in (
            ("2026-09-30", "NOT_APPLICABLE"),
            ("2026-10-01", "BREACH"),
            ("2026-10-31", "BREACH"),
            ("2026-11-01", "NOT_APPLICABLE"),
        ):
            world.move_to(day)
            assert verdict(after(world, older), "PRICE_CAP") == expected, day
        assert breaches(world, older, "PRICE_CAP") == [(True, False)]
        assert asked(world, newer) == before and verdict(after(world, newer), "PRICE_CAP") == "BREACH"


# While a placement is submitted.


def test_a_submission_that_had_read_the_rules_is_asked_again(world, supplier, agreement):
    """It commits after the membership: held where it writes the placement, until the change has been seen."""
    sign(world, agreement, "Kent")
    worker, officer = left_kent(world), world.officer("Medway")
    world.wait_until_asked_again()
    body = bodies.proposal(worker, BEGUN, supplier, engagement="UNDER_WAY")
    with concurrent.futures.ThreadPoolExecutor(1) as threads, contextlib.closing(world.database.connect()) as holder:
        holder.cursor().execute("SELECT FROM supplier WHERE id = %s FOR UPDATE", [supplier])
        submitted = threads.submit(lambda: world.post(officer, "/v1/placements", body))
        world.database.wait_for_locks(1)
        sign(world, agreement, "Medway")
        seen = "SELECT count(*) FROM sweep WHERE done_at IS NULL AND after IS NOT NULL"
        wait_until(lambda: world.sql(seen) == [(2,)], 20, "the membership is seen")
        holder.rollback()
        placed = submitted.result()
    assert placed.status == 201, placed.text
    assert placed.finding("COOL_OFF", "REGIONAL")["verdict"] == "NOT_APPLICABLE"
    assert verdict(after(world, placed.json)) == "BREACH" and breaches(world, placed.json) == [(True, True)]


def test_a_submission_that_has_yet_to_write_sees_the_membership(world, supplier, agreement):
    """It has read the rules, and claims the worker's facts after the membership: it reads them again."""
    sign(world, agreement, "Kent")
    worker, officer = left_kent(world), world.officer("Medway")
    world.wait_until_asked_again()
    body = bodies.proposal(worker, BEGUN, supplier, engagement="UNDER_WAY")
    with concurrent.futures.ThreadPoolExecutor(1) as threads, contextlib.closing(world.database.connect()) as holder:
        holder.cursor().execute("SELECT FROM worker_facts WHERE swe_number = %s FOR UPDATE", [worker])
        submitted = threads.submit(lambda: world.post(officer, "/v1/placements", body))
        world.database.wait_for_locks(1)
        sign(world, agreement, "Medway")
        holder.rollback()
        placed = submitted.result()
    assert placed.status == 201, placed.text
    assert placed.finding("COOL_OFF", "REGIONAL")["verdict"] == "BREACH"
    assert breaches(world, placed.json) == [(False, True)]
