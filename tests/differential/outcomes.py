# SPDX-License-Identifier: MIT
"""What readers make of cases: Accord's own, linked into a program, and Node's."""
import json
import pathlib
import re
import subprocess
from typing import NamedTuple

from support.daemon import BUILD
from support.database import ROOT

HERE = pathlib.Path(__file__).resolve().parent
SECONDS = 120
TARGET = re.compile(rb"(?:https?://([^/]*))?([^?]*)(?:\?(.*))?", re.DOTALL | re.IGNORECASE)
FIELD_ROW = re.compile(r'\] = \{"([\w-]+)", (?:true|false)\}')
LOOKED_AT = {name.lower().encode() for name in FIELD_ROW.findall((ROOT / "server/http/head.c").read_text())}


class Request(NamedTuple):
    """What was understood. `field_count` is of all fields, `fields` those that Accord looks at."""

    method: str
    minor: int
    target: tuple  # authority, path, query
    field_count: int
    fields: list
    body: bytes


class Outcome(NamedTuple):
    requests: list
    end: str
    rest: bytes  # from where the first request that is not complete starts


def _of_ours(said, sent):
    requests = [
        Request(
            told["method"],
            told["minor"],
            tuple(bytes.fromhex(told[part]) for part in ("authority", "path", "query")),
            told["field_count"],
            [(bytes.fromhex(name), bytes.fromhex(value)) for name, value in told["fields"]],
            bytes.fromhex(told["body"]),
        )
        for told in said["requests"]
    ]
    return Outcome(requests, said["end"], sent[said["rest"] :])


def _of_node_s(said):
    requests = []
    for told in said["requests"]:
        texts = [bytes.fromhex(text) for text in told["fields"]]
        pairs = list(zip(texts[::2], texts[1::2]))
        requests.append(
            Request(
                told["method"],
                told["minor"],
                tuple(part or b"" for part in TARGET.fullmatch(bytes.fromhex(told["target"])).groups()),
                len(pairs),
                [(name, value) for name, value in pairs if name.lower() in LOOKED_AT],
                bytes.fromhex(told["body"]),
            )
        )
    return Outcome(requests, said["end"], None)


def _run(command, **given):
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, **given)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def _written(cases, folder):
    file = folder / "cases"
    file.write_text("".join(f"{case.sent.hex()}\n" for case in cases))
    return file


def of_reader(cases, folder):
    with _written(cases, folder).open() as given:
        told = _run([BUILD / "tests" / "differential_reader"], stdin=given)
    assert len(told) == len(cases)
    return [_of_ours(said, case.sent) for said, case in zip(told, cases)]


def of_node(cases, folder):
    told = _run(["node", HERE / "node.mjs", _written(cases, folder)])
    assert len(told) == len(cases)
    return [_of_node_s(said) for said in told]
