# SPDX-License-Identifier: MIT
"""What is dumped and restored as sql/README.md says is the same database: to the daemon, to a replay, to an auditor."""
import subprocess

from support import bodies
from support.database import ROOT
from support.world import World

HELD = ("audit_event", "eligibility_check", "employment", "idempotency", "placement", "placement_rate", "token")


def run(world, program, user, *arguments):
    database = ["-h", world.database.host, "-U", user, "-d", world.database.name]
    done = subprocess.run([program, *database, *arguments], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def held(world):
    return {table: world.sql(f"SELECT t::text FROM {table} t ORDER BY 1") for table in HELD}


def restore_anew(world):
    """The database is lost, and comes back from the dump."""
    dump = world.folder / "dump"
    run(world, "pg_dump", "accord_migrator", "--enable-row-security", "--role=accord_owner", "-Fc", "-f", dump)
    world.database.drop()
    world.database.administer(f"CREATE DATABASE {world.database.name} OWNER accord_migrator")
    run(world, "psql", "postgres", "-qX", "-v", "ON_ERROR_STOP=1", "-f", ROOT / "sql" / "deploy" / "roles.sql")
    run(world, "pg_restore", "postgres", "--exit-on-error", dump)


def test_a_service_goes_on_from_its_dump():
    with World() as world:
        number, medway = bodies.worker(), world.officer("Medway")
        supplier = world.made(world.region_admin("South East"), "/v1/suppliers", bodies.supplier())["id"]
        world.made(world.officer("Kent"), "/v1/cooling-off-records", bodies.leaver(number, "2026-06-30"))
        body = bodies.proposal(number, "2026-09-14", supplier, engagement="UNDER_WAY")
        placement = world.made(medway, "/v1/placements", body)
        world.wait_until_asked_again()
        world.daemon.stop()
        before = held(world)
        assert all(before.values())
        restore_anew(world)
        assert held(world) == before
        world.sql("UPDATE sweep SET after = NULL WHERE done_at IS NULL")
        world.start()
        world.wait_until_ready()
        path = f"/v1/eligibility-checks/{placement['eligibility_check']}/replay"
        assert world.get(medway, path).json["identical"]
        world.made(medway, "/v1/eligibility-checks", bodies.check(number, "2026-10-30"))
        admin = world.token("AUTHORITY_ADMIN", "Kent")
        world.made(admin, "/v1/workers/erasure", {"swe_number": number})
        assert "1 erased" in world.daemon.run("purge").stdout
