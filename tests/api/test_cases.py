# SPDX-License-Identifier: MIT
"""The worked cases of tests/data/cases.json that are of a check, through the API."""
import json

import pytest
from support import bodies
from support.database import ROOT
from support.world import World

# What a case gives that there is no request for yet.
NOT_YET = {
    "sign_offs": "sign-offs are not on record",
}
PROTOCOLS = [{"protocol": "COOL_OFF", "phase": 1}]
WORKER = "SW900123"


def given_members(record, *names):
    return {name: record[name] for name in names if record.get(name) is not None}


class Case:
    """One case set up in a world: what it gives is posted by those whose business it is."""

    def __init__(self, world, case):
        self.world, self.case = world, case

    def name(self, given):
        """An authority's name, from its name or from a GSS code, old or new."""
        found = self.world.sql(
            "SELECT a.name FROM authority_code c JOIN authority a ON a.id = c.authority"
            " WHERE c.gss_code = %s",
            [given],
        )
        return found[0][0] if found else given

    def region(self, authority):
        return self.world.sql("SELECT region FROM authority WHERE name = %s", [authority])[0][0]

    def set_up(self):
        for number, row in enumerate(self.case.get("succession", []), 1):
            self.succeed(f"{number:03}", row)
        for name, value in self.case.get("parameters", {}).items():
            self.world.sql(
                "UPDATE ruleset_parameter SET value = %s WHERE name = %s AND layer = 'NATIONAL'",
                [value, name],
            )
        for agreement in self.case.get("agreements", []):
            self.agree(agreement)
        if "caps" in self.case:
            self.publish_caps()
        for row in self.case.get("role_map", []):
            self.world.made(self.world.token("AUTHORITY_ADMIN", self.hirer()), "/v1/role-mappings", row)

    def hirer(self):
        return self.case["placement"]["authority"]

    def succeed(self, code, row):
        self.world.sql(
            "INSERT INTO authority (id, name, dfe_code, region, source)"
            " SELECT %s, %s, %s, region, 'case' FROM authority WHERE name = %s",
            [int(code), row["successor"], code, row["predecessor"]],
        )
        self.world.sql(
            "INSERT INTO authority_succession (predecessor, successor, succeeded_on)"
            " SELECT id, %s, %s FROM authority WHERE name = %s",
            [int(code), row["on"], row["predecessor"]],
        )

    def agree(self, given):
        regions = sorted({self.region(member["authority"]) for member in given["members"]})
        made = self.found(
            regions, given["agreement"], given["from"], given.get("protocols", PROTOCOLS), given["members"]
        )
        terms = bodies.terms(**given_members(given, "from", "to", "cool_off_months", "covers_own_authority"))
        self.world.made(self.world.region_admin(regions[0]), f"/v1/agreements/{made}/terms", terms)

    def found(self, regions, name, first_day, protocols, members):
        admin = self.world.region_admin(regions[0])
        body = {
            **bodies.agreement(regions[0], regions=regions, name=name),
            "from": first_day,
            "kind": "REGION" if len(regions) == 1 else "JOINT",
        }
        made = self.world.made(admin, "/v1/agreements", body)["id"]
        for protocol in protocols:
            self.world.made(admin, f"/v1/agreements/{made}/protocols", protocol)
        for member in members:
            signed = {
                **bodies.membership(self.world.code(member["authority"])),
                **given_members(member, "from", "phase"),
            }
            self.world.made(admin, f"/v1/agreements/{made}/memberships", signed)
        return made

    def publish_caps(self):
        region = self.region(self.hirer())
        made = self.found(
            [region], "Caps", "2025-10-01", [{"protocol": "PAY", "phase": 1}], [{"authority": self.hirer()}]
        )
        for cap in self.case["caps"]:
            body = {**cap, "agreement": made, "status": "PUBLISHED", "source": "case"}
            self.world.made(self.world.region_admin(region), "/v1/rate-caps", body)

    def record(self):
        """Posts the employments; the answer to each."""
        answers = []
        for given in self.case.get("employments", []):
            body = {name: value for name, value in given.items() if name not in ("authority", "disputed")}
            officer = self.world.officer(self.name(given["authority"]))
            answers.append(self.world.post(officer, "/v1/employments", {"swe_number": WORKER, **body}))
            if given.get("disputed"):
                self.world.sql(
                    "UPDATE employment SET disputed = true WHERE id = %s", [answers[-1].json["id"]]
                )
        return answers

    def record_references(self):
        for given in self.case.get("references", []):
            employer = given["practice_based"]
            body = bodies.reference(
                WORKER,
                referee_body=given["referee_body"],
                relation="EMPLOYED" if employer else "OTHER",
                practice_based=given["practice_based"],
                template=bodies.FIRST_TEMPLATE if given["on_standard_template"] else None,
                **{day: given["dated"] for day in ("dated", "received_on")},
                **({} if given["verified"] else {"verified_how": None}),
                verified_on=given["dated"] if given["verified"] else None,
            )
            self.world.made(self.world.officer(self.hirer()), "/v1/references", body)

    def check(self):
        placement = {name: value for name, value in self.case["placement"].items() if name != "authority"}
        if "project_team" in self.case:
            placement["project_team"] = self.team(**self.case["project_team"])
        body = bodies.check(WORKER, **placement, **given_members(self.case, "history_complete"))
        return self.world.post(self.world.officer(self.hirer()), "/v1/eligibility-checks", body)

    def team(self, workers, approved_before_start, costs_disaggregated, practice_control):
        """A team of so many workers, the last of whom is the one who is checked; approved are the first."""
        officer, start = self.world.officer(self.hirer()), self.case["placement"]["start_date"]
        admin = self.world.region_admin(self.region(self.hirer()))
        supplier = self.world.made(admin, "/v1/suppliers", bodies.supplier())["id"]
        members = {"start_date": start, "planned_exit": "2199-12-31", "practice_control": practice_control}
        team = self.world.made(officer, "/v1/project-teams", bodies.team(supplier, **members))["id"]
        path = f"/v1/project-teams/{team}"
        numbers = [bodies.worker() for _ in range(workers - 1)] + [WORKER]
        named = [
            self.world.made(officer, f"{path}/workers", bodies.named(number, start_date=start))
            for number in numbers
        ]
        for worker in named[:approved_before_start]:
            approval = {"worker": worker["id"], "approved_on": "2025-12-01"}
            self.world.made(officer, f"{path}/approvals", approval)
        if costs_disaggregated:
            lines = [{"swe_number": number, "cost_pence": 1} for number in numbers]
            self.world.made(officer, f"{path}/costs", bodies.team_cost(workers=lines, invoice_pence=workers))
        return team


