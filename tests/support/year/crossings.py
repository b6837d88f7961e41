# SPDX-License-Identifier: MIT
"""What must not have crossed from one authority to another, to a supplier or to the region."""
import os
import pathlib
import re

from support.year.life import OUTSIDE, UNSIGNED

REASONS = "RESIGNED|RETIRED|DISMISSED|MUTUAL|PROBATION_LEFT"
REASON = re.compile(f'"leaving_reason":|{REASONS}')
EVIDENCE = re.compile(r"(?:LETTER OF|(?:payroll|order) of) (\d+)")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
OF_A_FINDING = re.compile(
    r'"(findings|verdict|reason|eligibility_check|earliest_start_date)":|"outcome":"(?!COMPLETED")|COOL_OFF|EXPERIENCE'
)
BOUND = """
    EXISTS (SELECT FROM membership m JOIN membership o USING (agreement)
            WHERE m.superseded_at IS NULL AND o.superseded_at IS NULL AND m.authority = {} AND o.authority = {}
              AND m.sharing_agreement_signed_on <= {day} AND o.sharing_agreement_signed_on <= {day}
              AND m.valid @> {day} AND o.valid @> {day})"""


def codes_of(year, who):
    """Its own, its predecessors', and those of whoever shares what these held."""
    before = year.followed_by(who)
    names = [who, *before, *(name for one in before for name in year.succeeded[one])]
    return {year.codes[name] for name in names if name in year.codes}


def records_in(told):
    """Every object in an answer, at any depth."""
    if isinstance(told, dict):
        yield told
    for part in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        yield from records_in(part)


def no_check_rests_on_what_its_hirer_has_not_signed_for(year):
    unbound = year.world.sql(
        "SELECT a.name, c.id, f FROM eligibility_check c JOIN authority a ON a.id = coalesce(c.hirer, c.authority),"
        " jsonb_array_elements(c.findings) f"
        " WHERE f ->> 'layer' = 'REGIONAL' AND f ->> 'verdict' <> 'NOT_APPLICABLE' AND NOT EXISTS"
        " (SELECT FROM membership m WHERE m.authority = a.id AND m.sharing_agreement_signed_on IS NOT NULL"
        "    AND on_record(m.recorded_version, m.superseded_version, c.rules_version) AND m.valid @> c.start_date)"
    )
    assert unbound == []
    for name in (UNSIGNED, OUTSIDE):
        asked = "SELECT count(*) FROM eligibility_check c JOIN authority a ON a.id = c.authority WHERE a.name = %s"
        assert year.world.sql(asked, [name])[0][0] > 10, name


def nothing_is_asked_of_another_before_both_have_signed_to_share(year):
    for table, one, other, at in (
        ("reference", "authority", "provider_authority", "asked_on"),
        ("dispute", "authority", "opened_through", "opened_at::date"),
        ("confirmation", "authority", "asked_by", "asked_at::date"),
    ):
        between = f"FROM {table} t WHERE {one} <> {other}"
        assert year.world.sql(f"SELECT count(*) {between}")[0][0] > 10, table
        bound = BOUND.format(f"t.{one}", f"t.{other}", day=f"t.{at}")
        assert year.world.sql(f"SELECT t.id {between} AND NOT {bound}") == [], table


def no_answer_holds_another_s_leaving_reason_or_evidence(year):
    held = 0
    for said in year.said:
        own = codes_of(year, said.who)
        with_reason = [one for one in records_in(said.answer.json) if "leaving_reason" in one]
        for one in with_reason:  # a stale version is told without its id, to who may change it
            assert year.may_see(said.who, one.get("id", said.path[-36:])), (said.path, said.answer.text)
            assert one.get("authority") in (None, *own), (said.path, said.answer.text)
        assert with_reason or said.answer.status >= 400 or not REASON.search(said.answer.text), said.path
        assert set(EVIDENCE.findall(said.answer.text)) <= own, (said.path, said.answer.text)
        held += len(with_reason)
    assert held > 100


