# SPDX-License-Identifier: MIT
"""
A year of made-up life, played through the API. Each act is what one person of one authority does on one day; an act
takes the year and the authority's name, and does nothing where there is nothing to do it to. Everything that was
answered is kept, so that what must hold at the end can be asked of it.
"""
import datetime
import itertools
import random
from typing import NamedTuple

from support import bodies

REGION = "South East"
FIRST = datetime.date(2026, 1, 5)
WEEKS = 52
UNSIGNED, OUTSIDE = "Slough", "Isle of Wight"  # a member without a sharing agreement; no member
REASONS = ["RESIGNED", "REDUNDANCY", "RETIRED", "DISMISSED", "MUTUAL", "PROBATION_LEFT", "OTHER"]
RUNNING = ("PROVISIONAL", "REFERRED", "CONFIRMED", "IN_BREACH")


class Said(NamedTuple):
    """One answer: to whom, to what, and what it said."""

    authority: str  # None: the region's administrator
    method: str
    path: str
    answer: object


class Year:
    def __init__(self, world, seed):
        self.world, self.luck, self.seed = world, random.Random(seed), seed
        self.day = FIRST
        self.said, self.done = [], {}
        self.authorities = [
            name
            for name, in world.sql(
                "SELECT name FROM authority a WHERE region = %s AND NOT EXISTS"
                " (SELECT FROM authority_succession s WHERE s.predecessor = a.id) ORDER BY name",
                [REGION],
            )
        ]
        self.codes = {name: world.code(name) for name in self.authorities}
        self.workers = [bodies.worker() for _ in range(120)]
        self.spells = {name: [] for name in self.authorities}
        self.placements = {name: [] for name in self.authorities}
        self.references = {name: [] for name in self.authorities}  # by who asked
        self.asked = {name: [] for name in self.authorities}  # by who is to answer
        self._keys = itertools.count(1)
        self.agree()
        for worker in self.workers[::2]:
            self.experienced(worker)

    # Calls.

    def call(self, authority, method, path, body=None, role="OFFICER", headers=None):
        token = (
            self.world.token(role, authority) if authority is not None else self.world.region_admin(REGION)
        )
        key = f"year-{next(self._keys)}" if method == "POST" else None
        answer = self.world.call(token, method, path, body, key, headers)
        assert answer.status < 500, (method, path, answer.text)
        self.said.append(Said(authority, method, path, answer))
        return answer

    def made(self, authority, path, body, role="OFFICER"):
        answer = self.call(authority, "POST", path, body, role)
        assert answer.status in (200, 201), (path, body, answer.text)
        return answer.json

    def some(self, things):
        return self.luck.choice(things) if things else None

    def later(self, least, most):
        return str(self.day + datetime.timedelta(days=self.luck.randint(least, most)))

    # The region.

    def agree(self):
        self.world.move_to(str(self.day))
        body = bodies.agreement(REGION, name="A made-up memorandum")
        self.agreement = self.made(None, "/v1/agreements", body)["id"]
        path = f"/v1/agreements/{self.agreement}"
        self.made(None, f"{path}/terms", bodies.terms(cool_off_months=6))
        for protocol in ("COOL_OFF", "PAY"):
            self.made(None, f"{path}/protocols", {"protocol": protocol, "phase": 1})
        for name in self.authorities:
            if name != OUTSIDE:
                signed = None if name == UNSIGNED else "2025-09-12"
                body = bodies.membership(self.codes[name], sharing_agreement_signed_on=signed)
                self.made(None, f"{path}/memberships", body)
        self.suppliers = [self.made(None, "/v1/suppliers", bodies.supplier())["id"] for _ in range(3)]
        for job_type, pence in (("SW", 3700), ("SSW", 4000), ("TM", 4600)):
            self.made(None, "/v1/rate-caps", bodies.cap(self.agreement, pence, job_type))

    def experienced(self, worker):
        """Five years of direct employment, long over, and two references: what the rules ask of agency workers."""
        who = self.some(self.authorities)
        spell = bodies.spell(
            worker, start_date="2016-04-04", last_day="2021-06-30", leaving_reason="RESIGNED", service="CHILDREN"
        )
        self.spells[who].append(self.made(who, "/v1/employments", spell)["id"])
        for hirer in self.luck.sample(self.authorities, 8):
            for _ in range(2):
                self.references[hirer].append(self.made(hirer, "/v1/references", bodies.reference(worker))["id"])

    def play(self, acts, a_week):
        """Weeks of acts, by their weights. Which, where and to what is the seed's."""
        names, weights = list(acts), list(acts.values())
        for week in range(WEEKS):
            self.day = FIRST + datetime.timedelta(weeks=week)
            for _ in range(a_week):
                if self.luck.random() < 0.2:
                    self.day += datetime.timedelta(days=1)
                self.world.move_to(str(self.day))
                act = self.luck.choices(names, weights)[0]
                self.done.setdefault(act.__name__, 0)
                self.done[act.__name__] += act(self, self.some(self.authorities)) is not False


