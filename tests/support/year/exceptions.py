# SPDX-License-Identifier: MIT
"""Exceptions from the cap: asked for, submitted, signed by two, attested, refused, named by a placement, withdrawn."""
from support import bodies
from support.year.placements import body_of, place

OVER = 4100


def ask_for_exception(year, who):
    body = {
        "swe_number": year.some(year.workers),
        "rule": "PRICE_CAP",
        "layer": "REGIONAL",
        "start_date": year.later(20, 60),
        "cap_pence": 3700,
        "comparable_pence": OVER,
        "grounds": "ACUTE_NEED",
        "reason": "Two court reports are due",
        "alternatives": "Two candidates within the cap declined",
        "expires_on": year.later(61, 160),
    }
    year.keep("exceptions", who, year.made(who, "/v1/exceptions", body)["id"])


def step(year, who, made, action, body=None, role="OFFICER", token=None):
    return year.post(who, f"/v1/exceptions/{made['id']}/{action}", body, role, token)


def submit(year, who, made):
    return step(year, who, made, "submit")


def signs_next(made):
    """Whoever of the chain has not signed."""
    signed = [s["role"] for s in made.get("sign_offs", [])]
    return next((role for role in made["sign_off_chain"] if role not in signed), None)


def sign(year, who, made):
    return step(year, who, made, "sign-offs", {}, signs_next(made))


def attest(year, who, made):
    role = signs_next(made)
    body = {
        "role": role,
        "person": year.world.person(role, who),
        "signed_on": str(year.day),
        "evidence": "E-mail, case file 12",
    }
    return step(year, who, made, "sign-offs", body)


def one_person_s(year, who):
    """Tokens of the director, who is also the chief executive's deputy."""
    with year.hiring:
        if who not in year.deputies:
            director = year.world.token("DCS", who, who="Robin")
            deputy = year.world.token("CHIEF_EXECUTIVE", who, who="Robin, acting")
            year.world.sql(
                "UPDATE role_grant SET principal = %s, acting = true WHERE principal = %s",
                [year.world.person("DCS", who, "Robin"), year.world.person("CHIEF_EXECUTIVE", who, "Robin, acting")],
            )
            year.deputies[who] = {"DCS": director, "CHIEF_EXECUTIVE": deputy}
        return year.deputies[who]


def sign_twice(year, who, made):
    """One person with both roles: the second signature is refused."""
    tokens = one_person_s(year, who)
    answers = [step(year, who, made, "sign-offs", {}, token=tokens[role]) for role in made["sign_off_chain"]]
    if answers[0].status == 201 and answers[1].status == 422:
        assert answers[1].json["errors"][0]["code"] == "same_person"
        year.happened("one person tries to sign twice")
    assert [answer.status for answer in answers] != [201, 201]
    return answers[0]


def refuse(year, who, made):
    return step(year, who, made, "refuse", {"reason": "There is a candidate within the cap"}, "CHIEF_EXECUTIVE")


def withdraw(year, who, made):
    return step(year, who, made, "withdraw")


def name(year, who, made):
    """In the placement that it allows."""
    body = body_of(
        year,
        made["swe_number"],
        made["start_date"],
        "PROPOSED",
        **{**bodies.pay(OVER), "planned_end_date": made["expires_on"], "exceptions": [made["id"]]},
    )
    return place(year, who, body)


STEPS = {
    "DRAFT": [submit] * 9 + [withdraw],
    "SUBMITTED": [sign] * 6 + [attest] * 2 + [sign_twice] * 2 + [refuse],
    "APPROVED": [name] * 9 + [withdraw],
}


def go_on_with_exceptions(year, who):
    """Each of the latest goes on by a step; what another does meanwhile is found out."""
    for exception in year.of("exceptions", who)[-3:]:
        made = year.get(who, f"/v1/exceptions/{exception}")
        steps = STEPS.get(made["status"])
        if steps is None:
            year.happened(f"an exception is {made['status']}")
            continue
        chosen = year.some(steps)
        answer = chosen(year, who, made)
        assert answer.status in (200, 201, 409, 422), answer.text
        if answer.status < 300:
            year.happened(f"{chosen.__name__} exception")


HAPPENS = [
    *(f"{move.__name__} exception" for move in (submit, sign, attest, sign_twice, refuse, withdraw, name)),
    *(f"an exception is {status}" for status in ("REFUSED", "WITHDRAWN", "EXPIRED")),
    "one person tries to sign twice",
]
ACTS = {ask_for_exception: 6, go_on_with_exceptions: 16}
