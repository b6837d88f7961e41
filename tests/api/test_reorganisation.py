# SPDX-License-Identifier: MIT
"""
A local government reorganisation, recorded on the host: shown first, then kept. East and West Surrey are to follow
Surrey on 1 April 2027; the codes are made up here.
"""
import concurrent.futures
import contextlib
import datetime
import json

import pytest
from support import bodies
from support.waiting import wait_until
from support.world import PATIENT, World
from test_exceptions import wanted
from test_writes import kept

VESTING = "2027-04-01"
EAST = {"dfe_code": "991", "name": "East Surrey", "gss_code": "E99000991"}
WEST = {"dfe_code": "992", "name": "West Surrey", "gss_code": "E99000992"}


@pytest.fixture
def world():
    """National data change, so that each test has a world of its own."""
    with World(settings=PATIENT) as world:
        yield world


@pytest.fixture
def supplier(world):
    return world.made(world.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]


def record(world, *options, **members):
    body = {
        "on": VESTING,
        "source": "Made up for a test",
        "predecessors": ["936"],
        "successors": [EAST, WEST],
        **members,
    }
    file = world.folder / "succession.json"
    file.write_text(json.dumps({name: value for name, value in body.items() if value is not None}))
    return world.daemon.run("succession", file, *options)


def recorded(world, **members):
    ran = record(world, **members)
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stderr
    assert ran.stdout.endswith("Recorded.\n")
    return ran.stdout


def agreed(world, *names, **terms):
    admin = world.region_admin("South East")
    made = world.made(admin, "/v1/agreements", bodies.agreement("South East", name="A memorandum"))["id"]
    world.made(admin, f"/v1/agreements/{made}/terms", bodies.terms(cool_off_months=6, **terms))
    world.made(admin, f"/v1/agreements/{made}/protocols", {"protocol": "COOL_OFF", "phase": 1})
    for name in names:
        world.made(admin, f"/v1/agreements/{made}/memberships", bodies.membership(world.code(name)))
    return made


@pytest.fixture
def surrey(world):
    """Surrey with something of each kind; what it holds, by kind."""
    officer, region = world.officer("Surrey"), world.region_admin("South East")
    agreement = agreed(world, "Surrey", "Kent")
    supplier = world.made(region, "/v1/suppliers", bodies.supplier())["id"]
    body = bodies.proposal(bodies.worker(), "2026-09-01", supplier, engagement="UNDER_WAY")
    left = bodies.leaver(bodies.worker(), "2026-08-31")
    world.made(world.token("AUTHORITY_ADMIN", "Surrey"), "/v1/role-mappings", bodies.mapping("Duty worker", "SW"))
    world.made(officer, "/v1/requirements", bodies.requirement(supplier))
    return {
        "agreement": agreement,
        "placement": world.made(officer, "/v1/placements", body),
        "open": world.made(officer, "/v1/employments", bodies.spell(bodies.worker())),
        "left": world.made(officer, "/v1/cooling-off-records", left),
    }


EFFECT = [
    "On 1 April 2027",
    "ends: 936 Surrey",
    "succeeds: 991 East Surrey",
    "succeeds: 992 West Surrey",
    "agreement to be signed anew, by each successor: Surrey: A memorandum",
    "membership that ends the day before: Surrey: A memorandum",
    "running placements inherited by each successor: Surrey: {status}: 1",
    "spells inherited by each successor: Surrey: ended: 1",
    "spells inherited by each successor: Surrey: open: 1",
    "grants that end the day before: Surrey: AUTHORITY_ADMIN: 1",
    "grants that end the day before: Surrey: OFFICER: 1",
    "tokens that end with them: Surrey: 2",
    "mapping to be made by each successor: Surrey: Duty worker is SW",
    "running placements whose rules are asked again: Surrey: 1",
    "requirement that suppliers are offered no more: Surrey: SW from 2026-11-02",
    "needs an administrator (accordd token create): 991",
    "needs an administrator (accordd token create): 992",
]


def test_a_dry_run_shows_what_it_comes_to_and_keeps_nothing(world, surrey):
    before = kept(world)
    ran = record(world, "--dry-run")
    assert (ran.returncode, ran.stderr) == (0, "")
    expected = [line.format(status=surrey["placement"]["status"]) for line in EFFECT]
    assert ran.stdout.splitlines() == [*expected, "Nothing has been saved (dry run)."]
    assert kept(world) == before
    assert recorded(world).splitlines()[:-1] == expected
    assert kept(world) != before


