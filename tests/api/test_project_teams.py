# SPDX-License-Identifier: MIT
"""Project teams: each worker named and approved by the authority, costs split, the exit put off with a reason."""
import functools

import pytest
from support import bodies
from support.access import SIGNATORIES, Access
from support.world import at_once

PATH = "/v1/project-teams"
MADE_UP = "01a20000-0000-7000-8000-000000000000"


def of(side):
    return side.world.made(side.token("OFFICER"), PATH, bodies.team(side.supplier))["id"]


def naming(side):
    """A worker of the side's team who is not approved yet."""
    path = f"{PATH}/{side.record('project_teams')}/workers"
    return side.world.made(side.token("OFFICER"), path, bodies.named(bodies.worker()))["id"]


ACCESS = {
    "POST /v1/project-teams": Access(
        ("OFFICER",), 201, body=lambda side: bodies.team(side.supplier), record=of
    ),
    "GET /v1/project-teams": Access(SIGNATORIES, 200),
    "GET /v1/project-teams/{id}": Access(SIGNATORIES, 200, 404),
    "POST /v1/project-teams/{id}/workers": Access(
        ("OFFICER",), 201, 404, body=lambda side: bodies.named(bodies.worker())
    ),
    "POST /v1/project-teams/{id}/approvals": Access(
        ("OFFICER", "DCS"),
        201,
        404,
        body=lambda side: {"worker": naming(side), "approved_on": "2026-09-14"},
        another={"approved_on": "2026-09-13"},
    ),
    "POST /v1/project-teams/{id}/costs": Access(
        ("OFFICER",), 201, 404, body=lambda side: bodies.team_cost(), another={"quarter": "2026-Q2"}
    ),
    "POST /v1/project-teams/{id}/extensions": Access(
        ("OFFICER",),
        422,
        404,
        body=lambda side: {"planned_exit": "2027-01-01", "reason": "Posts are not filled", "cost_pence": 1},
        taken=lambda side: (
            {"planned_exit": "2027-07-30", "reason": "Posts are not filled", "cost_pence": 1},
            {"planned_exit": "2027-07-30", "reason": "Posts are not filled", "cost_pence": 2},
        ),
    ),
}


@pytest.fixture
def officer(world):
    return world.officer("Medway")


@pytest.fixture
def team(world, officer, supplier):
    """The path of a new team."""

    def made(**members):
        return f"{PATH}/{world.made(officer, PATH, bodies.team(supplier, **members))['id']}"

    return made


@pytest.fixture
def join(world, officer):
    """Names a worker for a team, and approves where a day is given; the naming."""

    def joined(path, approved_on="2026-09-14", **members):
        made = world.made(officer, f"{path}/workers", bodies.named(**{"swe_number": bodies.worker(), **members}))
        if approved_on:
            approve(world, officer, path, made["id"], approved_on)
        return made

    return joined


def approve(world, token, path, worker, day="2026-09-14"):
    return world.made(token, f"{path}/approvals", {"worker": worker, "approved_on": day})


def split(*workers):
    """Costs that are split: a pound a worker, and nothing else."""
    lines = [{"swe_number": worker, "cost_pence": 100} for worker in workers]
    return bodies.team_cost(workers=lines, invoice_pence=100 * len(workers))


def told(world, team_path, worker, start="2026-11-02"):
    """How many are named, how many of them approved before they start, and whether this one is."""
    rows = world.sql(
        """
        SELECT count(*) FILTER (WHERE true), count(v.id) FILTER (WHERE v.approved_on < w.start_date),
               bool_or(w.swe_number = %s AND v.approved_on < %s)
        FROM project_team_worker w
        LEFT JOIN project_team_approval v ON v.worker = w.id
        WHERE w.project_team = %s AND w.superseded_at IS NULL""",
        [worker, start, team_path.rsplit("/", 1)[1]],
    )
    return rows[0]


