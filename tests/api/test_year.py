# SPDX-License-Identifier: MIT
"""
A year of made-up life for the nineteen authorities of the South East ends with each of these true. ACCORD_YEAR_SEED
plays another year.
"""
import os
import re

import pytest
from support.tenancy import ROUTES
from support.world import World
from support.year import ACTS, OUTSIDE, UNSIGNED, Year

SEED = int(os.environ.get("ACCORD_YEAR_SEED", "20261122"))
ACTS_A_WEEK = 60
REASON = re.compile(r'"leaving_reason":|RESIGNED|RETIRED|DISMISSED|MUTUAL|PROBATION_LEFT')
# Where the employer's own records are, and so their reasons.
OF_THE_EMPLOYER = ("/v1/employments", "/v1/cooling-off-records")
TABLES = {
    "employments": "employment",
    "cooling-off-records": "employment",
    "leaver-statements": "leaver_statement",
    "eligibility-checks": "eligibility_check",
    "placements": "placement",
    "references": "reference",
    "suppliers": "supplier",
    "agreements": "agreement",
    "rate-caps": "rate_cap",
    "rates": "placement_rate",
    "extensions": "placement_extension",
    "decisions": "placement_decision",
    "terms": "agreement_terms",
    "memberships": "membership",
}


@pytest.fixture(scope="module")
def year():
    with World() as world:
        played = Year(world, SEED)
        played.play(ACTS, ACTS_A_WEEK)
        yield played


def test_everything_was_done_that_people_do(year):
    assert len(year.authorities) == 19
    assert all(year.done[act.__name__] > 0 for act in ACTS), year.done
    statuses = {status for status, in year.world.sql("SELECT DISTINCT status::text FROM placement")}
    assert {"CONFIRMED", "REFERRED", "IN_BREACH", "ENDED", "REFUSED"} <= statuses


# Crossings.


def test_nothing_crosses_without_a_signed_sharing_agreement(year):
    bound = year.world.sql(
        "SELECT a.name, c.id, f FROM eligibility_check c JOIN authority a ON a.id = c.authority,"
        " jsonb_array_elements(c.findings) f"
        " WHERE f ->> 'layer' = 'REGIONAL' AND f ->> 'verdict' <> 'NOT_APPLICABLE' AND NOT EXISTS"
        " (SELECT FROM membership m WHERE m.authority = c.authority AND m.sharing_agreement_signed_on IS NOT NULL"
        "    AND m.valid @> c.start_date)"
    )
    assert bound == []
    for name in (UNSIGNED, OUTSIDE):
        asked = year.world.sql(
            "SELECT count(*) FROM eligibility_check c JOIN authority a ON a.id = c.authority WHERE a.name = %s", [name]
        )
        assert asked[0][0] > 10, name


def test_no_answer_holds_another_s_leaving_reason_or_evidence(year):
    for said in year.said:
        if REASON.search(said.answer.text) and said.answer.status < 300:
            assert said.path.startswith(OF_THE_EMPLOYER), (said.path, said.answer.text)
            own = set(re.findall(r'"authority":"(\d+)"', said.answer.text))
            assert own == {year.codes[said.authority]}, said.answer.text
        for code in re.findall(r"(?:LETTER OF|payroll of) (\d+)", said.answer.text):
            assert code == year.codes[said.authority], (said.path, said.answer.text)


def test_no_table_holds_a_leaving_reason_but_the_employer_s_own(year):
    tables = year.world.sql(
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'accord'::regnamespace AND c.relkind IN ('r', 'p')"
        " AND NOT c.relispartition AND c.relname NOT IN ('employment', 'idempotency')"
    )
    assert len(tables) > 25
    for (table,) in tables:
        held = year.world.sql(
            f"SELECT t::text FROM {table} t"
            " WHERE t::text ~ 'RESIGNED|RETIRED|DISMISSED|MUTUAL|PROBATION_LEFT|LETTER OF|payroll of'"
        )
        assert held == [], table
    foreign = year.world.sql(
        "SELECT i.scope, i.answer FROM idempotency i"
        " WHERE i.answer ~ 'leaving_reason|LETTER OF' AND i.scope <> 'authority:' || (i.answer::jsonb ->> 'authority')::int"
    )
    assert foreign == []


def test_nobody_s_answer_has_another_s_record_in_it(year):
    """A reference is of two: who asked, and who answers."""
    of = {}
    for kind in (year.spells, year.placements, year.references, year.asked):
        for name, ids in kind.items():
            for record in ids:
                of.setdefault(record, set()).add(name)
    for said in year.said:
        for record in re.findall(r'"id":"([0-9a-f-]{36})"', said.answer.text):
            assert said.authority in of.get(record, {said.authority}), (said.path, record)