def test_the_public_list_says_who_follows_whom(world, surrey):
    recorded(world)
    officer = world.officer("Kent")
    old = world.get(officer, "/v1/authorities/936").json
    assert (old["successors"], old["last_day"]) == (["991", "992"], "2027-03-31")
    east = world.get(officer, "/v1/authorities/E99000991").json
    assert (east["name"], east["region"], east["predecessors"]) == ("East Surrey", "South East", ["936"])


def test_the_predecessor_s_membership_ends_and_successors_sign_anew(world, surrey):
    recorded(world)
    admin, path = world.region_admin("South East"), f"/v1/agreements/{surrey['agreement']}"
    members = {(m["authority"], m.get("to"), m["phase"]) for m in world.get(admin, path).json["memberships"]}
    assert members == {("936", "2027-03-31", 1), (world.code("Kent"), None, 1)}
    body = bodies.membership("991", **{"from": VESTING})
    world.made(admin, f"{path}/memberships", body)


def check(world, officer, worker, start):
    return world.made(world.officer(officer), "/v1/eligibility-checks", bodies.check(worker, start))


def verdict(answer, layer, rule="COOL_OFF"):
    return next(
        (f["verdict"], f.get("earliest_start_date"))
        for f in answer["findings"]
        if (f["rule"], f["layer"]) == (rule, layer)
    )


def test_a_leaver_of_surrey_stays_in_a_period_after_vesting_day(world, surrey):
    world.move_to("2027-03-16")
    worker = bodies.worker()
    world.made(world.officer("Surrey"), "/v1/cooling-off-records", bodies.leaver(worker, "2027-03-15"))
    recorded(world)
    admin = world.region_admin("South East")
    for code in ("991", "992"):
        body = bodies.membership(code, **{"from": VESTING})
        world.made(admin, f"/v1/agreements/{surrey['agreement']}/memberships", body)
    for hirer in ("East Surrey", "West Surrey", "Kent"):
        answer = check(world, hirer, worker, "2027-04-05")
        assert verdict(answer, "NATIONAL") == ("BREACH", "2027-06-16"), hirer
        assert verdict(answer, "REGIONAL") == ("BREACH", "2027-09-16"), hirer


def database_day(world, days=0):
    return str(world.sql("SELECT current_date")[0][0] + datetime.timedelta(days=days))


def test_from_the_day_on_successors_hold_the_records_and_the_predecessor_s_people_are_out(world, surrey):
    officer = world.officer("Surrey")
    recorded(world, on=database_day(world))
    answer = world.get(officer, "/v1/placements")
    assert (answer.status, answer.json["code"]) == (401, "token_expired")
    for successor in ("East Surrey", "West Surrey"):
        token = world.officer(successor)
        assert world.get(token, f"/v1/placements/{surrey['placement']['id']}").status == 200
        listed = world.get(token, "/v1/employments").json["data"]
        assert {row["id"] for row in listed} == {surrey["open"]["id"], surrey["left"]["id"]}
    assert world.get(world.officer("Kent"), f"/v1/placements/{surrey['placement']['id']}").status == 404


def test_until_the_day_the_predecessor_goes_on(world, surrey):
    recorded(world, on=database_day(world, 1))
    world.made(world.officer("Surrey"), "/v1/employments", bodies.spell(bodies.worker()))
    assert world.get(world.officer("East Surrey"), f"/v1/placements/{surrey['placement']['id']}").status == 404


# What is running is asked again.


def place(world, supplier, officer, worker, **members):
    """Under way: a worker who left Surrey in May has left it long enough for the nation, not for the region."""
    body = bodies.proposal(worker, "2026-09-07", supplier, engagement="UNDER_WAY", **members)
    return world.made(world.officer(officer), "/v1/placements", body)


def breaches(world, placement, layer="REGIONAL"):
    return world.sql(
        "SELECT known_after_start, resolved_on IS NULL FROM breach"
        " WHERE placement = %s AND rule = 'COOL_OFF' AND layer = %s",
        [placement["id"], layer],
    )


def told(world, placement):
    return world.sql("SELECT kind FROM notice WHERE object = %s AND done_at IS NULL", [placement["id"]])


