# SPDX-License-Identifier: MIT
"""What workers say is wrong, through whoever they ask; what they declare; and what authorities are told of it."""
from support import bodies
from support.year.records import keep_spell


def open_dispute(year, who):
    """Of a spell that is another's, or its own."""
    at = year.some([who, year.other(who), year.other(who)])
    spell = year.some(year.of("spells", at))
    if spell is None:
        return False
    fact = year.some(["LAST_DAY", "LEAVING_REASON", "EMPLOYMENT"])
    answer = year.post(who, "/v1/disputes", bodies.dispute(year.worker_of[spell], year.codes[at], fact=fact))
    signed = year.shares(who) and year.shares(at)
    assert answer.status in ((201, 409) if signed else (201, 409, 403) if at == who else (403,)), answer.text
    if answer.status == 201:
        year.disputed[answer.json["id"]] = spell
        year.keep("disputes", at, answer.json["id"], who)
    return answer.status == 201


def link(year, who, dispute, path):
    answer = year.post(who, f"{path}/record", {"record": year.disputed[dispute["id"]]})
    if answer.status == 200:
        check = bodies.check(dispute["swe_number"], str(year.day))
        found = year.made(who, "/v1/eligibility-checks", check)
        year.keep("checks", who, found["id"])
        if "REFER" in [f["verdict"] for f in found["findings"] if f["rule"] == "COOL_OFF"]:
            year.happened("a disputed record refers")
    return answer


def reject(year, who, dispute, path):
    return year.post(who, f"{path}/decision", {"result": "REJECTED", "reason": "The letter names that day"}, "DCS")


def uphold(year, who, dispute, path):
    """Corrected, or taken away, by an officer; decided by the director."""
    spell, withdraw = year.disputed[dispute["id"]], dispute["fact"] == "EMPLOYMENT"
    if not withdraw:
        correction = {"last_day": year.later(-60, -21), "leaving_reason": "RETIRED"}
        year.change(who, f"/v1/employments/{spell}", correction)
    body = {"result": "UPHELD", "reason": "The worker is right", "withdraw": withdraw}
    answer = year.post(who, f"{path}/decision", body, "DCS")
    if answer.status == 200 and withdraw:
        year.withdrawn.append(spell)
    return answer


def go_on_with_disputes(year, who):
    rows = year.get(who, "/v1/disputes?to_decide=true")["data"]
    row = year.some([row for row in rows if row["id"] in year.disputed])
    if row is None:
        return False
    step = year.some([reject, uphold, uphold]) if "record" in row else link
    answer = step(year, who, row, f"/v1/disputes/{row['id']}")
    assert answer.status in (200, 409, 422), answer.text
    if answer.status == 200:
        year.happened(f"{step.__name__} dispute")
    return answer.status == 200


def confirm(year, who):
    """A last day that a worker declared elsewhere; not every one is known."""
    rows = year.get(who, "/v1/confirmations?to_answer=true", "HR")["data"]
    row = year.some(rows)
    if row is None:
        return False
    body = {"answer": "NOT_KNOWN"}
    if year.luck.random() < 0.5:
        left = bodies.leaver(row["swe_number"], row["last_day"])
        spell = year.post(who, "/v1/cooling-off-records", left, "HR")
        if spell.status == 201:
            keep_spell(year, who, spell.json)
            body = {"answer": "CONFIRMED", "employment": spell.json["id"]}
    answer = year.post(who, f"/v1/confirmations/{row['id']}/answer", body, "HR")
    assert answer.status in (200, 409, 422), answer.text
    return answer.status == 200


def see_to_notice(year, who):
    kinds = "VERDICT_CHANGED,RECORD_CHANGED,DISPUTE_DECIDED"
    task = year.some(year.get(who, f"/v1/tasks?kind={kinds}")["data"])
    if task is None:
        return False
    year.happened(f"told: {task['kind']}")
    answer = year.post(who, f"/v1/tasks/{task['id']}/done")
    assert answer.status in (200, 404, 409), answer.text
    return answer.status == 200


HAPPENS = ["link dispute", "reject dispute", "uphold dispute", "a disputed record refers", "told: VERDICT_CHANGED",
           "told: RECORD_CHANGED", "told: DISPUTE_DECIDED"]  # fmt: skip
ACTS = {open_dispute: 4, go_on_with_disputes: 8, confirm: 5, see_to_notice: 8}
