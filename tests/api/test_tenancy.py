# SPDX-License-Identifier: MIT
"""
Who may do what, whole: every route, every role, on what is the caller's own and on what is another's. The
routes are those of server/resources; one without a row here fails.
"""
import contextlib
import copy
import datetime
import itertools
import uuid
from typing import NamedTuple

import pytest
from support import bodies
from support.routes import all_routes
from support.world import World

AT_AUTHORITY = ("OFFICER", "REQUESTER", "HR", "DCS", "CHIEF_EXECUTIVE", "AUTHORITY_ADMIN")
ROLES = (*AT_AUTHORITY, "REGION_ADMIN", "SUPPLIER", "AUDITOR")
ADMINISTRATORS = ("AUTHORITY_ADMIN", "REGION_ADMIN")
SIGNATORIES = ("OFFICER", "DCS", "CHIEF_EXECUTIVE")
START = "2026-10-01"
MADE_UP = "01a20000-0000-7000-8000-000000000000"


class Access(NamedTuple):
    """The status for these roles on their own, and on another's (None: it cannot be named). Else 403."""

    roles: tuple
    own: int
    other: int = None


TABLE = {
    "GET /livez": Access(ROLES, 200),
    "GET /readyz": Access(ROLES, 200),
    "GET /openapi.json": Access(ROLES, 200),
    "GET /v1/authorities": Access(ROLES, 200),
    "GET /v1/authorities/{id}": Access(ROLES, 200, 200),
    "GET /v1/agreements": Access(ROLES, 200),
    "GET /v1/agreements/{id}": Access(ROLES, 200, 200),
    "POST /v1/agreements": Access(("REGION_ADMIN",), 201, 403),
    "POST /v1/agreements/{id}/terms": Access(("REGION_ADMIN",), 201, 404),
    "POST /v1/agreements/{id}/protocols": Access(("REGION_ADMIN",), 201, 404),
    "POST /v1/agreements/{id}/memberships": Access(("REGION_ADMIN",), 201, 404),
    "GET /v1/rate-caps": Access(ROLES, 200),
    "GET /v1/rate-caps/{id}": Access(ROLES, 200, 404),
    "POST /v1/rate-caps": Access(("REGION_ADMIN",), 201, 422),
    "GET /v1/role-mappings": Access(AT_AUTHORITY, 200),
    "POST /v1/role-mappings": Access(("AUTHORITY_ADMIN",), 201),
    "GET /v1/suppliers": Access(ROLES, 200),
    "POST /v1/suppliers": Access(("REGION_ADMIN",), 201),
    "GET /v1/suppliers/{id}/acceptances": Access(ROLES, 200, 200),
    "POST /v1/suppliers/{id}/acceptances": Access(("REGION_ADMIN",), 201, 404),
    "GET /v1/people": Access(ADMINISTRATORS, 200),
    "GET /v1/people/{id}": Access(ADMINISTRATORS, 200, 404),
    "POST /v1/people": Access(ADMINISTRATORS, 201),
    "POST /v1/people/{id}/grants": Access(ADMINISTRATORS, 201, 404),
    "POST /v1/grants/{id}/end": Access(ADMINISTRATORS, 200, 404),
    "GET /v1/tokens": Access(ADMINISTRATORS, 200),
    "POST /v1/tokens": Access(ADMINISTRATORS, 201, 422),
    "POST /v1/tokens/{id}/revoke": Access(ADMINISTRATORS, 200, 404),
    "GET /v1/audit-events": Access(("AUDITOR",), 200),
    "POST /v1/audit-events/search": Access(("AUDITOR",), 200),
    "POST /v1/employments": Access(("OFFICER", "HR"), 201),
    "POST /v1/cooling-off-records": Access(("OFFICER", "HR"), 201),
    "GET /v1/employments": Access((*SIGNATORIES, "HR"), 200),
    "GET /v1/employments/{id}": Access((*SIGNATORIES, "HR"), 200, 404),
    "PATCH /v1/employments/{id}": Access(("OFFICER", "HR"), 200, 404),
    "POST /v1/employments/search": Access((*SIGNATORIES, "HR"), 200),
    "GET /v1/cooling-off-records": Access((*SIGNATORIES, "HR"), 200),
    "POST /v1/leaver-statements": Access(("OFFICER", "HR"), 201),
    "GET /v1/leaver-statements": Access((*SIGNATORIES, "HR"), 200),
    "POST /v1/workers/lookup": Access(SIGNATORIES, 200),
    "POST /v1/eligibility-checks": Access(("OFFICER", "REQUESTER"), 201, 403),
    "GET /v1/eligibility-checks": Access((*SIGNATORIES, "REQUESTER"), 200),
    "GET /v1/eligibility-checks/{id}": Access((*SIGNATORIES, "REQUESTER"), 200, 404),
    "POST /v1/placements": Access(("OFFICER",), 201, 403),
    "GET /v1/placements": Access(SIGNATORIES, 200),
    "GET /v1/placements/{id}": Access(SIGNATORIES, 200, 404),
    "POST /v1/placements/search": Access(SIGNATORIES, 200),
    "PATCH /v1/placements/{id}": Access(("OFFICER",), 200, 404),
    "GET /v1/placements/{id}/rates": Access(SIGNATORIES, 200, 404),
    "POST /v1/placements/{id}/rates": Access(("OFFICER",), 422, 404),
    "POST /v1/placements/{id}/extensions": Access(("OFFICER",), 422, 404),
    "POST /v1/placements/{id}/decisions": Access(("OFFICER",), 422, 404),
    "POST /v1/placements/{id}/end": Access(("OFFICER",), 422, 404),
    "GET /v1/breaches": Access((*SIGNATORIES, "REGION_ADMIN"), 200),
    "GET /v1/benchmarks/rates": Access((*AT_AUTHORITY, "REGION_ADMIN"), 200),
}
ROUTES = {f"{route.method} {route.path}": route for route in all_routes()}
OPEN = ("GET /livez", "GET /readyz", "GET /openapi.json")
QUERY = {"GET /v1/benchmarks/rates": "?quarter=2026-Q3"}
_months = (f"{year}-{month:02}" for year in range(2015, 2026) for month in range(1, 13))
_days = (str(datetime.date(2030, 1, 1) + datetime.timedelta(days=n)) for n in itertools.count())


