# SPDX-License-Identifier: MIT
"""What has been kept for long enough goes, and a worker is erased to the last byte. Today is 14 September 2026."""
import contextlib
import os
import pathlib
import uuid

import psycopg2
import pytest
from support import bodies
from support.tenancy import ROUTES
from support.world import World

CANARY, NAME, SCANNED = "SW8263519470", "Zorblattina Quux", "Scan of Zorblat"
START = "2026-09-14"


@pytest.fixture
def world():
    """A test's own, since it is purged. Kent, Medway and Surrey have signed to share."""
    with World() as world:
        admin = world.region_admin("South East")
        made = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
        for name in ("Kent", "Medway", "Surrey"):
            world.made(admin, f"/v1/agreements/{made}/memberships", bodies.membership(world.code(name)))
        world.supplier = world.made(admin, "/v1/suppliers", bodies.supplier())["id"]
        yield world


def purge(world, *arguments):
    ran = world.daemon.run("purge", *arguments)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def ask_erasure(world, authority, number):
    admin = world.token("AUTHORITY_ADMIN", authority)
    return world.post(admin, "/v1/workers/erasure", {"swe_number": number})


def files_with(world, words):
    """Files of the database, as they are on the disk, that have any of the words."""
    world.database.administer("CHECKPOINT")
    database = world.database.administer("SELECT oid FROM pg_database WHERE datname = %s", [world.database.name])
    folder = pathlib.Path(os.environ["ACCORD_TEST_HOME"]) / "data" / "base" / str(database[0][0])
    named = {str(path): path.read_bytes() for path in folder.iterdir() if path.is_file()}
    return [name for name, content in named.items() if any(word.encode() in content for word in words)]


def tables_with(world, words):
    """For people: in which tables they are, as far as SQL sees them."""
    tables = world.sql(
        "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace = 'accord'::regnamespace AND c.relkind = 'r'"
    )
    return [
        table
        for (table,) in tables
        if any(
            world.sql(f"SELECT 1 FROM {table} t WHERE position(%s in t::text) > 0 LIMIT 1", [word]) for word in words
        )
    ]


def join_and_leave_a_team(world, officer, number):
    """Named, approved and paid for; then somebody else takes the place."""
    team = f"/v1/project-teams/{world.made(officer, '/v1/project-teams', bodies.team(world.supplier))['id']}"
    named = world.made(officer, f"{team}/workers", bodies.named(number))
    world.made(officer, f"{team}/approvals", {"worker": named["id"], "approved_on": START})
    line = {"swe_number": number, "cost_pence": 100}
    world.made(officer, f"{team}/costs", bodies.team_cost(workers=[line], invoice_pence=100))
    world.made(officer, f"{team}/workers", bodies.named(bodies.worker(), in_place_of=number))


def receive_a_reference(world, officer, number):
    """With a form of some pages, and another in its place."""
    sent = bodies.reference(number, referee_name=NAME, verified_on=None, verified_how=None)
    path = f"/v1/references/{world.made(officer, '/v1/references', sent)['id']}/form"
    for version, words in ((1, SCANNED), (2, f"{SCANNED} {number}")):
        headers = {"Content-Type": "application/pdf", "If-Match": f'"{version}"'}
        assert world.call(officer, "PUT", path, bodies.form(words * 2000), headers=headers).status == 200
    assert world.get(officer, path).status == 200


def put_forward(world, officer, number):
    """By a supplier, whose request and answer name the worker too."""
    asked = world.made(officer, "/v1/requirements", bodies.requirement(world.supplier))["id"]
    agency = world.token("SUPPLIER", supplier=world.supplier)
    world.made(agency, f"/v1/requirements/{asked}/candidates", bodies.candidate(number))


