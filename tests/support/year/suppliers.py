# SPDX-License-Identifier: MIT
"""What goes between authorities and suppliers: incidents, requirements and candidates; and who approached whose staff."""
from support import bodies
from support.year.region import TITLE


def raise_incident(year, who):
    agency = year.some(year.suppliers)
    body = bodies.incident(happened_on=year.later(-10, 0))
    made = year.made(who, f"/v1/suppliers/{agency}/incidents", body)
    year.keep("incidents", who, made["id"], agency, None)
    year.keep("raised", agency, made["id"])


def done(answer):
    assert answer.status in (200, 201, 404, 409, 422), answer.text
    return answer.status < 300


def answer_incident(year, who):
    agency = year.some(year.suppliers)
    incident = year.some(year.of("raised", agency))
    if incident is None:
        return False
    return done(year.post(agency, f"/v1/supplier-incidents/{incident}/answer", {"statement": "Replacements were offered"}))


def decide_incident(year, who):
    """The region, of any."""
    incident = year.some(year.all("incidents"))
    if incident is None:
        return False
    body = {"state": year.some(["UPHELD", "UPHELD", "WITHDRAWN"]), "reason": "Four weeks had been agreed"}
    answer = year.post(None, f"/v1/supplier-incidents/{incident}/decision", body)
    if done(answer):
        year.happened(f"an incident is {body['state']}")
    return answer.status == 200


def require(year, who):
    invited = year.luck.sample(year.suppliers, 2)
    body = bodies.requirement(*invited, start_date=year.later(20, 60), local_role=TITLE, job_type=None, pay_ceiling_pence=3777)
    year.keep("requirements", who, year.made(who, "/v1/requirements", body, "REQUESTER")["id"], *invited)


def put_forward(year, who):
    agency = year.some(year.suppliers)
    row = year.some(year.get(agency, "/v1/requirements")["data"])
    if row is None:
        return False
    body = bodies.candidate(year.some(year.workers), year.luck.randrange(3300, 3900, 10))
    answer = year.post(agency, f"/v1/requirements/{row['id']}/candidates", body)
    if answer.status == 201:
        assert set(answer.json) == {"id", "requirement", "answer", "put_forward_at"}
        year.happened(f"a supplier is told {answer.json['answer']}")
        authority = next(name for name, code in year.codes.items() if code == row["authority"])
        year.keep("candidates", authority, answer.json["id"], agency)
    return done(answer)


def look_at_candidates(year, who):
    requirement = year.some(year.of("requirements", who))
    return requirement is not None and year.call(who, "GET", f"/v1/requirements/{requirement}/candidates").status == 200


def close_requirement(year, who):
    requirement = year.some(year.of("requirements", who))
    return requirement is not None and done(year.post(who, f"/v1/requirements/{requirement}/close", role="REQUESTER"))


def look_as_supplier(year, who):
    agency = year.some(year.suppliers)
    path = year.some(["suppliers", "requirements", "placement-reviews", "references/given", "rate-caps", "headhunting-reports",
                      f"suppliers/{agency}/incidents"])  # fmt: skip
    assert year.call(agency, "GET", f"/v1/{path}").status == 200


def report_approach(year, who):
    agency, other = year.some(year.suppliers), year.other(who)
    by = year.some([{"approacher_authority": year.codes[other]}, {"approacher_authority": None, "approacher_supplier": agency}])
    body = bodies.report(year.agreement, approached_on=year.later(-10, 0), **by)
    made = year.made(who, "/v1/headhunting-reports", body)
    year.keep("reports", who, made["id"], None, agency if "approacher_supplier" in by else other)


def resolve_approach(year, who):
    report = year.some(year.all("reports"))
    if report is None:
        return False
    body = {"state": "RESOLVED", "resolution": "Reminded of the rules of engagement"}
    return done(year.post(None, f"/v1/headhunting-reports/{report}/resolution", body))


HAPPENS = ["an incident is UPHELD", "an incident is WITHDRAWN", "a supplier is told CLEAR",
           "a supplier is told ASK_THE_AUTHORITY"]  # fmt: skip
ACTS = {
    raise_incident: 2,
    answer_incident: 2,
    decide_incident: 2,
    require: 3,
    put_forward: 10,
    look_at_candidates: 2,
    close_requirement: 2,
    look_as_supplier: 3,
    report_approach: 1,
    resolve_approach: 2,
}
