# SPDX-License-Identifier: MIT
"""What a placement rests on changes after it was confirmed: its rules are asked again, by the daemon itself."""
import concurrent.futures
import contextlib

import pytest
from support import bodies
from support.waiting import wait_until
from support.world import PATIENT, World
from test_facts_race import holding

TODAY, BEGUN, COMING = "2026-09-14", "2026-09-01", "2026-10-05"


@pytest.fixture(scope="module")
def world():
    with World(day=TODAY, settings=PATIENT) as world:
        world.wait_for_connections()
        yield world


@pytest.fixture(scope="module")
def agreement(world):
    admin = world.region_admin("South East")
    made = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    world.made(admin, f"/v1/agreements/{made}/protocols", {"protocol": "PAY", "phase": 1})
    world.made(admin, f"/v1/agreements/{made}/memberships", bodies.membership(world.code("Medway"), phase=1))
    return made


def place(world, supplier, worker, start, **members):
    engagement = "UNDER_WAY" if start <= TODAY else "PROPOSED"
    body = bodies.proposal(worker, start, supplier, engagement=engagement, **members)
    return world.made(world.officer("Medway"), "/v1/placements", body)


def now(world, placement):
    return world.get(world.officer("Medway"), f"/v1/placements/{placement['id']}").json


def verdict(placement, rule, layer="NATIONAL"):
    return next(f["verdict"] for f in placement["findings"] if (f["rule"], f["layer"]) == (rule, layer))


def breaches(world, placement, rule="COOL_OFF"):
    return world.sql(
        "SELECT known_after_start, resolved_on IS NULL FROM breach WHERE placement = %s AND rule = %s ORDER BY id",
        [placement["id"], rule],
    )


def notices(world, placement):
    return world.sql("SELECT authority, kind FROM notice WHERE object = %s AND done_at IS NULL", [placement["id"]])


def leave(world, worker, last_day):
    return world.made(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(worker, last_day))


def test_a_leaver_recorded_ten_days_late_opens_a_breach_that_was_not_known_at_the_start(world, supplier):
    worker = bodies.worker()
    placed = place(world, supplier, worker, BEGUN)
    assert verdict(placed, "COOL_OFF") == "PASS" and breaches(world, placed) == []
    leave(world, worker, "2026-08-31")
    world.wait_until_asked_again()
    found = now(world, placed)
    assert (verdict(found, "COOL_OFF"), found["status"]) == ("BREACH", "IN_BREACH")
    assert found["version"] == placed["version"] + 1 and found["recheck"] != placed["eligibility_check"]
    assert breaches(world, placed) == [(True, True)]
    assert notices(world, placed) == [(887, "VERDICT_CHANGED")]
    events = world.sql(
        "SELECT p.name, a.role FROM audit_event a JOIN principal p ON p.id = a.principal"
        " WHERE a.action = 'placement.recheck' AND a.outcome = 'done' AND %s::uuid = ANY (a.ids)",
        [placed["id"]],
    )
    assert events == [("accordd", "OFFICER")]


def test_what_is_put_right_again_ends_the_breach(world, supplier):
    worker = bodies.worker()
    placed = place(world, supplier, worker, BEGUN)
    leave(world, worker, "2026-08-31")
    world.wait_until_asked_again()
    spell = world.sql("SELECT id FROM employment WHERE swe_number = %s", [worker])[0][0]
    answer = world.call(
        world.officer("Kent"), "PATCH", f"/v1/employments/{spell}", {"last_day": "2026-02-28"}, headers={"If-Match": '"1"'}
    )
    assert answer.status == 200, answer.text
    world.wait_until_asked_again()
    found = now(world, placed)
    assert verdict(found, "COOL_OFF") == "PASS" and found["status"] != "IN_BREACH"
    assert breaches(world, placed) == [(True, False)]


