# SPDX-License-Identifier: MIT
"""`accordd remind` of a world, and somebody to be reminded."""
from support import bodies
from support.daemon import SANITIZER

TODAY, TOMORROW = "2026-09-14", "2026-09-15"
FROM, URL = "accord@region.example", "https://accord.example/"


def use(world, url, **settings):
    given = {"mail_user": "", "mail_password_file": "", "mail_ca_file": "", "mail_seconds": 60, **settings}
    world.daemon.set(mail_relay=url, mail_from=FROM, public_url=URL, **given)


def remind(world, code=0, *arguments):
    ran = world.daemon.run("remind", *arguments)
    assert not SANITIZER.search(ran.stderr), ran.stderr
    assert ran.returncode == code, (ran.stdout, ran.stderr)
    return ran.stdout + ran.stderr


def told(sent, failed=0, rest=0):
    return f"{sent} reminded, {failed} failed, {rest} of {sent + failed + rest} not tried\n"


def person(world, role, authority, address, **grant):
    """Somebody with that address and a grant there; the id."""
    admin = world.token("AUTHORITY_ADMIN", authority)
    made = world.made(admin, "/v1/people", bodies.person(work_email=address))["id"]
    world.made(admin, f"/v1/people/{made}/grants", bodies.grant(role, **grant))
    return made


def place(world, supplier, authority, ends):
    worker = bodies.worker()
    body = bodies.proposal(worker, "2026-09-01", supplier, engagement="UNDER_WAY", planned_end_date=ends)
    return world.made(world.officer(authority), "/v1/placements", body)


def kent_waits(world, supplier):
    """Two placements that end soon, of which one is overdue from the 29th on."""
    return [place(world, supplier, "Kent", ends) for ends in ("2026-09-28", "2026-10-05")]