def left_surrey(world):
    worker = bodies.worker()
    world.made(world.officer("Surrey"), "/v1/cooling-off-records", bodies.leaver(worker, "2026-05-10"))
    return worker


@pytest.mark.parametrize("hirer", ["Kent", "Medway"])
def test_a_placement_that_the_succession_puts_in_breach_was_not_known_to_be(world, supplier, hirer):
    """Kent, which has signed, takes over Surrey, which had not: Surrey's leavers are a signatory's by then."""
    agreed(world, "Kent", "Medway")
    placed = place(world, supplier, hirer, left_surrey(world))
    assert verdict(placed, "REGIONAL")[0] == "NOT_APPLICABLE" and breaches(world, placed) == []
    lines = recorded(world, on="2026-09-01", successors=[{"dfe_code": world.code("Kent")}]).splitlines()
    of = "Kent" if hirer == "Kent" else "elsewhere"
    assert f"running placements whose rules are asked again: {of}: 1" in lines
    world.wait_until_asked_again()
    found = world.get(world.officer(hirer), f"/v1/placements/{placed['id']}").json
    assert (verdict(found, "REGIONAL")[0], found["status"]) == ("BREACH", "IN_BREACH")
    assert breaches(world, placed) == [(True, True)] and told(world, placed) == [("VERDICT_CHANGED",)]


def test_a_breach_that_the_succession_ends_is_resolved(world, supplier):
    """Kent takes Surrey over, and the agreement does not cover a return to one's own authority."""
    agreed(world, "Surrey", "Kent", covers_own_authority=False)
    placed = place(world, supplier, "Kent", left_surrey(world))
    assert breaches(world, placed) == [(False, True)]
    recorded(world, on="2026-09-01", successors=[{"dfe_code": world.code("Kent")}])
    world.wait_until_asked_again()
    found = world.get(world.officer("Kent"), f"/v1/placements/{placed['id']}").json
    assert verdict(found, "REGIONAL")[0] != "BREACH"
    assert breaches(world, placed) == [(False, False)] and told(world, placed) == [("VERDICT_CHANGED",)]


def test_what_bound_the_predecessor_on_the_day_stands(world, supplier):
    """The successors have signed nothing by then, and hold the placement from now on."""
    agreed(world, "Surrey", "Kent")
    placed = place(world, supplier, "Surrey", left_surrey(world))
    assert breaches(world, placed) == [(False, True)]
    recorded(world, on=database_day(world))
    world.wait_until_asked_again()
    found = world.get(world.officer("East Surrey"), f"/v1/placements/{placed['id']}").json
    assert found["findings"] == placed["findings"] and found["version"] == 1
    assert breaches(world, placed) == [(False, True)] and told(world, placed) == []


def test_a_reference_that_the_successor_holds_counts_for_what_it_inherited(world, supplier):
    worker = world.experienced()
    placed = place(world, supplier, "Surrey", worker, offer_date="2026-08-28")
    assert verdict(placed, "NATIONAL", "REFERENCES")[0] == "BREACH"
    world.move_to(database_day(world))
    recorded(world, on=database_day(world))
    world.give_references("East Surrey", worker)
    world.wait_until_asked_again()
    found = world.get(world.officer("East Surrey"), f"/v1/placements/{placed['id']}").json
    assert verdict(found, "NATIONAL", "REFERENCES")[0] == "PASS"
    check = f"/v1/eligibility-checks/{found['recheck']}/replay"
    assert world.get(world.officer("East Surrey"), check).json["identical"]


def test_it_is_asked_again_on_the_day_itself(world, surrey):
    def asked():
        world.wait_until_asked_again()
        return world.sql(
            "SELECT cause::text, count(*) FROM recheck WHERE placement = %s GROUP BY cause ORDER BY cause",
            [surrey["placement"]["id"]],
        )

    recorded(world)
    assert asked() == [("CAP", 1), ("FACTS", 1)]
    world.move_to("2027-03-31")
    world.wait_until_asked_again()
    waiting = "SELECT count(*), min(due)::text FROM sweep WHERE kind = 'SUCCESSION' AND done_at IS NULL"
    assert world.sql(waiting) == [(2, VESTING)]
    world.move_to(VESTING)
    assert asked() == [("CAP", 2), ("FACTS", 2)]


