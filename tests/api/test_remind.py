# SPDX-License-Identifier: MIT
"""Mail of what waits: who gets it, once a day, and what is not in it. The relay is real; tests/fail has those that fail."""
import collections
import re

import pytest
from support import bodies, reminding
from support.reminding import FROM, TODAY, TOMORROW, URL, person, place, remind, told, use
from support.smtp import Relay

ENDING = "     2  end the placement, or extend it\n        "
INVITED = "put a candidate forward for the requirement, if you have one"
LINE = re.compile(r"^ +(\d+)  (\S.*)$", re.MULTILINE)


@pytest.fixture(scope="module")
def kent(world, supplier):
    return reminding.kent_waits(world, supplier)


@pytest.fixture
def relay(world):
    """Mail goes to this one. Nobody's address is on record, and nobody was told, whatever tests did before."""
    world.sql("WITH r AS (DELETE FROM reminder) DELETE FROM principal_contact")
    world.move_to(TODAY)
    with Relay() as relay:
        use(world, relay.url)
        yield relay


def words_of(world, role, authority):
    """What the service itself says waits there: how often which words."""
    answer = world.get(world.token(role, authority), "/v1/tasks?limit=500")
    return collections.Counter(task["to_do"] for task in answer.json["data"])


def counts_in(text):
    return {words: int(count) for count, words in LINE.findall(text)}


def test_an_officer_gets_one_mail_a_day_of_what_waits(world, kent, relay):
    person(world, "OFFICER", "Kent", "robin@kent.example")
    assert remind(world) == told(1)
    mail = relay.mails[0]
    waits = words_of(world, "OFFICER", "Kent")
    assert waits["end the placement, or extend it"] == 2
    assert counts_in(mail.text) == waits
    assert (mail.sender, mail.to) == (FROM, ["robin@kent.example"])
    assert mail.message["Subject"] == f"Accord: {waits.total()} tasks wait for you"
    assert mail.text.startswith("Kent\n\n")
    assert ENDING + "the first is due on 28 September 2026\n" in mail.text
    assert "\nTo see them: accord todo\n" + URL + "\n" in mail.text
    assert remind(world) == told(0) and len(relay.mails) == 1
    world.move_to("2026-10-01")
    assert remind(world) == told(1)
    assert ENDING + "the first is due on 28 September 2026; 1 overdue\n" in relay.mails[1].text


def test_a_mail_is_one_that_machines_and_people_can_read(world, kent, relay):
    person(world, "OFFICER", "Kent", "robin@kent.example")
    remind(world)
    message = relay.mails[0].message
    assert message["From"] == f"Accord <{FROM}>" and message["To"] == "robin@kent.example"
    assert message["Auto-Submitted"] == "auto-generated" and message["MIME-Version"] == "1.0"
    assert message["Content-Type"] == 'text/plain; charset="utf-8"'
    assert message["Date"].datetime.isoformat() == f"{TODAY}T12:00:00+00:00"
    assert re.fullmatch(r"<[0-9a-f-]{36}@region\.example>", message["Message-ID"])
    assert all(len(line) <= 78 and b"\n" not in line for line in relay.mails[0].raw.split(b"\r\n"))
    assert message.defects == []


def test_of_nobody_is_anything_told(world, kent, relay):
    """No worker, record, name, address or role; and of the address nothing in what the operator reads."""
    officer = person(world, "OFFICER", "Kent", "robin@kent.example")
    relay.refused["sam@kent.example"] = "550 no such user sam@kent.example"
    refused = person(world, "HR", "Kent", "sam@kent.example")
    said = remind(world, 1)
    told_of = [row for rows in world.sql("SELECT name FROM principal") for row in rows if len(row) > 12]
    told_of += [str(row[0]) for row in world.sql("SELECT id FROM placement UNION SELECT id FROM principal")]
    told_of += [placed["swe_number"] for placed in kent]
    assert len(told_of) > 6
    outside = relay.mails[0].raw.decode() + relay.mails[0].text
    assert not [word for word in told_of if word in outside] and not re.search(r"SW\d", outside)
    assert "@kent.example" not in said.replace(FROM, "") and officer not in said and refused in said
    assert "@kent.example" not in world.daemon.log()


