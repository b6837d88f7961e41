# SPDX-License-Identifier: MIT
"""What must stand of findings, breaches, signatures and tasks."""
import collections

from support.access import AT_AUTHORITY
from support.world import at_once
from support.year.life import HANDS

REPLAYED = 200
ONE = {"placement": "placements", "eligibility_check": "eligibility-checks", "reference": "references",
       "dispute": "disputes", "exception": "exceptions", "project_team": "project-teams",
       "agreement": "agreements", "rate_cap": "rate-caps",
       "reference_template": "reference-templates"}  # fmt: skip
LISTED = {"confirmation": "confirmations", "requirement": "requirements",
          "placement_review": "placement-reviews"}  # and nowhere shown alone
UNSHOWN = ("departure", "membership", "role_mapping", "agreement_terms")  # what is said of them is all that there is to read
RUNNING = "status IN ('PROVISIONAL', 'REFERRED', 'CONFIRMED', 'IN_BREACH')"


def every_breach_is_open_signed_or_resolved(year):
    states = year.world.sql("SELECT state::text, resolved_on IS NOT NULL, count(*) FROM breach GROUP BY 1, 2")
    assert {(state, over) for state, over, _ in states} >= {("OPEN", False), ("OPEN", True)}
    assert {state for state, _, _ in states} == {"OPEN", "SIGNED_OFF"}
    unsigned = year.world.sql(
        "SELECT b.id FROM breach b JOIN placement p ON p.id = b.placement"
        " WHERE b.state = 'SIGNED_OFF' AND b.resolved_on IS NULL AND NOT EXISTS"
        " (SELECT FROM rule_exception e WHERE e.id = ANY (p.exceptions) AND e.rule = b.rule AND e.status = 'APPROVED'"
        "    AND e.superseded_at IS NULL)"
    )
    assert unsigned == []


def every_breach_that_a_placement_stands_in_is_on_the_register(year):
    missing = year.world.sql(
        "SELECT p.id, p.status, f ->> 'rule', f ->> 'layer' FROM placement p, jsonb_array_elements(p.findings) f"
        " WHERE f ->> 'verdict' = 'BREACH' AND p.status IN ('IN_BREACH', 'ENDED') AND NOT EXISTS"
        " (SELECT FROM breach b WHERE b.placement = p.id AND b.rule = f ->> 'rule' AND b.layer = f ->> 'layer')"
    )
    assert missing == []


def no_placement_is_confirmed_with_an_undecided_referral(year):
    """But for what was found only since: of that a notice tells."""
    undecided = year.world.sql(
        "SELECT p.id, f FROM placement p, jsonb_array_elements(p.findings) f"
        " WHERE p.status = 'CONFIRMED' AND f ->> 'verdict' = 'REFER' AND NOT EXISTS"
        " (SELECT FROM placement_decision d WHERE d.placement = p.id AND d.rule = f ->> 'rule'"
        "    AND d.layer = f ->> 'layer' AND d.decision = 'PROCEED')"
        " AND NOT EXISTS (SELECT FROM notice n WHERE n.object = p.id)"
    )
    assert undecided == []


def every_approved_exception_is_signed_by_two(year):
    signed = year.world.sql(
        "SELECT e.id, count(DISTINCT s.role), count(DISTINCT s.person) FROM rule_exception e"
        " LEFT JOIN sign_off s ON s.authority = e.authority AND s.exception = e.id"
        " WHERE e.status = 'APPROVED' AND e.rule = 'PRICE_CAP' GROUP BY e.id"
    )
    assert len(signed) > 3
    assert [exception for exception, roles, persons in signed if (roles, persons) != (2, 2)] == []


def may_read(year, who, role, task):
    if task["about"] in UNSHOWN:
        return True
    listed = "references/owed" if task["kind"] == "REFERENCE_OWED" else LISTED.get(task["about"])
    if listed:
        rows = year.get(who, f"/v1/{listed}?limit=500", role).get("data", [])
        return task["object"] in [row["id"] for row in rows]
    return year.call(who, "GET", f"/v1/{ONE[task['about']]}/{task['object']}", role=role).status == 200


def every_task_is_about_a_record_that_its_reader_may_read(year):
    kinds, unread = collections.Counter(), set()
    for who in year.authorities:
        for role in AT_AUTHORITY:
            for task in year.get(who, "/v1/tasks?limit=500", role)["data"]:
                kinds[task["kind"]] += 1
                if not may_read(year, who, role, task):
                    unread.add((task["kind"], role))
    assert unread == set() and len(kinds) > 10, (unread, kinds)


def every_check_finds_the_same_when_it_is_replayed(year):
    holders = {name: [name] for name in year.authorities} | year.succeeded
    checks = year.world.sql(
        "SELECT c.id::text, a.name FROM eligibility_check c JOIN authority a ON a.id = c.authority ORDER BY md5(c.id::text)"
    )
    checks = [(check, holder) for check, name in checks for holder in holders.get(name, ())][:REPLAYED]
    assert len(checks) == REPLAYED

    def replayed(check, who):
        answer = year.call(who, "GET", f"/v1/eligibility-checks/{check}/replay")
        return None if answer.json.get("identical") else (check, who, answer.text)

    for n in range(0, REPLAYED, HANDS):
        found = at_once([lambda one=one: replayed(*one) for one in checks[n : n + HANDS]])
        assert not any(found), found


def findings(year):
    """As they stand, without their words."""
    rows = year.world.sql(
        "SELECT p.id::text, f ->> 'rule', f ->> 'layer', f ->> 'verdict', f ->> 'agreement', f ->> 'state',"
        " f ->> 'cap_pence', f ->> 'comparable_pence'"
        f" FROM placement p, jsonb_array_elements(p.findings) f WHERE p.{RUNNING}",
    )
    return set(rows)


def every_running_placement_finds_the_same_when_it_is_asked_again(year):
    before = findings(year)
    assert len(before) > 200
    for cause in ("FACTS", "SIGN_OFF"):
        year.world.sql(
            f"INSERT INTO recheck (authority, placement, cause) SELECT authority, id, %s FROM placement WHERE {RUNNING}",
            [cause],
        )
    year.world.wait_until_asked_again()
    after = {finding for finding in findings(year) if finding[0] in {one[0] for one in before}}
    assert after == before, (sorted(before - after), sorted(after - before))


def nothing_is_still_to_come_after_its_day(year):
    late = f"SELECT id FROM placement WHERE status = 'PROVISIONAL' AND start_date <= '{year.day}'"
    assert year.world.sql(late) == []


HOLDS = (
    every_breach_is_open_signed_or_resolved,
    every_breach_that_a_placement_stands_in_is_on_the_register,
    no_placement_is_confirmed_with_an_undecided_referral,
    every_approved_exception_is_signed_by_two,
    nothing_is_still_to_come_after_its_day,
    every_task_is_about_a_record_that_its_reader_may_read,
    every_check_finds_the_same_when_it_is_replayed,
    every_running_placement_finds_the_same_when_it_is_asked_again,
)