def assert_refused(answer, expected):
    assert answer.status == 422, answer.text
    assert answer.json["code"] == expected.get("code", "invalid")
    if "pointer" in expected:
        assert [error["pointer"] for error in answer.json["errors"]] == [expected["pointer"]]


def assert_found(answer, case):
    assert answer.status == 201, answer.text
    for expected in case["expect"]:
        finding = answer.finding(expected["rule"], expected["layer"])
        assert {name: finding.get(name) for name in expected} == expected, finding["reason"]
    if "finding_state" in case:
        assert answer.finding("PRICE_CAP", "REGIONAL")["state"] == case["finding_state"]
    if "outcome" in case:
        assert answer.json["outcome"] == case["outcome"]


CASES = [
    case
    for case in json.loads((ROOT / "tests" / "data" / "cases.json").read_text())["cases"]
    if "placement" in case
]


def run_or_say_why_not(case):
    reasons = [why for given, why in NOT_YET.items() if given in case]
    marks = [pytest.mark.skip(reason=reasons[0])] if reasons else []
    return pytest.param(case, id=case["id"], marks=marks)


@pytest.mark.parametrize("case", [run_or_say_why_not(case) for case in CASES])
def test_worked_case(case):
    with World(day=case["placement"]["start_date"]) as world:
        run = Case(world, case)
        run.set_up()
        recorded = run.record()
        error = case.get("expect_error", {})
        if error.get("at") == "employment":
            assert_refused(recorded[0], error)
            return
        assert all(answer.status == 201 for answer in recorded), recorded
        run.record_references()
        answer = run.check()
        if error:
            assert_refused(answer, error)
        else:
            assert_found(answer, case)
