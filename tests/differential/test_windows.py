# SPDX-License-Identifier: MIT
"""
Accord's cooling-off periods and PostgreSQL's calendar over every last day of 2023 to 2029: the same first free day,
nationally and under an agreement, in both readings of the corresponding date.
"""
import os
import pathlib
import subprocess

import pytest
from support.database import Database

DAYS = 2557

# Without adding months to a date: the corresponding date is the last day of the month so many months on whose number is
# no higher. It is blocked, or it is the first free day.
CALENDAR = """
SELECT layer, reading, months, last_day::date,
       (SELECT max(day)::date + CASE reading WHEN 'BLOCKED' THEN 1 ELSE 0 END
        FROM generate_series(make_date(m.number / 12, m.number % 12 + 1, 1),
                             make_date((m.number + 1) / 12, (m.number + 1) % 12 + 1, 1) - 1, '1 day') AS day
        WHERE extract(day FROM day) <= extract(day FROM last_day))
FROM unnest(ARRAY['NATIONAL', 'REGIONAL']) AS layer, unnest(ARRAY['BLOCKED', 'FREE']) AS reading,
     unnest(ARRAY[3, 6, 12]) AS months, generate_series(date '2023-01-01', date '2029-12-31', '1 day') AS last_day,
     LATERAL (SELECT (extract(year FROM last_day) * 12 + extract(month FROM last_day) - 1)::int + months) AS m (number)
"""


@pytest.fixture(scope="module")
def database():
    made = Database()
    yield made
    made.drop()


def of_rules():
    program = pathlib.Path(os.environ["ACCORD_TEST_BUILD_DIR"]) / "tests" / "differential_windows"
    return sorted(subprocess.check_output([program], text=True).splitlines())


def test_every_window_of_seven_years(database):
    calendar = sorted(" ".join(map(str, row)) for row in database.sql(CALENDAR))
    assert len(calendar) == DAYS * 12
    bad = [(ours, theirs) for ours, theirs in zip(of_rules(), calendar, strict=True) if ours != theirs]
    assert not bad, f"{len(bad)}, such as {bad[0]}"