def no_table_holds_a_leaving_reason_but_the_employer_s_own(year):
    tables = year.world.sql(
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'accord'::regnamespace AND c.relkind IN ('r', 'p')"
        " AND NOT c.relispartition AND c.relname NOT IN ('employment', 'idempotency', 'placement')"
    )
    assert len(tables) > 45
    words = f"{REASONS}|LETTER OF|payroll of"
    for (table,) in tables:
        assert year.world.sql(f"SELECT t::text FROM {table} t WHERE t::text ~ %s", [words]) == [], table
    assert year.world.sql("SELECT id FROM placement p WHERE findings::text ~ %s", [words]) == []
    foreign = year.world.sql(
        "SELECT i.scope, i.answer FROM idempotency i"
        " WHERE i.answer ~ 'leaving_reason|LETTER OF' AND i.scope <> 'authority:' || (i.answer::jsonb ->> 'authority')::int"
    )
    assert foreign == []


def no_log_holds_a_leaving_reason_or_a_worker_s_number(year):
    server = pathlib.Path(os.environ["ACCORD_TEST_HOME"]) / "data" / "server.log"
    for log in (year.world.daemon.log(), server.read_text()):
        assert not re.search(rf"{REASONS}|LETTER OF|payroll of", log)
        assert not [worker for worker in year.workers if worker in log]


def nobody_s_answer_has_another_s_record_in_it(year):
    """Records of two are seen by two: references, disputes, confirmations, incidents, reports, candidates."""
    parties = dict(year.parties)
    for record, *names in year.world.sql(
        "SELECT c.id::text, a.name, b.name FROM confirmation c JOIN authority a ON a.id = c.authority"
        " JOIN authority b ON b.id = c.asked_by UNION ALL"
        " SELECT c.id::text, a.name, a.name FROM eligibility_check c JOIN authority a ON a.id = c.authority"
    ):
        parties[record] = set(names)
    seen = set()
    for said in year.said:
        for record in set(ID.findall(said.answer.text)) & parties.keys():
            assert {said.who, *year.followed_by(said.who)} & parties[record], (said.who, said.path, record)
            seen.add(record)
    assert len(seen) > 500


def do_not_place_reaches_another_only_inside_a_reference_that_the_worker_has_seen(year):
    told = [said for said in year.said if "DO_NOT_PLACE" in said.answer.text]
    assert told
    for said in told:
        record = said.answer.json["id"]
        assert year.may_see(said.who, record), said.path
        assert said.answer.json.get("provider") != "INTERNAL" or "shared_with_worker_on" in said.answer.json, said.path
    tables = ["eligibility_check", "placement", "breach", "notice", "audit_event"]
    for table in tables:
        assert year.world.sql(f"SELECT t::text FROM {table} t WHERE t::text ~ 'DO_NOT_PLACE'") == [], table


def no_supplier_is_told_a_finding_or_a_reason(year):
    told = [said for said in year.said if said.who in year.suppliers]
    assert len(told) > 100
    for said in told:
        assert not OF_A_FINDING.search(said.answer.text), (said.path, said.answer.text)


def the_region_is_told_of_no_worker(year):
    told = [said for said in year.said if said.who is None]
    assert len([said for said in told if said.path == "/v1/breaches" and said.answer.json["data"]]) > 5
    for said in told:
        assert not [worker for worker in year.workers if worker in said.answer.text], said.path


HOLDS = (
    no_check_rests_on_what_its_hirer_has_not_signed_for,
    nothing_is_asked_of_another_before_both_have_signed_to_share,
    no_answer_holds_another_s_leaving_reason_or_evidence,
    no_table_holds_a_leaving_reason_but_the_employer_s_own,
    no_log_holds_a_leaving_reason_or_a_worker_s_number,
    nobody_s_answer_has_another_s_record_in_it,
    do_not_place_reaches_another_only_inside_a_reference_that_the_worker_has_seen,
    no_supplier_is_told_a_finding_or_a_reason,
    the_region_is_told_of_no_worker,
)