def live(world, number):
    """A worker's life through every route that takes a number, at three authorities."""
    kent, medway, surrey = (world.officer(name) for name in ("Kent", "Medway", "Surrey"))
    hr, code = world.token("HR", "Kent"), world.code("Kent")
    leaver = bodies.leaver(
        number,
        "2026-06-30",
        start_date="2020-01-06",
        external_ref=NAME,
        evidence={"kind": NAME, "dated": "2026-05-29"},
    )
    key = str(uuid.uuid4())
    spell = world.post(hr, "/v1/cooling-off-records", leaver, key).json
    world.post(hr, "/v1/cooling-off-records", leaver, key)
    world.post(hr, "/v1/cooling-off-records?dry_run=true", leaver)
    world.post(hr, "/v1/cooling-off-records", {**leaver, "last_day": "2026-02-31"})
    path = f"/v1/employments/{spell['id']}"
    world.call(hr, "PATCH", path, {"external_ref": f"{NAME} 2"}, headers={"If-Match": '"1"'})
    world.made(hr, "/v1/workers/qualification", {"swe_number": number, "qualified_on": "2019-07-01"})
    declared = {"authority": code, "last_day": "2026-05-29"}
    world.made(medway, "/v1/eligibility-checks", bodies.check(number, START, declared_last_post=declared))
    placement = world.made(
        medway,
        "/v1/placements",
        bodies.proposal(number, START, world.supplier, engagement="UNDER_WAY", external_ref=NAME, requirement_ref=NAME),
    )
    own = f"/v1/placements/{placement['id']}"
    world.call(medway, "PATCH", own, {"external_ref": f"{NAME} 3"}, headers={"If-Match": '"1"'})
    rate = {"from": "2026-11-02", "pay_type": "UMBRELLA", "coverage": "PAY_HOL_ENI_LEVY", "pay_pence": 3700}
    world.made(medway, f"{own}/rates", rate)
    dispute = world.made(surrey, "/v1/disputes", bodies.dispute(number, code, statement=f"{NAME} says no"))
    world.post(kent, f"/v1/disputes/{dispute['id']}/record", {"record": spell["id"]})
    world.wait_until_asked_again()
    join_and_leave_a_team(world, medway, number)
    put_forward(world, medway, number)
    receive_a_reference(world, medway, number)
    decision = {"finding": "COOL_OFF/NATIONAL", "decision": "PROCEED", "reason": f"{NAME} showed the letter"}
    world.post(medway, f"{own}/decisions", decision)
    verdict = {"result": "REJECTED", "reason": f"{NAME} signed the letter"}
    assert world.post(kent, f"/v1/disputes/{dispute['id']}/decision", verdict).status == 200
    (asked,) = world.get(hr, "/v1/confirmations").json["data"]
    world.post(hr, f"/v1/confirmations/{asked['id']}/answer", {"answer": "CONFIRMED", "employment": spell["id"]})
    for seek in ("employments/search", "placements/search", "workers/lookup", "workers/record"):
        for token in (kent, medway):
            assert world.call(token, "POST", f"/v1/{seek}", {"swe_number": number}).status == 200
    world.wait_until_asked_again()
    ended = world.post(medway, f"{own}/end", {"end_date": START, "reason": "COMPLETED"})
    assert ended.status == 200, ended.text
    said = {"outcome": "COMPLETED", "recommendation": "CONTINUE", "handover": NAME, "sent_to_supplier_on": START}
    world.made(medway, f"{own}/review", said)
    agency, comments = world.token("SUPPLIER", supplier=world.supplier), {"party": "SUPPLIER", "comments": f"{NAME}: yes"}
    assert world.post(agency, f"{own}/review/comments", comments).status == 200
    world.made(surrey, "/v1/eligibility-checks", bodies.check(number, START))


