# SPDX-License-Identifier: MIT
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.database import Cluster  # noqa: E402
from support.world import World  # noqa: E402


@pytest.fixture
def world():
    with World() as world:
        yield world


@pytest.fixture
def supplier(world):
    from support import bodies

    return world.made(world.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]


@pytest.fixture(scope="module")
def cluster():
    """A PostgreSQL that the test may stop, with the template that worlds are copied from."""
    cluster = Cluster()
    try:
        cluster.start()
        cluster.deploy()
        yield cluster
    finally:
        cluster.remove()
