"""Letters leave once: a mail server that is down, slow or refuses delays them; a kill neither loses nor doubles them."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import func, select

from forum.core import clock, mail, outbox
from forum.core.db import db, transaction
from forum.core.events import Event
from forum.core.mail import Mail
from forum.core.transports import Smtp

BASE = "http://127.0.0.1:5000"


def write(count: int = 1, **more) -> None:
    with transaction():
        for n in range(count):
            values = {"to": f"p{n}@example.org", "subject": f"Lettre {n}", "text": f"Voilà la lettre {n}.", **more}
            mail.post(key=f"test/{n}", **values)


def send(server, **more) -> int:
    return outbox.send_due(Smtp(server.url, patience=2, last=2), BASE, **more)


def later(**time) -> None:
    """The clock goes on."""
    clock.set_for_tests(clock.now() + timedelta(**time))


def row(n: int = 0) -> Mail:
    db.session.expire_all()
    return db.session.scalars(select(Mail).where(Mail.key == f"test/{n}")).one()


def test_many_letters_leave_over_one_connection_and_their_texts_go(app, server):
    write(30)
    assert send(server) == 30
    assert server.connections == 1
    assert [to for to, _letter in server.taken()] == [f"p{n}@example.org" for n in range(30)]
    assert (row(3).text, row(3).sent_at is not None) == ("", True)
    assert send(server) == 0
    assert len(server.taken()) == 30


def test_a_letter_arrives_as_it_was_written(app, server):
    text = "Voilà :\n.\n.un point\n" + "une très longue ligne " * 200
    write(1, text=text, html="<p>Voilà</p>", sender_name="Zoé\r\nBcc: x@example.org",
          headers={"References": "<item.1.1@h> " + "<item.1.22222@un-domaine-assez-long.example.org> " * 3,
                   "List-Unsubscribe": f"<https://un-domaine-vraiment-tres-long.example.org/unsubscribe/{'a' * 60}>"})  # fmt: skip
    send(server)
    ((_to, letter),) = server.taken()
    assert letter.get_body(("plain",)).get_content().replace("\r\n", "\n").strip() == text.strip()
    assert str(letter["From"]) == '"Zoé Bcc: x@example.org (Palabre)" <palabre@127.0.0.1>'
    assert letter["Bcc"] is None
    raw = (server.folder / "taken").read_text()
    assert f"tres-long.example.org/unsubscribe/{'a' * 60}>" in raw, "an address stays on one line"
    assert max(len(line) for line in letter.as_bytes().splitlines()) < 998


def test_a_server_that_is_down_delays_with_growing_pauses_and_loses_nothing(app, server):
    write(3)
    server.stop()
    pauses = []
    for _each in range(5):
        assert send(server) == 0
        pauses.append((outbox._pauses[Smtp(server.url).name].until - clock.now()).total_seconds())
        later(seconds=pauses[-1] + 1)
    assert pauses == sorted(pauses)
    assert pauses[-1] >= 4 * pauses[0]
    server.start()
    assert send(server) == 3
    assert len(server.taken()) == 3


@pytest.mark.parametrize("greet", ["421 4.3.2 closing", "silence"])
def test_a_server_that_refuses_to_talk_delays(app, server, greet):
    write(1)
    server.told(greet=greet)
    assert send(server) == 0
    assert (row().sent_at, row().failed_at, row().claimed_by) == (None, None, "")
    server.told()
    later(minutes=10)
    assert send(server) == 1


def test_not_now_is_tried_again_later_and_later(app, server):
    write(2)
    server.told(data=["451 4.3.0 later", "", "451 4.3.0 later"])
    assert send(server) == 1, "the other one leaves"
    first = row(0).next_at - clock.now()
    assert send(server) == 0, "not before its time"
    later(minutes=1)
    assert send(server) == 0
    assert row(0).next_at - clock.now() > first
    assert row(0).attempts == 2
    later(minutes=10)
    assert send(server) == 1
    assert sorted(to for to, _letter in server.taken()) == ["p0@example.org", "p1@example.org"]


def test_a_connection_dropped_after_the_text_is_tried_again_under_the_same_message_id(app, server):
    write(2)
    server.told(data=["drop"])
    assert send(server) == 0, "the connection broke; the second letter goes back"
    assert row(1).claimed_by == ""
    later(minutes=1)
    assert send(server) == 2
    assert len({letter["Message-ID"] for _to, letter in server.taken()}) == 2


def test_an_address_that_does_not_exist_is_not_tried_again_and_is_reported(app, server):
    write(3)
    server.told(rcpt={"p0@example.org": "550 5.1.1 unknown", "p1@example.org": "550 5.7.1 no relaying"})
    assert send(server) == 1
    assert row(0).failed_at
    assert (row(0).text, row(0).problem[:9]) == ("", "550 5.1.1")
    assert row(1).failed_at is None, "no relaying is about our settings: it is tried again"
    events = db.session.scalars(select(Event.data).where(Event.name == "mail.refused")).all()
    assert events == [{"mail": row(0).id, "hard": True}]
    server.told()
    later(days=1)
    assert send(server) == 1
    assert "p0@example.org" not in [to for to, _letter in server.taken()]


def test_a_server_that_is_only_slow_gets_each_letter_once(app, server):
    write(3)
    server.told(slow=0.5)
    assert send(server) == 3
    assert len(server.taken()) == 3


def test_two_postmen_never_send_the_same_letter(app, server):
    write(40)

    def work(name: str) -> None:
        with app.app_context():
            while outbox.send_due(Smtp(server.url), BASE, limit=4, me=name):
                pass

    postmen = [Thread(target=work, args=(f"elsewhere:{n}:x",)) for n in range(3)]
    for postman in postmen:
        postman.start()
    for postman in postmen:
        postman.join(30)
    found = [to for to, _letter in server.taken()]
    assert len(found) == len(set(found)) == 40


def test_a_postman_who_is_gone_leaves_his_letters_to_others(app, server):
    write(2)
    for n, name in enumerate(("another-machine:1:x", f"{outbox.ME.split(':')[0]}:999999:x")):
        with transaction():
            outbox._change([row(n).id], claimed_by=name, claimed_at=clock.now())
    assert send(server) == 0
    assert outbox.release_the_dead() == 1
    assert send(server) == 1
    later(minutes=31)
    assert send(server) == 1


@pytest.mark.parametrize(("again", "sent"), [(True, 1), (False, 0)])
def test_what_was_being_handed_over_at_a_kill_leaves_again_only_if_it_may_not_be_lost(app, server, again, sent):
    write(1, again=again)
    with transaction():
        row().handing_at = clock.now()
    assert send(server) == sent
    assert row().sent_at is not None
    assert (row().problem == "unsure") is not again
    assert send(server) == 0


def test_eight_kills_of_the_worker_while_letters_leave_lose_none_and_double_none(app, server, request):
    letters, kills = 120, 8
    write(letters, again=False)
    server.told(slow=0.004)
    settings = app.extensions["settings"]
    environment = {**os.environ, "FORUM_DATA_DIR": str(settings.data_dir), "FORUM_DATABASE_URL": settings.database_url,
                   "FORUM_SECRET_KEY": "test", "FORUM_MAIL_URL": server.url}  # fmt: skip
    died_at_work = 0
    for kill in range(kills + 1):
        worker = subprocess.Popen([sys.executable, "-m", "forum", "worker"], env=environment)
        request.addfinalizer(worker.kill)  # also when the test stops half-way
        before = server.count
        if kill == kills:
            _until(lambda: not _waiting(), 120)
        else:
            _until(lambda before=before: server.count > before + 2 or not _waiting(), 120)
            time.sleep(0.003 * kill)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        died_at_work += bool(_waiting())
    time.sleep(0.2)
    found = [to for to, _letter in server.taken()]
    assert died_at_work >= 2
    assert len(found) == len(set(found)), "none twice"
    missing = {f"p{n}@example.org" for n in range(letters)} - set(found)
    # Killed between its mark and its last dot, within microseconds: known as unsure, and told in another way.
    unsure = set(db.session.scalars(select(Mail.recipient).where(Mail.problem == "unsure")))
    assert missing <= unsure, "none lost without a word"
    assert len(missing) <= 2


def _waiting() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Mail).where(Mail.sent_at.is_(None)))


def _until(happens, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.01)
