# SPDX-License-Identifier: MIT
"""Measures Accord against pgbench with the same statements, in turns, and prints what came of each goal.

    measure.py [g1a g1b g2 g3 memory]      by tests/bench/run, which makes what the environment names
"""
import json
import os
import pathlib
import re
import shlex
import statistics
import subprocess
import sys
import time
import urllib.request

import memory
import peer
from goals import GOALS

ROOT = pathlib.Path(__file__).resolve().parents[2]
KEEP = pathlib.Path(os.environ["ACCORD_BENCH_KEEP"])
CLUSTER = pathlib.Path(os.environ["ACCORD_BENCH_CLUSTER"])
LOG = CLUSTER / "server.log"
POSTGRES = int((CLUSTER / "postmaster.pid").read_text(encoding="ascii").split()[0])
PID, PORT = int(os.environ["ACCORD_BENCH_PID"]), int(os.environ["ACCORD_BENCH_PORT"])
TOKEN = os.environ["ACCORD_BENCH_TOKEN"]
URL = f"http://127.0.0.1:{PORT}"

SECONDS, PAIRS = 3, 4
PROBE_SECONDS = 2
CLIENTS, PEER_CLIENTS = 64, (4, 8, 16, 32)
IDLE_CONNECTIONS = 10000
START_DATE = "2027-01-11"
# As the daemon's own sessions have it.
SESSION = "-c search_path=accord,pg_temp -c jit=off -c TimeZone=UTC -c client_min_messages=warning"
LOGGING = {"log_statement": "all", "log_parameter_max_length": "-1", "log_error_verbosity": "default"}
TICKS = os.sysconf("SC_CLK_TCK")

_runs = iter(range(1, 700))


def first_numbers():
    """Where a run's own ids and workers begin, so that no two runs share any."""
    run = next(_runs)
    return 100000000000000 + run * 10000000000, 2000000000 + run * 10000000


def psql(*commands):
    each = [argument for command in commands for argument in ("-c", command)]
    subprocess.run(["psql", "-qXU", "postgres", "-d", "accord", *each], check=True, stdout=subprocess.DEVNULL)


def members_of(goal):
    """A body without its first member, the worker."""
    return json.dumps({**goal.body, "start_date": START_DATE}, separators=(",", ":"))[1:]


def sample_request(goal):
    first, worker = first_numbers()
    path = goal.path.replace("{id}", "0199b2c4-0000-7000-8100-000000000001")
    body = f'{{"swe_number":"SW{worker}",{members_of(goal)}'.encode() if goal.method == "POST" else None
    headers = {
        "Authorization": f"Bearer {TOKEN}",
        "Content-Type": "application/json",
        "Idempotency-Key": str(first),
    }
    request = urllib.request.Request(URL + path, body, headers, method=goal.method)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read()


def sample_of(goal):
    """The statements of one request, as the server logged them."""
    sample_request(goal)
    psql(
        *(f"ALTER SYSTEM SET {name} = '{value}'" for name, value in LOGGING.items()),
        "SELECT pg_reload_conf()",
    )
    time.sleep(0.5)  # until the sessions have been told
    start = LOG.stat().st_size
    sample_request(goal)
    log = LOG.read_bytes()[start:].decode()
    psql("ALTER SYSTEM RESET ALL", "SELECT pg_reload_conf()")
    time.sleep(0.5)
    return peer.executed(log)


class Peer:
    """pgbench with a goal's statements."""

    def __init__(self, name, goal):
        plain, pipelined, self.constants = peer.script(
            goal, sample_of(goal), peer.queries(ROOT / "sql" / "queries")
        )
        self.files = {False: KEEP / f"{name}.pgbench", True: KEEP / f"{name}-pipelined.pgbench"}
        self.files[False].write_text(plain)
        self.files[True].write_text(pipelined)
        (KEEP / f"{name}.values").write_text(json.dumps(self.constants, indent=2))

    def command(self, clients, seconds, pipelined=False):
        file = self.files[pipelined].relative_to(ROOT)
        threads = min(clients, 2)
        return shlex.split(f"pgbench -n -M prepared -c {clients} -j {threads} -T {seconds} -f {file}")

    def run(self, clients, seconds, pipelined=False):
        """Its rate, and PostgreSQL's microseconds of CPU a transaction."""
        before = cpu_seconds(POSTGRES)
        first, worker = first_numbers()
        values = {**self.constants, "sequence": 0, "first": first, "first_worker": worker}
        given = [argument for name, value in values.items() for argument in ("-D", f"{name}={value}")]
        said = subprocess.run(
            [*self.command(clients, seconds, pipelined), *given, "-U", "accord_app", "accord"],
            env={**os.environ, "PGOPTIONS": SESSION},
            capture_output=True,
            text=True,
        )
        found = re.search(r"^tps = ([\d.]+)", said.stdout, re.MULTILINE)
        if said.returncode != 0 or not found:
            raise SystemExit(f"measure: pgbench failed:\n{said.stdout}\n{said.stderr}")
        rate = float(found[1])
        return {"rate": rate, "postgres_us": (cpu_seconds(POSTGRES) - before) * 1e6 / (rate * seconds)}

    def best(self, pipelined=False):
        """(rate, clients)"""
        return max((self.run(clients, PROBE_SECONDS, pipelined)["rate"], clients) for clients in PEER_CLIENTS)