# What people do. `False`: there was nothing to do it to.


def employ(year, who):
    body = bodies.spell(
        year.some(year.workers),
        start_date=year.some(["2017-04-03", "2019-09-02", "2022-01-10", "2024-06-03"]),
        external_ref=f"payroll of {year.codes[who]}",
    )
    answer = year.call(who, "POST", "/v1/employments", body)
    if answer.status == 201:
        year.spells[who].append(answer.json["id"])
    return answer.status == 201


def leave(year, who):
    spell = year.some(year.spells[who])
    if spell is None:
        return False
    now = year.call(who, "GET", f"/v1/employments/{spell}").json
    if "last_day" in now:
        return False
    change = {
        "last_day": year.later(-20, 10),
        "leaving_reason": year.some(REASONS[:-2]),
        "evidence": {"kind": f"LETTER OF {year.codes[who]}", "dated": year.later(-60, -21)},
    }
    headers = {"If-Match": f'"{now["version"]}"'}
    return year.call(who, "PATCH", f"/v1/employments/{spell}", change, headers=headers).status == 200


def leave_long_ago(year, who):
    body = bodies.leaver(year.some(year.workers), year.later(-200, -1), leaving_reason=year.some(REASONS))
    return year.call(who, "POST", "/v1/cooling-off-records", body).status == 201


def state_month(year, who):
    month = (year.day.replace(day=1) - datetime.timedelta(days=1)).strftime("%Y-%m")
    body = {"month": month, "none": False}
    return year.call(who, "POST", "/v1/leaver-statements", body, role="HR").status == 201


def check(year, who):
    body = bodies.check(year.some(year.workers), year.later(0, 60))
    if year.luck.random() < 0.5:
        body.update(bodies.pay(year.luck.randrange(3300, 3900, 10)))
    year.made(who, "/v1/eligibility-checks", body, role=year.some(["OFFICER", "REQUESTER"]))


def submit(year, who, start, engagement):
    body = bodies.proposal(
        year.some(year.workers),
        start,
        year.some(year.suppliers),
        engagement=engagement,
        planned_end_date=year.later(80, 160),
        notice_days=28,
        **bodies.pay(year.luck.randrange(3300, 3800, 10), year.some(["SW", "SW", "SSW", "TM"])),
    )
    answer = year.call(who, "POST", "/v1/placements", body)
    if answer.status == 201:
        year.placements[who].append(answer.json["id"])
    return answer.status in (201, 409) or answer.json["code"] == "rule_breach"


def propose(year, who):
    return submit(year, who, year.later(3, 40), "PROPOSED")


def begin(year, who):
    return submit(year, who, year.later(-10, 0), "UNDER_WAY")


def one_running(year, who):
    placement = year.some(year.placements[who])
    if placement is None:
        return None
    now = year.call(who, "GET", f"/v1/placements/{placement}").json
    return now if now["status"] in RUNNING else None


def rate(year, who):
    now = one_running(year, who)
    if now is None:
        return False
    first = max(str(year.day), now["start_date"])
    body = {
        "from": str(datetime.date.fromisoformat(first) + datetime.timedelta(days=year.luck.randint(1, 20))),
        "pay_type": "UMBRELLA",
        "coverage": "PAY_HOL_ENI_LEVY",
        "pay_pence": year.luck.randrange(3300, 3900, 10),
    }
    return year.call(who, "POST", f"/v1/placements/{now['id']}/rates", body).status == 201


