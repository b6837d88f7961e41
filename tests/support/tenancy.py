# SPDX-License-Identifier: MIT
"""
Every route with who may call it (what the files of tests/api say in ACCESS, brought together), and two sides
to call it from.
"""
import copy
import importlib
import itertools
import uuid

from support import bodies
from support.access import ADMINISTRATORS, START, one_day
from support.database import ROOT
from support.routes import all_routes

ROUTES = {f"{route.method} {route.path}": route for route in all_routes()}


def _table():
    table = {}
    for file in sorted((ROOT / "tests" / "api").glob("test_*.py")):
        if "\nACCESS = {" in file.read_text():
            rows = importlib.import_module(file.stem).ACCESS
            assert not rows.keys() & table.keys(), f"{file.stem} says again who may call a route"
            table.update(rows)
    return table


TABLE = _table()


def kind_of(name):
    """Of GET /v1/rate-caps/{id}: rate_caps."""
    return TABLE[name].kind or name.split("/")[2].replace("-", "_")


EACH_ROLE_S = {row.kind for row in TABLE.values() if row.kind}
HIDDEN = {kind_of(name) for name, row in TABLE.items() if "{id}" in name and row.other == 404}
HIDDEN -= {"memberships"}  # another region ends none of them, but memoranda are published


class Side:
    """An authority, a region that it may lie in, and one record of each kind, named as in the paths."""

    def __init__(self, world, authority, region, cap_status):
        self.world, self.authority, self.region, self.code = world, authority, region, world.code(authority)
        self.authorities, self.worker, self.title = self.code, bodies.worker(), f"Title {uuid.uuid4()}"
        admin, officer = world.region_admin(region), world.officer(authority)
        self.made, self.role = {}, None
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
        side.role = role
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
            *(record for (kind, _), record in self.made.items() if kind in HIDDEN),
        ]

    def record(self, kind):
        """The one of that kind, named as in the paths: the side's, or what an ACCESS makes for it."""
        return getattr(self, kind, None) or self.made.get(self._key(kind)) or self._make(kind)

    def _key(self, kind):
        return (kind, self.role if kind in EACH_ROLE_S else None)

    def _make(self, kind):
        make = next(row.record for name, row in TABLE.items() if row.record and kind_of(name) == kind)
        self.made[self._key(kind)] = make(self)
        return self.made[self._key(kind)]

    def path(self, name):
        path = ROUTES[name].path
        return path.replace("{id}", self.record(kind_of(name))) if "{id}" in path else path


def headers_of(world, name, side):
    """A change names the version that is on record."""
    if not ROUTES[name].changes:
        return None
    table = ROUTES[name].path.split("/")[2][:-1]
    latest = world.sql(f"SELECT max(version) FROM {table} WHERE id = %s", [side.record(kind_of(name))])
    return {"If-Match": f'"{latest[0][0]}"'}
