# SPDX-License-Identifier: MIT
"""Project teams: made, workers named and approved one by one and placed, costs split, the exit put off."""
import datetime

from support import bodies
from support.year.placements import body_of, place


def make_team(year, who):
    body = bodies.team(
        year.some(year.suppliers), start_date=year.later(5, 30), planned_exit=year.later(100, 200), contract="C-17"
    )
    year.keep("teams", who, year.made(who, "/v1/project-teams", body)["id"])


def one(year, who):
    team = year.some(year.of("teams", who))
    return year.get(who, f"/v1/project-teams/{team}") if team else None


def done(answer):
    assert answer.status in (200, 201, 409, 422), answer.text
    return answer.status < 300


def path_of(team, more):
    return f"/v1/project-teams/{team['id']}/{more}"


def name_worker(year, who):
    """A newcomer, or somebody in another's place."""
    team = one(year, who)
    if team is None:
        return False
    body = bodies.named(year.some(year.workers), start_date=year.later(3, 20))
    named = year.some(team["workers"])
    if named and year.luck.random() < 0.2:
        body["in_place_of"] = named["swe_number"]
    return done(year.post(who, path_of(team, "workers"), body))


def approve_worker(year, who):
    team = one(year, who)
    waiting = year.some([w for w in team["workers"] if "approved_on" not in w]) if team else None
    if waiting is None:
        return False
    body = {"worker": waiting["id"], "approved_on": str(year.day)}
    return done(year.post(who, path_of(team, "approvals"), body, year.some(["OFFICER", "DCS"])))


def split_costs(year, who):
    team = one(year, who)
    if team is None or not team["workers"]:
        return False
    lines = [{"swe_number": w["swe_number"], "cost_pence": 100} for w in team["workers"]]
    quarter = f"{year.day.year}-Q{(year.day.month + 2) // 3}"
    body = bodies.team_cost(quarter=quarter, workers=lines, invoice_pence=100 * len(lines))
    return done(year.post(who, path_of(team, "costs"), body))


def place_in_team(year, who):
    team = one(year, who)
    worker = year.some(team["workers"]) if team else None
    if worker is None:
        return False
    start = max(worker["start_date"], year.later(1, 1))
    body = body_of(year, worker["swe_number"], start, "PROPOSED", project_team=team["id"])
    return place(year, who, body).status != 409


def extend_team(year, who):
    team = one(year, who)
    if team is None:
        return False
    later = datetime.date.fromisoformat(team["planned_exit"]) + datetime.timedelta(days=28)
    body = {"planned_exit": str(later), "reason": "Posts are not filled", "cost_pence": 25_000_000}
    return done(year.post(who, path_of(team, "extensions"), body))


ACTS = {make_team: 2, name_worker: 4, approve_worker: 4, split_costs: 2, place_in_team: 6, extend_team: 1}
