# SPDX-License-Identifier: MIT
import json
import pathlib
import shutil
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from support.daemon import BUILD  # noqa: E402
from support.world import World  # noqa: E402

# What the examples of the document name or need, and no other example makes. All but the agreement have the same id.
ANY, AGREEMENT = "0199b2c4-0000-7000-8000-000000000001", "0199b2c4-0000-7000-8000-000000000101"
NAMED = """
INSERT INTO supplier (id, region, name, tier, supplies)
VALUES (%(any)s, 'South East', 'Contract Care', 'FIRST', 'TEMP');
INSERT INTO agreement (id, lead_region, name, kind, regions, legal_basis, valid)
VALUES (%(agreement)s, 'South East', 'Contract', 'REGION', '{South East}', 'REGIONAL_MOC', '[2025-04-01,)');
INSERT INTO agreement_terms (id, agreement, lead_region, valid, covers_own_authority, exceptions, cool_off_last_day,
    obligation)
VALUES (%(any)s, %(agreement)s, 'South East', '[2025-04-01,)', false, '{}', 'BLOCKED', 'SHOULD');
INSERT INTO membership (id, agreement, lead_region, authority, valid, sharing_agreement_signed_on)
SELECT %(any)s, %(agreement)s, 'South East', id, '[2025-04-01,)', '2025-03-12' FROM authority WHERE name = 'Medway';
INSERT INTO principal (id, kind, name) VALUES (%(any)s, 'PERSON', 'Contract');
INSERT INTO role_grant (id, principal, role, authority, valid)
SELECT %(any)s, %(any)s, 'OFFICER', id, '[2020-01-01,)' FROM authority WHERE name = 'Medway' RETURNING id
"""


@pytest.fixture(scope="session")
def world():
    with World() as world:
        world.sql(NAMED, {"any": ANY, "agreement": AGREEMENT})
        yield world


def no_name_twice(pairs):
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), [name for name in names if names.count(name) > 1]
    return dict(pairs)


@pytest.fixture(scope="session")
def document(world):
    answer = world.get(None, "/openapi.json")
    assert answer.status == 200, answer.text
    return json.loads(answer.text, object_pairs_hook=no_name_twice)


@pytest.fixture(scope="session")
def node(tmp_path_factory):
    """Runs one of this folder's scripts on values, which it gets as files. Its packages lie in the build folder."""
    home = (BUILD / "contract").resolve()
    lock = (HERE / "package-lock.json").read_bytes()
    home.mkdir(exist_ok=True)
    for name in ("package.json", "document.mjs", "bodies.mjs"):
        shutil.copy(HERE / name, home)
    if not (home / "installed").exists() or (home / "installed").read_bytes() != lock:
        shutil.copy(HERE / "package-lock.json", home)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=home, check=True)
        (home / "installed").write_bytes(lock)

    def run(script, *values):
        folder = tmp_path_factory.mktemp("node")
        files = [folder / str(n) for n in range(len(values))]
        for file, value in zip(files, values):
            file.write_text(json.dumps(value))
        said = subprocess.run(
            ["node", home / script, *files], capture_output=True, text=True, timeout=120, check=False
        )
        assert said.returncode == 0, said.stdout + said.stderr

    return run