def one_day():
    """Dates that overlap with no other call's."""
    day = next(_days)
    return {"from": day, "to": day}


BODIES = {
    "POST /v1/agreements": lambda side: bodies.agreement(side.region),
    "POST /v1/agreements/{id}/terms": lambda side: {**bodies.terms(), **one_day()},
    "POST /v1/agreements/{id}/protocols": lambda side: {"protocol": "WORKFORCE", "phase": 2},
    "POST /v1/agreements/{id}/memberships": lambda side: {
        **bodies.membership(side.world.code("Surrey")),
        **one_day(),
    },
    "POST /v1/rate-caps": lambda side: bodies.cap(side.agreements, 3900, "TM", status="AGREED"),
    "POST /v1/role-mappings": lambda side: bodies.mapping(f"Title {uuid.uuid4()}", "SW"),
    "POST /v1/suppliers": lambda side: bodies.supplier(),
    "POST /v1/suppliers/{id}/acceptances": lambda side: bodies.acceptance(side.agreements, side.terms()),
    "POST /v1/people": lambda side: bodies.person(),
    "POST /v1/people/{id}/grants": lambda side: bodies.grant("AUDITOR"),
    "POST /v1/grants/{id}/end": lambda side: {"to": "2029-12-31"},
    "POST /v1/tokens": lambda side: bodies.token(side.grants),
    "POST /v1/audit-events/search": lambda side: {},
    "POST /v1/employments": lambda side: bodies.spell(bodies.worker()),
    "PATCH /v1/employments/{id}": lambda side: {"external_ref": str(uuid.uuid4())},
    "POST /v1/employments/search": lambda side: {"swe_number": side.worker},
    "POST /v1/leaver-statements": lambda side: {"month": next(_months), "none": False},
    "POST /v1/workers/lookup": lambda side: {"swe_number": side.worker},
    "POST /v1/cooling-off-records": lambda side: bodies.leaver(bodies.worker(), "2026-06-30"),
    "POST /v1/eligibility-checks": lambda side: bodies.check(bodies.worker(), START, authority=side.code),
    "POST /v1/placements/search": lambda side: {"swe_number": side.worker},
    "PATCH /v1/placements/{id}": lambda side: {"external_ref": "PO-1"},
    "POST /v1/placements/{id}/rates": lambda side: {
        "from": "2026-09-01",
        "pay_type": "PAYE",
        "coverage": "PAY_ONLY",
        "pay_pence": 3000,
    },
    "POST /v1/placements/{id}/extensions": lambda side: {
        "planned_end_date": "2026-09-01",
        "reason": "VACANCY",
    },
    "POST /v1/placements/{id}/decisions": lambda side: {
        "finding": "NOTICE/NATIONAL",
        "decision": "PROCEED",
        "reason": "made up",
    },
    "POST /v1/placements/{id}/end": lambda side: {"end_date": "2026-09-01", "reason": "OTHER"},
    "POST /v1/placements": lambda side: bodies.proposal(
        bodies.worker(), START, side.supplier, authority=side.code
    ),
}


