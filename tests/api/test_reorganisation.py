# SPDX-License-Identifier: MIT
"""
A local government reorganisation, recorded on the host: shown first, then kept. East and West Surrey are to follow
Surrey on 1 April 2027; the codes are made up here.
"""
import datetime
import json

import pytest
from support import bodies
from support.world import World
from test_writes import kept

VESTING = "2027-04-01"
EAST = {"dfe_code": "991", "name": "East Surrey", "gss_code": "E99000991"}
WEST = {"dfe_code": "992", "name": "West Surrey", "gss_code": "E99000992"}


@pytest.fixture
def world():
    """National data change, so that each test has a world of its own."""
    with World() as world:
        yield world


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


def verdict(answer, layer):
    return next(
        (f["verdict"], f.get("earliest_start_date"))
        for f in answer["findings"]
        if (f["rule"], f["layer"]) == ("COOL_OFF", layer)
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
