# SPDX-License-Identifier: MIT
"""pgbench's script for a request: the statements that the daemon sent for one, in its order and with its
values, as the server logged them, with the text of sql/queries. What changes there changes the peer too."""
import pathlib
import re

HEADER = re.compile(r"^-- (\w+)\(([^)]*)\)\s*$", re.MULTILINE)
COMMENT = re.compile(r"^\s*--.*$", re.MULTILINE)
ENTRY = re.compile(r"\n(?!\t)")
EXECUTED = re.compile(r"LOG:  execute (\w+): ")
GIVEN = re.compile(r"DETAIL:  parameters: (.*)", re.DOTALL)
LOGGED_VALUE = re.compile(r"\$\d+ = (?:NULL|'((?:[^']|'')*)')")
SAMPLE = None  # what varies says of a parameter that keeps the sample's value


def queries(folder):
    """{name: ({parameter: type}, SQL)} of sql/queries."""
    found = {}
    for file in pathlib.Path(folder).glob("*.sql"):
        parts = HEADER.split(file.read_text())[1:]
        for name, parameters, sql in zip(parts[::3], parts[1::3], parts[2::3]):
            listed = parameters.replace("\n--", " ").split(",") if parameters else []
            types = dict(each.split() for each in listed)
            found[name] = (types, COMMENT.sub("", sql).strip().rstrip(";"))
    return found


def executed(log):
    """[(query, its values)] in the order of the log; None is NULL."""
    found = []
    for entry in ENTRY.split(log):
        if name := EXECUTED.search(entry):
            found.append((name[1], []))
        elif given := GIVEN.search(entry):
            found[-1][1].extend(logged(given[1].replace("\n\t", "\n")))
    return found


def logged(values):
    return [
        None if match[1] is None else match[1].replace("''", "'") for match in LOGGED_VALUE.finditer(values)
    ]


def statement(name, parameters, sql, values, varies, constants):
    """The SQL with an expression for each $parameter; the sample's values become pgbench's variables."""

    def expression(match):
        parameter = match[1]
        changed = varies.get(f"{name}.{parameter}", varies.get(parameter, SAMPLE))
        value = values[list(parameters).index(parameter)]
        if changed is SAMPLE and value is not None:
            constants[f"{name}_{parameter}"] = value
            changed = f":{name}_{parameter}"
        return f"{changed or 'NULL'}::{parameters[parameter]}"

    return re.sub(r"\$([a-z_]\w*)", expression, sql)


def script(goal, sample, known):
    """(the script, the script pipelined, the constants). Of a request's batches, one transaction is made, and
    so begin_as comes once."""
    constants, statements, seen = {}, [], set()
    for name, values in sample:
        if name in seen:
            continue
        seen.add(name)
        statements.append(statement(name, *known[name], values, goal.varies, constants) + ";")
    lines = ["BEGIN;", *statements, "COMMIT;"]
    plain = "\n".join([goal.sets, *lines, ""])
    pipelined = "\n".join([goal.sets, "\\startpipeline", *lines, "\\endpipeline", ""])
    return plain, pipelined, constants
