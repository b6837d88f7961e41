# SPDX-License-Identifier: MIT
import pathlib
import subprocess
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support.database import ROOT, Cluster  # noqa: E402
from support.world import World  # noqa: E402


@pytest.fixture
def world():
    with World() as world:
        yield world


@pytest.fixture
def supplier(world):
    from support import bodies

    return world.made(world.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]


@pytest.fixture(scope="session")
def release():
    """The folder of a Release build, with its accordd."""
    made = subprocess.run(
        [ROOT / "tests/support/release", "accordd"], stdout=subprocess.PIPE, text=True, check=True
    )
    return pathlib.Path(made.stdout.strip())


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
