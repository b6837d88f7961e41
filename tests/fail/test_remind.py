# SPDX-License-Identifier: MIT
"""Mail of what waits, where a relay fails, is not to be trusted or refuses one; runs that are killed, and two at once."""
import pathlib
import signal
import socket
import tempfile

import pytest
from support import reminding
from support.certificate import make_certificate
from support.daemon import START_SECONDS
from support.reminding import TOMORROW, person, remind, told, use
from support.smtp import HOST, PASSWORD, SECURE_NAME, USER, Relay
from support.wire import free_port


@pytest.fixture
def kent(world, supplier):
    return reminding.kent_waits(world, supplier)


@pytest.fixture
def relay(world):
    """Mail goes to this one."""
    world.move_to(reminding.TODAY)
    with Relay() as relay:
        use(world, relay.url)
        yield relay


def test_a_relay_that_is_down_is_told_and_nothing_is_tried(world, kent, relay):
    person(world, "OFFICER", "Kent", "robin@kent.example")
    use(world, f"smtp://{HOST}:{free_port()}")
    said = remind(world, 1)
    assert "the relay cannot be used (mail_relay): " in said and told(0, rest=1) in said
    assert world.sql("SELECT * FROM reminder") == []
    use(world, relay.url)
    assert remind(world) == told(1)


@pytest.mark.parametrize("word", ["550 5.1.1 no such user", "452 4.2.2 full", "421 4.3.2 closing", None])
def test_one_whose_mail_fails_stops_nobody_else_s(world, kent, relay, word):
    """Refused for good or for now, or the connection ends: the others get theirs, and the next run tries again."""
    people = {f"{n}@kent.example": person(world, "OFFICER", "Kent", f"{n}@kent.example") for n in range(5)}
    first, last = sorted(people, key=people.get)[:: len(people) - 1]
    for address in (first, last):
        if word:
            relay.refused[address] = word
        else:
            relay.dropped.add(address)
    said = remind(world, 1)
    assert told(3, 2) in said
    assert sorted(address for mail in relay.mails for address in mail.to) == sorted(people.keys() - {first, last})
    assert all(f"person {people[address]} was not reminded: " in said for address in (first, last))
    relay.refused.clear(), relay.dropped.clear(), relay.mails.clear()
    assert remind(world) == told(2)
    assert sorted(mail.to[0] for mail in relay.mails) == sorted([first, last])


def test_a_relay_that_accepts_and_says_nothing_is_not_waited_for_for_ever(world, kent, relay):
    person(world, "OFFICER", "Kent", "robin@kent.example")
    with socket.create_server((HOST, 0)) as silent:
        use(world, f"smtp://{HOST}:{silent.getsockname()[1]}", mail_seconds=1)
        said = remind(world, 1)
    assert "the relay cannot be used (mail_relay): " in said and "timed out" in said and told(0, rest=1) in said
    assert world.sql("SELECT * FROM reminder") == []
    use(world, relay.url, mail_seconds=1)
    assert remind(world) == told(1) and relay.to("robin@kent.example")


def test_a_relay_that_says_nothing_to_a_mail_is_not_waited_for_for_ever(world, kent, relay):
    """Whether it has taken it nobody knows: the next run sends it again."""
    who = person(world, "OFFICER", "Kent", "robin@kent.example")
    use(world, relay.url, mail_seconds=1)
    relay.free.clear()
    said = remind(world, 1)
    assert relay.asked.is_set()
    assert f"person {who} was not reminded: " in said and "timed out" in said and told(0, 1) in said
    relay.free.set()
    assert remind(world) == told(1) and relay.to("robin@kent.example")
    assert remind(world) == told(0)


@pytest.fixture(scope="module")
def certificates():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make_certificate(folder, "relay", f"DNS:{SECURE_NAME}")
        (folder / "password").touch(mode=0o600)
        (folder / "password").write_text(PASSWORD + "\n")
        yield folder


