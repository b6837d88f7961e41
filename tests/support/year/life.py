# SPDX-License-Identifier: MIT
"""Who lives in the year, what they have made, how they call, and how its days are played."""
import collections
import concurrent.futures
import datetime
import itertools
import os
import random
import signal
import threading
import time
from typing import NamedTuple

from support import bodies
from support.attempts import kind_of, tried
from support.waiting import wait_until

REGION = "South East"
FIRST = datetime.date(2026, 1, 5)
WEEKS, DAYS_A_WEEK, HANDS = 52, 3, 4
KILLED_FROM = (15, 40)  # a worker is killed in the first of these weeks, or the next, in which that cuts a call off
UNSIGNED, OUTSIDE = "Slough", "Isle of Wight"  # a member without a sharing agreement; no member
ERASED = "SW8263519470"  # lives like the others, and more
SECONDS = 30  # in which a call is answered, whatever is killed meanwhile


class Said(NamedTuple):
    """The answer that a call came to: to whom, to what, under which key."""

    who: str  # an authority's name, a supplier's id, or None: the region's administrator
    method: str
    path: str
    key: str
    begun: float  # of the last attempt, which this is the answer to
    ended: float
    answer: object


class Year:
    """
    `act(year, who)` is what one person does in one day; False: there was nothing to do it to. Acts of a day are played at
    once, by several hands: which, of whom, and what each chooses from what it finds is the seed's.
    """

    def __init__(self, world, seed):
        self.world, self.seed = world, seed
        self.day = FIRST
        self.said, self.attempts, self.kills = [], [], []
        self.done, self.events = collections.Counter(), []
        self.authorities = [name for name, in world.sql(
            "SELECT name FROM authority a WHERE region = %s AND NOT EXISTS"
            " (SELECT FROM authority_succession s WHERE s.predecessor = a.id) ORDER BY name", [REGION])]  # fmt: skip
        self.codes = {name: world.code(name) for name in self.authorities}
        self.workers = [bodies.worker() for _ in range(120)] + 4 * [ERASED]
        self.suppliers, self.agreement, self.memberships, self.information = [], None, {}, []
        self.left, self.succeeded = [], {}  # who has left; whom others follow, and who
        self.worker_of, self.disputed, self.withdrawn = {}, {}, []  # of spells and placements; disputes' spells
        self.own = {}  # references that an authority wrote of its own placements, and the worker has seen
        self.deputies, self.hiring = {}, threading.Lock()
        self._kept = collections.defaultdict(lambda: collections.defaultdict(list))
        self.parties = {}  # of each record: who may see its id
        self._keys, self._mine = itertools.count(1), threading.local()
        self._whole = random.Random(seed)

    # What was made.

    def keep(self, kind, who, record, *others):
        self.parties.setdefault(record, set()).update({who, *others})
        self._kept[kind][who].append(record)

    def of(self, kind, who):
        return [record for name in (who, *self.followed_by(who)) for record in self._kept[kind][name]]

    def whose(self, record):
        """As it says itself: what is made of something inherited is of whom that was."""
        return next(name for name, code in self.codes.items() if code == record["authority"])

    def followed_by(self, who):
        return [name for name, successors in self.succeeded.items() if who in successors]

    def all(self, kind):
        return [record for records in self._kept[kind].values() for record in records]

    def may_see(self, who, record):
        return bool({who, *self.followed_by(who)} & self.parties[record])

    def shares(self, who):
        """Whether it has signed the agreement that everybody else has."""
        return who in self.memberships and who not in (UNSIGNED, *self.left)

    # Chance: each act's own.

    @property
    def luck(self):
        return getattr(self._mine, "luck", None) or self._whole

    def some(self, things):
        return self.luck.choice(things) if things else None

    def other(self, who):
        return self.some([name for name in self.authorities if name != who])

    def later(self, least, most):
        return str(self.day + datetime.timedelta(days=self.luck.randint(least, most)))

    # Calls.

    def token(self, who, role):
        if who is None:
            return self.world.region_admin(REGION)
        return self.world.token(role, supplier=who) if who in self.suppliers else self.world.token(role, who)

    def call(self, who, method, path, body=None, role="OFFICER", headers=None, token=None):
        """Until something has come of it: what was cut off or put off is sent again, under its key."""
        token = token or self.token(who, "SUPPLIER" if who in self.suppliers else role)
        key = f"year-{next(self._keys)}" if method == "POST" else None
        answers = []

        def settled():
            begun = time.monotonic()
            answer = tried(lambda: self.world.call(token, method, path, body, key, headers))
            answers.append(Said(who, method, path, key, begun, time.monotonic(), answer))
            self.attempts.append(kind_of(answer))
            return answer is not None and not (answer.json or {}).get("retryable")

        wait_until(settled, SECONDS, f"an answer to {method} {path}")
        self.said.append(answers[-1])
        return answers[-1].answer

    def get(self, who, path, role="OFFICER"):
        return self.call(who, "GET", path, role=role).json

    def post(self, who, path, body=None, role="OFFICER", token=None):
        return self.call(who, "POST", path, body, role, token=token)

    def made(self, who, path, body, role="OFFICER"):
        answer = self.post(who, path, body, role)
        assert answer.status in (200, 201), (who, path, body, answer.text)
        return answer.json

    def change(self, who, path, body, role="OFFICER"):
        """As whoever has just looked at it."""
        now = self.call(who, "GET", path, role=role)
        if now.status != 200:
            return now
        return self.call(who, "PATCH", path, body, role, {"If-Match": f'"{now.json["version"]}"'})

    # Days.

    def play(self, acts, events, a_week):
        """Weeks of acts, by their weights; first in its week comes each event, alone."""
        names, weights = list(acts), list(acts.values())
        numbers = itertools.count()
        for week in range(WEEKS):
            for n in range(DAYS_A_WEEK):
                self.move_to(FIRST + datetime.timedelta(weeks=week, days=2 * n))
                for event in events.get(week, []) if n == 0 else []:
                    event(self)
                chosen = self.luck.choices(names, weights, k=a_week // DAYS_A_WEEK)
                self._at_once([(next(numbers), act, self.some(self.authorities)) for act in chosen], week)
        self.world.wait_until_asked_again()

    def move_to(self, day):
        self.day = day
        self.world.move_to(str(day))

    def _at_once(self, chosen, week):
        killing = len(self.kills) < len(KILLED_FROM) and week >= KILLED_FROM[len(self.kills)]
        before = self.attempts.count("unknown")
        with concurrent.futures.ThreadPoolExecutor(HANDS) as hands:
            doing = [hands.submit(self._do, *one) for one in chosen]
            if killing:
                concurrent.futures.wait(doing, return_when=concurrent.futures.FIRST_COMPLETED)
                os.kill(self.some(self.world.daemon.workers()), signal.SIGKILL)
        self.done.update(one.result() for one in doing)
        if killing and self.attempts.count("unknown") > before:
            self.kills.append(week)

    def _do(self, number, act, who):
        """The name of the act, where it was done."""
        self._mine.luck = random.Random(f"{self.seed} {number}")
        return act.__name__ if act(self, who) is not False else None

    def happened(self, what):
        self.events.append(what)