class Side:
    """An authority, a region that it may lie in, and one record of each kind, named as in the paths."""

    def __init__(self, world, authority, region, cap_status):
        self.world, self.authority, self.region, self.code = world, authority, region, world.code(authority)
        self.authorities, self.worker, self.title = self.code, bodies.worker(), f"Title {uuid.uuid4()}"
        admin, officer = world.region_admin(region), world.officer(authority)
        self.supplier = self.suppliers = world.made(admin, "/v1/suppliers", bodies.supplier())["id"]
        self.agreements = world.made(admin, "/v1/agreements", bodies.agreement(region))["id"]
        world.made(admin, f"/v1/agreements/{self.agreements}/memberships", bodies.membership(self.code))
        self.rate_caps = world.made(
            admin, "/v1/rate-caps", bodies.cap(self.agreements, 3800, status=cap_status)
        )["id"]
        self.role_mappings = world.made(
            world.token("AUTHORITY_ADMIN", authority),
            "/v1/role-mappings",
            bodies.mapping(self.title, "SW"),
        )["id"]
        self.employments = world.made(officer, "/v1/employments", bodies.spell(self.worker))["id"]
        self.eligibility_checks = world.made(
            officer, "/v1/eligibility-checks", bodies.check(self.worker, START)
        )["id"]
        self.placements = world.made(
            officer, "/v1/placements", bodies.proposal(self.worker, START, self.supplier, pay_pence=3111)
        )["id"]
        self.managed = {role: self._managed(role) for role in ADMINISTRATORS}
        self.people, self.grants, self.tokens = self.managed["AUTHORITY_ADMIN"]

    def _managed(self, role):
        """A person that the administrator keeps, a grant and a token."""
        admin = self.token(role)
        person = self.world.made(admin, "/v1/people", bodies.person())["id"]
        grant = self.world.made(admin, f"/v1/people/{person}/grants", bodies.grant("AUDITOR"))["id"]
        return person, grant, self.world.made(admin, "/v1/tokens", bodies.token(grant))["id"]

    def of(self, role):
        """The same side, with the people that this role manages: an authority's, unless it is a region's."""
        side = copy.copy(self)
        side.people, side.grants, side.tokens = self.managed.get(role, self.managed["AUTHORITY_ADMIN"])
        return side

    def terms(self):
        """Terms that nobody has accepted yet."""
        path = f"/v1/agreements/{self.agreements}/terms"
        return self.world.made(self.token("REGION_ADMIN"), path, {**bodies.terms(), **one_day()})["id"]

    def token(self, role):
        if role == "REGION_ADMIN":
            return self.world.region_admin(self.region)
        if role == "SUPPLIER":
            return self.world.token(role, supplier=self.supplier)
        return self.world.token(role, self.authority)

    def secrets(self):
        """What nobody of another authority or region may be told."""
        return [
            self.worker,
            self.rate_caps,
            self.role_mappings,
            self.employments,
            self.eligibility_checks,
            self.placements,
            self.title,
            *itertools.chain(*self.managed.values()),
        ]

    def path(self, name):
        path = ROUTES[name].path
        return (
            path.replace("{id}", getattr(self, path.split("/")[2].replace("-", "_")))
            if "{id}" in path
            else path
        )


