# SPDX-License-Identifier: MIT
"""The regional benchmark, compared with an oracle that is told every rate and computes it the long way."""
import itertools
import math
import uuid

import pytest
from support import bodies
from support.access import AT_AUTHORITY, Access

ACCESS = {
    "GET /v1/benchmarks/rates": Access((*AT_AUTHORITY, "REGION_ADMIN"), 200, query="?quarter=2026-Q3"),
}

JOB_TYPES = ["SW", "SSW", "AP", "TM", "IRO_CPCC"]
COUNTED = {"CONFIRMED", "ENDED", "CONVERTED", "IN_BREACH"}
CAP, OWN = 3700, "Medway"
QUARTERS = {"2026-Q3": ("2026-07-06", "2026-09-25"), "2026-Q2": ("2026-04-06", "2026-06-26")}

# Rates by quarter, job type and authority. In the third: SW shown with quartiles, TM without, SSW too few in
# all, AP too few once Kent's are away. In the second SSW alone is too few, and takes the smallest, TM, along.
RATES = {
    ("2026-Q3", "SW"): {
        "Kent": [3400, 3455, 3505, 3610, 3720],
        "Medway": [3650, 3650, 3695],
        "Surrey": [3390, 3580, 3705, 3810, 3850],
        "Hampshire": [3600, 3745, 3900],
    },
    ("2026-Q3", "TM"): {"Kent": [4500, 4555, 4590], "Medway": [4605, 4700], "Surrey": [4710, 4725, 4480]},
    ("2026-Q3", "SSW"): {"Kent": [4000, 4010], "Medway": [4020, 4100]},
    ("2026-Q3", "AP"): {"Kent": [4200] * 12, "Medway": [4250, 4300], "Surrey": [4310, 4320]},
    ("2026-Q2", "SW"): {
        "Kent": [3400, 3455, 3505, 3610],
        "Medway": [3650, 3650, 3695],
        "Surrey": [3390, 3580, 3705],
    },
    ("2026-Q2", "TM"): {"Kent": [4500, 4555, 4590], "Medway": [4605, 4700, 4720], "Surrey": [4710, 4725]},
    ("2026-Q2", "SSW"): {"Kent": [4000], "Surrey": [4020]},
}


def quantile(values, share):
    """R-7: between the two nearest order statistics, in proportion (Hyndman and Fan, 1996)."""
    values = sorted(values)
    at = (len(values) - 1) * share
    low = math.floor(at)
    return values[low] + (at - low) * (values[min(low + 1, len(values) - 1)] - values[low])


class Oracle:
    def __init__(self, limits, cells):
        self.limits, self.cells = limits, cells  # job type -> authority -> rates

    def holds(self, cell):
        """What remains without any one authority is enough."""
        rest = [[rates for name, rates in cell.items() if name != away] for away in cell]
        return bool(cell) and all(
            len(r) >= self.limits["benchmark_min_other_authorities"]
            and sum(map(len, r)) >= self.limits["benchmark_min_placements_median"]
            for r in rest
        )

    def shown(self):
        shown = [job_type for job_type in self.cells if self.holds(self.cells[job_type])]
        if len(self.cells) - len(shown) == 1 and shown:
            shown.remove(min(shown, key=lambda job_type: sum(map(len, self.cells[job_type].values()))))
        return shown

    def rounded(self, pence):
        step = self.limits["benchmark_round_to"]
        return math.floor(pence / step + 0.5) * step

    def row(self, job_type, cap):
        cell = self.cells.get(job_type, {})
        row = {"job_type": job_type, "suppressed": job_type not in self.shown()}
        if OWN in cell:
            row["own_median_pence"] = round(quantile(cell[OWN], 0.5))
        if cap is not None:
            row["cap_pence"] = cap
        return {**row, **({"symbol": "c"} if row["suppressed"] else self.figures(cell, cap))}

    def figures(self, cell, cap):
        rates = list(itertools.chain(*cell.values()))
        row = {
            "authorities": len(cell),
            "placements": len(rates),
            "median_pence": self.rounded(quantile(rates, 0.5)),
        }
        if len(rates) >= self.limits["benchmark_min_placements_quartiles"]:
            row["lower_quartile_pence"] = self.rounded(quantile(rates, 0.25))
            row["upper_quartile_pence"] = self.rounded(quantile(rates, 0.75))
        over = sum(rate > cap for rate in rates) if cap is not None else 0
        if over >= self.limits["benchmark_min_placements_median"]:
            row["over_cap"] = over
        return row