def test_what_was_decided_stands_where_nothing_is_found_otherwise(world, supplier):
    """Also after an extension, which asks some of the rules anew."""
    worker = world.experienced()
    world.give_references("Medway", worker)
    world.made(world.officer("Kent"), "/v1/employments", bodies.spell(worker))
    placed = place(world, supplier, worker, BEGUN, planned_end_date="2026-12-18", offer_date=BEGUN)
    assert (placed["status"], verdict(placed, "COOL_OFF")) == ("REFERRED", "REFER")
    path = f"/v1/placements/{placed['id']}"
    for f in placed["findings"]:
        if f["verdict"] in ("REFER", "UNKNOWN"):
            body = {"finding": f"{f['rule']}/{f['layer']}", "decision": "PROCEED", "reason": "The last day is known"}
            world.made(world.officer("Medway"), f"{path}/decisions", body)
    assert now(world, placed)["status"] == "CONFIRMED"
    world.made(
        world.officer("Medway"), f"{path}/extensions", {"planned_end_date": "2027-01-29", "reason": "VACANCY"}
    )
    before = now(world, placed)
    assert before["status"] == "CONFIRMED"
    rules = [f["rule"] for f in before["findings"]]
    assert rules == [f["rule"] for f in placed["findings"]]
    earlier = bodies.spell(worker, start_date="2010-01-04", last_day="2012-06-29", leaving_reason="RESIGNED")
    world.made(world.officer("Surrey"), "/v1/employments", earlier)
    world.wait_until_asked_again()
    assert now(world, placed) == before and notices(world, placed) == []


def test_what_was_said_when_it_was_submitted_is_told_again(world, supplier):
    """The last post that the worker declared, and that the records are whole."""
    said = {
        "history_complete": True,
        "declared_last_post": {"authority": world.code("Kent"), "last_day": "2026-01-30"},
    }
    worker = bodies.worker()
    spell = bodies.spell(worker, start_date="2024-01-08", last_day="2025-12-19", leaving_reason="RESIGNED")
    world.made(world.officer("Kent"), "/v1/employments", spell)
    placed = place(world, supplier, worker, BEGUN, **said)
    assert (verdict(placed, "COOL_OFF"), verdict(placed, "EXPERIENCE")) == ("REFER", "BREACH")
    assert {name: placed[name] for name in said} == said
    world.give_references("Medway", worker)
    world.wait_until_asked_again()
    found = now(world, placed)
    assert verdict(found, "REFERENCES") == "PASS" and found["version"] > 1
    assert (verdict(found, "COOL_OFF"), verdict(found, "EXPERIENCE")) == ("REFER", "BREACH")


def test_what_has_not_begun_is_for_a_person_to_decide(world, supplier):
    officer = world.officer("Medway")
    for decision, status, open_breaches in (("PROCEED", "IN_BREACH", True), ("REFUSE", "REFUSED", False)):
        worker = bodies.worker()
        placed = place(world, supplier, worker, COMING)
        leave(world, worker, "2026-09-10")
        world.wait_until_asked_again()
        found = now(world, placed)
        assert (verdict(found, "COOL_OFF"), found["status"]) == ("BREACH", "REFERRED")
        assert "decisions" in found["allowed_actions"]
        for finding in found["findings"]:
            if finding["verdict"] in ("REFER", "UNKNOWN") and "due_by" not in finding:
                name = f"{finding['rule']}/{finding['layer']}"
                world.made(officer, f"/v1/placements/{placed['id']}/decisions",
                           {"finding": name, "decision": "PROCEED", "reason": "Known here"})  # fmt: skip
        decided = world.made(
            officer,
            f"/v1/placements/{placed['id']}/decisions",
            {"finding": "COOL_OFF/NATIONAL", "decision": decision, "reason": "Children would lose their worker"},
        )
        assert decided["status"] == status
        assert breaches(world, placed) == [(False, open_breaches)]


def test_nothing_is_told_where_nothing_changes(world, supplier):
    """The rules are asked, find what they found, and leave neither a version, a check nor a notice."""
    worker = world.clear_worker("Medway")
    placed = place(world, supplier, worker, BEGUN)
    checks = world.sql("SELECT count(*) FROM eligibility_check")
    asked = world.sql("SELECT count(*) FROM recheck WHERE placement = %s", [placed["id"]])
    earlier = bodies.spell(worker, start_date="2012-01-09", last_day="2013-06-28", leaving_reason="RESIGNED")
    world.made(world.officer("Kent"), "/v1/employments", earlier)
    world.wait_until_asked_again()
    assert world.sql("SELECT count(*) FROM recheck WHERE placement = %s", [placed["id"]]) != asked
    assert now(world, placed)["version"] == placed["version"]
    assert notices(world, placed) == [] and world.sql("SELECT count(*) FROM eligibility_check") == checks