@pytest.fixture(scope="module")
def medway(world):
    """The callers' own. Its cap is published."""
    return Side(world, "Medway", "South East", "PUBLISHED")


@pytest.fixture(scope="module")
def kent(world):
    """A neighbour; its cap is another region's draft."""
    return Side(world, "Kent", "London", "DRAFT")


def headers_of(world, name, side):
    """A change names the version that is on record."""
    if not name.startswith("PATCH"):
        return None
    kind = ROUTES[name].path.split("/")[2].replace("-", "_")
    latest = world.sql(f"SELECT max(version) FROM {kind[:-1]} WHERE id = %s", [getattr(side, kind)])
    return {"If-Match": f'"{latest[0][0]}"'}


def attempt(world, token, name, side, path=None):
    body = BODIES[name](side) if name in BODIES else None
    path = (path or side.path(name)) + QUERY.get(name, "")
    key = str(uuid.uuid4()) if body else None
    return world.call(token, ROUTES[name].method, path, body, key, headers_of(world, name, side))


def assert_audited_once(world, answer, audited):
    events = world.sql("SELECT count(*) FROM audit_event WHERE id = %s", [answer.headers["X-Request-Id"]])[0][
        0
    ]
    assert events == (1 if audited else 0), answer.text


def assert_answer(world, answer, status, name):
    assert answer.status == status, answer.text
    assert_audited_once(world, answer, ROUTES[name].audited)
    if status == 403:
        assert answer.json["code"] == "forbidden"


def test_the_table_has_every_route_and_no_other():
    assert set(TABLE) == set(ROUTES)


def assert_own(world, medway, name, role):
    access = TABLE[name]
    answer = attempt(world, medway.token(role), name, medway.of(role))
    assert_answer(world, answer, access.own if role in access.roles else 403, name)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ROUTES)
def test_what_is_own(world, medway, name, role):
    assert_own(world, medway, name, role)


def assert_nothing_of_another_s(world, medway, kent, name, role):
    access = TABLE[name]
    answer = attempt(world, medway.token(role), name, kent.of(role))
    assert_answer(world, answer, access.other if role in access.roles else 403, name)
    assert not [secret for secret in kent.secrets() if secret in answer.text]


NAMING_ANOTHER_S = [name for name in ROUTES if TABLE[name].other]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", NAMING_ANOTHER_S)
def test_what_is_another_s(world, medway, kent, name, role):
    assert_nothing_of_another_s(world, medway, kent, name, role)


@pytest.mark.parametrize("name", [name for name in ROUTES if TABLE[name].other == 404])
def test_another_s_is_as_if_it_were_not_there(world, medway, kent, name):
    for role in TABLE[name].roles:
        theirs = attempt(world, medway.token(role), name, kent.of(role))
        nobody_s = attempt(world, medway.token(role), name, kent, ROUTES[name].path.replace("{id}", MADE_UP))
        assert theirs.status == nobody_s.status == 404
        assert theirs.without_request() == nobody_s.without_request()
        assert sorted(theirs.headers) == sorted(nobody_s.headers)


LISTS = [name for name in ROUTES if ROUTES[name].listing]