def test_who_gets_none(world, kent, relay):
    admin = world.token("AUTHORITY_ADMIN", "Kent")
    person(world, "OFFICER", "Kent", None)
    person(world, "OFFICER", "Kent", "to-come@kent.example", **{"from": TOMORROW})
    person(world, "OFFICER", "Kent", "over@kent.example", to="2026-09-13")
    person(world, "OFFICER", "Surrey", "nothing-waits@surrey.example")
    person(world, "AUDITOR", "Kent", "no-task-is-theirs@kent.example")
    taken_off = person(world, "OFFICER", "Kent", "gone@kent.example")
    said_no = person(world, "OFFICER", "Kent", "said-no@kent.example")
    withdrawn = person(world, "OFFICER", "Kent", "withdrawn@kent.example")
    grant = world.get(admin, f"/v1/people/{withdrawn}").json["grants"][0]["id"]
    assert world.call(admin, "POST", f"/v1/grants/{grant}/end", {}).status == 200
    contact = {"work_email": "said-no@kent.example", "no_reminders": True}
    assert world.call(admin, "POST", f"/v1/people/{taken_off}/contact", {}).status == 200
    assert world.call(admin, "POST", f"/v1/people/{said_no}/contact", contact).status == 200
    assert remind(world) == told(0)
    contact["no_reminders"] = False
    assert world.call(admin, "POST", f"/v1/people/{said_no}/contact", contact).status == 200
    assert remind(world) == told(1) and relay.mails[0].to == ["said-no@kent.example"]


def test_two_roles_at_one_place_are_one_list_and_two_places_two(world, kent, supplier, relay):
    who = person(world, "OFFICER", "Kent", "robin@kent.example")
    world.made(world.token("AUTHORITY_ADMIN", "Kent"), f"/v1/people/{who}/grants", bodies.grant("HR"))
    world.sql(
        "INSERT INTO role_grant (id, principal, role, authority, valid)"
        " SELECT gen_random_uuid(), %s, 'OFFICER', id, '[2020-01-01,)' FROM authority WHERE name = 'Medway'",
        [who],
    )
    place(world, supplier, "Medway", "2026-09-28")
    assert remind(world) == told(1)
    at_kent, at_medway = relay.mails[0].text.split("accord todo")[0].split("\nMedway\n")
    both = words_of(world, "OFFICER", "Kent") | words_of(world, "HR", "Kent")
    assert at_kent.startswith("Kent\n") and counts_in(at_kent) == both
    assert counts_in(at_medway) == words_of(world, "OFFICER", "Medway")


def test_a_region_and_a_supplier_are_written_to_by_their_names(world, relay):
    region, name = world.region_admin("South East"), ".Käfer – Net & Söhne"
    made = world.made(region, "/v1/suppliers", bodies.supplier(name=name))["id"]
    for _ in range(2):
        world.made(world.officer("Kent"), f"/v1/suppliers/{made}/incidents", bodies.incident())
    who = world.made(region, "/v1/people", bodies.person(work_email="agency@supplier.example"))["id"]
    world.made(region, f"/v1/people/{who}/grants", {**bodies.grant("SUPPLIER"), "supplier": made})
    world.sql("UPDATE supplier_incident SET due_by = %s WHERE supplier = %s", ["2026-09-13", made])
    admin = world.made(region, "/v1/people", bodies.person(work_email="admin@region.example"))["id"]
    world.made(region, f"/v1/people/{admin}/grants", bodies.grant("REGION_ADMIN"))
    assert remind(world) == told(2)
    text = relay.to("agency@supplier.example")[0].text
    assert text.startswith(f"{name}\n\n     2  ") and "the first is due on 13 September 2026; 2 overdue\n" in text
    assert relay.to("admin@region.example")[0].text.startswith("South East\n\n     2  ")