def test_a_team_is_shown_with_its_workers_costs_and_extensions(world, officer, team, join):
    path = team()
    worker = join(path)
    line = {"swe_number": worker["swe_number"], "cost_pence": 1_500_000}
    world.made(
        officer,
        f"{path}/costs",
        bodies.team_cost(workers=[line], services_pence=200_000, invoice_pence=1_700_000),
    )
    extended = {"planned_exit": "2027-07-30", "reason": "Posts are not filled", "cost_pence": 25_000_000}
    world.made(officer, f"{path}/extensions", {**extended, "headcount": 5})
    shown = world.get(officer, path).json
    assert [(w["swe_number"], w["approved_on"]) for w in shown["workers"]] == [
        (worker["swe_number"], "2026-09-14")
    ]
    assert shown["costs"] == [
        {
            "quarter": "2026-Q3",
            "workers_pence": 1_500_000,
            "services_pence": 200_000,
            "invoice_pence": 1_700_000,
            "split": True,
        }
    ]
    assert shown["extensions"] == [{**extended, "extended_from": "2027-04-30"}]
    assert (shown["version"], shown["headcount"], shown["planned_exit"]) == (2, 5, "2027-07-30")
    row = next(r for r in world.get(officer, PATH).json["data"] if r["id"] == shown["id"])
    assert (row["named"], row["approved"]) == (1, 1) and "workers" not in row
    terms = world.sql("SELECT version FROM project_team_terms WHERE project_team = %s ORDER BY 1", [shown["id"]])
    assert terms == [(1,), (2,)]


def test_a_list_holds_no_worker_s_number(world, officer, team, join):
    worker = join(team())["swe_number"]
    assert worker not in world.get(officer, PATH).text


def test_a_substitute_needs_an_approval_of_its_own(world, officer, team, join):
    path = team()
    first = join(path)
    substitute = join(path, approved_on=None, in_place_of=first["swe_number"])
    shown = world.get(officer, path).json["workers"]
    assert [(w["swe_number"], w.get("approved_on")) for w in shown] == [(substitute["swe_number"], None)]
    assert shown[0]["in_place_of"] == first["swe_number"]
    old = world.post(officer, f"{path}/approvals", {"worker": first["id"], "approved_on": "2026-09-14"})
    assert (old.status, old.json["errors"][0]["pointer"]) == (422, "/worker")
    approve(world, officer, path, substitute["id"])
    assert world.get(officer, path).json["workers"][0]["approved_on"] == "2026-09-14"


def test_a_place_is_taken_of_somebody_who_is_named(world, officer, team, join):
    path, other = team(), team()
    stranger = join(other)["swe_number"]
    for gone in (stranger, bodies.worker()):
        answer = world.post(officer, f"{path}/workers", bodies.named(bodies.worker(), in_place_of=gone))
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/in_place_of")
    assert world.get(officer, path).json["workers"] == []


def test_a_worker_named_again_in_the_same_place_is_approved_afresh(world, officer, team, join):
    path = team()
    worker = join(path)["swe_number"]
    again = world.post(officer, f"{path}/workers", bodies.named(worker))
    assert (again.status, again.json["code"]) == (409, "duplicate")
    join(path, approved_on=None, swe_number=worker, in_place_of=worker)
    assert told(world, path, worker) == (1, 0, None)


def test_an_approval_is_of_a_day_that_has_come_and_of_this_team(world, officer, team, join):
    path, other = team(), team()
    worker = join(path, approved_on=None)
    for day, code in (("2026-09-15", 422), ("2026-02-31", 422)):
        answer = world.post(officer, f"{path}/approvals", {"worker": worker["id"], "approved_on": day})
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (code, "/approved_on")
    for where in (other, path):
        body = {"worker": worker["id"] if where == other else MADE_UP, "approved_on": "2026-09-14"}
        answer = world.post(officer, f"{where}/approvals", body)
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/worker")
    assert told(world, path, worker["swe_number"])[1] == 0


