# SPDX-License-Identifier: MIT
"""The same bytes to the daemon: malformed HTTP gets a refusal, once, and never an answer, a hang or a reset."""
import asyncio
import re

import pytest
from cases import TOKEN, all_cases
from outcomes import of_reader
from support.world import World

AT_ONCE, SECONDS = 400, 20
HURRIED = {
    "connections_max": 2 * AT_ONCE,
    "connections_per_address_max": 2 * AT_ONCE,
    "head_seconds": 1,
    "body_seconds": 1,
    "idle_seconds": 1,
}
HEAD = re.compile(rb"HTTP/1\.1 (\d{3}) [A-Za-z ]*\r\n(?:[^\r\n]+\r\n)*\r\n")
LENGTH = re.compile(rb"\r\nContent-Length: (\d+)\r\n")
NOT_SERVED = {501, 505}  # the only ones of 5xx that a client can bring about


async def heard(port, sent):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    answer = await asyncio.wait_for(reader.read(-1), SECONDS)
    writer.close()
    return answer


def statuses(answer):
    """Of all answers on a connection; what is no answer fails. To HEAD none has a body, else all have theirs."""
    found = []
    while answer:
        head = HEAD.match(answer)
        assert head, f"no answer: {answer[:200]}"
        found.append(int(head[1]))
        answer = answer[head.end() :]
        length = LENGTH.search(head[0])
        if length and not answer.startswith(b"HTTP/1.1 "):
            answer = answer[int(length[1]) :]
    return found


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """(case, what the reader makes of it, the statuses that the daemon answered with)"""
    cases = all_cases()
    ours = of_reader(cases, tmp_path_factory.mktemp("differential"))
    with World(settings=HURRIED) as world:
        token = world.officer("Kent").encode()
        assert len(token) == len(TOKEN)

        async def all_at_once():
            turns = asyncio.Semaphore(AT_ONCE)

            async def one(case):
                async with turns:
                    return await heard(world.daemon.port, case.sent.replace(TOKEN, token))

            return await asyncio.gather(*map(one, cases))

        answers = asyncio.run(all_at_once())
        assert world.get(None, "/readyz").status == 200
    return [(case, our, statuses(answer)) for case, our, answer in zip(cases, ours, answers)]


def test_there_are_answers_to_what_is_well_formed(asked):
    assert sum(status == 200 for _, _, found in asked for status in found) > 500


def test_what_is_refused_gets_one_refusal_and_nothing_after_it(asked):
    bad = [
        (case, ours, found)
        for case, ours, found in asked
        if ours.end not in ("hungry", "closed")
        and not (
            0 < len(found) <= len(ours.requests) + 1 and (400 <= found[-1] < 500 or found[-1] in NOT_SERVED)
        )
    ]
    assert not bad, f"{len(bad)}, such as {bad[0]}"


def test_only_what_is_complete_succeeds(asked):
    bad = [
        (case, ours, found)
        for case, ours, found in asked
        if sum(status < 400 for status in found) > len(ours.requests)
    ]
    assert not bad, f"{len(bad)}, such as {bad[0]}"


def test_what_never_comes_whole_is_told_so(asked):
    """Unless it was refused for what had come."""
    bad = [
        (case, ours, found)
        for case, ours, found in asked
        if ours.end == "hungry" and ours.rest and not (found and 400 <= found[-1] < 500)
    ]
    assert not bad, f"{len(bad)}, such as {bad[0]}"


def test_nothing_that_is_sent_is_the_server_s_failure(asked):
    bad = [
        (case, found) for case, _, found in asked if any(status >= 500 for status in set(found) - NOT_SERVED)
    ]
    assert not bad, f"{len(bad)}, such as {bad[0]}"
