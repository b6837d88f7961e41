# SPDX-License-Identifier: MIT
"""A case of tests/data, played through the API: what it gives is posted by those whose business it is."""
import datetime
import json

from support import bodies
from support.database import ROOT

PROTOCOLS = [{"protocol": "COOL_OFF", "phase": 1}]
# What stands for everybody: cases that give the same of these, to the same hirer, may share a world.
SETTING = (
    "succession",
    "delivery_bodies",
    "hirer_kind",
    "parameters",
    "agreements",
    "caps",
    "legacy_cap_date",
    "role_map",
    "statements",
)
NOTICE = ("notice_days", "substantive_notice_days")


def cases_of(name):
    """The cases of a file that are of a check or a placement."""
    document = json.loads((ROOT / "tests" / "data" / name).read_text())
    return [case for case in document["cases"] if "placement" in case]


def day_of(case):
    """The day of asking."""
    return case.get("checked_on", case["placement"]["start_date"])


def setting_of(case):
    given = {name: case[name] for name in SETTING if name in case}
    return json.dumps([case["placement"]["authority"], given] if given else [])


def given_members(record, *names):
    return {name: record[name] for name in names if record.get(name) is not None}


def days_after(day, days):
    return str(datetime.date.fromisoformat(day) + datetime.timedelta(days=days))


class Setting:
    """What a case gives for everybody, set up in a world."""

    def __init__(self, world, case):
        self.world, self.case = world, case
        self.hirer = case["placement"]["authority"]

    def set_up(self):
        for number, row in enumerate(self.case.get("succession", []), 1):
            self.add_authority(f"{number:03}", row["successor"], "LA", self.region(row["predecessor"]))
            self.world.sql(
                "INSERT INTO authority_succession (predecessor, successor, succeeded_on)"
                " SELECT id, %s, %s FROM authority WHERE name = %s",
                [number, row["on"], row["predecessor"]],
            )
        for number, row in enumerate(self.case.get("delivery_bodies", []), 11):
            self.add_authority(f"{number:03}", row["body"], "TRUST", row["region"])
            self.world.sql(
                "INSERT INTO delivery_body (body, serves, valid)"
                " SELECT %s, id, daterange(%s, NULL) FROM authority WHERE name = %s",
                [number, row["from"], row["serves"]],
            )
        if "hirer_kind" in self.case:
            kind = self.case["hirer_kind"]
            self.world.sql("UPDATE authority SET kind = %s WHERE name = %s", [kind, self.hirer])
        for name, value in self.case.get("parameters", {}).items():
            self.world.sql(
                "UPDATE ruleset_parameter SET value = %s WHERE name = %s AND layer = 'NATIONAL'", [value, name]
            )
        for agreement in self.case.get("agreements", []):
            self.agree(agreement)
        if "caps" in self.case:
            self.publish_caps()
        for row in self.case.get("role_map", []):
            self.world.made(self.world.token("AUTHORITY_ADMIN", self.hirer), "/v1/role-mappings", row)
        for name in self.case.get("statements", []):
            self.state_no_leavers(name)

    def region(self, authority):
        return self.world.sql("SELECT region FROM authority WHERE name = %s", [authority])[0][0]

    def add_authority(self, code, name, kind, region):
        self.world.sql(
            "INSERT INTO authority (id, name, dfe_code, region, kind, source) VALUES (%s, %s, %s, %s, %s, 'case')",
            [int(code), name, code, region, kind],
        )

    def agree(self, given):
        regions = sorted({self.region(member["authority"]) for member in given["members"]})
        made = self.found(
            regions, given["agreement"], given["from"], given.get("protocols", PROTOCOLS), given["members"]
        )
        names = ("from", "to", "cool_off_months", "covers_own_authority", "exceptions", "cool_off_last_day", "obligation")
        self.add_terms(regions[0], made, given_members(given, *names))

    def add_terms(self, region, agreement, members):
        admin = self.world.region_admin(region)
        self.world.made(admin, f"/v1/agreements/{agreement}/terms", bodies.terms(**members))

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
        region, first_day = self.region(self.hirer), "2025-09-01"
        members = [{"authority": self.hirer, "from": first_day}]
        made = self.found([region], "Caps", first_day, [{"protocol": "PAY", "phase": 1}], members)
        if "legacy_cap_date" in self.case:
            legacy = {"from": first_day, "legacy_cap_date": self.case["legacy_cap_date"]}
            self.add_terms(region, made, legacy)
        for cap in self.case["caps"]:
            body = {**cap, "agreement": made, "status": "PUBLISHED", "source": "case"}
            self.world.made(self.world.region_admin(region), "/v1/rate-caps", body)

    def state_no_leavers(self, authority):
        month = days_after(day_of(self.case)[:8] + "01", -1)[:7]
        body = {"month": month, "none": True}
        self.world.made(self.world.token("HR", authority), "/v1/leaver-statements", body)


