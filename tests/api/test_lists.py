# SPDX-License-Identifier: MIT
"""Lists: every row exactly once, nothing cut in silence, cursors that cannot be forged."""
import re

import pytest
from support import bodies

COUNT, ENDED = 120, 30


@pytest.fixture(scope="module")
def ids(world, supplier):
    """Of 120 placements, of which thirty have ended, in the order in which they were made."""
    officer = world.officer("Medway")
    made = [
        world.made(officer, "/v1/placements", bodies.proposal(bodies.worker(), "2026-10-01", supplier))["id"]
        for _ in range(COUNT)
    ]
    world.sql("UPDATE placement SET status = 'CONFIRMED'")
    world.sql(
        "UPDATE placement SET status = 'ENDED', end_date = start_date WHERE id = ANY (%s::uuid[])",
        [made[:ENDED]],
    )
    return made


def pages(world, path):
    """All pages from this one on, as lists of ids."""
    got = []
    while path is not None:
        answer = world.get(world.officer("Medway"), path)
        assert answer.status == 200, answer.text
        path = answer.json.get("next")
        assert answer.headers["Link"] == (f'<{path}>; rel="next"' if path else None)
        got.append([row["id"] for row in answer.json["data"]])
    return got


def test_pages_give_each_placement_exactly_once_newest_first(world, ids):
    got = pages(world, "/v1/placements?limit=50")
    assert [len(page) for page in got] == [50, 50, 20]
    assert sum(got, []) == ids[::-1]


def test_a_page_has_fifty_unless_another_number_is_asked_for(world, ids):
    assert [len(page) for page in pages(world, "/v1/placements")] == [50, 50, 20]
    assert [len(page) for page in pages(world, "/v1/placements?limit=500")] == [COUNT]
    assert [len(page) for page in pages(world, "/v1/placements?limit=60")] == [60, 60]


def test_a_placement_made_meanwhile_moves_no_page(world, ids, supplier):
    officer = world.officer("Medway")
    first = world.get(officer, "/v1/placements?limit=50").json
    newest = world.made(officer, "/v1/placements", bodies.proposal(bodies.worker(), "2026-10-01", supplier))[
        "id"
    ]
    got = sum(pages(world, first["next"]), [row["id"] for row in first["data"]])
    assert got == ids[::-1]
    world.sql("DELETE FROM placement_rate WHERE placement = %s", [newest])
    world.sql("DELETE FROM placement WHERE id = %s", [newest])


@pytest.mark.parametrize("limit", ["many", "", "1.5", "99999999999999999999"])
def test_a_limit_that_is_no_number_is_refused(world, limit):
    answer = world.get(world.officer("Medway"), f"/v1/placements?limit={limit}")
    assert (answer.status, answer.json["code"]) == (400, "bad_parameter")


@pytest.mark.parametrize("limit", ["501", "0", "-1"])
def test_a_limit_out_of_range_is_refused_and_the_maximum_told(world, limit):
    answer = world.get(world.officer("Medway"), f"/v1/placements?limit={limit}")
    assert (answer.status, answer.json["code"]) == (400, "bad_parameter")
    assert "500" in answer.text


def test_a_filter_by_status_holds_on_every_page(world, ids):
    got = pages(world, "/v1/placements?status=ENDED&limit=20")
    assert [len(page) for page in got] == [20, 10]
    assert sum(got, []) == ids[:ENDED][::-1]
    assert sum(pages(world, "/v1/placements?status=ENDED,CONFIRMED&limit=500"), []) == ids[::-1]
    assert pages(world, "/v1/placements?status=IN_BREACH") == [[]]


def test_a_status_that_is_none_is_refused(world):
    answer = world.get(world.officer("Medway"), "/v1/placements?status=ENDING")
    assert (answer.status, answer.json["code"]) == (400, "bad_parameter")
    assert "ENDED" in answer.text


def cursor_of(world, path="/v1/placements?limit=50"):
    return re.search(r"cursor=(\S+)", world.get(world.officer("Medway"), path).json["next"])[1]


def swap(text, at):
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]


@pytest.mark.parametrize(
    "tamper",
    [
        lambda c: swap(c, 0),
        lambda c: swap(c, len(c) // 2),
        lambda c: swap(c, -3)[:64],
        lambda c: c[:-4],
        lambda c: c + "AAAA",
        lambda c: "x",
        lambda c: "%00",
    ],
)
def test_a_cursor_that_was_tampered_with_is_refused(world, ids, tamper):
    answer = world.get(world.officer("Medway"), f"/v1/placements?limit=50&cursor={tamper(cursor_of(world))}")
    assert (answer.status, answer.json["code"]) in [
        (400, "bad_cursor"),
        (400, "bad_parameter"),
        (400, "malformed_request"),
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/placements?limit=50&status=ENDED&cursor=",
        "/v1/placements?limit=60&cursor=",
        "/v1/employments?limit=50&cursor=",
    ],
)
def test_a_cursor_belongs_to_its_list_and_filters(world, ids, path):
    answer = world.get(world.officer("Medway"), path + cursor_of(world))
    assert (answer.status, answer.json["code"]) == (400, "bad_cursor")


def test_a_cursor_tells_no_worker_s_number(world, ids):
    worker = world.get(world.officer("Medway"), "/v1/placements?limit=50").json["data"][-1]["swe_number"]
    assert worker not in cursor_of(world)
