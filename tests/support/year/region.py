# SPDX-License-Identifier: MIT
"""What the region does, and what happens to who its authorities are: once each, in its week."""
import json

from support import bodies
from support.year.life import OUTSIDE, UNSIGNED
from support.year.placements import RUNNING

JOINS, LEAVES = "Wokingham", "Bracknell Forest"
FOLLOWED, FOLLOWERS = "Surrey", {"991": "East Surrey", "992": "West Surrey"}  # made up
CAPS = {"SW": 3700, "SSW": 4000, "TM": 4600}
TITLE = "Social worker in a duty team"


def agree(year):
    body = bodies.agreement("South East", name="A made-up memorandum")
    year.agreement = year.made(None, "/v1/agreements", body)["id"]
    path = f"/v1/agreements/{year.agreement}"
    year.made(None, f"{path}/terms", bodies.terms(cool_off_months=6))
    for protocol in ("COOL_OFF", "PAY", "REVIEWS"):
        year.made(None, f"{path}/protocols", {"protocol": protocol, "phase": 1})
    for name in year.authorities:
        if name not in (OUTSIDE, JOINS):
            sign(year, name, "2025-10-01", None if name == UNSIGNED else "2025-09-12")
        map_role(year, name)
    year.suppliers = [year.made(None, "/v1/suppliers", bodies.supplier())["id"] for _ in range(3)]
    cap(year, CAPS, "2025-10-01")
    inform(year)


def sign(year, name, first, signed):
    body = bodies.membership(year.codes[name], **{"from": first, "sharing_agreement_signed_on": signed})
    year.memberships[name] = year.made(None, f"/v1/agreements/{year.agreement}/memberships", body)["id"]


def map_role(year, name):
    mapping = bodies.mapping(TITLE, "SW", substantive_notice_days=28)
    year.made(name, "/v1/role-mappings", mapping, role="AUTHORITY_ADMIN")


def cap(year, pence, first, **members):
    body = bodies.cap(year.agreement, 0, effective_from=first, **members)
    return [
        year.made(None, "/v1/rate-caps", {**body, "job_type": job_type, "cap_pence": cap})["id"]
        for job_type, cap in pence.items()
    ]


def inform(year):
    made = year.made(None, "/v1/information-versions", bodies.information(year.agreement))
    year.information.append(made["id"])


# Events.


def a_member_joins(year):
    check = f"/v1/agreements/{year.agreement}/join-check?authority={year.codes[JOINS]}"
    assert not year.get(None, check)["ready"]
    template = {"template": bodies.FIRST_TEMPLATE, "accepted_on": str(year.day)}
    year.made(JOINS, "/v1/template-acceptances", template, role="AUTHORITY_ADMIN")
    sign(year, JOINS, str(year.day), str(year.day))


def caps_are_lowered(year):
    lower = {job_type: pence - 100 for job_type, pence in CAPS.items()}
    drafts = cap(year, lower, str(year.day), status="DRAFT")
    effects = [year.get(None, f"/v1/rate-caps/{draft}/effect") for draft in drafts]
    told = [effect for effect in effects if not effect["suppressed"]]
    assert told and all(e["over_cap"] + e["not_comparable"] <= e["placements"] for e in told), effects
    cap(year, lower, str(year.day))


def a_member_leaves(year):
    """By the database's own clock, for which the year is over. What runs there is ended first: later it cannot be."""
    for placement in year.of("placements", LEAVES):
        now = year.get(LEAVES, f"/v1/placements/{placement}")
        if now["status"] in RUNNING:
            body = {"end_date": max(now["start_date"], str(year.day)), "reason": "AUTHORITY_ENDED"}
            assert year.post(LEAVES, f"/v1/placements/{placement}/end", body).status == 200
    before = year.later(-1, -1)
    ended = year.made(None, f"/v1/memberships/{year.memberships.pop(LEAVES)}/end", {"to": before})
    assert ended["leaves"] and ended["left_on"] == before
    year.authorities.remove(LEAVES)
    year.left.append(LEAVES)


def an_authority_is_split(year):
    """Recorded on the host; its successors sign anew."""
    body = {
        "on": str(year.day),
        "source": "Made up for a test",
        "predecessors": [year.codes[FOLLOWED]],
        "successors": [
            {"dfe_code": code, "name": name, "gss_code": f"E99000{code}"} for code, name in FOLLOWERS.items()
        ],
    }
    file = year.world.folder / "succession.json"
    file.write_text(json.dumps(body))
    ran = year.world.daemon.run("succession", file)
    assert ran.returncode == 0, ran.stderr
    year.authorities.remove(FOLLOWED)
    year.succeeded[FOLLOWED] = list(FOLLOWERS.values())
    for code, name in FOLLOWERS.items():
        year.authorities.append(name)
        year.codes[name] = code
        sign(year, name, str(year.day), str(year.day))
        map_role(year, name)


EVENTS = {12: [inform], 18: [a_member_joins], 22: [caps_are_lowered], 29: [a_member_leaves], 35: [an_authority_is_split]}


# Acts.


def count_breaches(year, who):
    assert year.call(None, "GET", "/v1/breaches").status == 200


def check_joining(year, who):
    path = f"/v1/agreements/{year.agreement}/join-check?authority={year.codes[who]}"
    assert year.call(None, "GET", path).status == 200


def go_on_after_leaving(year, who):
    """Who has left reads for a while, and writes no more."""
    name = year.some(year.left)
    if name is None:
        return False
    assert year.call(name, "GET", "/v1/placements").status in (200, 401)
    body = bodies.spell(year.some(year.workers))
    assert year.post(name, "/v1/employments", body).status in (403, 401)


def go_on_after_the_split(year, who):
    """Nobody of the predecessor's is let in."""
    name = year.some(list(year.succeeded))
    if name is None:
        return False
    assert year.call(name, "GET", "/v1/placements").status == 401


ACTS = {count_breaches: 1, check_joining: 1, go_on_after_leaving: 2, go_on_after_the_split: 3}
