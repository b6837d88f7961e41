# SPDX-License-Identifier: MIT
"""What must be on record of everything that was asked and answered, whatever was killed meanwhile."""
import collections
import re

from support.tenancy import ROUTES
from support.year.life import KILLED_FROM

KEPT = {
    "employment": "spells",
    "placement": "placements",
    "reference": "references",
    "rule_exception": "exceptions",
    "project_team": "teams",
    "dispute": "disputes",
    "conversion": "conversions",
    "requirement": "requirements",
    "requirement_candidate": "candidates",
    "supplier_incident": "incidents",
    "headhunting_report": "reports",
}
KEYS = {"project_team_terms": "project_team"}  # of versions, where it is no id of their own
ID = r"[0-9a-f]{8}-[0-9a-f-]{27}"


def route_of(said):
    return ROUTES[f"{said.method} {re.sub(f'/{ID}', '/{id}', said.path.split('?')[0])}"]


def workers_were_killed_and_nothing_was_lost_but_answers(year):
    assert len(year.kills) == len(KILLED_FROM) and year.attempts.count("unknown") >= len(year.kills)
    assert not [said for said in year.said if said.answer.status >= 500]


def every_read_and_every_write_is_audited_once(year):
    audited = [said for said in year.said if route_of(said).audited and said.answer.status != 401]
    assert len(audited) > 3000
    events = collections.defaultdict(list)
    for event, outcome, ids in year.world.sql(
        "SELECT id::text, outcome, ids::text[] FROM audit_event WHERE id = ANY (%s::uuid[])",
        [[said.answer.headers["X-Request-Id"] for said in audited]],
    ):
        events[event].append((outcome, ids))
    for said in audited:
        found = events[said.answer.headers["X-Request-Id"]]
        assert len(found) == 1, (said.method, said.path, said.answer.status, found)
        if said.method == "GET" and said.path[-36:] in year.parties and said.answer.status == 200:
            assert found == [("done", [said.path[-36:]])], (said.path, found)


def versions_only_grow(year):
    """In whatever was answered after an earlier answer had come."""
    told = collections.defaultdict(list)
    for said in year.said:
        body = said.answer.json
        if said.answer.status < 300 and isinstance(body, dict) and {"id", "version"} <= body.keys():
            told[body["id"]].append((said.begun, said.ended, body["version"], said.path))
    assert len(told) > 400
    for versions in told.values():
        for begun, _, version, path in versions:
            earlier = [v for _, ended, v, _ in versions if ended < begun]
            assert version >= max(earlier, default=1), (path, versions)


def tables_with(year, *columns):
    return [table for table, in year.world.sql(
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'accord'::regnamespace AND c.relkind = 'r' AND (SELECT"
        " count(*) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = ANY (%s)) = %s",
        [list(columns), len(columns)])]  # fmt: skip


def every_version_follows_the_one_before(year):
    tables = tables_with(year, "id", "version", "superseded_at")
    assert {"employment", "reference", "rule_exception", "placement_review"} <= set(tables)
    for table in tables:
        key = KEYS.get(table, "id")
        gaps = year.world.sql(
            f"SELECT {key} FROM {table} GROUP BY {key} HAVING max(version) <> count(*) OR count(DISTINCT version) <> count(*)"
            " OR count(*) FILTER (WHERE superseded_at IS NULL) > 1"
        )
        assert gaps == [], table
        gone = year.world.sql(f"SELECT {key}::text FROM {table} GROUP BY {key} HAVING bool_and(superseded_at IS NOT NULL)")
        assert {record for record, in gone} == (set(year.withdrawn) if table == "employment" else set()), table
    for table in tables_with(year, "recorded_version", "superseded_version"):
        late = f"SELECT * FROM {table} WHERE superseded_version <= recorded_version"
        assert year.world.sql(late) == [], table
    ahead = year.world.sql(
        "SELECT e.id FROM employment e JOIN worker_facts w USING (swe_number)"
        " WHERE greatest(e.recorded_version, e.superseded_version) > w.version"
    )
    assert ahead == []


def every_write_that_was_acknowledged_is_there_once(year):
    """Under its key, as it was answered."""
    made = {s.key: s for s in year.said if s.method == "POST" and s.answer.status == 201 and route_of(s).creates}
    assert len(made) > 1000
    stored = year.world.sql("SELECT key, status, answer FROM idempotency WHERE key = ANY (%s)", [list(made)])
    assert len(stored) == len(made)
    for key, status, answer in stored:
        assert (status, answer) == (201, made[key].answer.text), made[key].path


def nothing_is_there_that_was_not_acknowledged(year):
    for table, kind in KEPT.items():
        stored = [record for record, in year.world.sql(f"SELECT DISTINCT id::text FROM {table}")]
        assert sorted(stored) == sorted(set(year.all(kind))), table


HOLDS = (
    workers_were_killed_and_nothing_was_lost_but_answers,
    every_read_and_every_write_is_audited_once,
    versions_only_grow,
    every_version_follows_the_one_before,
    every_write_that_was_acknowledged_is_there_once,
    nothing_is_there_that_was_not_acknowledged,
)