def test_of_a_worker_who_is_erased_no_byte_is_left(world):
    other = bodies.worker()
    live(world, CANARY)
    world.made(world.officer("Kent"), "/v1/employments", bodies.spell(other))
    world.sql("ANALYZE")
    assert len(files_with(world, [CANARY])) > 5 and len(files_with(world, [NAME])) > 3
    assert files_with(world, [SCANNED]) and not tables_with(world, [SCANNED]), "bytes are in files as they are"
    for authority in ("Kent", "Medway"):
        assert ask_erasure(world, authority, CANARY).status == 201
    purge(world)
    held = tables_with(world, [CANARY])
    assert set(held) == {"eligibility_check", "worker_facts", "idempotency"}, "Surrey still holds its check"
    assert ask_erasure(world, "Surrey", CANARY).status == 201
    assert "1 erased" in purge(world)
    assert tables_with(world, [CANARY, NAME, "Zorblat"]) == []
    assert files_with(world, [CANARY, CANARY[2:], NAME, "Zorblat"]) == []
    logs = [world.daemon.log(), (pathlib.Path(os.environ["ACCORD_TEST_HOME"]) / "data" / "server.log").read_text()]
    assert not [log for log in logs if CANARY[2:] in log or "Zorblat" in log]
    for name in ROUTES:
        if name.startswith("GET") and "{id}" not in name and not name.startswith("GET /v1/benchmarks"):
            for authority in ("Kent", "Medway", "Surrey"):
                for kind in ("application/json", "text/csv"):
                    got = world.call(world.officer(authority), "GET", name[4:], headers={"Accept": kind})
                    assert CANARY not in got.text and "Zorblat" not in got.text, name
    found = world.call(world.officer("Kent"), "POST", "/v1/employments/search", {"swe_number": other})
    assert len(found.json["data"]) == 1


def test_a_worker_s_record_has_every_row_that_an_erasure_takes(world):
    """By the catalogue, so that no table is forgotten."""
    live(world, CANARY)
    assert ask_erasure(world, "Medway", CANARY).status == 201
    tables = [table for (table,) in world.sql("SELECT tables_of_workers()::text")]
    asked, found = {"swe_number": CANARY}, set()
    for name in ("Kent", "Medway", "Surrey"):
        told = world.call(world.officer(name), "POST", "/v1/workers/record", asked).text
        for table in tables:
            held = world.sql(
                f"SELECT t.id::text FROM {table} t JOIN authority a ON a.id = t.authority"
                " WHERE t.swe_number = %s AND a.name = %s",
                [CANARY, name],
            )
            assert [row for (row,) in held if row not in told] == [], table
            found |= {table} if held else set()
    assert found >= set(tables) - {"rule_exception", "sign_off"}


def test_an_answer_on_a_worker_with_a_longer_number_is_kept(world):
    """The key of a request that is on record holds, so that sending it again does nothing."""
    hr, key = world.token("HR", "Kent"), str(uuid.uuid4())
    body = bodies.leaver(f"{CANARY}"[:-1], "2026-06-30")
    world.made(hr, "/v1/cooling-off-records", body)
    longer = bodies.leaver(CANARY, "2026-06-30")
    first = world.post(hr, "/v1/cooling-off-records", longer, key)
    assert ask_erasure(world, "Kent", body["swe_number"]).status == 201
    purge(world)
    again = world.post(hr, "/v1/cooling-off-records", longer, key)
    assert (again.status, again.json) == (201, first.json), again.text


def test_who_succeeds_another_erases_what_the_predecessor_was_answered_too(world):
    """Cumberland, of Cumbria, which had its answers under keys of its own."""
    world.made(world.officer("Cumbria"), "/v1/employments", bodies.spell(CANARY, external_ref=NAME))
    assert ask_erasure(world, "Cumberland", CANARY).status == 201
    purge(world)
    assert tables_with(world, [CANARY, NAME]) == []


def test_what_was_removed_left_stones_and_events_without_names(world):
    live(world, CANARY)
    assert ask_erasure(world, "Kent", CANARY).status == 201
    purge(world)
    stones = world.sql("SELECT kind, rule, sum(removed)::int FROM tombstone GROUP BY 1, 2")
    assert {("employment", "ERASURE", 4), ("dispute", "ERASURE", 1), ("confirmation", "ERASURE", 1)} <= set(stones)
    assert world.sql("SELECT DISTINCT a.name FROM tombstone t JOIN authority a ON a.id = t.authority") == [("Kent",)]
    events = world.sql("SELECT action FROM audit_event WHERE action LIKE 'worker.eras%' ORDER BY at")
    assert events == [("worker.erase",), ("worker.erased",)]


def test_tables_that_were_locked_are_written_anew_by_the_next_purge(world):
    number = bodies.worker()
    world.made(world.officer("Kent"), "/v1/employments", bodies.spell(number, external_ref=NAME))
    ask_erasure(world, "Kent", number)
    with contextlib.closing(world.database.connect()) as reader:
        reader.cursor().execute("SELECT FROM employment WHERE false")
        ran = world.daemon.run("purge")
        assert ran.returncode == 1 and "accordd: " in ran.stderr
        reader.rollback()
    assert tables_with(world, [NAME]) == [] and files_with(world, [NAME]) != []
    assert "0 erased" in purge(world)
    assert files_with(world, [NAME]) == []