def insert(world, table, **columns):
    places = ", ".join(["%s"] * len(columns))
    world.sql(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", list(columns.values()))


def add_placement(world, supplier, authority, job_type, pence, quarter, status="CONFIRMED"):
    """A placement for the quarter, as the owner; a rate of None is one that cannot be compared."""
    first, last = QUARTERS[quarter]
    check, placement, nobody = str(uuid.uuid4()), str(uuid.uuid4()), str(uuid.UUID(int=0))
    both = {
        "authority": world.code(authority),
        "swe_number": bodies.worker(),
        "start_date": first,
        "asked": "{}",
    }
    ruleset = world.sql("SELECT version FROM ruleset")[0][0]
    insert(
        world,
        "eligibility_check",
        **both,
        id=check,
        principal=nobody,
        purpose="pre_engagement",
        checked_at=first,
        ruleset=ruleset,
        facts_version=0,
        facts_digest=b"",
        outcome="CLEAR",
        not_checked=[],
        findings="[]",
    )
    insert(
        world,
        "placement",
        **both,
        id=placement,
        category="CHILD_FAMILY_SOCIAL_WORKER",
        engagement="PROPOSED",
        supplier=supplier,
        job_type=job_type,
        planned_end_date=last,
        minutes_per_week=2220,
        reason="VACANCY",
        findings="[]",
        eligibility_check=check,
        status=status,
        recorded_by=nobody,
    )
    insert(
        world,
        "placement_rate",
        id=str(uuid.uuid4()),
        authority=both["authority"],
        placement=placement,
        valid_from=first,
        pay_type="UMBRELLA",
        coverage="PAY_HOL_ENI_LEVY",
        unit="HOUR",
        pay_pence=1,
        comparable_pence=pence,
        comparable_coverage="PAY_HOL_ENI_LEVY" if pence else None,
        recorded_by=nobody,
    )


@pytest.fixture(scope="module")
def oracles(world, supplier):
    admin = world.region_admin("South East")
    memorandum = world.made(admin, "/v1/agreements", bodies.agreement("South East"))["id"]
    world.made(admin, f"/v1/agreements/{memorandum}/memberships", bodies.membership(world.code(OWN)))
    world.made(admin, "/v1/rate-caps", bodies.cap(memorandum, CAP))
    for (quarter, job_type), cell in RATES.items():
        statuses = itertools.cycle(sorted(COUNTED))
        for authority, rates in cell.items():
            for pence in rates:
                add_placement(world, supplier, authority, job_type, pence, quarter, next(statuses))
    add_not_counted(world, supplier)
    limits = {
        name: int(value)
        for name, value in world.sql(
            "SELECT name, value FROM ruleset_parameter WHERE name LIKE 'benchmark_%'"
        )
    }
    return {
        quarter: Oracle(limits, {job: cell for (q, job), cell in RATES.items() if q == quarter})
        for quarter in QUARTERS
    }


def add_not_counted(world, supplier):
    """Placements that did not stand, in another region, or whose rate cannot be compared."""
    for status in ("WITHDRAWN", "REFUSED", "PROVISIONAL", "REFERRED"):
        add_placement(world, supplier, "Kent", "SW", 9900, "2026-Q3", status)
    add_placement(world, supplier, "Bexley", "SW", 9900, "2026-Q3")
    for _ in range(6):
        add_placement(world, supplier, "Surrey", "SW", None, "2026-Q3")


def benchmark(world, quarter, more="", authority=OWN):
    answer = world.get(world.officer(authority), f"/v1/benchmarks/rates?quarter={quarter}{more}")
    assert answer.status == 200, answer.text
    return answer.json


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_region_s_rates_are_as_an_oracle_computes_them(world, oracles, quarter):
    rows = {row["job_type"]: row for row in benchmark(world, quarter)["data"]}
    assert list(rows) == JOB_TYPES
    for job_type in JOB_TYPES:
        expected = oracles[quarter].row(job_type, CAP if job_type == "SW" else None)
        assert {"suppressed": False, **rows[job_type]} == expected


def test_the_data_are_such_that_every_rule_of_suppression_is_met(oracles):
    assert oracles["2026-Q3"].shown() == ["SW", "TM"]
    assert oracles["2026-Q2"].shown() == ["SW"]
    assert not oracles["2026-Q3"].holds(RATES["2026-Q3", "AP"])
    assert oracles["2026-Q2"].holds(RATES["2026-Q2", "TM"])


def test_asking_for_one_job_type_does_not_undo_a_suppression(world, oracles):
    whole = {row["job_type"]: row for row in benchmark(world, "2026-Q2")["data"]}
    for job_type in JOB_TYPES:
        assert benchmark(world, "2026-Q2", f"&job_type={job_type}")["data"] == [whole[job_type]]


def test_what_cannot_be_compared_is_left_out_and_its_number_shown(world, oracles):
    assert benchmark(world, "2026-Q3")["not_comparable"] == 6
    assert benchmark(world, "2026-Q2")["not_comparable"] == 0


def test_who_has_not_signed_the_sharing_agreement_sees_no_benchmark(world, oracles):
    answer = world.get(world.officer("Kent"), "/v1/benchmarks/rates?quarter=2026-Q3")
    assert (answer.status, answer.json["code"]) == (403, "forbidden")


def test_the_region_sees_its_benchmark_without_a_median_of_its_own(world, oracles):
    answer = world.get(world.region_admin("South East"), "/v1/benchmarks/rates?quarter=2026-Q3")
    assert answer.status == 200
    assert all("own_median_pence" not in row for row in answer.json["data"])


def test_without_limits_of_the_ruleset_no_figure_is_shown(world, oracles):
    """No parameter is of 2024's third quarter: neither cells nor a count of what was left out."""
    told = benchmark(world, "2024-Q3")
    assert [row["suppressed"] for row in told["data"]] == [True] * len(JOB_TYPES)
    assert "not_comparable" not in told


def test_drafts_of_caps_do_not_tell_the_highest_rate_or_the_lowest(world, supplier):
    """Counted over and within: four, as none, are too few to be told apart; five are not."""
    admin = world.region_admin("London")
    memorandum = world.made(admin, "/v1/agreements", bodies.agreement("London"))["id"]
    world.made(admin, f"/v1/agreements/{memorandum}/protocols", {"protocol": "PAY", "phase": 1})
    world.made(admin, f"/v1/agreements/{memorandum}/memberships", bodies.membership(world.code("Barnet")))
    for pence in (4010, 4020, 4030, 4040, 4050, 4060, 4070, 4080, 4090, 4100):
        add_placement(world, supplier, "Barnet", "TM", pence, "2026-Q3")

    def effect(pence):
        draft = bodies.cap(memorandum, pence, job_type="TM", status="DRAFT")
        made = world.made(admin, "/v1/rate-caps", draft)["id"]
        return world.get(admin, f"/v1/rate-caps/{made}/effect").json

    assert effect(4050) == {"placements": 10, "over_cap": 5, "authorities": 1, "not_comparable": 0, "suppressed": False}
    for pence in (4009, 4010, 4049, 4060, 4099, 4100):
        assert effect(pence) == {"placements": 10, "not_comparable": 0, "suppressed": True}, pence