def test_an_ended_placement_is_left_alone(world, supplier):
    worker = bodies.worker()
    placed = place(world, supplier, worker, BEGUN)
    ended = world.post(
        world.officer("Medway"), f"/v1/placements/{placed['id']}/end", {"end_date": "2026-09-11", "reason": "COMPLETED"}
    )
    leave(world, worker, "2026-08-31")
    world.wait_until_asked_again()
    assert now(world, placed)["version"] == ended.json["version"]
    assert breaches(world, placed) == []


def test_the_recording_authority_learns_nothing_of_the_placement(world, supplier):
    worker = bodies.worker()
    place(world, supplier, worker, BEGUN)
    with_placement = leave(world, worker, "2026-08-31")
    without = leave(world, bodies.worker(), "2026-08-31")
    assert with_placement.keys() == without.keys()
    world.wait_until_asked_again()
    assert world.sql("SELECT count(*) FROM notice WHERE authority = 886") == [(0,)]


def test_nobody_but_the_daemon_asks_again(world):
    assert world.call(world.officer("Medway"), "POST", "/rechecks", {}).status == 404
    assert world.call(None, "GET", "/rechecks").status == 404


@pytest.mark.parametrize("order", ["notice first", "leaver first"])
def test_a_notice_that_changes_while_the_worker_s_facts_do_is_not_lost(world, supplier, order):
    worker = bodies.worker()
    placed = place(world, supplier, worker, BEGUN)
    path = f"/v1/placements/{placed['id']}"

    def change():
        return world.call(world.officer("Medway"), "PATCH", path, {"notice_days": 7}, headers={"If-Match": '"1"'})

    acts = [change, lambda: world.post(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(worker, "2026-08-31"))]
    acts = acts if order == "notice first" else acts[::-1]
    answers = holding(world, "SELECT FROM worker_facts WHERE swe_number = %s FOR UPDATE", worker, *acts)
    assert {answer.status for answer in answers} <= {200, 201}, answers
    world.wait_until_asked_again()
    found = now(world, placed)
    assert (verdict(found, "NOTICE"), verdict(found, "COOL_OFF")) == ("BREACH", "BREACH")
    assert found["notice_days"] == 7 and found["version"] == 3


def test_a_cap_published_for_days_on_which_a_rate_began_is_asked_of_it(world, supplier, agreement):
    placed = place(world, supplier, bodies.worker(), BEGUN, pay_pence=3900)
    assert verdict(placed, "PRICE_CAP", "REGIONAL") == "UNKNOWN"
    world.made(world.region_admin("South East"), "/v1/rate-caps", bodies.cap(agreement, 3800))
    world.wait_until_asked_again()
    found = now(world, placed)
    assert (verdict(found, "PRICE_CAP", "REGIONAL"), found["status"]) == ("BREACH", "IN_BREACH")
    world.made(
        world.region_admin("South East"), "/v1/rate-caps", bodies.cap(agreement, 3700, effective_from="2026-09-10")
    )
    world.wait_until_asked_again()
    found = now(world, placed)
    assert [f["cap_pence"] for f in found["findings"] if f["rule"] == "PRICE_CAP"] == [3800]


