# SPDX-License-Identifier: MIT
"""
A year of made-up life, played through the API. Each act is what one person does on one day: `act(year, who)`, False
where there was nothing to do it to. An area adds its file here, with its acts and how often each is done, against the
others. Everything that was answered is kept, so that what must hold at the end can be asked of it.
"""
from support.year import disputes, exceptions, placements, records, references, region, suppliers, teams
from support.year.life import Year

AREAS = (records, placements, references, exceptions, teams, disputes, suppliers, region)
ACTS = {act: weight for area in AREAS for act, weight in area.ACTS.items()}
HAPPENS = [what for area in AREAS for what in getattr(area, "HAPPENS", [])]  # where an act may end in several ways


def lived(world, seed, a_week):
    year = Year(world, seed)
    year.move_to(year.day)
    region.agree(year)
    for worker in year.workers[::2]:
        records.experience(year, worker)
    year.play(ACTS, region.EVENTS, a_week)
    return year
