# SPDX-License-Identifier: MIT
"""A day begins: what was to come by the day before, and what an exception allowed until then, is asked again."""
import contextlib

import pytest
from support import bodies
from support.waiting import wait_until
from support.world import PATIENT, World
from test_exceptions import OVER, TODAY, Exceptions, agreed, cap

START, NEXT = "2026-10-05", "2026-10-06"
LAST_DAY, LATER = "2026-10-16", "2026-10-19"


@pytest.fixture
def world():
    with World(day=TODAY, settings=PATIENT) as world:
        world.wait_for_connections()
        cap(world, agreed(world, "Medway"))
        world.wait_until_asked_again()
        yield world


@pytest.fixture
def medway(world):
    return Exceptions(world)


@pytest.fixture
def supplier(world):
    return world.made(world.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]


def get(world, placed):
    return world.get(world.officer("Medway"), f"/v1/placements/{placed['id']}").json


def found(placement, rule, layer="NATIONAL"):
    return next(f for f in placement["findings"] if (f["rule"], f["layer"]) == (rule, layer))


def breaches(world, placed, rule):
    return world.sql(
        "SELECT state::text, known_after_start, resolved_on IS NULL FROM breach"
        " WHERE placement = %s AND rule = %s ORDER BY recorded_at, id",
        [placed["id"], rule],
    )


def causes(world, placed):
    return world.sql(
        "SELECT cause::text FROM recheck WHERE placement = %s AND done_at IS NOT NULL AND cause <> 'CAP'", [placed["id"]]
    )


def wait_for_breach(world, placed, rule):
    """The placement, once a breach of the rule is open that was none when it was made."""
    wait_until(lambda: ("OPEN", False, True) in breaches(world, placed, rule), 30, f"a breach of {rule}")
    world.wait_until_asked_again()
    return get(world, placed)


def test_a_rate_that_nobody_signed_for_in_time_breaches_that_rule_too(world, medway, supplier):
    world.move_to(START)
    worker = world.clear_worker("Medway")
    answer = medway.place(worker, supplier, start=START, engagement="UNDER_WAY")
    assert (answer.status, answer.json["status"]) == (201, "IN_BREACH"), answer.text
    assert (found(answer.json, "SIGN_OFF")["verdict"], breaches(world, answer.json, "SIGN_OFF")) == ("UNKNOWN", [])
    world.move_to(NEXT)
    after = wait_for_breach(world, answer.json, "SIGN_OFF")
    assert (found(after, "SIGN_OFF")["verdict"], after["status"]) == ("BREACH", "IN_BREACH")
    assert breaches(world, answer.json, "SIGN_OFF") == [("OPEN", False, True)]
    assert causes(world, answer.json) == [("RATE_DUE",)]


def test_references_that_did_not_come_are_found_missing_whatever_else_waits(world, supplier):
    """The placement waits for a person already: for the last day of a spell that is open."""
    worker = world.experienced()
    world.made(world.officer("Kent"), "/v1/employments", bodies.spell(worker, start_date="2021-01-04"))
    body = bodies.proposal(worker, START, supplier, offer_date=TODAY)
    placed = world.made(world.officer("Medway"), "/v1/placements", body)
    assert (placed["status"], found(placed, "REFERENCES")["verdict"]) == ("REFERRED", "UNKNOWN")
    world.move_to(START)
    after = wait_for_breach(world, placed, "REFERENCES")
    assert (after["status"], found(after, "REFERENCES")["verdict"]) == ("REFERRED", "BREACH")
    assert breaches(world, placed, "REFERENCES") == [("OPEN", False, True)]


def test_what_was_due_is_no_news_though_a_leaver_is_recorded_late_on_the_same_day(world, supplier):
    """Both wait at once, and whichever is taken first asks of both."""
    worker = world.experienced()
    body = bodies.proposal(worker, START, supplier, offer_date=TODAY)
    placed = world.made(world.officer("Medway"), "/v1/placements", body)
    assert found(placed, "REFERENCES")["verdict"] == "UNKNOWN"
    world.wait_until_asked_again()
    with contextlib.closing(world.database.connect()) as session:
        session.cursor().execute("LOCK TABLE recheck_day")  # nothing is looked for meanwhile
        world.move_to(START)
        world.made(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(worker, "2026-08-31"))
        session.rollback()
    wait_for_breach(world, placed, "REFERENCES")
    assert breaches(world, placed, "REFERENCES") == [("OPEN", False, True)]
    assert breaches(world, placed, "COOL_OFF") == [("OPEN", True, True)]


def test_what_an_exception_allowed_is_a_breach_from_the_day_after_it_ends(world, medway, supplier):
    worker = world.clear_worker("Medway")
    made = medway.approved(worker, start_date=START, expires_on=LAST_DAY, comparable_pence=OVER)
    answer = medway.place(worker, supplier, made, start=START)
    assert (answer.status, answer.json["status"]) == (201, "CONFIRMED"), answer.text
    placed = answer.json
    world.wait_until_asked_again()  # for the cap, which was published just now
    for day in (START, LAST_DAY):
        world.move_to(day)
        wait_until(lambda: world.sql("SELECT day::text FROM recheck_day") == [(day,)], 30, day)
    assert get(world, placed)["version"] == 1
    world.move_to(LATER)  # no daemon saw the day after
    after = wait_for_breach(world, placed, "PRICE_CAP")
    assert (found(after, "PRICE_CAP", "REGIONAL")["state"], after["status"]) == ("OPEN", "IN_BREACH")
    assert breaches(world, placed, "PRICE_CAP") == [("SIGNED_OFF", False, False), ("OPEN", False, True)]
    world.move_to("2026-10-20")
    wait_until(lambda: world.sql("SELECT day::text FROM recheck_day") == [("2026-10-20",)], 30, "the next day")
    world.wait_until_asked_again()
    assert (get(world, placed)["version"], causes(world, placed)) == (2, [("RATE_DUE",)])
