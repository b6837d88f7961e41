# SPDX-License-Identifier: MIT
"""What is recorded of workers, what is asked of them, and who looks at it, at what is theirs and at what is not."""
import datetime

from support import bodies
from support.year.life import OUTSIDE, UNSIGNED

REASONS = ["RESIGNED", "REDUNDANCY", "RETIRED", "DISMISSED", "MUTUAL", "PROBATION_LEFT", "OTHER"]
LISTS = ["placements", "employments", "eligibility-checks", "cooling-off-records", "breaches", "tasks", "references",
         "exceptions", "project-teams", "disputes", "conversions", "requirements", "placement-reviews",
         "headhunting-reports", "information-counts", "references/owed"]  # fmt: skip


def experience(year, worker):
    """Five years of direct employment, long over, and references: what the rules ask of agency workers."""
    who = year.some(year.authorities)
    spell = bodies.spell(
        worker, start_date="2016-04-04", last_day="2021-06-30", leaving_reason="RESIGNED", service="CHILDREN"
    )
    keep_spell(year, who, year.made(who, "/v1/employments", spell))
    for hirer in year.luck.sample(year.authorities, 8):
        for _ in range(2):
            year.keep("references", hirer, year.made(hirer, "/v1/references", bodies.reference(worker))["id"])


def keep_spell(year, who, spell):
    year.keep("spells", who, spell["id"])
    year.worker_of[spell["id"]] = spell["swe_number"]


def record_spell(year, who, path, body, role="OFFICER"):
    answer = year.post(who, path, body, role)
    if answer.status == 201:
        keep_spell(year, who, answer.json)
    return answer.status == 201


def employ(year, who):
    body = bodies.spell(
        year.some(year.workers),
        start_date=year.some(["2017-04-03", "2019-09-02", "2022-01-10", "2024-06-03"]),
        external_ref=f"payroll of {year.codes[who]}",
    )
    return record_spell(year, who, "/v1/employments", body)


def leave(year, who):
    spell = year.some(year.of("spells", who))
    now = year.get(who, f"/v1/employments/{spell}") if spell else None
    if now is None or "version" not in now or "last_day" in now:
        return False
    change = {
        "last_day": year.later(-20, 10),
        "leaving_reason": year.some(REASONS[:-2]),
        "evidence": {"kind": f"LETTER OF {year.codes[who]}", "dated": year.later(-60, -21)},
    }
    return year.change(who, f"/v1/employments/{spell}", change).status == 200


def leave_long_ago(year, who):
    body = bodies.leaver(year.some(year.workers), year.later(-200, -1), leaving_reason=year.some(REASONS))
    return record_spell(year, who, "/v1/cooling-off-records", body)


def state_month(year, who):
    month = (year.day.replace(day=1) - datetime.timedelta(days=1)).strftime("%Y-%m")
    return year.post(who, "/v1/leaver-statements", {"month": month, "none": False}, "HR").status == 201


def qualify(year, who):
    body = {"swe_number": year.some(year.workers), "qualified_on": year.later(-4000, -300)}
    return year.post(who, "/v1/workers/qualification", body, "HR").status in (200, 201)


def check(year, who):
    body = bodies.check(year.some(year.workers), year.later(0, 60))
    if year.luck.random() < 0.5:
        body.update(bodies.pay(year.luck.randrange(3300, 3900, 10)))
    if year.luck.random() < 0.2:
        body["declared_last_post"] = {"authority": year.codes[year.other(who)], "last_day": year.later(-90, -1)}
    made = year.made(who, "/v1/eligibility-checks", body, year.some(["OFFICER", "REQUESTER"]))
    year.keep("checks", who, made["id"])


def look(year, who):
    assert year.call(who, "GET", f"/v1/{year.some(LISTS)}?limit=100").status == 200


def look_up(year, who):
    path = year.some(["workers/lookup", "workers/record", "placements/search", "employments/search", "references/search"])
    assert year.post(who, f"/v1/{path}", {"swe_number": year.some(year.workers)}).status == 200


ONE = {"placements": "placements", "spells": "employments", "references": "references", "checks": "eligibility-checks",
       "exceptions": "exceptions", "teams": "project-teams", "disputes": "disputes"}  # fmt: skip


def pry(year, who):
    """At what is another's."""
    other = year.other(who)
    for kind, path in ONE.items():
        record = year.some(year.of(kind, other))
        if record is not None and not year.may_see(who, record):
            assert year.call(who, "GET", f"/v1/{path}/{record}").status == 404, (kind, record)


def compare(year, who):
    quarter = f"{year.day.year}-Q{(year.day.month + 2) // 3}"
    answer = year.call(who, "GET", f"/v1/benchmarks/rates?quarter={quarter}")
    assert answer.status == (200 if year.shares(who) else 403), answer.text


def seek_consent_in_vain(year, who):
    """Nothing is asked of, nor told to, who has not signed to share."""
    stranger = year.some([UNSIGNED, OUTSIDE])
    if stranger == who:
        return False
    worker, code = year.some(year.workers), year.codes[stranger]
    assert year.post(who, "/v1/references", bodies.asked(worker, code)).status == 403
    assert year.post(who, "/v1/disputes", bodies.dispute(worker, code)).status == 403


ACTS = {
    employ: 8,
    leave: 8,
    leave_long_ago: 5,
    state_month: 3,
    qualify: 2,
    check: 10,
    look: 5,
    look_up: 4,
    pry: 3,
    compare: 1,
    seek_consent_in_vain: 1,
}