def assert_nothing_of_another_s_in_list(world, medway, kent, name):
    for role in TABLE[name].roles:
        for own, other in ((medway, kent), (kent, medway)):
            answer = attempt(world, own.token(role), name, own.of(role))
            assert answer.status == 200
            assert not [
                secret for secret in other.secrets() if secret in answer.text and secret != medway.rate_caps
            ]


@pytest.mark.parametrize("name", LISTS)
def test_lists_hold_nothing_of_another_s(world, medway, kent, name):
    assert_nothing_of_another_s_in_list(world, medway, kent, name)


def assert_lists_hold_own(world, side):
    for kind, role in (
        ("employments", "OFFICER"),
        ("eligibility_checks", "OFFICER"),
        ("placements", "OFFICER"),
        ("role_mappings", "AUTHORITY_ADMIN"),
        ("people", "AUTHORITY_ADMIN"),
        ("tokens", "AUTHORITY_ADMIN"),
    ):
        answer = world.get(side.token(role), f"/v1/{kind.replace('_', '-')}")
        assert getattr(side, kind) in [row["id"] for row in answer.json["data"]], kind


def test_a_list_holds_what_is_own(world, medway, kent):
    assert_lists_hold_own(world, kent)


def assert_drafts_are_for_the_region_and_its_signatories(world, kent):
    path = kent.path("GET /v1/rate-caps/{id}")
    assert world.get(kent.token("REGION_ADMIN"), path).status == 200
    assert world.get(kent.token("OFFICER"), path).status == 200
    assert world.get(kent.token("SUPPLIER"), path).status == 404
    assert world.get(world.officer("Bexley"), path).status == 404


def test_drafts_of_caps_are_for_the_region_and_its_signatories(world, kent):
    assert_drafts_are_for_the_region_and_its_signatories(world, kent)


@pytest.mark.parametrize("name", [name for name in ROUTES if name not in OPEN])
def test_nobody_may_do_anything(world, medway, name):
    answer = attempt(world, None, name, medway)
    assert (answer.status, answer.json["code"]) == (401, "token_missing")
    assert_audited_once(world, answer, False)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("kind", ["employments", "placements"])
def test_nobody_changes_another_s(world, medway, kent, kind, method):
    before = world.sql(f"SELECT * FROM {kind[:-1]} ORDER BY id, version")
    body = None if method == "DELETE" else {"external_ref": "theirs"}
    path = f"/v1/{kind}/{getattr(medway, kind)}"
    answer = world.call(kent.token("OFFICER"), method, path, body, headers={"If-Match": '"1"'})
    assert answer.status == (404 if f"{method} /v1/{kind}/{{id}}" in ROUTES else 405)
    assert world.sql(f"SELECT * FROM {kind[:-1]} ORDER BY id, version") == before


def test_kent_does_not_learn_that_medway_has_a_placement(world, medway, kent):
    """Neither from a check, nor by submitting the very same."""
    officer = kent.token("OFFICER")
    worker = bodies.worker()
    world.made(medway.token("OFFICER"), "/v1/placements", bodies.proposal(worker, START, medway.supplier))
    checks = [
        world.made(officer, "/v1/eligibility-checks", bodies.check(who, START))
        for who in (worker, bodies.worker())
    ]
    assert checks[0]["findings"] == checks[1]["findings"]
    assert world.post(officer, "/v1/placements", bodies.proposal(worker, START, kent.supplier)).status == 201


def test_kent_does_not_learn_that_medway_has_the_same_spell(world, medway, kent):
    same = bodies.spell(bodies.worker(), last_day="2024-06-30", leaving_reason="RETIRED")
    world.made(medway.token("OFFICER"), "/v1/employments", same)
    assert world.post(medway.token("OFFICER"), "/v1/employments", same).json["code"] == "duplicate"
    assert world.post(kent.token("OFFICER"), "/v1/employments", same).status == 201


