# SPDX-License-Identifier: MIT
"""Placements: proposed, under way, changed, decided on, reviewed, ended, and made permanent."""
import datetime

from support import bodies

RUNNING = ("PROVISIONAL", "REFERRED", "CONFIRMED", "IN_BREACH")
OVER = ("ENDED", "CONVERTED")


def place(year, who, body):
    """Submits it; the answer."""
    answer = year.post(who, "/v1/placements", body)
    assert answer.status in (201, 409) or answer.json["code"] == "rule_breach", answer.text
    if answer.status == 201:
        year.keep("placements", who, answer.json["id"], body["supplier"])
        year.worker_of[answer.json["id"]] = body["swe_number"]
    if "eligibility_check" in answer.json:
        year.keep("checks", who, answer.json["eligibility_check"])
    return answer


def body_of(year, worker, start, engagement, **members):
    return bodies.proposal(
        worker,
        start,
        year.some(year.suppliers),
        engagement=engagement,
        **{
            "planned_end_date": year.later(80, 160),
            "notice_days": 28,
            **bodies.pay(year.luck.randrange(3300, 3800, 10), year.some(["SW", "SW", "SSW", "TM"])),
            **members,
        },
    )


def propose(year, who):
    return place(year, who, body_of(year, year.some(year.workers), year.later(3, 40), "PROPOSED")).status != 409


def begin(year, who):
    return place(year, who, body_of(year, year.some(year.workers), year.later(-10, 0), "UNDER_WAY")).status != 409


def one(year, who, statuses=RUNNING):
    """One of its placements, as it is now, where it is in one of these."""
    placement = year.some(year.of("placements", who))
    now = year.get(who, f"/v1/placements/{placement}") if placement else None
    return now if now and now["status"] in statuses else None


def path_of(placement, more=""):
    return f"/v1/placements/{placement['id']}{more}"


def rate(year, who):
    now = one(year, who)
    if now is None:
        return False
    first = datetime.date.fromisoformat(max(str(year.day), now["start_date"]))
    body = {
        "from": str(first + datetime.timedelta(days=year.luck.randint(1, 20))),
        "pay_type": "UMBRELLA",
        "coverage": "PAY_HOL_ENI_LEVY",
        "pay_pence": year.luck.randrange(3300, 3900, 10),
    }
    return year.post(who, path_of(now, "/rates"), body).status == 201


def extend(year, who):
    now = one(year, who)
    if now is None or "planned_end_date" not in now:
        return False
    later = datetime.date.fromisoformat(now["planned_end_date"]) + datetime.timedelta(days=28)
    body = {"planned_end_date": str(later), "reason": "VACANCY"}
    return year.post(who, path_of(now, "/extensions"), body).status == 201


def amend(year, who):
    now = one(year, who)
    if now is None:
        return False
    body = {"notice_days": year.some([7, 28, 28]), "external_ref": f"order of {year.codes[who]}"}
    answer = year.call(who, "PATCH", path_of(now), body, headers={"If-Match": f'"{now["version"]}"'})
    assert answer.status in (200, 409, 412) or answer.json["code"] == "rule_breach", answer.text
    return answer.status == 200


def end(year, who):
    now = one(year, who)
    if now is None or now["start_date"] > str(year.day):
        return False
    body = {"end_date": str(year.day), "reason": "COMPLETED"}
    return year.post(who, path_of(now, "/end"), body).status == 200


def convert(year, who):
    now = one(year, who, (*RUNNING, "ENDED"))
    if now is None:
        return False
    body = {"permanent_start": year.later(30, 60), "fee_pence": 300_000}
    answer = year.post(who, path_of(now, "/conversion"), body)
    if answer.status == 201:
        year.keep("conversions", who, answer.json["id"])
        year.keep("spells", who, answer.json["employment"])
        year.worker_of[answer.json["employment"]] = now["swe_number"]
    return answer.status == 201


def inform(year, who):
    now = one(year, who)
    if now is None:
        return False
    body = bodies.given(year.some(year.information), stage=year.some(["RECRUITMENT", "INDUCTION"]), given_on=str(year.day))
    return year.post(who, path_of(now, "/information"), body).status == 201


def count_recruits(year, who):
    month = (year.day.replace(day=1) - datetime.timedelta(days=1)).strftime("%Y-%m")
    body = bodies.recruits(year.some(year.information), month=month)
    return year.post(who, "/v1/information-counts", body, "HR").status == 201


# What a rule refers to a person.


def is_for_a_person(finding):
    return finding["verdict"] in ("REFER", "BREACH") or (
        finding["verdict"] == "UNKNOWN" and "due_by" not in finding
    )


def decide(year, who):
    for placement in year.of("placements", who)[::-1]:
        now = year.get(who, f"/v1/placements/{placement}")
        refers = [f for f in now.get("findings", []) if is_for_a_person(f)]
        if now["status"] != "REFERRED" or not refers:
            continue
        for finding in refers:
            body = {
                "finding": f"{finding['rule']}/{finding['layer']}",
                "decision": year.some(["PROCEED", "PROCEED", "REFUSE"]),
                "reason": "The worker showed the letter",
            }
            year.post(who, path_of(now, "/decisions"), body)
        return True
    return False


# Reviews.


def review(year, who):
    """Of what is over: of a third of the workers, not to be placed; half of the reviews are sent on."""
    now = one(year, who, OVER)
    if now is None:
        return False
    sent = {"sent_to_worker_on": str(year.day), "sent_to_supplier_on": str(year.day)}
    body = {
        "outcome": "COMPLETED",
        "handover": "All nine cases",
        "recommendation": year.some(["CONTINUE", "CONTINUE_WITH_DEVELOPMENT", "DO_NOT_PLACE"]),
        **(year.some([sent, {}])),
    }
    answer = year.post(who, path_of(now, "/review"), body)
    if answer.status == 201:
        year.keep("reviews", year.whose(answer.json), answer.json["id"], now["supplier"])
        year.happened(f"a review says {body['recommendation']}")
    return answer.status == 201


def comment_on_review(year, who):
    """The supplier, on one that it was sent; the worker, through an officer."""
    agency = year.some(year.suppliers)
    rows = year.get(agency, "/v1/placement-reviews")["data"]
    row = year.some(rows)
    if row is None:
        return False
    path = f"/v1/placements/{row['placement']}/review/comments"
    assert year.call(agency, "GET", f"/v1/placements/{row['placement']}/review").status == 200
    assert year.post(agency, path, {"comments": "We will see to it"}).status in (200, 409)
    answer = year.post(who, path, {"party": "WORKER", "comments": "Fair"})
    assert answer.status in ((200, 409) if year.may_see(who, row["placement"]) else (404,)), answer.text


ACTS = {
    propose: 12,
    begin: 6,
    rate: 6,
    extend: 4,
    amend: 3,
    end: 6,
    convert: 2,
    inform: 3,
    count_recruits: 1,
    decide: 8,
    review: 5,
    comment_on_review: 2,
}