def sign_in(certificates, **settings):
    return {
        "mail_user": USER,
        "mail_password_file": certificates / "password",
        "mail_ca_file": certificates / "certificate",
        **settings,
    }


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
@pytest.mark.parametrize("scheme, tls", [("smtp", "STARTTLS"), ("smtps", "ALWAYS")])
def test_over_tls_to_a_relay_that_asks_who_it_is(world, kent, relay, certificates, scheme, tls):
    person(world, "OFFICER", "Kent", "robin@kent.example")
    person(world, "OFFICER", "Kent", "sam@kent.example")
    with Relay(certificates, tls) as secure:
        use(world, f"{scheme}://{SECURE_NAME}:{secure.port}", **sign_in(certificates))
        assert remind(world) == told(2)
        assert [(mail.tls, mail.account) for mail in secure.mails] == [(True, True)] * 2


def test_nothing_goes_to_a_relay_that_is_not_trusted(world, kent, relay, certificates, tmp_path):
    person(world, "OFFICER", "Kent", "robin@kent.example")
    wrong = tmp_path / "wrong"
    wrong.write_text("battery staple\n")
    wrong.chmod(0o600)
    open_to_all = tmp_path / "open"
    open_to_all.write_text(PASSWORD + "\n")
    open_to_all.chmod(0o644)
    with Relay(certificates) as secure:
        for host, settings in (
            (SECURE_NAME, {"mail_ca_file": ""}),  # its certificate is nobody's
            ("other.localhost", {}),  # … is another's
            (SECURE_NAME, {"mail_password_file": wrong}),
            (SECURE_NAME, {"mail_password_file": open_to_all}),
            (SECURE_NAME, {"mail_password_file": tmp_path / "none"}),
        ):
            use(world, f"smtp://{host}:{secure.port}", **sign_in(certificates, **settings))
            said = remind(world, 1)
            assert PASSWORD not in said and "staple" not in said
        assert secure.mails == []
    use(world, f"smtp://{SECURE_NAME}:{relay.port}")  # it offers no TLS, and is not this host by its name
    assert "the relay cannot be used" in remind(world, 1)
    assert relay.mails == [] and world.sql("SELECT * FROM reminder") == []


@pytest.mark.parametrize("where, copies", [("reminder_tried", 1), ("reminder_taken", 2)])
def test_a_run_that_is_killed_loses_nobody(world, kent, relay, where, copies):
    """Between the relay's word and the commit it may come twice: that is better than not at all."""
    for n in range(3):
        person(world, "OFFICER", "Kent", f"{n}@kent.example")
    killed = world.daemon.begin("remind", ACCORD_TEST_FAULT=where)
    killed.communicate(timeout=START_SECONDS)
    assert killed.returncode == -signal.SIGKILL
    assert remind(world) == told(3)
    assert sorted(len(relay.to(f"{n}@kent.example")) for n in range(3)) == [1, 1, copies]
    assert remind(world) == told(0)


def test_of_two_runs_one_sends_until_it_is_over_or_dead(world, kent, relay):
    for n in range(2):
        person(world, "OFFICER", "Kent", f"{n}@kent.example")
    relay.free.clear()
    first = world.daemon.begin("remind")
    assert relay.asked.wait(START_SECONDS)
    assert "Another run sends reminders" in remind(world, 1)
    first.kill()
    first.communicate(timeout=START_SECONDS)
    relay.free.set()
    assert remind(world) == told(2)
    relay.mails.clear()
    world.move_to(TOMORROW)
    relay.asked.clear(), relay.free.clear()
    first = world.daemon.begin("remind")
    assert relay.asked.wait(START_SECONDS)
    remind(world, 1)
    relay.free.set()
    assert told(2) in first.communicate(timeout=START_SECONDS)[0] and first.returncode == 0
    assert sorted(mail.to[0] for mail in relay.mails) == ["0@kent.example", "1@kent.example"]