def open_here(world):
    """Reads as of now, in the database that is purged, as a dump does."""
    session = world.database.connect()
    session.set_session(isolation_level="REPEATABLE READ")
    session.cursor().execute("SELECT FROM authority")
    return session


def open_beside(world):
    """Writes, in another database of the cluster."""
    session = psycopg2.connect(host=world.database.host, dbname="postgres", user="postgres")
    session.cursor().execute("SELECT pg_current_xact_id()")
    return session


@pytest.mark.parametrize("begin", [open_here, open_beside])
def test_tables_are_written_anew_once_no_transaction_is_older_than_the_erasure(world, begin):
    """What one of those could see is copied with the rest."""
    number = bodies.worker()
    world.made(world.officer("Kent"), "/v1/employments", bodies.spell(number, external_ref=NAME))
    ask_erasure(world, "Kent", number)
    with contextlib.closing(begin(world)) as older:
        ran = world.daemon.run("purge", "--wait", "0")
        assert ran.returncode == 1 and f"process {older.get_backend_pid()} of" in ran.stderr, ran.stderr
        assert tables_with(world, [NAME]) == []
        begun = world.daemon.begin("purge")
        assert "waits for process" in begun.stderr.readline()
        older.rollback()
        out, err = begun.communicate(timeout=30)
    assert (begun.returncode, out) == (0, "0 expired, 0 erased\n"), err
    assert files_with(world, [NAME, number]) == []


def test_a_check_whose_facts_were_erased_says_so_instead_of_a_replay(world):
    number, medway = bodies.worker(), world.officer("Medway")
    world.made(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(number, "2026-06-30"))
    check = world.made(medway, "/v1/eligibility-checks", bodies.check(number, START))
    path = f"/v1/eligibility-checks/{check['id']}/replay"
    kept = world.get(medway, path).json
    assert (kept["facts"], kept["identical"]) == ("KEPT", True)
    ask_erasure(world, "Kent", number)
    purge(world)
    gone = world.get(medway, path).json
    assert (gone["facts"], gone["identical"], gone["findings"]) == ("ERASED", False, check["findings"])
    after = world.made(medway, "/v1/eligibility-checks", bodies.check(number, START))
    assert world.get(medway, f"/v1/eligibility-checks/{after['id']}/replay").json["facts"] == "KEPT"


def test_what_is_under_way_is_not_erased(world):
    number, medway = bodies.worker(), world.officer("Medway")
    placement = world.made(medway, "/v1/placements", bodies.proposal(number, "2026-10-01", world.supplier))
    assert ask_erasure(world, "Medway", number).json["code"] == "conflict"
    end = {"end_date": "2026-10-01", "reason": "WORKER_LEFT"}
    assert world.post(medway, f"/v1/placements/{placement['id']}/end", end).status == 200
    dispute = world.made(medway, "/v1/disputes", bodies.dispute(number, world.code("Medway")))
    assert ask_erasure(world, "Medway", number).json["code"] == "conflict"
    decider = world.officer("Medway", "decides")
    world.post(decider, f"/v1/disputes/{dispute['id']}/decision", {"result": "REJECTED", "reason": "No record"})
    assert ask_erasure(world, "Medway", number).status == 201
    assert ask_erasure(world, "Medway", number).json["code"] == "duplicate"


def test_the_request_for_erasure_keeps_no_number_in_its_key(world):
    asked = ask_erasure(world, "Kent", CANARY)
    assert asked.json.keys() == {"id", "authority", "requested_at"}
    assert tables_with(world, [CANARY]) == ["erasure"]


# Retention.


def spells(world):
    return world.sql("SELECT DISTINCT swe_number::text FROM employment ORDER BY 1")