def test_it_is_asked_of_what_was_being_submitted(world, supplier):
    """The submission has read the rules, and commits after the succession: held where it writes the placement."""
    agreed(world, "Kent")
    worker, officer = left_surrey(world), world.officer("Kent")
    body = bodies.proposal(worker, "2026-09-07", supplier, engagement="UNDER_WAY")
    with concurrent.futures.ThreadPoolExecutor(1) as threads, contextlib.closing(world.database.connect()) as holder:
        holder.cursor().execute("SELECT FROM supplier WHERE id = %s FOR UPDATE", [supplier])
        submitted = threads.submit(lambda: world.post(officer, "/v1/placements", body))
        world.database.wait_for_locks(1)
        recorded(world, on="2026-09-01", successors=[{"dfe_code": world.code("Kent")}])
        seen = "SELECT count(*) FROM sweep WHERE kind = 'SUCCESSION' AND done_at IS NULL AND after IS NOT NULL"
        wait_until(lambda: world.sql(seen) == [(1,)], 20, "the succession is seen")
        holder.rollback()
        placed = submitted.result()
    assert placed.status == 201, placed.text
    assert placed.finding("COOL_OFF", "REGIONAL")["verdict"] == "NOT_APPLICABLE"
    world.wait_until_asked_again()
    found = world.get(officer, f"/v1/placements/{placed.json['id']}").json
    assert verdict(found, "REGIONAL")[0] == "BREACH" and breaches(world, found) == [(True, True)]


# Replays.


def test_a_check_that_was_told_before_is_replayed_without_it(world):
    """Kent takes Surrey over, and the agreement does not cover a return to one's own authority."""
    agreed(world, "Surrey", "Kent", covers_own_authority=False)
    worker, kent = bodies.worker(), world.officer("Kent")
    world.made(world.officer("Surrey"), "/v1/cooling-off-records", bodies.leaver(worker, "2026-08-10"))
    before = check(world, "Kent", worker, "2026-11-30")
    assert verdict(before, "REGIONAL") == ("BREACH", "2027-02-11")
    recorded(world, on="2026-10-01", successors=[{"dfe_code": world.code("Kent")}])
    after = check(world, "Kent", worker, "2026-11-30")
    assert verdict(after, "REGIONAL")[0] != "BREACH"
    for told in (before, after):
        answer = world.get(kent, f"/v1/eligibility-checks/{told['id']}/replay").json
        assert answer["findings"] == told["findings"] and answer["identical"]


def test_a_check_that_was_told_before_a_trust_was_on_record_is_replayed_without_it(world):
    worker, kent = bodies.worker(), world.officer("Kent")
    trust = "INSERT INTO authority (id, name, dfe_code, region, kind, source) VALUES (995, 'A Trust', '995', 'London', 'TRUST', 'test')"
    world.sql(trust)
    world.made(world.officer("A Trust"), "/v1/cooling-off-records", bodies.leaver(worker, "2026-08-31"))
    before = check(world, "Kent", worker, "2026-09-30")
    assert verdict(before, "NATIONAL")[0] == "PASS"
    world.sql("INSERT INTO delivery_body (body, serves, valid) VALUES (995, 886, '[2025-01-01,)')")
    after = check(world, "Kent", worker, "2026-09-30")
    assert verdict(after, "NATIONAL")[0] == "BREACH"
    world.sql("UPDATE delivery_body SET superseded_at = now() WHERE body = 995")
    assert verdict(check(world, "Kent", worker, "2026-09-30"), "NATIONAL")[0] == "PASS"
    for told in (before, after):
        answer = world.get(kent, f"/v1/eligibility-checks/{told['id']}/replay").json
        assert answer["findings"] == told["findings"] and answer["identical"]


def asked_by(world, successor, placement):
    """The check of a rate change there, a second from the last."""
    rate = {"from": database_day(world), "pay_type": "UMBRELLA", "coverage": "PAY_HOL_ENI_LEVY", "pay_pence": 3700}
    answer = world.post(world.officer(successor), f"/v1/placements/{placement['id']}/rates", rate)
    assert answer.status == 201, answer.text
    return answer.json["recheck"]


