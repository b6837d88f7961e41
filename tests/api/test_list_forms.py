# SPDX-License-Identifier: MIT
"""What every list can do: some members of its rows, an order, a count, CSV and NDJSON, whole."""
import csv
import io
import json
import socket
import uuid

import pytest
from support import bodies
from support.wire import head, line

CSV, NDJSON = {"Accept": "text/csv"}, {"Accept": "application/x-ndjson"}
MEMBERS = 1203  # three pieces, the last of them not full


@pytest.fixture(scope="module")
def leavers(world):
    """Of 1,203 employments at Medway and one at Kent: the numbers, in the order in which they were recorded."""
    world.made(world.officer("Kent"), "/v1/employments", bodies.spell(bodies.worker()))
    code, ids = world.code("Medway"), sorted(str(uuid.uuid4()) for _ in range(MEMBERS))
    world.sql(
        "INSERT INTO employment (id, version, authority, swe_number, basis, service, start_date, last_day, leaving_reason,"
        " external_ref, recorded_by) SELECT i.id, 1, a.id, 'SW' || (700000 + i.n), 'SUBSTANTIVE', 'CHILDREN',"
        " DATE '2020-01-01' + (i.n * 7 %% 400)::int4, CASE WHEN i.n %% 10 > 0 THEN DATE '2026-01-01' + (i.n %% 200)::int4 END,"
        " CASE WHEN i.n %% 10 > 0 THEN 'RESIGNED' END, CASE i.n WHEN 1 THEN '=1+1' WHEN 2 THEN 'a \"b\", c' END,"
        " '0199b2c4-0000-7000-8000-000000000001'"
        " FROM unnest(%s::uuid[]) WITH ORDINALITY AS i(id, n), authority a WHERE a.dfe_code = %s",
        [ids, code],
    )
    return ids


def ask(world, path, headers=None, token=None):
    return world.call(token or world.officer("Medway"), "GET", path, headers=headers)


def pages(world, path):
    rows = []
    while path is not None:
        answer = ask(world, path)
        assert answer.status == 200, answer.text
        rows += answer.json["data"]
        path = answer.json.get("next")
    return rows


def sheet(answer):
    assert answer.status == 200, answer.text
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text), strict=True))


@pytest.fixture(scope="module")
def cap(world):
    """The id of a published cap of 38 pounds."""
    region = world.region_admin("South East")
    agreement = world.made(region, "/v1/agreements", bodies.agreement("South East"))["id"]
    medway = bodies.membership(world.code("Medway"))
    world.made(region, f"/v1/agreements/{agreement}/terms", bodies.terms())
    world.made(region, f"/v1/agreements/{agreement}/memberships", medway)
    return world.made(region, "/v1/rate-caps", bodies.cap(agreement, 3800))["id"]


# ---- fields


def test_only_the_members_that_were_asked_for(world, leavers):
    rows = pages(world, "/v1/employments?fields=swe_number,id&limit=500")
    assert [row["id"] for row in rows] == leavers[::-1]
    assert {tuple(row) for row in rows} == {("id", "swe_number")}


def test_a_member_that_there_is_not_is_refused_and_the_nearest_named(world):
    answer = ask(world, "/v1/employments?fields=id,last_dya")
    assert (answer.status, answer.json["code"]) == (400, "bad_parameter")
    assert answer.json["errors"] == [
        {
            "pointer": "fields",
            "code": "unknown_member",
            "detail": 'The rows have no member "last_dya". Did you mean last_day?',
        }
    ]


# ---- sort


@pytest.mark.parametrize("sort", ["last_day", "-last_day", "start_date", "-start_date"])
def test_an_order_holds_over_all_pages(world, leavers, sort):
    rows = pages(world, f"/v1/employments?sort={sort}&limit=100")
    assert sorted(row["id"] for row in rows) == leavers
    name = sort.lstrip("-")
    keys = [row.get(name, "9999-12-31") for row in rows]
    assert keys == sorted(keys, reverse=sort.startswith("-"))
    assert len(set(keys)) < len(keys), "without ties the test shows little"


def test_an_order_that_there_is_not_is_refused(world):
    answer = ask(world, "/v1/employments?sort=last_dya")
    assert (answer.status, answer.json["code"]) == (400, "bad_parameter")
    assert "last_day" in answer.text


def test_a_cursor_belongs_to_its_order(world, leavers):
    cursor = ask(world, "/v1/employments?sort=last_day&limit=1").json["next"].rsplit("cursor=", 1)[1]
    for path in ["sort=-last_day&limit=1", "limit=1"]:
        answer = ask(world, f"/v1/employments?{path}&cursor={cursor}")
        assert (answer.status, answer.json["code"]) == (400, "bad_cursor")


# ---- count


def test_how_many_there_are_is_told_where_it_is_asked_for(world, leavers):
    answer = ask(world, "/v1/employments?limit=10", {"Prefer": "count=exact"})
    assert (answer.json["count"], answer.headers["Preference-Applied"]) == (MEMBERS, "count=exact")
    later = ask(world, answer.json["next"], {"Prefer": "count=exact"})
    assert later.json["count"] == MEMBERS
    left = ask(world, "/v1/employments?last_day.gte=2026-01-01", {"Prefer": "count=exact"})
    assert left.json["count"] == sum(n % 10 > 0 for n in range(1, MEMBERS + 1))
    assert "count" not in ask(world, "/v1/employments").json