def test_a_leaver_is_kept_for_two_years_and_then_is_not(world):
    kent, number, stays = world.officer("Kent"), bodies.worker(), bodies.worker()
    world.made(kent, "/v1/cooling-off-records", bodies.leaver(number, "2026-06-30"))
    world.made(kent, "/v1/employments", bodies.spell(stays))
    for day, goes, kept in (("2028-06-30", 0, [(number,), (stays,)]), ("2028-07-01", 1, [(stays,)])):
        world.move_to(day)
        assert f"COOL_OFF       {goes}" in purge(world, "--dry-run")
        assert len(spells(world)) == 2
        purge(world)
        assert spells(world) == kept
    assert world.sql("SELECT count(*) FROM worker_facts WHERE swe_number = %s", [number]) == [(0,)]
    assert ("employment", "COOL_OFF", 1) in world.sql("SELECT kind, rule, removed::int FROM tombstone")


def test_a_disputed_spell_is_kept_until_the_dispute_is_decided(world):
    kent, number = world.officer("Kent"), bodies.worker()
    spell = world.made(kent, "/v1/cooling-off-records", bodies.leaver(number, "2026-06-30"))
    dispute = world.made(world.officer("Surrey"), "/v1/disputes", bodies.dispute(number, world.code("Kent")))
    assert world.post(kent, f"/v1/disputes/{dispute['id']}/record", {"record": spell["id"]}).status == 200
    world.move_to("2029-01-01")
    purge(world)
    assert spells(world) == [(number,)]


def test_a_placement_and_its_checks_are_kept_for_seven_years(world):
    medway, number = world.officer("Medway"), bodies.worker()
    placement = world.made(
        medway, "/v1/placements", bodies.proposal(number, START, world.supplier, engagement="UNDER_WAY")
    )
    loose = world.made(medway, "/v1/eligibility-checks", bodies.check(number, START))["id"]
    world.post(medway, f"/v1/placements/{placement['id']}/end", {"end_date": START, "reason": "COMPLETED"})
    world.move_to("2029-01-01")
    purge(world)
    assert world.sql("SELECT id FROM eligibility_check") == [(placement["eligibility_check"],)] != [(loose,)]
    world.move_to("2033-09-15")
    assert "PLACEMENT      1" in purge(world, "--dry-run")
    purge(world)
    for table in ("placement", "placement_rate", "eligibility_check", "worker_facts"):
        assert world.sql(f"SELECT 1 FROM {table}") == [], table


def test_an_exception_that_no_placement_names_is_kept_for_seven_years_after_its_last_day(world):
    made = world.made(
        world.officer("Medway"),
        "/v1/exceptions",
        {
            "swe_number": bodies.worker(),
            "rule": "NOTICE",
            "layer": "NATIONAL",
            "start_date": START,
            "grounds": "RETURNER",
            "reason": "Known to the children",
            "alternatives": "None came forward",
            "expires_on": "2026-12-31",
        },
    )
    world.move_to("2033-12-31")
    purge(world)
    assert world.sql("SELECT id::text FROM rule_exception") == [(made["id"],)]
    world.move_to("2034-01-01")
    assert "PLACEMENT      1" in purge(world, "--dry-run")
    purge(world)
    for table in ("rule_exception", "worker_facts"):
        assert world.sql(f"SELECT 1 FROM {table}") == [], table


def test_the_trail_goes_by_whole_months(world):
    def months():
        return world.sql("SELECT min(relname) FROM pg_class WHERE relname ~ '^audit_event_2[0-9]{5}$'")[0][0]

    assert months() == "audit_event_202601"
    world.move_to("2028-03-15")
    assert "QUERY_LOG      2" in purge(world, "--dry-run")
    purge(world)
    assert months() == "audit_event_202603"


def test_purge_takes_nothing_else(world):
    for wrong in (["everything"], ["--wait"], ["--wait", "soon"], ["--wait", "-1"], ["--dry-run", "everything"]):
        ran = world.daemon.run("purge", *wrong)
        assert ran.returncode == 2 and "--dry-run" in ran.stderr, wrong


def test_no_statistics_are_kept_of_numbers(world):
    """PostgreSQL would keep the commonest of them in its own tables."""
    kept = world.sql(
        "SELECT attrelid::regclass::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " WHERE c.relnamespace = 'accord'::regnamespace AND c.relkind = 'r' AND attname = 'swe_number'"
        " AND attstattarget <> 0"
    )
    assert kept == []