def test_two_approvals_at_once_are_one(world, team, join):
    path = team()
    body = {"worker": join(path, approved_on=None)["id"], "approved_on": "2026-09-14"}
    tokens = [world.officer("Medway"), world.token("DCS", "Medway")]
    answers = at_once([functools.partial(world.post, token, f"{path}/approvals", body) for token in tokens])
    assert sorted(answer.status for answer in answers) == [201, 409]


def test_two_who_take_one_place_at_once_do_not_both_get_it(world, officer, team, join):
    path = team()
    gone = join(path)["swe_number"]
    answers = at_once(
        [
            functools.partial(
                world.post, officer, f"{path}/workers", bodies.named(bodies.worker(), in_place_of=gone)
            )
            for _ in range(2)
        ]
    )
    assert sorted(answer.status for answer in answers) == [201, 422]
    assert len(world.get(officer, path).json["workers"]) == 1


def test_two_extensions_at_once_follow_one_another(world, officer, team):
    path = team()
    bodies_ = [
        {"planned_exit": day, "reason": "Posts are not filled", "cost_pence": 1}
        for day in ("2027-06-30", "2027-07-30")
    ]
    answers = at_once([functools.partial(world.post, officer, f"{path}/extensions", body) for body in bodies_])
    shown = world.get(officer, path).json
    done = [answer for answer in answers if answer.status == 201]
    assert shown["version"] == 1 + len(done) and shown["planned_exit"] == "2027-07-30"
    assert len(shown["extensions"]) == len(done) >= 1


@pytest.mark.parametrize(
    "cost, split",
    [
        ({"services_pence": 100, "invoice_pence": 1100}, True),
        ({"services_pence": 100, "invoice_pence": 1101}, False),
        ({"services_pence": 1100, "invoice_pence": 1100, "workers": []}, False),
    ],
)
def test_costs_that_do_not_add_up_are_recorded_as_they_are(world, officer, team, join, cost, split):
    path = team()
    lines = [{"swe_number": join(path)["swe_number"], "cost_pence": 1000}]
    made = world.made(officer, f"{path}/costs", bodies.team_cost(**{"workers": lines, **cost}))
    assert made["split"] is split
    assert world.get(officer, path).json["costs"] == [made]


def test_a_quarter_stated_again_is_stated_anew(world, officer, team, join):
    path = team()
    worker = join(path)["swe_number"]
    for pence in (1000, 2000):
        line = {"swe_number": worker, "cost_pence": pence}
        world.made(officer, f"{path}/costs", bodies.team_cost(workers=[line], invoice_pence=pence))
    assert [c["invoice_pence"] for c in world.get(officer, path).json["costs"]] == [2000]


def test_a_line_is_of_a_worker_named_for_the_team_and_only_one(world, officer, team, join):
    path = team()
    own = {"swe_number": join(path)["swe_number"], "cost_pence": 1000}
    strange = {"swe_number": bodies.worker(), "cost_pence": 1000}
    for lines in ([own, strange], [own, own]):
        answer = world.post(officer, f"{path}/costs", bodies.team_cost(workers=lines, invoice_pence=2000))
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/workers")
    answer = world.post(officer, f"{path}/costs", bodies.team_cost(quarter="2026-Q5"))
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/quarter")
    assert world.get(officer, path).json["costs"] == []