def test_none_are_counted_as_none(world):
    answer = ask(world, "/v1/employments?last_day.gte=2090-01-01", {"Prefer": "count=exact"})
    assert (answer.json["data"], answer.json["count"]) == ([], 0)


def test_another_authority_counts_its_own(world, leavers):
    answer = ask(world, "/v1/employments", {"Prefer": "count=exact"}, world.officer("Kent"))
    assert answer.json["count"] == len(answer.json["data"]) == 1


# ---- CSV and NDJSON


def test_ndjson_has_the_whole_list_a_row_a_line(world, leavers):
    answer = ask(world, "/v1/employments", NDJSON)
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    assert answer.headers["Transfer-Encoding"] == "chunked"
    rows = [json.loads(row) for row in answer.text.splitlines()]
    assert rows == pages(world, "/v1/employments?limit=500")
    assert [row["id"] for row in rows] == leavers[::-1]


def test_csv_has_the_whole_list_under_one_row_of_heads(world, leavers):
    rows = sheet(ask(world, "/v1/employments?sort=last_day", CSV))
    assert [row["id"] for row in rows] == [
        row["id"] for row in pages(world, "/v1/employments?sort=last_day&limit=500")
    ]
    assert list(rows[0])[:3] == ["id", "version", "authority"]


def test_what_a_spreadsheet_takes_for_a_formula_is_none(world, leavers):
    by_id = {row["id"]: row for row in sheet(ask(world, "/v1/employments?fields=id,external_ref", CSV))}
    assert by_id[leavers[0]]["external_ref"] == "'=1+1"
    assert by_id[leavers[1]]["external_ref"] == 'a "b", c'
    assert by_id[leavers[2]]["external_ref"] == ""


def test_for_excel_it_begins_with_a_mark_and_has_dates_of_this_country(world, leavers):
    answer = ask(world, "/v1/employments?fields=id,last_day&excel=1", CSV)
    assert answer.text.startswith("\ufeffid,last_day\r\n")
    assert answer.text.count("\ufeff") == 1
    by_id = {row["id"]: row for row in csv.DictReader(io.StringIO(answer.text[1:]))}
    assert by_id[leavers[0]]["last_day"] == "02/01/2026"


def test_pounds_in_csv_and_pence_in_json(world, cap):
    rows = sheet(ask(world, "/v1/rate-caps?fields=id,cap_pence", CSV))
    assert {row["id"]: row["cap"] for row in rows}[cap] == "38.00"


def test_a_benchmark_is_a_list_too(world, cap):
    rows = sheet(ask(world, "/v1/benchmarks/rates?quarter=2026-Q3&fields=job_type,suppressed", CSV))
    assert rows and all(set(row) == {"job_type", "suppressed"} for row in rows)


@pytest.mark.parametrize(
    "path, headers, pointer",
    [
        ("/v1/employments?limit=2", CSV, "limit"),
        ("/v1/employments?limit=2", NDJSON, "limit"),
        ("/v1/employments?cursor=AAAA", CSV, "cursor"),
        ("/v1/employments?excel=1", {}, "excel"),
        ("/v1/employments?excel=1", NDJSON, "excel"),
        ("/v1/employments?excel=2", CSV, "excel"),
    ],
)
def test_what_does_not_go_together_is_refused(world, path, headers, pointer):
    answer = ask(world, path, headers)
    assert (answer.status, answer.json["code"]) == (400, "bad_parameter")
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


def test_a_record_has_no_form_but_json(world, leavers):
    answer = ask(world, f"/v1/employments/{leavers[0]}", CSV)
    assert (answer.status, answer.json["code"]) == (406, "not_acceptable")


def test_every_piece_is_in_the_trail(world, leavers):
    before = world.sql("SELECT count(*) FROM audit_event WHERE action = 'employment.list'")[0][0]
    ask(world, "/v1/employments", NDJSON)
    ids = world.sql(
        "SELECT ids::text[] FROM audit_event WHERE action = 'employment.list' ORDER BY at, id OFFSET %s",
        [before],
    )
    assert [len(shown) for (shown,) in ids] == [500, 500, MEMBERS - 1000]
    assert {i for (shown,) in ids for i in shown} == set(leavers)


def test_a_token_revoked_meanwhile_ends_the_list_short_of_its_end(world, leavers):
    """What it got cannot be taken for the whole: the connection is reset."""
    token = world.token("OFFICER", "Medway", who="leaving")
    got = b""
    with line(world) as connection:
        connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.send(head("GET", "/v1/employments", token, Accept="application/x-ndjson"))
        got += connection.file.readline()
        world.sql(
            "UPDATE token SET revoked_at = now() WHERE role_grant IN (SELECT g.id FROM role_grant g"
            " JOIN principal p ON p.id = g.principal WHERE p.name = 'leaving')"
        )
        with pytest.raises(ConnectionResetError):
            while more := connection.socket.recv(65536):
                got += more
    assert b"0\r\n\r\n" not in got[-7:]
