# SPDX-License-Identifier: MIT
"""References: held, asked of one another, answered, shown to the worker, disputed, withdrawn; owed at a placement's end."""
from support import bodies
from support.year.placements import OVER, one


def keep(year, who, answer, *others):
    if answer.status == 201:
        year.keep("references", year.whose(answer.json), answer.json["id"], *others)
    return answer.status == 201


def hold_reference(year, who):
    dated = year.later(-300, -30)
    body = bodies.reference(
        year.some(year.workers), dated=dated, received_on=dated, verified_on=dated, engaged_to=year.later(-900, -301)
    )
    return keep(year, who, year.post(who, "/v1/references", body))


def ask(year, who, other, worker, **members):
    body = bodies.asked(worker, year.codes[other], worker_agreed_on=str(year.day), **members)
    answer = year.post(who, "/v1/references", body, year.some(["OFFICER", "REQUESTER"]))
    signed = year.shares(who) and year.shares(other)
    assert answer.status in ((201, 409) if signed else (403,)), answer.text
    if answer.status == 201:
        year.keep("to_answer", other, answer.json["id"], who)
        year.keep("asked", who, answer.json["id"])
    return keep(year, who, answer, other)


def ask_for_reference(year, who):
    return ask(year, who, year.other(who), year.some(year.workers))


def read_reference(year, who):
    reference = year.some(year.of("asked", who))
    return reference is not None and year.call(who, "GET", f"/v1/references/{reference}").status == 200


def a_step(year, who, kind, step, body=None, role="OFFICER"):
    """With one of its references, which may have gone on meanwhile."""
    reference = year.some(year.of(kind, who))
    if reference is None:
        return False
    answer = year.post(who, f"/v1/references/{reference}/{step}", body, role)
    assert answer.status in (200, 403, 409, 422), answer.text
    return answer.status == 200 and reference


def answer_reference(year, who):
    """With what was written at the end of a placement of the worker's, where there is such."""
    reference = year.some(year.of("to_answer", who))
    if reference is None:
        return False
    asked = year.get(who, f"/v1/references/{reference}")
    path = f"/v1/references/{reference}/answer"
    written = year.own.get((who, asked.get("swe_number")))
    if written and year.post(who, path, {"reference": written}, "HR").status == 200:
        year.happened("a reference that the worker has seen is given")
        return True
    return year.post(who, path, bodies.answer(), "HR").status == 200


def decline_reference(year, who):
    return a_step(year, who, "to_answer", "decline", {"reason": "TOO_LONG_AGO"}, "HR")


def withdraw_reference(year, who):
    return a_step(year, who, "asked", "withdraw")


def share_reference(year, who):
    reference = a_step(year, who, year.some(["to_answer", "references"]), "share", {"on": str(year.day)}, "HR")
    if reference:
        year.keep("shared", who, reference)
    return reference


def comment_on_reference(year, who):
    return a_step(year, who, "shared", "comments", {"comments": "I agree"}, "HR")


def verify_reference(year, who):
    return a_step(year, who, "asked", "verify", {"on": str(year.day), "how": "The switchboard"})


def dispute_reference(year, who):
    reference = a_step(year, who, "references", "dispute", {"disputed": True})
    if reference:
        year.keep("disputed", who, reference)
    return reference


def settle_reference(year, who):
    """By somebody else."""
    return a_step(year, who, "disputed", "dispute", {"disputed": False}, "HR")


def write_reference(year, who):
    """At a placement's end, with the review where there is one, shown to the worker."""
    now = one(year, who, OVER)
    if now is None:
        return False
    body = {
        "swe_number": now["swe_number"],
        "provider": "OWN",
        "placement": now["id"],
        "engaged_from": now["start_date"],
        **bodies.answer(relation="ENGAGED"),
    }
    answer = year.post(who, "/v1/references", {**body, "include_review": True})
    if answer.status == 422:
        answer = year.post(who, "/v1/references", body)
    if not keep(year, who, answer):
        return False
    path = f"/v1/references/{answer.json['id']}/share"
    assert year.post(who, path, {"on": str(year.day)}).status == 200
    year.keep("shared", who, answer.json["id"])
    year.own[who, now["swe_number"]] = answer.json["id"]
    return True


def ask_where_reference_was_written(year, who):
    """Whether that authority places the worker again, the reference alone may say."""
    other, worker = year.some(sorted(year.own)) or (None, None)
    if other in (None, who, *year.left, *year.succeeded) or not (year.shares(who) and year.shares(other)):
        return False
    return ask(year, who, other, worker, engaged_from="2026-01-05", engaged_to=None)


ACTS = {
    hold_reference: 6,
    ask_for_reference: 5,
    read_reference: 4,
    answer_reference: 6,
    decline_reference: 4,
    withdraw_reference: 2,
    share_reference: 3,
    comment_on_reference: 3,
    verify_reference: 3,
    dispute_reference: 2,
    settle_reference: 2,
    write_reference: 5,
    ask_where_reference_was_written: 4,
}