def test_a_reference_is_asked_only_between_those_who_have_signed_to_share(year):
    asked = year.world.sql(
        "SELECT DISTINCT a.name, p.name FROM reference r JOIN authority a ON a.id = r.authority"
        " JOIN authority p ON p.id = r.provider_authority"
    )
    assert len(asked) > 10
    assert not {UNSIGNED, OUTSIDE} & {name for pair in asked for name in pair}


# Findings, breaches and decisions.


def test_every_breach_is_open_signed_or_resolved(year):
    states = year.world.sql("SELECT state::text, resolved_on IS NOT NULL, count(*) FROM breach GROUP BY 1, 2")
    assert sum(count for _, _, count in states) > 10
    assert {(state, over) for state, over, _ in states} <= {
        ("OPEN", False),
        ("OPEN", True),
        ("SIGNED_OFF", False),
        ("SIGNED_OFF", True),
    }


def test_every_breach_that_a_placement_stands_in_is_on_the_register(year):
    missing = year.world.sql(
        "SELECT p.id, p.status, f ->> 'rule', f ->> 'layer' FROM placement p, jsonb_array_elements(p.findings) f"
        " WHERE f ->> 'verdict' = 'BREACH' AND p.status IN ('IN_BREACH', 'ENDED') AND NOT EXISTS"
        " (SELECT FROM breach b WHERE b.placement = p.id AND b.rule = f ->> 'rule' AND b.layer = f ->> 'layer')"
    )
    assert missing == []


def test_no_placement_is_confirmed_with_an_undecided_referral(year):
    """But for what was found only since: of that a notice tells."""
    undecided = year.world.sql(
        "SELECT p.id, f FROM placement p, jsonb_array_elements(p.findings) f"
        " WHERE p.status = 'CONFIRMED' AND f ->> 'verdict' = 'REFER' AND NOT EXISTS"
        " (SELECT FROM placement_decision d WHERE d.placement = p.id AND d.rule = f ->> 'rule'"
        "    AND d.layer = f ->> 'layer' AND d.decision = 'PROCEED')"
        " AND NOT EXISTS (SELECT FROM notice n WHERE n.object = p.id)"
    )
    assert undecided == []


# The trail, versions, and what was acknowledged.


def route_of(said):
    path = re.sub(r"/[0-9a-f]{8}-[0-9a-f-]{27}", "/{id}", said.path.split("?")[0])
    return ROUTES[f"{said.method} {path}"]


def test_every_read_and_every_write_is_audited_once(year):
    asked = [said.answer.headers["X-Request-Id"] for said in year.said if route_of(said).audited]
    assert len(asked) > 1000
    events = dict(
        year.world.sql("SELECT id::text, count(*) FROM audit_event WHERE id = ANY (%s::uuid[]) GROUP BY 1", [asked])
    )
    assert [request for request in asked if events.get(request) != 1] == []


def test_versions_only_grow(year):
    latest = {}
    for said in year.said:
        body = said.answer.json
        if said.answer.status < 300 and isinstance(body, dict) and {"id", "version"} <= body.keys():
            assert body["version"] >= latest.get(body["id"], 1), said.path
            latest[body["id"]] = body["version"]
    assert len(latest) > 200
    gaps = year.world.sql(
        "SELECT id FROM employment GROUP BY id HAVING max(version) <> count(*) OR count(*) FILTER"
        " (WHERE superseded_at IS NULL) <> 1"
    )
    assert gaps == []
    late = year.world.sql(
        "SELECT e.id FROM employment e JOIN worker_facts w USING (swe_number)"
        " WHERE e.superseded_version <= e.recorded_version OR greatest(e.recorded_version, e.superseded_version) > w.version"
    )
    assert late == []


def test_every_write_that_was_acknowledged_is_there(year):
    made = {}
    for said in year.said:
        kind = said.path.split("?")[0].split("/")[-1]
        if said.method == "POST" and said.answer.status == 201 and kind in TABLES and "id" in said.answer.json:
            made.setdefault(TABLES[kind], set()).add(said.answer.json["id"])
    assert {"employment", "placement", "eligibility_check", "leaver_statement"} <= made.keys()
    for table, ids in made.items():
        kept = year.world.sql(f"SELECT DISTINCT id::text FROM {table} WHERE id = ANY (%s::uuid[])", [list(ids)])
        if table in ("placement_rate", "placement_extension", "placement_decision"):
            continue  # these answer with the placement
        assert ids == {record for record, in kept}, table