def test_nobody_checks_for_another_authority(world, medway, kent):
    """Nor does a refusal keep a check, or say what it would have found."""
    checks = world.sql("SELECT count(*) FROM eligibility_check")
    answer = attempt(world, kent.token("OFFICER"), "POST /v1/eligibility-checks", medway)
    assert answer.status == 403 and "findings" not in answer.json
    assert world.sql("SELECT count(*) FROM eligibility_check") == checks


@pytest.mark.parametrize("kind", ["employments", "placements", "eligibility-checks"])
def test_a_cursor_is_its_caller_s_own(world, medway, kent, kind):
    officer = medway.token("OFFICER")
    attempt(world, officer, f"POST /v1/{kind}", medway)
    cursor = world.get(officer, f"/v1/{kind}?limit=1").json["next"]
    assert world.get(officer, cursor).status == 200
    for other in (world.officer("Medway", who="colleague"), kent.token("OFFICER")):
        answer = world.get(other, cursor)
        assert (answer.status, answer.json["code"]) == (400, "bad_cursor")


# The table itself: what holds above must not hold once a policy is gone, or lets everybody see.


SEEN_BY = (
    {  # the policies that show a kind of record; all of a kind's, since a query joins what belongs together
        "employments": ["employment"],
        "placements": ["placement", "eligibility_check"],
        "eligibility checks": ["eligibility_check"],
        "role mappings": ["role_mapping"],
        "drafts of caps": ["rate_cap"],
        "people": ["principal"],
        "grants": ["role_grant"],
        "tokens": ["token", "role_grant"],
    }
)
NAMES = {"rate_cap": "rate_cap_see_drafts"}  # else the table's, with _see


@pytest.fixture
def fresh():
    """Medway and Kent in a world of their own: who sees too much may change what is another's."""
    with World() as world:
        yield Side(world, "Medway", "South East", "PUBLISHED"), Side(world, "Kent", "London", "DRAFT")


def policies(world):
    return world.sql("SELECT * FROM pg_policies WHERE schemaname = 'accord' ORDER BY tablename, policyname")


@contextlib.contextmanager
def spoilt(world, tables, spoil):
    """What shows these tables, spoilt by a statement; and as it was, afterwards."""
    whole = policies(world)
    named = [(table, NAMES.get(table, f"{table}_see")) for table in tables]
    before = {row[2]: row[6] for row in whole if (row[1], row[2]) in named}
    for table, name in named:
        world.sql(spoil.format(table=table, name=name))
    yield
    for table, name in named:
        world.sql(f"DROP POLICY IF EXISTS {name} ON {table}")
        world.sql(f"CREATE POLICY {name} ON {table} FOR SELECT TO accord_app USING ({before[name]})")
    assert policies(world) == whole


def fails(check, *arguments):
    try:
        check(*arguments)
    except AssertionError:
        return True
    return False


def of_those_who_may(names):
    return ((name, role) for name in names for role in TABLE[name].roles)


def shows_too_much(medway, kent):
    return any(
        fails(assert_nothing_of_another_s_in_list, medway.world, medway, kent, name) for name in LISTS
    ) or any(
        fails(assert_nothing_of_another_s, medway.world, medway, kent, *each)
        for each in of_those_who_may(NAMING_ANOTHER_S)
    )


def shows_too_little(medway, kent):
    return (
        fails(assert_lists_hold_own, medway.world, medway)
        or fails(assert_drafts_are_for_the_region_and_its_signatories, kent.world, kent)
        or any(fails(assert_own, medway.world, medway, *each) for each in of_those_who_may(ROUTES))
    )


@pytest.mark.parametrize("kind", SEEN_BY)
def test_a_policy_that_is_gone_is_found_and_one_that_lets_everybody_see(fresh, kind):
    medway, kent = fresh
    with spoilt(medway.world, SEEN_BY[kind], "DROP POLICY {name} ON {table}"):
        assert shows_too_little(medway, kent)
    with spoilt(medway.world, SEEN_BY[kind], "ALTER POLICY {name} ON {table} USING (true)"):
        assert shows_too_much(medway, kent)
