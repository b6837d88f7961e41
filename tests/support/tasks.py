# SPDX-License-Identifier: MIT
"""What waits for somebody, as `GET /v1/tasks` tells it."""


def waiting(world, token, kind):
    answer = world.get(token, f"/v1/tasks?kind={kind}&limit=500")
    assert answer.status == 200, answer.text
    return answer.json["data"]


def due(world, token, kind):
    """Of each record that waits for it, the day; None where no day is laid down."""
    return {row["object"]: row.get("due") for row in waiting(world, token, kind)}