def wrk_command(seconds):
    return ["wrk", "-t", "1", "-c", str(CLIENTS), "-d", f"{seconds}s", "-s", "tests/bench/wrk.lua", URL]


def cpu_seconds(pid):
    """Of a process, its children, and those of them that have ended."""
    ticks = 0
    for each in memory.family(pid):
        try:
            stat = pathlib.Path(f"/proc/{each}/stat").read_text(encoding="ascii")
        except (FileNotFoundError, ProcessLookupError):  # it has just ended
            continue
        user_to_children = stat.rpartition(")")[2].split()[11:15]
        ticks += sum(map(int, user_to_children))
    return ticks / TICKS


def accord(name, goal, seconds):
    """What wrk found, with the rate and the daemon's microseconds of CPU a request."""
    first, worker = first_numbers()
    before, postgres_before = cpu_seconds(PID), cpu_seconds(POSTGRES)
    arguments = ["--", name, TOKEN, str(first), str(worker), "," + members_of(goal)]
    said = subprocess.run(wrk_command(seconds) + arguments, capture_output=True, text=True, check=True).stdout
    found = json.loads(said.splitlines()[-1])
    if found["failed"] or not found["requests"]:
        raise SystemExit(f"measure: requests failed:\n{said}")
    found["rate"] = found["requests"] / found["seconds"]
    found["cpu_us"] = (cpu_seconds(PID) - before) * 1e6 / found["requests"]
    found["postgres_us"] = (cpu_seconds(POSTGRES) - postgres_before) * 1e6 / found["requests"]
    return found


def median(runs, key):
    return statistics.median(run[key] for run in runs)


def verdict(value, must, aim, more_is_better):
    if not more_is_better:
        value, must, aim = -value, -must, -aim
    return "aim met" if value >= aim else "must met" if value >= must else "NOT MET"


def line(what, value, goals=None, more_is_better=False, spread="", form=".2f"):
    row = f"  {what:38}{value:9{form}}  {spread:>11}"
    if goals:
        row += f"  {goals[0]:5g} {goals[1]:5g}  {verdict(value, *goals, more_is_better)}"
    print(row.rstrip(), flush=True)


def measure(name, goal):
    other = Peer(name, goal)
    accord(name, goal, PROBE_SECONDS)
    clients = other.best()[1]
    # Plans that were made while a table was empty, such as the daemon's for keys, are made anew.
    psql("VACUUM ANALYZE")
    runs, others = [], []
    for _ in range(PAIRS):
        runs.append(accord(name, goal, SECONDS))
        others.append(other.run(clients, SECONDS))
    ratios = [ours["rate"] / theirs["rate"] for ours, theirs in zip(runs, others)]
    pipelined, pipelined_clients = other.best(pipelined=True)

    print(f"\n{name[:2].upper() + name[2:]:5}{goal.method} {goal.path}")
    spread = f"{min(ratios):.2f}-{max(ratios):.2f}"
    line("Accord ÷ pgbench", statistics.median(ratios), (goal.must, goal.aim), True, spread)
    line(f"Accord, 1/s, {CLIENTS} clients", median(runs, "rate"), form=".0f")
    line(f"pgbench, 1/s, {clients} clients", median(others, "rate"), form=".0f")
    line(f"pgbench pipelined, 1/s, {pipelined_clients} clients", pipelined, form=".0f")
    line(f"p50, ms, {CLIENTS} clients", median(runs, "p50_ms"))
    line(f"p99, ms, {CLIENTS} clients", median(runs, "p99_ms"), goal.p99)
    line("daemon's CPU, µs a request", median(runs, "cpu_us"), goal.cpu, form=".1f")
    line("PostgreSQL's, under Accord", median(runs, "postgres_us"), form=".1f")
    line("PostgreSQL's, under pgbench", median(others, "postgres_us"), form=".1f")
    print(f"  {shlex.join(wrk_command(SECONDS))} -- {name} …")
    print(f"  {shlex.join(other.command(clients, SECONDS))} -D … -U accord_app accord")


def measure_memory(idle):
    line("resident when started, MB", idle / 1e6, (8, 4))
    line("resident after all the above, MB", memory.resident(PID) / 1e6)
    each = memory.per_connection(PID, PORT, IDLE_CONNECTIONS)
    line(f"for each of {IDLE_CONNECTIONS} idle clients, kB", each / 1e3, (3, 1.5))


def main(wanted):
    idle = memory.resident(PID)
    memory.allow_files()
    print(f"{'':40}{'measured':>9}  {'least-most':>11}  {'must':>5} {'aim':>5}")
    for name in wanted:
        if name in GOALS:
            measure(name, GOALS[name])
    if "memory" in wanted:
        print("\nMEMORY of the daemon")
        measure_memory(idle)


os.chdir(ROOT)
main(sys.argv[1:] or [*GOALS, "memory"])