def exception_at(world, successor, worker):
    """Asked for and submitted: the rules are told of it."""
    officer = world.officer(successor)
    made = world.made(officer, "/v1/exceptions", wanted(worker, start_date=database_day(world)))
    assert world.post(officer, f"/v1/exceptions/{made['id']}/submit", None).status == 200


def assert_replayed_by_both(world, check):
    """With the same findings, which both hold; nobody else knows of the check."""
    answers = [
        world.get(world.officer(name), f"/v1/eligibility-checks/{check}/replay") for name in ("East Surrey", "West Surrey")
    ]
    held = world.get(world.officer("West Surrey"), f"/v1/eligibility-checks/{check}").json
    for answer in answers:
        assert answer.status == 200, answer.text
        assert (answer.json["facts"], answer.json["identical"]) == ("KEPT", True)
        assert answer.json["findings"] == held["findings"]
    assert world.get(world.officer("Kent"), f"/v1/eligibility-checks/{check}/replay").status == 404


@pytest.mark.parametrize("whose", ["East Surrey", "West Surrey"])
def test_what_one_successor_was_told_of_its_own_the_other_replays(world, supplier, whose):
    """References and exceptions of the one, of which the other learns no more than the findings that it holds."""
    worker = world.experienced()
    placed = place(world, supplier, "Surrey", worker, offer_date="2026-08-28")
    world.move_to(database_day(world))
    recorded(world, on=database_day(world))
    other = "East Surrey" if whose == "West Surrey" else "West Surrey"
    world.give_references(whose, worker)
    exception_at(world, whose, worker)
    world.wait_until_asked_again()
    assert_replayed_by_both(world, asked_by(world, whose, placed))
    for path in ("references", "exceptions"):
        assert world.get(world.officer(other), f"/v1/{path}").json["data"] == []


def test_the_other_s_own_is_not_told_in_a_replay_of_what_it_was_not_told_in(world, supplier):
    """West has references too, which nobody was told of when the placement was asked again for East's."""
    worker = world.experienced()
    placed = place(world, supplier, "Surrey", worker, offer_date="2026-08-28")
    world.move_to(database_day(world))
    recorded(world, on=database_day(world))
    for successor in ("West Surrey", "East Surrey"):
        world.give_references(successor, worker)
    world.wait_until_asked_again()
    found = world.get(world.officer("West Surrey"), f"/v1/placements/{placed['id']}").json
    assert verdict(found, "NATIONAL", "REFERENCES")[0] == "PASS"
    assert_replayed_by_both(world, found["recheck"])


# What is refused.


@pytest.mark.parametrize(
    "members, says",
    [
        ({"on": "2027-02-31"}, "/on"),
        ({"on": None}, "/on"),
        ({"source": None}, "/source"),
        ({"sucessors": []}, "/sucessors"),
        ({"predecessors": []}, "/predecessors"),
        ({"successors": []}, "/successors"),
        ({"predecessors": ["000"]}, "no authority of this code: 000"),
        ({"predecessors": ["909"]}, "has a successor already: Cumbria"),
        ({"predecessors": ["936", "303"]}, "lie in one region"),
        ({"successors": [{"dfe_code": "993"}]}, "not on record has a name"),
        ({"successors": [{**EAST, "dfe_code": "99x"}]}, "three digits: 99x"),
        ({"successors": [{**EAST, "name": "Kent"}]}, "authority of this name"),
        ({"successors": [{"dfe_code": "936"}]}, "succeeds itself"),
        ({"successors": [{**EAST, "gss_code": "E10000016"}]}, "GSS code is another"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(world, members, says):
    before = kept(world)
    for options in ([], ["--dry-run"]):
        ran = record(world, *options, **members)
        assert ran.returncode in (1, 2, 5) and says in ran.stderr, (ran.stdout, ran.stderr)
        assert kept(world) == before


def test_it_takes_one_file(world):
    for arguments in ((), ("/nowhere/at/all",), ("one", "two"), ("one", "--dry-run", "more")):
        ran = world.daemon.run("succession", *arguments)
        assert ran.returncode == 2 and ran.stderr.startswith("accordd: "), arguments
    file = world.folder / "broken.json"
    file.write_text("{")
    assert world.daemon.run("succession", file).returncode == 2


def test_the_same_twice_is_refused(world):
    recorded(world)
    ran = record(world)
    assert ran.returncode == 2 and "has a successor already: Surrey" in ran.stderr
