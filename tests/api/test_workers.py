# SPDX-License-Identifier: MIT
"""What an authority has on record of a worker, by number."""
from support import bodies
from support.access import SIGNATORIES, Access

ACCESS = {
    "POST /v1/workers/lookup": Access(SIGNATORIES, 200, body=lambda side: {"swe_number": side.worker}),
    "POST /v1/workers/record": Access(SIGNATORIES, 200, body=lambda side: {"swe_number": side.worker}),
    "POST /v1/workers/erasure": Access(
        ("AUTHORITY_ADMIN",), 201, body=lambda side: {"swe_number": bodies.worker()}
    ),
    "POST /v1/workers/qualification": Access(
        ("OFFICER", "HR"), 201, body=lambda side: {"swe_number": bodies.worker(), "qualified_on": "2019-07-01"}
    ),
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


def qualify(world, authority, number, day):
    body = {"swe_number": number, "qualified_on": day}
    return world.post(world.token("HR", authority), "/v1/workers/qualification", body)


def test_another_day_of_qualification_takes_the_place_of_the_first(world):
    number = bodies.worker()
    first = qualify(world, "Medway", number.lower(), "2025-01-06")
    assert (first.status, first.json["swe_number"]) == (201, number)
    assert qualify(world, "Medway", number, "2025-01-06").json["code"] == "duplicate"
    assert qualify(world, "Medway", number, "2024-01-08").status == 201
    kept = world.sql(
        "SELECT qualified_on::text, superseded_at IS NULL, superseded_version FROM worker_qualification"
        " WHERE swe_number = %s ORDER BY id",
        [number],
    )
    assert kept == [("2025-01-06", False, 2), ("2024-01-08", True, None)]


def test_a_day_of_qualification_has_come_and_exists(world):
    for day in ("2026-09-15", "2026-02-31", ""):
        answer = qualify(world, "Medway", bodies.worker(), day)
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/qualified_on")


def test_all_checks_are_told_the_day_that_was_recorded_last(world):
    number = bodies.worker()
    digests = set()
    for authority, day in (("Kent", "2025-01-06"), ("Surrey", "2024-01-08")):
        assert qualify(world, authority, number, day).status == 201
        check = bodies.check(number, "2026-10-01")
        made = world.made(world.officer("Medway"), "/v1/eligibility-checks", check)
        digests.add(made["facts_digest"])
    assert len(digests) == 2


def record(world, token, number):
    answer = world.call(token, "POST", "/v1/workers/record", {"swe_number": number})
    assert answer.status == 200, answer.text
    return answer


PARTS = ("employments", "qualifications", "eligibility_checks", "placements", "disputes", "confirmations", "references",
         "placement_reviews", "exceptions", "candidates", "project_teams", "erasures", "events")  # fmt: skip


def test_a_worker_s_record_is_everything_that_is_own_and_who_saw_it(world, supplier):
    officer, hr, number = world.officer("Medway"), world.token("HR", "Medway"), bodies.worker()
    code = world.code("Medway")
    spell = world.made(hr, "/v1/employments", bodies.spell(number, basis="BANK"))
    path = f"/v1/employments/{spell['id']}"
    world.call(hr, "PATCH", path, {"external_ref": "P-77"}, headers={"If-Match": '"1"'})
    qualify(world, "Medway", number, "2019-07-01")
    declared = {"authority": code, "last_day": "2026-05-29"}
    check = bodies.check(number, "2026-10-01", declared_last_post=declared)
    made = world.made(officer, "/v1/eligibility-checks", check)
    placement = world.made(officer, "/v1/placements", bodies.proposal(number, "2026-10-01", supplier))
    dispute = world.made(officer, "/v1/disputes", bodies.dispute(number, code))
    reference = world.made(officer, "/v1/references", bodies.reference(number))
    confidential = world.made(officer, "/v1/references", bodies.reference(number, given_in_confidence=True))
    held = record(world, officer, number.lower()).json
    assert [(row["id"], row["version"]) for row in held["employments"]] == [(spell["id"], 1), (spell["id"], 2)]
    assert "superseded_at" in held["employments"][0] and held["employments"][1]["external_ref"] == "P-77"
    assert [row["qualified_on"] for row in held["qualifications"]] == ["2019-07-01"]
    assert [row["id"] for row in held["eligibility_checks"]] == [made["id"], placement["eligibility_check"]]
    assert held["eligibility_checks"][0]["findings"] == made["findings"]
    assert [(row["id"], row["rates"][0]["pay_pence"]) for row in held["placements"]] == [(placement["id"], 3650)]
    assert [row["statement"] for row in held["disputes"]] == [dispute["statement"]]
    assert [row["last_day"] for row in held["confirmations"]] == ["2026-05-29"]
    assert [(row["id"], "answers" in row) for row in held["references"]] == [
        (reference["id"], "answers" in reference),
        (confidential["id"], False),
    ]
    assert {"employment.record", "employment.correct", "eligibility_check.make", "placement.submit"} <= {
        row["action"] for row in held["events"]
    }
    assert {row["role"] for row in held["events"]} == {"HR", "OFFICER"}


def test_of_what_others_hold_a_record_says_nothing(world):
    known, nobody = bodies.worker(), bodies.worker()
    kent = world.officer("Kent")
    spell = world.made(kent, "/v1/employments", bodies.spell(known))
    qualify(world, "Kent", known, "2019-07-01")
    world.made(kent, "/v1/eligibility-checks", bodies.check(known, "2026-10-01"))
    for number in (known, nobody):
        held = record(world, world.officer("Medway"), number).json
        assert held == {"swe_number": number, **{part: [] for part in PARTS}}
    assert record(world, kent, known).json["employments"][0]["id"] == spell["id"]


def test_a_record_that_is_read_is_in_the_trail(world):
    number = bodies.worker()
    spell = world.made(world.officer("Kent"), "/v1/employments", bodies.spell(number))
    answer = record(world, world.officer("Kent"), number)
    event = "SELECT action, ids FROM audit_event WHERE id = %s"
    seen = world.sql(event, [answer.headers["X-Request-Id"]])
    assert seen == [("worker.record", "{%s}" % spell["id"])]


def test_the_record_says_how_the_worker_came_and_what_became_of_them(world, supplier):
    """Put forward, named for a team, placed, informed, extended, taken on for good: each is held, and so each is told."""
    officer, number = world.officer("Medway"), bodies.worker()
    agency = world.token("SUPPLIER", supplier=supplier)
    post = world.made(officer, "/v1/requirements", bodies.requirement(supplier))["id"]
    candidate = world.made(agency, f"/v1/requirements/{post}/candidates", bodies.candidate(number))
    team = world.made(officer, "/v1/project-teams", bodies.team(supplier))["id"]
    named = world.made(officer, f"/v1/project-teams/{team}/workers", bodies.named(number))
    world.made(officer, f"/v1/project-teams/{team}/approvals", {"worker": named["id"], "approved_on": "2026-09-14"})
    line = {"swe_number": number, "cost_pence": 1_500_000}
    world.made(officer, f"/v1/project-teams/{team}/costs", bodies.team_cost(workers=[line], invoice_pence=1_500_000))
    begun = bodies.proposal(number, "2026-09-01", supplier, engagement="UNDER_WAY", planned_end_date="2026-12-18")
    placement = world.made(officer, "/v1/placements", begun)["id"]
    admin = world.region_admin("South East")
    agreement = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    version = world.made(admin, "/v1/information-versions", bodies.information(agreement))["id"]
    world.made(officer, f"/v1/placements/{placement}/information", bodies.given(version))
    extension = {"planned_end_date": "2027-01-29", "reason": "VACANCY"}
    world.made(officer, f"/v1/placements/{placement}/extensions", extension)
    world.made(officer, f"/v1/placements/{placement}/conversion", {"permanent_start": "2027-01-04"})
    review = {"outcome": "CONVERTED", "recommendation": "CONTINUE"}
    world.made(officer, f"/v1/placements/{placement}/review", review)
    own = {"provider": "OWN", "placement": placement, "engaged_from": "2026-09-01", "include_review": True}
    world.made(officer, "/v1/references", {**bodies.answer(relation="ENGAGED"), **own, "swe_number": number})

    held = world.call(officer, "POST", "/v1/workers/record", {"swe_number": number}).json
    assert [(row["id"], row["answer"], row["pay_pence"]) for row in held["candidates"]] == [
        (candidate["id"], "ASK_THE_AUTHORITY", 3650)
    ]
    (naming,) = held["project_teams"]
    assert (naming["id"], naming["project_team"]) == (named["id"], team)
    assert [row["approved_on"] for row in naming["approvals"]] == ["2026-09-14"]
    assert [(row["quarter"], row["cost_pence"]) for row in naming["costs"]] == [("2026-Q3", 1_500_000)]
    (placed,) = held["placements"]
    assert [(row["extended_from"], row["planned_end_date"]) for row in placed["extensions"]] == [("2026-12-18", "2027-01-29")]
    assert [(row["information"], row["stage"]) for row in placed["information"]] == [(version, "INDUCTION")]
    assert placed["conversion"]["permanent_start"] == "2027-01-04"
    assert [row["recorded_by"] for row in placed["rates"]] == [world.person("OFFICER", "Medway")]
    (given,) = held["references"]
    assert (given["provider"], given["referee_name"], given["relation"]) == ("OWN", "Alex Reed (made up)", "ENGAGED")
    assert [row["review"] for row in held["references"]] == [{"outcome": "CONVERTED", "recommendation": "CONTINUE"}]
    assert {"project_team.name", "project_team.approve"} <= {event["action"] for event in held["events"]}
    elsewhere = world.call(world.officer("Kent"), "POST", "/v1/workers/record", {"swe_number": number}).json
    assert elsewhere["candidates"] == elsewhere["project_teams"] == elsewhere["placements"] == []