def extend(year, who):
    now = one_running(year, who)
    if now is None or "planned_end_date" not in now:
        return False
    end = datetime.date.fromisoformat(now["planned_end_date"]) + datetime.timedelta(days=28)
    body = {"planned_end_date": str(end), "reason": "VACANCY"}
    return year.call(who, "POST", f"/v1/placements/{now['id']}/extensions", body).status == 201


def end(year, who):
    now = one_running(year, who)
    if now is None or now["start_date"] > str(year.day):
        return False
    body = {"end_date": str(year.day), "reason": "COMPLETED"}
    return year.call(who, "POST", f"/v1/placements/{now['id']}/end", body).status == 200


def is_for_a_person(finding):
    return finding["verdict"] in ("REFER", "BREACH") or (
        finding["verdict"] == "UNKNOWN" and "due_by" not in finding
    )


def decide(year, who):
    for placement in year.placements[who][::-1]:
        now = year.call(who, "GET", f"/v1/placements/{placement}").json
        refers = [f for f in now.get("findings", []) if is_for_a_person(f)]
        if now["status"] != "REFERRED" or not refers:
            continue
        for finding in refers:
            body = {
                "finding": f"{finding['rule']}/{finding['layer']}",
                "decision": year.some(["PROCEED", "PROCEED", "REFUSE"]),
                "reason": "The worker showed the letter",
            }
            year.call(who, "POST", f"/v1/placements/{placement}/decisions", body)
        return True
    return False


def hold_reference(year, who):
    dated = year.later(-300, -30)
    body = bodies.reference(
        year.some(year.workers), dated=dated, received_on=dated, verified_on=dated, engaged_to=year.later(-900, -301)
    )
    year.references[who].append(year.made(who, "/v1/references", body)["id"])


def ask_for_reference(year, who):
    other = year.some([name for name in year.authorities if name != who])
    body = bodies.asked(year.some(year.workers), year.codes[other])
    answer = year.call(who, "POST", "/v1/references", body)
    shared = not {who, other} & {UNSIGNED, OUTSIDE}
    assert answer.status in ((201, 409) if shared else (403,)), answer.text
    if answer.status == 201:
        year.references[who].append(answer.json["id"])
        year.asked[other].append(answer.json["id"])
    return answer.status == 201


def answer_reference(year, who):
    reference = year.some(year.asked[who])
    if reference is None:
        return False
    return year.call(who, "POST", f"/v1/references/{reference}/answer", bodies.answer(), role="HR").status == 200


def look(year, who):
    path = year.some(
        ["placements", "employments", "eligibility-checks", "cooling-off-records", "breaches", "tasks", "references"]
    )
    assert year.call(who, "GET", f"/v1/{path}?limit=100").status == 200


def look_up(year, who):
    path = year.some(["/v1/workers/lookup", "/v1/placements/search", "/v1/employments/search"])
    assert year.call(who, "POST", path, {"swe_number": year.some(year.workers)}).status == 200


def pry(year, who):
    """At what is another's."""
    other = year.some([name for name in year.authorities if name != who])
    for kind, ids in (("placements", year.placements), ("employments", year.spells), ("references", year.references)):
        record = year.some(ids[other])
        if record is not None and record not in year.asked[who]:
            assert year.call(who, "GET", f"/v1/{kind}/{record}").status == 404


def compare(year, who):
    quarter = f"{year.day.year}-Q{(year.day.month + 2) // 3}"
    shared = who not in (UNSIGNED, OUTSIDE)
    answer = year.call(who, "GET", f"/v1/benchmarks/rates?quarter={quarter}")
    assert answer.status == (200 if shared else 403), answer.text


def count_breaches(year, who):
    assert year.call(None, "GET", "/v1/breaches").status == 200


def check_joining(year, who):
    path = f"/v1/agreements/{year.agreement}/join-check?authority={year.codes[who]}"
    assert year.call(None, "GET", path).status == 200


# How often each is done, against the others: an area adds its acts here.
ACTS = {
    employ: 8,
    leave: 8,
    leave_long_ago: 5,
    state_month: 3,
    check: 10,
    propose: 12,
    begin: 6,
    rate: 6,
    extend: 4,
    end: 4,
    decide: 8,
    hold_reference: 6,
    ask_for_reference: 4,
    answer_reference: 4,
    look: 5,
    look_up: 4,
    pry: 3,
    compare: 1,
    count_breaches: 1,
    check_joining: 1,
}
