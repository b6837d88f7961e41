# SPDX-License-Identifier: MIT
"""The daemon's routes, from the rows in which it has them itself: server/resources/*.c."""
import re
from typing import NamedTuple

from support.database import ROOT

ROW = re.compile(r"    \{\.method = .*?\},\n", re.DOTALL)  # of a table; the daemon's own work is in none


class Route(NamedTuple):
    method: str
    path: str
    audited: bool
    listing: bool  # answers with {"data": […]}
    creates: bool  # takes an Idempotency-Key
    changes: bool  # takes If-Match
    takes_body: bool


def _member(row, name):
    found = re.search(rf'\.{name} = "?(.*?)"?,\n', row)
    return found[1] if found else None


def all_routes():
    rows = [
        row
        for file in sorted((ROOT / "server" / "resources").glob("*.c"))
        for row in ROW.findall(file.read_text())
    ]
    return [
        Route(
            _member(row, "method"),
            _member(row, "path"),
            _member(row, "action") is not None,
            "_list_shape" in (_member(row, "out") or ""),
            _member(row, "creates") == "true",
            _member(row, "changes") == "true",
            _member(row, "in") is not None,
        )
        for row in rows
    ]
