# SPDX-License-Identifier: MIT
"""Who may call a route, and what it is called with: what each file of tests/api says of its routes in ACCESS."""
import datetime
import itertools
from collections.abc import Callable
from typing import NamedTuple

AT_AUTHORITY = ("OFFICER", "REQUESTER", "HR", "DCS", "CHIEF_EXECUTIVE", "AUTHORITY_ADMIN")
ROLES = (*AT_AUTHORITY, "REGION_ADMIN", "SUPPLIER", "AUDITOR")
ADMINISTRATORS = ("AUTHORITY_ADMIN", "REGION_ADMIN")
SIGNATORIES = ("OFFICER", "DCS", "CHIEF_EXECUTIVE")
START = "2026-10-01"
_days = (str(datetime.date(2030, 1, 1) + datetime.timedelta(days=n)) for n in itertools.count())


class Access(NamedTuple):
    """The status for these roles on their own, and on another's (None: it cannot be named). Else 403."""

    roles: tuple
    own: int
    other: int = None
    body: Callable = None  # of a Side (support.tenancy)
    query: str = ""
    media: str = None  # of a body that is a file
    # For what holds of every write: where `own` is a refusal, or `body` the same each time.
    taken: Callable = None  # of a Side: a body that is taken, and another
    taken_status: int = 201
    another: dict = {}  # members that make a second `body` another
    # Of a Side: makes what the route's {id} names, where a Side has none of that kind.
    record: Callable = None
    # What {id} names where it is not simply one of the path's kind: kept by a name of its own, and each role has its own,
    # since some things are done to a record once.
    kind: str = None
    other_of: dict = {}  # the status on another's, of roles to which it is not `other`


def one_day():
    """Dates that overlap with no other call's."""
    day = next(_days)
    return {"from": day, "to": day}


def media_of(access):
    """The header that says what kind of file the body is."""
    return {"Content-Type": access.media} if access.media else {}