def test_a_check_and_a_placement_name_a_team_of_one_s_own(world, officer, team, join, supplier):
    path = team()
    worker, own = join(path)["swe_number"], path.rsplit("/", 1)[1]
    world.made(officer, f"{path}/costs", split(worker))
    theirs = world.made(world.officer("Kent"), PATH, bodies.team(supplier))["id"]
    for given in (theirs, MADE_UP):
        answer = world.post(
            officer, "/v1/eligibility-checks", bodies.check(worker, "2026-11-02", project_team=given)
        )
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/project_team")
        answer = world.post(
            officer, "/v1/placements", bodies.proposal(worker, "2026-11-02", supplier, project_team=given)
        )
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/project_team")
    made = world.made(
        officer, "/v1/placements", bodies.proposal(worker, "2026-11-02", supplier, project_team=own)
    )
    assert made["project_team"] == own
    assert world.get(officer, f"/v1/placements/{made['id']}").json["project_team"] == own
    rated = {"from": "2026-12-01", "pay_type": "UMBRELLA", "coverage": "PAY_HOL_ENI_LEVY", "pay_pence": 3600}
    assert world.made(officer, f"/v1/placements/{made['id']}/rates", rated)["project_team"] == own


def test_the_rule_passes_whom_the_authority_approved_and_no_substitute(world, officer, team, join):
    path = team()
    worker, other = (join(path, swe_number=world.clear_worker("Medway"))["swe_number"] for _ in range(2))

    def verdict(who):
        body = bodies.check(who, "2026-11-02", project_team=path.rsplit("/", 1)[1])
        return world.post(officer, "/v1/eligibility-checks", body).finding("PROJECT_TEAM", "NATIONAL")["verdict"]

    assert verdict(worker) == "BREACH"  # nobody knows what each costs
    world.made(officer, f"{path}/costs", split(worker, other))
    assert verdict(worker) == "PASS"
    assert verdict(bodies.worker()) == "UNKNOWN"  # who is not named, while there is time
    substitute = join(path, approved_on=None, swe_number=world.clear_worker("Medway"), in_place_of=other)
    assert verdict(substitute["swe_number"]) == verdict(worker) == "UNKNOWN"
    approve(world, officer, path, substitute["id"])
    assert verdict(substitute["swe_number"]) == verdict(worker) == "PASS"


def test_what_the_rule_is_told_is_in_the_digest(world, officer, team, join):
    path = team()
    worker = join(path, approved_on=None)
    body = bodies.check(worker["swe_number"], "2026-11-02", project_team=path.rsplit("/", 1)[1])

    def digest():
        return world.made(officer, "/v1/eligibility-checks", body)["facts_digest"]

    before = digest()
    assert digest() == before
    approve(world, officer, path, worker["id"])
    assert digest() != before


def test_a_check_is_replayed_as_of_the_team_that_it_was_told(world, officer, team, join, supplier):
    path = team()
    worker, other = join(path, approved_on=None), join(path)
    own = {"project_team": path.rsplit("/", 1)[1]}
    check = world.made(
        officer, "/v1/eligibility-checks", bodies.check(worker["swe_number"], "2026-11-02", **own)
    )
    approve(world, officer, path, worker["id"])
    join(path, in_place_of=other["swe_number"])
    world.made(officer, f"{path}/costs", bodies.team_cost())
    later = {"planned_exit": "2027-07-30", "reason": "x", "cost_pence": 1, "practice_control": "SHARED"}
    world.made(officer, f"{path}/extensions", later)
    again = world.made(
        officer, "/v1/eligibility-checks", bodies.check(worker["swe_number"], "2026-11-02", **own)
    )
    assert again["facts_digest"] != check["facts_digest"]
    for made in (check, again):
        replayed = world.get(officer, f"/v1/eligibility-checks/{made['id']}/replay").json
        assert replayed["identical"]


def test_breaches_of_the_team_s_others_are_kept_with_the_check(world, officer, team, join, supplier):
    path = team()
    worker, other = join(path)["swe_number"], join(path)["swe_number"]
    own = {"project_team": path.rsplit("/", 1)[1]}
    world.made(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(other, "2026-08-31"))
    body = bodies.check(worker, "2026-11-02", **own)
    before = world.made(officer, "/v1/eligibility-checks", body)
    placed = bodies.proposal(other, "2026-09-10", supplier, engagement="UNDER_WAY", **own)
    assert world.made(officer, "/v1/placements", placed)["status"] == "IN_BREACH"
    after = world.made(officer, "/v1/eligibility-checks", body)
    kept = "SELECT team_in_breach FROM eligibility_check WHERE id = %s"
    assert [world.sql(kept, [made["id"]]) for made in (before, after)] == [[(0,)], [(1,)]]
    replayed = world.get(officer, f"/v1/eligibility-checks/{before['id']}/replay").json
    assert replayed["identical"]


