# SPDX-License-Identifier: MIT
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.world import World  # noqa: E402


@pytest.fixture(scope="module")
def world():
    """A world that the tests of one file share: each takes workers of its own."""
    with World() as world:
        yield world


@pytest.fixture(scope="module")
def supplier(world):
    from support import bodies

    return world.made(world.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]
