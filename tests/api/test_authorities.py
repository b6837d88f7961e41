# SPDX-License-Identifier: MIT
"""Authorities by any of their codes."""
import pytest
from support.access import ROLES, Access

ACCESS = {
    "GET /v1/authorities": Access(ROLES, 200),
    "GET /v1/authorities/{id}": Access(ROLES, 200, 200),
}


@pytest.mark.parametrize("code", ["887", "E06000035", "e06000035"])
def test_one_authority_by_either_code(world, code):
    answer = world.get(world.officer("Kent"), f"/v1/authorities/{code}")
    assert answer.status == 200
    assert (answer.json["dfe_code"], answer.json["name"]) == ("887", "Medway")


def test_an_old_code_names_whose_it_was(world):
    """Dorset's, before 2019."""
    rows = world.sql(
        "SELECT c.gss_code, a.dfe_code FROM authority_code c JOIN authority a ON a.id = c.authority"
        " WHERE upper(c.valid) IS NOT NULL LIMIT 5"
    )
    assert rows
    for gss, dfe in rows:
        assert world.get(world.officer("Kent"), f"/v1/authorities/{gss}").json["dfe_code"] == dfe


@pytest.mark.parametrize("code", ["000", "88", "8877", "E99999999", "Medway", "%27", "887%20"])
def test_what_is_no_code_names_nothing(world, code):
    assert world.get(world.officer("Kent"), f"/v1/authorities/{code}").status == 404