@pytest.fixture
def extended(world, supplier):
    """Reading's, at 37.50 under a cap of 38.00, and extended from 31 October on."""
    admin, reading = world.region_admin("South East"), world.officer("Reading")
    world.sql("UPDATE membership SET superseded_at = now() WHERE authority = 870 AND superseded_at IS NULL")
    made = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    world.made(admin, f"/v1/agreements/{made}/protocols", {"protocol": "PAY", "phase": 1})
    world.made(admin, f"/v1/agreements/{made}/memberships", bodies.membership(world.code("Reading"), phase=1))
    world.made(admin, "/v1/rate-caps", bodies.cap(made, 3800))
    body = bodies.proposal(bodies.worker(), BEGUN, supplier, engagement="UNDER_WAY", planned_end_date="2026-10-30",
                           pay_pence=3750)  # fmt: skip
    path = f"/v1/placements/{world.made(reading, '/v1/placements', body)['id']}"

    def extend():
        return world.made(reading, f"{path}/extensions", {"planned_end_date": "2027-01-29", "reason": "VACANCY"})

    return extend, lambda: world.made(admin, "/v1/rate-caps", bodies.cap(made, 3700, effective_from="2026-10-01"))


def test_a_rate_that_an_extension_found_over_the_cap_stays_so_when_it_is_asked_again(world, extended):
    """The rate's first day is before the cap was lowered, the extension's first day after it."""
    extend, lower = extended
    lower()
    placed = extend()
    assert verdict(placed, "PRICE_CAP", "REGIONAL") == "BREACH"
    world.wait_until_asked_again()
    path = f"/v1/placements/{placed['id']}"
    before = world.get(world.officer("Reading"), path).json
    world.sql("INSERT INTO recheck (authority, placement, cause) VALUES (870, %s, 'SIGN_OFF')", [placed["id"]])
    world.wait_until_asked_again()
    assert world.get(world.officer("Reading"), path).json == before


def test_a_cap_published_for_the_first_day_of_an_extension_is_asked_of_it(world, extended):
    extend, lower = extended
    placed = extend()
    assert verdict(placed, "PRICE_CAP", "REGIONAL") == "PASS"
    lower()
    world.wait_until_asked_again()
    found = world.get(world.officer("Reading"), f"/v1/placements/{placed['id']}").json
    assert verdict(found, "PRICE_CAP", "REGIONAL") == "BREACH"


def test_a_cap_published_while_a_placement_is_submitted_is_asked_of_it(world, supplier, agreement):
    """The submission has read the rules, and commits after the cap: held where it writes the placement."""
    admin, officer, worker = world.region_admin("South East"), world.officer("Medway"), bodies.worker()
    body = bodies.proposal(worker, BEGUN, supplier, engagement="UNDER_WAY", **bodies.pay(3600, "TM"))
    with concurrent.futures.ThreadPoolExecutor(1) as threads, contextlib.closing(world.database.connect()) as holder:
        holder.cursor().execute("LOCK TABLE placement IN EXCLUSIVE MODE")
        submitted = threads.submit(lambda: world.post(officer, "/v1/placements", body))
        world.database.wait_for_locks(1)
        world.made(admin, "/v1/rate-caps", bodies.cap(agreement, 3500, "TM"))
        wait_until(
            lambda: world.sql("SELECT count(*) FROM sweep WHERE done_at IS NULL AND after IS NOT NULL") == [(1,)],
            20,
            "the cap is seen",
        )
        holder.rollback()
        placed = submitted.result()
    assert placed.status == 201, placed.text
    assert placed.finding("PRICE_CAP", "REGIONAL")["verdict"] == "UNKNOWN"
    world.wait_until_asked_again()
    assert verdict(now(world, placed.json), "PRICE_CAP", "REGIONAL") == "BREACH"


def test_what_waited_when_the_daemon_was_killed_is_done_after_it(world, supplier):
    worker = bodies.worker()
    placed = place(world, supplier, worker, BEGUN)
    world.daemon.kill()
    world.sql("INSERT INTO recheck (authority, placement, cause) VALUES (887, %s, 'FACTS')", [placed["id"]])
    world.sql(
        "INSERT INTO employment (id, version, authority, swe_number, basis, service, start_date, last_day, leaving_reason,"
        " recorded_by) VALUES (gen_random_uuid(), 1, 886, %s, 'SUBSTANTIVE', 'CHILDREN', '2020-01-06', '2026-08-31',"
        " 'RESIGNED', gen_random_uuid())",
        [worker],
    )
    world.start()
    world.wait_until_ready()
    world.wait_until_asked_again()
    assert now(world, placed)["status"] == "IN_BREACH"
