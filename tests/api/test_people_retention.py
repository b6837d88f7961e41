# SPDX-License-Identifier: MIT
"""People who hold nothing any more are forgotten: first their address, then they, once nothing names them."""
import pytest
from support import bodies
from support.world import World
from test_erasure import purge

LAST_DAY = "2026-09-30"
CONTACT_GOES, PERSON_GOES = "2027-04-01", "2028-10-01"  # six months, and two years, after it
EVENT = (
    "INSERT INTO audit_event (at, id, scope, principal, role, action, route, outcome)"
    " VALUES (%s, gen_random_uuid(), 'authority:886', %s, 'OFFICER', 'placement.read', 'GET /', 'done')"
)


@pytest.fixture
def world():
    """A test's own, since it is purged. What its people did is told of them in SQL: nobody signs in."""
    with World() as world:
        world.sql("DELETE FROM audit_event")
        yield world


def person(world, authority="Kent", to=LAST_DAY, **members):
    """With an address, a grant until that day and a token for it."""
    admin = world.token("AUTHORITY_ADMIN", authority)
    made = world.made(admin, "/v1/people", bodies.person(work_email="somebody@kent.example", **members))["id"]
    grant = world.made(admin, f"/v1/people/{made}/grants", bodies.grant("OFFICER", **({"to": to} if to else {})))["id"]
    world.made(admin, "/v1/tokens", bodies.token(grant))
    return made


def people(world):
    return {row[0] for row in world.sql("SELECT id::text FROM principal WHERE authority IS NOT NULL OR region IS NOT NULL")}


def addresses(world):
    return {row[0] for row in world.sql("SELECT principal::text FROM principal_contact")}


def goes(world, day, **kinds):
    """What a purge would remove that day, and removes."""
    world.move_to(day)
    previewed = dict(line.split() for line in purge(world, "--dry-run").splitlines())
    kinds = {"CONTACT": 0, "PERSON": 0, "REMINDER": 0, **kinds}
    assert {kind: int(previewed[kind]) for kind in kinds} == kinds
    before = people(world), addresses(world)
    purge(world, "--dry-run")
    assert (people(world), addresses(world)) == before
    assert purge(world) == f"{sum(kinds.values())} expired, 0 erased\n"


def test_an_address_goes_half_a_year_after_the_last_grant_and_the_person_stays(world):
    gone, stays, again = person(world), person(world, to=None), person(world)
    admin = world.token("AUTHORITY_ADMIN", "Kent")
    world.made(admin, f"/v1/people/{again}/grants", bodies.grant("HR", **{"from": "2027-01-01"}))
    goes(world, "2027-03-31")
    assert addresses(world) == {gone, stays, again}
    goes(world, CONTACT_GOES, CONTACT=1)
    assert addresses(world) == {stays, again} and people(world) == {gone, stays, again}
    goes(world, CONTACT_GOES)
    stones = world.sql("SELECT a.name, t.kind, rule, removed::int FROM tombstone t JOIN authority a ON a.id = t.authority")
    assert stones == [("Kent", "principal_contact", "CONTACT", 1)]


def test_a_grant_that_was_withdrawn_ended_that_day(world):
    made = person(world, to=None)
    admin = world.token("AUTHORITY_ADMIN", "Kent")
    grant = world.get(admin, f"/v1/people/{made}").json["grants"][0]["id"]
    world.move_to(LAST_DAY)
    assert world.post(admin, f"/v1/grants/{grant}/end", {}).status == 200
    goes(world, "2027-03-31")
    goes(world, CONTACT_GOES, CONTACT=1)


def test_whoever_was_never_granted_anything_goes_from_the_day_on_record(world):
    region = world.region_admin("South East")
    world.made(region, "/v1/people", bodies.person())
    goes(world, "2028-09-14")
    assert len(people(world)) == 1
    goes(world, "2028-09-15", PERSON=1)
    assert people(world) == set()
    assert world.sql("SELECT region, authority, kind FROM tombstone") == [("South East", None, "principal")]


def test_a_person_goes_two_years_after_the_last_grant_with_grants_and_tokens(world):
    made, stays = person(world), person(world, to=None)
    goes(world, CONTACT_GOES, CONTACT=1)
    goes(world, "2028-09-30")
    assert people(world) == {made, stays}
    goes(world, PERSON_GOES, PERSON=1)
    assert people(world) == {stays}
    assert world.sql("SELECT 1 FROM role_grant WHERE principal = %s", [made]) == []
    assert world.sql("SELECT count(*) FROM token WHERE role_grant NOT IN (SELECT id FROM role_grant)") == [(0,)]


