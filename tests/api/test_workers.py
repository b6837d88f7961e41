# SPDX-License-Identifier: MIT
"""What an authority has on record of a worker, by number."""
from support import bodies
from support.access import SIGNATORIES, Access

ACCESS = {
    "POST /v1/workers/lookup": Access(SIGNATORIES, 200, body=lambda side: {"swe_number": side.worker}),
}


def lookup(world, token, number):
    return world.call(token, "POST", "/v1/workers/lookup", {"swe_number": number})


def test_a_lookup_gives_the_ids_of_what_is_own_and_leaves_them_in_the_trail(world, supplier):
    officer, number = world.officer("Medway"), bodies.worker()
    spell = world.made(officer, "/v1/employments", bodies.spell(number, basis="BANK"))["id"]
    check = world.made(officer, "/v1/eligibility-checks", bodies.check(number, "2026-10-01"))["id"]
    placement = world.made(officer, "/v1/placements", bodies.proposal(number, "2026-10-01", supplier))
    world.made(world.officer("Kent"), "/v1/employments", bodies.spell(number, basis="AGENCY"))
    answer = lookup(world, officer, number.lower())
    assert (answer.status, answer.json) == (
        200,
        {
            "employments": [spell],
            "placements": [placement["id"]],
            "eligibility_checks": [placement["eligibility_check"], check],
        },
    )
    seen = world.sql(
        "SELECT object_type, ids FROM audit_event WHERE id = %s", [answer.headers["X-Request-Id"]]
    )
    ids = [spell, placement["id"], placement["eligibility_check"], check]
    assert seen == [("worker", "{%s}" % ",".join(ids))]


def test_a_worker_of_others_alone_is_as_one_that_nobody_knows(world):
    known = bodies.worker()
    world.made(world.officer("Kent"), "/v1/employments", bodies.spell(known))
    answers = [lookup(world, world.officer("Medway"), number) for number in (known, bodies.worker())]
    assert (
        answers[0].json == answers[1].json == {"employments": [], "placements": [], "eligibility_checks": []}
    )


def test_the_number_travels_in_the_body(world):
    officer = world.officer("Medway")
    assert (
        world.post(officer, "/v1/workers/lookup?swe_number=SW900123", {"swe_number": "SW900123"}).status
        == 400
    )
    assert world.post(officer, "/v1/workers/lookup", {}).status == 422
