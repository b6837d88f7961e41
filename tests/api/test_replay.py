# SPDX-License-Identifier: MIT
"""A check replayed as of what it was told finds the same, whatever has been put on record since."""
import random

import pytest
from support import bodies
from support.access import SIGNATORIES, START, Access
from support.world import World, at_once

ACCESS = {
    "GET /v1/eligibility-checks/{id}/replay": Access((*SIGNATORIES, "REQUESTER"), 200, 404),
}
CHECKS = 1000
SEED = 20261122
TITLE = "Social worker level 2"


@pytest.fixture(scope="module")
def agreed(world):
    """An agreement of the South East with everything that the rules are told of it, and Medway's mapping."""
    admin = world.region_admin("South East")
    made = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    world.made(admin, f"/v1/agreements/{made}/terms", bodies.terms(cool_off_months=6))
    for protocol in ("COOL_OFF", "PAY"):
        world.made(admin, f"/v1/agreements/{made}/protocols", {"protocol": protocol, "phase": 1})
    for name in ("Kent", "Medway"):
        world.made(admin, f"/v1/agreements/{made}/memberships", bodies.membership(world.code(name), phase=1))
    world.made(admin, "/v1/rate-caps", bodies.cap(made, 3700))
    world.made(world.token("AUTHORITY_ADMIN", "Medway"), "/v1/role-mappings", bodies.mapping(TITLE, "SW"))
    return made


def replayed(world, token, check):
    answer = world.get(token, f"/v1/eligibility-checks/{check['id']}/replay")
    assert answer.status == 200, answer.text
    return answer.json


def assert_same(world, check):
    answer = replayed(world, world.officer("Medway"), check)
    assert answer["findings"] == check["findings"]
    assert answer["identical"] is True


def spell_of(luck, worker):
    first = luck.choice(["2018-03-05", "2021-01-04", "2023-09-01"])
    last = luck.choice(["2025-11-30", "2026-03-31", "2026-06-30", "2026-08-31", None])
    return bodies.spell(worker, start_date=first, **({"last_day": last, "leaving_reason": "RESIGNED"} if last else {}))


def check_of(luck, worker):
    start = luck.choice(["2026-09-14", "2026-10-01", "2026-12-31", "2027-01-04"])
    pay = luck.choice([{}, {"local_role": TITLE, **bodies.pay(luck.randrange(3300, 3900))}])
    return bodies.check(worker, start, authority=luck.choice(["887", "E06000035"]), **pay)


def change_everything(world, agreement):
    """The caps, the memberships, the terms, a mapping, the parameters."""
    admin = world.region_admin("South East")
    world.made(admin, "/v1/rate-caps", bodies.cap(agreement, 3400, effective_from="2026-09-15"))
    world.sql("UPDATE membership SET superseded_at = now() WHERE agreement = %s AND authority = 887", [agreement])
    world.sql("UPDATE agreement_terms SET superseded_at = now() WHERE agreement = %s", [agreement])
    world.sql("UPDATE role_mapping SET superseded_at = now()")
    world.sql(
        "WITH old AS (UPDATE ruleset_parameter SET superseded_at = now() WHERE name = 'cool_off_months' RETURNING *)"
        " INSERT INTO ruleset_parameter (ruleset, name, layer, value, unit, valid, tag, source, recorded_at)"
        " SELECT ruleset, name, layer, '5', unit, valid, tag, source, now() + interval '1 second' FROM old"
    )
    world.made(world.officer("Surrey"), "/v1/leaver-statements", {"month": "2026-08", "none": True})


def test_a_thousand_checks_find_the_same_after_everything_has_changed(world, agreed):
    luck = random.Random(SEED)
    medway, kent = world.officer("Medway"), world.officer("Kent")
    workers = [bodies.worker() for _ in range(60)]
    spells = [world.made(kent, "/v1/employments", spell_of(luck, worker)) for worker in workers]
    checks = []
    for _ in range(CHECKS // 20):
        asked = [check_of(luck, luck.choice(workers)) for _ in range(20)]
        checks += at_once([lambda body=body: world.made(medway, "/v1/eligibility-checks", body) for body in asked])
        worker = luck.choice(workers)  # while others are made, one worker's history grows
        world.made(kent, "/v1/employments", bodies.spell(worker, start_date=f"2000-01-{luck.randrange(10, 28)}",
                   last_day=f"{luck.randrange(2001, 2019)}-05-31", leaving_reason="RETIRED")) if luck.random() < 0.5 else None  # fmt: skip
    verdicts = {(f["rule"], f["verdict"]) for check in checks for f in check["findings"]}
    assert {("COOL_OFF", "BREACH"), ("COOL_OFF", "PASS"), ("COOL_OFF", "REFER")} <= verdicts
    assert {("PRICE_CAP", "BREACH"), ("PRICE_CAP", "PASS")} <= verdicts
    change_everything(world, agreed)
    for spell in spells:
        world.call(kent, "PATCH", f"/v1/employments/{spell['id']}", {"last_day": "2026-09-01", "leaving_reason": "RETIRED"},
                   headers={"If-Match": '"1"'})  # fmt: skip
    again = world.made(medway, "/v1/eligibility-checks", check_of(random.Random(1), workers[0]))
    assert again["findings"] not in [check["findings"] for check in checks]
    assert world.sql("SELECT count(*) FROM eligibility_check WHERE asked ? 'began'") == [(0,)]  # of placements on record
    for first in range(0, CHECKS, 20):
        at_once([lambda check=check: assert_same(world, check) for check in checks[first : first + 20]])


def test_a_replay_says_where_something_else_is_found(world):
    """Which nothing that the daemon does can bring about: a record is changed behind its back."""
    kent, medway, worker = world.officer("Kent"), world.officer("Medway"), bodies.worker()
    world.made(kent, "/v1/employments", bodies.spell(worker, last_day="2026-06-30", leaving_reason="RESIGNED"))
    check = world.made(medway, "/v1/eligibility-checks", bodies.check(worker, "2026-09-14"))
    assert_same(world, check)
    world.sql("UPDATE employment SET last_day = '2026-01-31' WHERE swe_number = %s", [worker])
    answer = replayed(world, medway, check)
    assert answer["identical"] is False and answer["findings"] != check["findings"]


def test_a_check_is_replayed_as_of_its_day():
    """What was still to come then has not come in vain since."""
    with World() as world:
        medway = world.officer("Medway")
        check = world.made(medway, "/v1/eligibility-checks", bodies.check(bodies.worker(), START, offer_date="2026-09-01"))
        assert next(f["due_by"] for f in check["findings"] if f["rule"] == "REFERENCES") == "2026-09-30"
        for day in ("2026-09-30", "2026-10-01", "2027-10-01"):
            world.move_to(day)
            assert_same(world, check)


def test_a_rate_change_s_check_is_replayed_with_the_rules_that_it_asked(world, supplier):
    officer, worker = world.officer("Surrey"), bodies.worker()
    made = world.made(officer, "/v1/placements", bodies.proposal(worker, START, supplier))
    rated = world.made(
        officer,
        f"/v1/placements/{made['id']}/rates",
        {"from": "2026-11-02", "pay_type": "UMBRELLA", "coverage": "PAY_HOL_ENI_LEVY", "pay_pence": 3700},
    )
    for check in (made["eligibility_check"], rated["recheck"]):
        assert replayed(world, officer, {"id": check})["identical"] is True