@pytest.mark.parametrize("record, column", [("employment", "recorded_by"), ("dispute", "opened_by")])
def test_whom_a_record_names_stays_as_long_as_the_record(world, record, column):
    """The name stands beside what was done."""
    made, officer, worker = person(world), world.officer("Kent"), bodies.worker()
    world.made(officer, "/v1/employments", bodies.spell(worker))
    world.made(officer, "/v1/disputes", bodies.dispute(worker, world.code("Kent")))
    world.sql(f"UPDATE {record} SET {column} = %s", [made])
    goes(world, CONTACT_GOES, CONTACT=1)
    goes(world, PERSON_GOES)
    assert people(world) == {made}
    world.sql(f"UPDATE {record} SET {column} = (SELECT id FROM principal WHERE name = 'OFFICER')")
    goes(world, PERSON_GOES, PERSON=1)


def test_who_signed_stays(world):
    made = person(world)
    world.sql(
        "WITH e AS (INSERT INTO rule_exception (id, version, authority, swe_number, rule, layer, start_date, grounds, reason,"
        "  alternatives, expires_on, status, recorded_by)"
        " VALUES (gen_random_uuid(), 1, 886, 'SW1', 'NOTICE', 'NATIONAL', '2026-09-01', 'RETURNER', 'r', 'a', '2026-10-01',"
        "  'APPROVED', (SELECT id FROM principal WHERE name = 'AUTHORITY_ADMIN')) RETURNING id)"
        " INSERT INTO sign_off (id, authority, swe_number, exception, version, role, person, signed_on, how, late, recorded_by)"
        " SELECT gen_random_uuid(), 886, 'SW1', e.id, 1, 'DCS', %s, '2026-09-01', 'SIGNED', false,"
        "  (SELECT id FROM principal WHERE name = 'AUTHORITY_ADMIN') FROM e",
        [made],
    )
    goes(world, CONTACT_GOES, CONTACT=1)
    goes(world, "2033-09-30")
    assert people(world) == {made}
    world.move_to("2033-10-02")
    assert purge(world) == "2 expired, 0 erased\n" and people(world) == set()


def test_whom_an_event_names_stays_as_long_as_the_trail(world):
    """Which goes by whole months: October's with the first day of November."""
    made = person(world)
    world.sql(EVENT, ["2026-10-02", made])
    goes(world, CONTACT_GOES, CONTACT=1)
    goes(world, "2028-10-31")
    assert people(world) == {made}
    world.move_to("2028-11-01")
    assert purge(world) == "1 expired, 0 erased\n" and people(world) == set()


def test_who_granted_somebody_who_stays_stays_and_two_who_granted_each_other_go(world):
    one, other, stays = person(world), person(world), person(world, to=None)
    granted = "UPDATE role_grant SET recorded_by = %s WHERE principal = %s"
    for who, whom in ((one, other), (other, one)):
        world.sql(granted, [who, whom])
    world.sql(granted, [one, stays])
    goes(world, CONTACT_GOES, CONTACT=2)
    goes(world, PERSON_GOES)
    assert people(world) == {one, other, stays}
    world.sql(granted, [stays, stays])
    goes(world, PERSON_GOES, PERSON=2)
    assert people(world) == {stays}


def test_when_somebody_was_written_to_is_kept_for_a_month(world):
    made, stays = person(world, to=None), person(world, to=None)
    world.sql("INSERT INTO reminder VALUES (%s, '2026-09-14', '2026-09-14'), (%s, '2026-10-14', NULL)", [made, stays])
    goes(world, "2026-10-14")
    goes(world, "2026-10-15", REMINDER=1)
    assert world.sql("SELECT principal::text FROM reminder") == [(stays,)]


def test_systems_stay(world):
    person(world, kind="SYSTEM")
    before = world.sql("SELECT count(*) FROM principal WHERE kind = 'SYSTEM'")
    goes(world, PERSON_GOES)
    assert world.sql("SELECT count(*) FROM principal WHERE kind = 'SYSTEM'") == before


def test_every_column_that_names_a_person_is_looked_at(world):
    """By its comment or its foreign key, where its name is another."""
    missed = world.sql(
        "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = 'accord'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition"
        " AND a.atttypid IN ('uuid'::regtype, 'uuid[]'::regtype)"
        " AND (col_description(c.oid, a.attnum) ~ '^(The (principal|person) |Who (?!accepted|supplie))'"
        "      OR EXISTS (SELECT FROM pg_constraint f WHERE f.conrelid = c.oid AND f.confrelid = 'principal'::regclass"
        "                 AND a.attnum = ANY (f.conkey)))"
        " AND c.relname NOT IN ('principal', 'principal_contact', 'reminder', 'role_grant', 'token')"
        " AND (c.oid, a.attname) NOT IN (SELECT n.rel, n.col FROM columns_naming_people() n)"
    )
    assert missed == []


def test_no_statistics_are_kept_of_names_and_addresses(world):
    kept = world.sql(
        "SELECT attname FROM pg_attribute WHERE attrelid IN ('principal'::regclass, 'principal_contact'::regclass,"
        " 'token'::regclass) AND atttypid = 'text'::regtype AND attname <> 'region' AND attstattarget <> 0"
    )
    assert kept == []
