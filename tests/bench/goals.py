# SPDX-License-Identifier: MIT
"""What is measured, and what it must come to and is meant to come to."""
from dataclasses import dataclass, field

from peer import SAMPLE

# Row n of load.sql, or a number that no other run has used.
UUID = "('0199b2c4000070008' || :number)"
ANY_OF = "\\set number 100000000000000 + random(1, {rows})"
A_NEW_ONE = """\\set sequence :sequence + 1
\\set number :first + :client_id * 100000000 + :sequence
\\set worker :first_worker + :client_id * 300000 + :sequence"""


@dataclass
class Goal:
    """`sets` are pgbench's lines before the transaction. `varies` names the parameters that are not those of
    the sample: of every statement, or of one as "query.parameter"; SAMPLE keeps the sample's. `must` and
    `aim` are of the ratio; `p99` and `cpu` hold both, in ms and in µs of the daemon's a request."""

    method: str
    path: str  # "{id}" is of any row
    sets: str
    varies: dict
    must: float
    aim: float
    p99: tuple = None
    cpu: tuple = None
    body: dict = field(default_factory=dict)


CHECK = {
    "category": "CHILD_FAMILY_SOCIAL_WORKER",
    "job_type": "SW",
    "pay_type": "UMBRELLA",
    "coverage": "PAY_HOL_ENI_LEVY",
    "pay_pence": 3650,
}
PLACEMENT = {
    "engagement": "PROPOSED",
    "supplier": "0199b2c4-0000-7000-8000-000000000001",
    "reason": "VACANCY",
    "minutes_per_week": 2220,
}
MADE = {
    "id": UUID,
    "request_id": UUID,
    "ids": "('{0199b2c4000070008' || :number || '}')",
    "key": ":number::text",
}

GOALS = {
    "g1a": Goal(
        method="GET",
        path="/v1/rate-caps/{id}",
        sets=ANY_OF.format(rows=1000),
        varies={"id": UUID, "request_id": UUID},
        must=1.1,
        aim=1.5,
        p99=(2.0, 1.4),
        cpu=(10, 6),
    ),
    "g1b": Goal(
        method="GET",
        path="/v1/placements/{id}",
        sets=ANY_OF.format(rows=20000),
        varies={"id": UUID, "request_id": UUID},
        must=1.3,
        aim=1.8,
    ),
    "g2": Goal(
        method="POST",
        path="/v1/eligibility-checks",
        sets=A_NEW_ONE + "\n\\set known 1000000 + random(1, 100000)",
        varies={**MADE, "swe_number": "('SW' || :known)"},
        must=1.3,
        aim=1.8,
        body=CHECK,
    ),
    "g3": Goal(
        method="POST",
        path="/v1/placements",
        sets=A_NEW_ONE,
        varies={
            **MADE,
            "swe_number": "('SW' || :worker)",
            "new_worker": UUID,
            "eligibility_check": UUID,
            "placement": UUID,
            "supplier_find.id": SAMPLE,
            "eligibility_check_add.placement": SAMPLE,
        },
        must=1.3,
        aim=1.8,
        p99=(10.0, 5.5),
        body={**CHECK, **PLACEMENT},
    ),
}