class Case:
    """What a case gives of its worker, recorded in a world whose setting stands; and what is then asked."""

    def __init__(self, world, case):
        self.world, self.case = world, case
        self.worker = bodies.worker()
        self.authority = case["placement"]["authority"]
        self.officer = world.officer(self.authority)

    def name(self, given):
        """An authority's name, from its name or from a GSS code, old or new."""
        found = self.world.sql(
            "SELECT a.name FROM authority_code c JOIN authority a ON a.id = c.authority WHERE c.gss_code = %s", [given]
        )
        return found[0][0] if found else given

    def record_employments(self):
        """The answer to each."""
        answers = []
        for given in self.case.get("employments", []):
            body = {name: value for name, value in given.items() if name not in ("authority", "disputed")}
            officer = self.world.officer(self.name(given["authority"]))
            answers.append(self.world.post(officer, "/v1/employments", {"swe_number": self.worker, **body}))
            if given.get("disputed"):
                self.world.sql("UPDATE employment SET disputed = true WHERE id = %s", [answers[-1].json["id"]])
        return answers

    def record_the_rest(self):
        if "qualified_on" in self.case:
            body = {"swe_number": self.worker, **given_members(self.case, "qualified_on")}
            self.world.made(self.officer, "/v1/workers/qualification", body)
        for given in self.case.get("references", []):
            self.world.made(self.officer, "/v1/references", self.reference(given))

    def reference(self, given):
        received = given.get("received_on", given["dated"])
        members = {
            "referee_body": given["referee_body"],
            "relation": "EMPLOYED" if self.is_authority(given["referee_body"]) else "OTHER",
            "practice_based": given["practice_based"],
            "template": bodies.FIRST_TEMPLATE if given["on_standard_template"] else None,
            "dated": given["dated"],
            "received_on": received,
            "verified_on": received if given["verified"] else None,
        }
        if not given["verified"]:
            members["verified_how"] = None
        if "referee" in given:
            members["referee_name"] = given["referee"]
        if "engaged" in given:
            members["engaged_from"], members["engaged_to"] = given["engaged"]
        return bodies.reference(self.worker, **members)

    def is_authority(self, name):
        return bool(self.world.sql("SELECT 1 FROM authority WHERE name = %s", [name]))

    def proposal(self):
        given = {name: value for name, value in self.case["placement"].items() if name != "authority"}
        if "declared_last_post" in given:
            said = given["declared_last_post"]
            given["declared_last_post"] = {**said, "authority": self.world.code(said["authority"])}
        if "project_team" in self.case:
            given["project_team"] = self.team(**self.case["project_team"])
        return given

    def check_body(self):
        given = {**self.proposal(), **given_members(self.case, "history_complete")}
        body = bodies.check(self.worker, **given)
        if any(name in given for name in NOTICE):
            body.update({name: given.get(name) for name in NOTICE})
        return {name: value for name, value in body.items() if value is not None}

    def ask(self):
        """The answer to a check, or to the placement, or its extension, where the case is of one."""
        if "extends" in self.case:
            return self.extend()
        if "sign_offs" in self.case:
            return self.place(self.case["placement"]["start_date"], exceptions=self.sign())
        return self.world.post(self.officer, "/v1/eligibility-checks", self.check_body())

    def place(self, start, **members):
        """What is under way is recorded, whatever the rules find."""
        admin = self.world.token("REGION_ADMIN", region="South East")
        supplier = self.world.made(admin, "/v1/suppliers", bodies.supplier())["id"]
        members = {**self.proposal(), "engagement": "UNDER_WAY", **members}
        del members["start_date"]
        answer = self.world.post(self.officer, "/v1/placements", bodies.proposal(self.worker, start, supplier, **members))
        assert answer.status == 201, answer.text
        return answer

    def extend(self):
        """From the day after the planned end on, and on the day itself."""
        start = self.case["placement"]["start_date"]
        self.world.move_to(self.case["extends"])
        made = self.place(self.case["extends"], planned_end_date=days_after(start, -1)).json
        self.world.move_to(start)
        body = {"planned_end_date": days_after(start, 27), "reason": "VACANCY"}
        answer = self.world.post(self.officer, f"/v1/placements/{made['id']}/extensions", body)
        assert answer.status == 201, answer.text
        asked = self.world.get(self.officer, f"/v1/eligibility-checks/{answer.json['recheck']}").json
        assert not {finding["rule"] for finding in asked["findings"]} & set(self.case.get("not_asked", []))
        return answer

    def sign(self):
        """The exception that was asked for, with the signatures that were taken."""
        signs = self.case["sign_offs"]
        if not signs:
            return []
        self.world.move_to(signs[0]["signed_on"])
        made = self.world.made(self.officer, "/v1/exceptions", self.exception())["id"]
        self.world.post(self.officer, f"/v1/exceptions/{made}/submit", None)
        for given in signs:
            self.world.move_to(given["signed_on"])
            self.world.post(self.signatory(given), f"/v1/exceptions/{made}/sign-offs", {})
        self.world.move_to(day_of(self.case))
        return [made]

    def exception(self):
        placement = self.case["placement"]
        return {
            "swe_number": self.worker,
            "rule": "PRICE_CAP",
            "layer": "REGIONAL",
            "start_date": placement["start_date"],
            "cap_pence": self.case["caps"][0]["cap_pence"],
            "comparable_pence": self.case.get("signed_pence", placement["pay_pence"]),
            "grounds": "ACUTE_NEED",
            "reason": "Two court reports are due",
            "alternatives": "Two candidates within the cap declined",
            "expires_on": days_after(placement["start_date"], 30),
        }

    def signatory(self, given):
        """The token of a person in a role; one person may have both."""
        who = f"{given['person']} of {self.case['id']}"
        token = self.world.token(given["role"], self.authority, who=who)
        first = next(other for other in self.case["sign_offs"] if other["person"] == given["person"])
        if first["role"] != given["role"]:
            persons = [self.world.person(role, self.authority, who=who) for role in (first["role"], given["role"])]
            self.world.sql("UPDATE role_grant SET principal = %s WHERE principal = %s", persons)
        return token

    def team(self, workers, approved_before_start, costs_disaggregated, practice_control):
        """A team of so many workers, the last of whom is the one who is checked; approved are the first."""
        start = self.case["placement"]["start_date"]
        admin = self.world.token("REGION_ADMIN", region="South East")
        supplier = self.world.made(admin, "/v1/suppliers", bodies.supplier())["id"]
        members = {"start_date": start, "planned_exit": "2199-12-31", "practice_control": practice_control}
        team = self.world.made(self.officer, "/v1/project-teams", bodies.team(supplier, **members))["id"]
        path = f"/v1/project-teams/{team}"
        numbers = [bodies.worker() for _ in range(workers - 1)] + [self.worker]
        named = [
            self.world.made(self.officer, f"{path}/workers", bodies.named(number, start_date=start))
            for number in numbers
        ]
        for worker in named[:approved_before_start]:
            approval = {"worker": worker["id"], "approved_on": "2025-12-01"}
            self.world.made(self.officer, f"{path}/approvals", approval)
        if costs_disaggregated:
            lines = [{"swe_number": number, "cost_pence": 1} for number in numbers]
            self.world.made(self.officer, f"{path}/costs", bodies.team_cost(workers=lines, invoice_pence=workers))
        return team