def test_a_supplier_is_told_of_what_it_is_invited_to_and_of_no_other_s(world, relay):
    region, officer = world.region_admin("South East"), world.officer("Kent")
    made = {}
    for address in ("one@supplier.example", "other@supplier.example"):
        made[address] = world.made(region, "/v1/suppliers", bodies.supplier())["id"]
        who = world.made(region, "/v1/people", bodies.person(work_email=address))["id"]
        world.made(region, f"/v1/people/{who}/grants", {**bodies.grant("SUPPLIER"), "supplier": made[address]})
    one, other = made.values()
    answered, _ = (world.made(officer, "/v1/requirements", bodies.requirement(one)) for _ in range(2))
    world.made(
        world.token("SUPPLIER", supplier=one),
        f"/v1/requirements/{answered['id']}/candidates",
        bodies.candidate(bodies.worker()),
    )
    assert remind(world) == told(1) and relay.to("other@supplier.example") == []
    assert counts_in(relay.to("one@supplier.example")[0].text) == {INVITED: 1}
    world.made(officer, "/v1/requirements", bodies.requirement(one, other))
    world.move_to(TOMORROW)
    assert remind(world) == told(2)
    for address, count in (("one@supplier.example", 2), ("other@supplier.example", 1)):
        text = relay.to(address)[-1].text
        assert counts_in(text) == {INVITED: count} and "due on" in text and "2 November 2026" in text


def test_a_successor_is_told_of_what_its_predecessor_left(world, supplier, relay):
    place(world, supplier, "Cumbria", "2026-09-28")
    person(world, "OFFICER", "Cumberland", "robin@cumberland.example")
    assert remind(world) == told(1)
    text = relay.to("robin@cumberland.example")[0].text
    assert text.startswith("Cumberland\n\n") and "Cumbria" not in text
    assert counts_in(text) == words_of(world, "OFFICER", "Cumberland")


def test_without_a_relay_or_with_settings_that_do_not_fit(world, kent, relay):
    person(world, "OFFICER", "Kent", "robin@kent.example")
    use(world, "")
    assert "No mail_relay is set: no mail is sent." in remind(world, 2)
    assert world.daemon.run("--check").returncode == 0
    wrong = [
        ("relay.example", {}, "A relay is smtp://HOST:PORT or smtps://HOST:PORT."),
        ("https://relay.example", {}, "A relay is"),
        ("smtp://a:b@relay.example", {}, "a host and a port and nothing else"),
        ("smtp://relay.example", {"mail_from": "Accord <a@b.example>"}, "mail_from"),
        ("smtp://relay.example", {"mail_user": "somebody"}, "belong together"),
    ]
    for url, settings, why in wrong:
        use(world, url)
        world.daemon.set(**settings)
        assert why in remind(world, 2)
        checked = world.daemon.run("--check")
        assert checked.returncode == 2 and why in checked.stderr
    assert remind(world, 2, "--nonsense") and relay.mails == []


def test_a_dry_run_says_how_many_and_sends_nothing(world, kent, relay):
    person(world, "OFFICER", "Kent", "robin@kent.example")
    person(world, "HR", "Kent", "sam@kent.example")
    assert remind(world, 0, "--dry-run") == "2 to be reminded\n"
    assert relay.connections == 0 and world.sql("SELECT * FROM reminder") == []


def test_an_address_that_is_none_is_not_sent_to(world, kent, relay):
    """The service takes no such address; one may be on record from elsewhere."""
    who = person(world, "OFFICER", "Kent", "robin@kent.example")
    world.sql("UPDATE principal_contact SET work_email = %s", ["a@kent.example\r\nBcc: b@kent.example"])
    assert f"person {who} was not reminded: what is on record is no e-mail address" in remind(world, 1)
    assert relay.mails == []


def test_many_go_by_one_connection(world, kent, relay):
    for n in range(6):
        person(world, "OFFICER", "Kent", f"{n}@kent.example")
    assert remind(world) == told(6)
    assert relay.connections == 1