@pytest.fixture
def slough(world):
    """An officer of Slough, where a cap of £38.00 binds."""
    admin = world.region_admin("South East")
    made = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    world.made(admin, f"/v1/agreements/{made}/protocols", {"protocol": "PAY", "phase": 1})
    world.made(admin, f"/v1/agreements/{made}/memberships", bodies.membership(world.code("Slough")))
    world.made(admin, "/v1/rate-caps", bodies.cap(made, 3800))
    return world.officer("Slough")


def test_a_rate_over_the_cap_stays_the_team_s_breach_whatever_comes_on_record(world, slough, supplier):
    """A fact that comes on record does not ask the cap again: the rule on teams builds on what it found."""
    worker = world.clear_worker("Slough")
    own = world.made(slough, PATH, bodies.team(supplier, start_date="2026-09-01"))["id"]
    named = world.made(slough, f"{PATH}/{own}/workers", bodies.named(worker, start_date="2026-09-10"))
    approve(world, slough, f"{PATH}/{own}", named["id"], "2026-09-09")
    world.made(slough, f"{PATH}/{own}/costs", split(worker))
    over = bodies.proposal(worker, "2026-09-10", supplier, engagement="UNDER_WAY", project_team=own, **bodies.pay(4100))
    path = f"/v1/placements/{world.made(slough, '/v1/placements', over)['id']}"

    def verdict():
        return next(f["verdict"] for f in world.get(slough, path).json["findings"] if f["rule"] == "PROJECT_TEAM")

    assert verdict() == "BREACH"
    world.made(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(worker, "2026-08-31"))
    world.wait_until_asked_again()
    before = world.get(slough, path).json["recheck"]
    leaver = world.sql("SELECT id::text FROM employment WHERE swe_number = %s AND last_day = '2026-08-31'", [worker])
    exempt = {"leaving_reason": "REDUNDANCY", "evidence": {"kind": "LETTER", "dated": "2026-08-01"}}
    spell = f"/v1/employments/{leaver[0][0]}"
    tag = {"If-Match": world.get(world.officer("Kent"), spell).headers["ETag"]}
    assert world.call(world.officer("Kent"), "PATCH", spell, exempt, headers=tag).status == 200
    world.wait_until_asked_again()
    after = world.get(slough, path).json["recheck"]
    assert before != after and verdict() == "BREACH"
    for check in (before, after):
        assert world.get(slough, f"/v1/eligibility-checks/{check}/replay").json["identical"]


def test_an_approval_asks_the_rules_again_of_what_is_running(world, officer, team, join, supplier):
    path = team()
    worker = join(path, approved_on=None, start_date="2026-10-01")
    body = bodies.proposal(worker["swe_number"], "2026-09-01", supplier, engagement="UNDER_WAY")
    placed = world.made(officer, "/v1/placements", {**body, "project_team": path.rsplit("/", 1)[1]})
    queued = "SELECT count(*) FROM recheck WHERE placement = %s"
    assert world.sql(queued, [placed["id"]]) == [(0,)]
    approve(world, officer, path, worker["id"])
    assert world.sql(queued, [placed["id"]]) == [(1,)]


def test_an_exit_is_put_off_and_not_brought_forward(world, officer, team):
    path = team()
    for day in ("2027-04-30", "2027-04-29", "2027-02-31"):
        answer = world.post(
            officer, f"{path}/extensions", {"planned_exit": day, "reason": "x", "cost_pence": 1}
        )
        assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/planned_exit")
    answer = world.post(officer, PATH, bodies.team(MADE_UP))
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/supplier")
