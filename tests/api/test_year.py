# SPDX-License-Identifier: MIT
"""
A year of made-up life for the nineteen authorities of the South East, in which workers of the daemon are killed, ends
with each of these true. ACCORD_YEAR_SEED plays another year.
"""
import os

import pytest

pytest.register_assert_rewrite("support.year")
from support import year as a_year  # noqa: E402
from support.world import World  # noqa: E402
from support.year import crossings, outcomes, trail  # noqa: E402
from support.year.life import ERASED  # noqa: E402
from support.year.placements import RUNNING  # noqa: E402
from test_erasure import files_with, purge, tables_with  # noqa: E402

SEED = int(os.environ.get("ACCORD_YEAR_SEED", "20261122"))
ACTS_A_WEEK = 84


@pytest.fixture(scope="module")
def year():
    with World(settings={"workers": 2}) as world:
        yield a_year.lived(world, SEED, ACTS_A_WEEK)


def test_everything_was_done_that_people_do(year):
    assert len(year.codes) == 19 + 2
    assert [act.__name__ for act in a_year.ACTS if not year.done[act.__name__]] == []
    assert [what for what in a_year.HAPPENS if what not in year.events] == []
    statuses = {status for status, in year.world.sql("SELECT DISTINCT status::text FROM placement")}
    assert statuses >= {"CONFIRMED", "REFERRED", "IN_BREACH", "ENDED", "REFUSED", "CONVERTED"}


@pytest.mark.parametrize("holds", [*trail.HOLDS, *crossings.HOLDS, *outcomes.HOLDS], ids=lambda holds: holds.__name__)
def test_at_the_end(year, holds):
    holds(year)


def put_in_order(year, who):
    """Nothing of the worker's is under way there any more."""
    for placement in year.get(who, "/v1/placements?limit=500")["data"]:
        if placement["swe_number"] == ERASED and placement["status"] in RUNNING:
            body = {"end_date": max(placement["start_date"], str(year.day)), "reason": "WORKER_LEFT"}
            assert year.post(who, f"/v1/placements/{placement['id']}/end", body).status == 200
    for dispute in year.get(who, "/v1/disputes?to_decide=true&limit=500")["data"]:
        if dispute["swe_number"] == ERASED:
            body = {"result": "REJECTED", "reason": "The letter names that day"}
            assert year.post(who, f"/v1/disputes/{dispute['id']}/decision", body, "DCS").status == 200


def test_of_a_worker_who_is_erased_no_byte_is_left(year):
    """Last, since it takes away what was acknowledged."""
    assert len(tables_with(year.world, [ERASED])) > 8
    holders = [*year.authorities, *year.left]
    for who in holders:
        put_in_order(year, who)
    for who in holders:
        answer = year.post(who, "/v1/workers/erasure", {"swe_number": ERASED}, "AUTHORITY_ADMIN")
        assert answer.status == 201, (who, answer.text)
    purge(year.world)
    assert tables_with(year.world, [ERASED]) == []
    assert files_with(year.world, [ERASED, ERASED[2:]]) == []
    assert ERASED[2:] not in year.world.daemon.log()
