"""Three doors to the same function: a pipe, LMTP, a mailbox."""

import asyncio
import os
import smtplib
import socket
import subprocess
import sys
import threading

import pytest

from forum.core.addresses import reply_address, space_address
from forum.correspondence.cli import poll_, receive_
from forum.correspondence.imap import poll
from forum.correspondence.lmtp import Door, listen
from forum.correspondence.outcomes import Outcome
from tests.correspondence.conftest import written
from tests.correspondence.mailbox import Mailbox


@pytest.mark.parametrize(
    ("raw", "to", "code"),
    [
        (written("Par un tube.", to="space+bretagne@127.0.0.1", subject="Une question"), [], 0),
        (written("Par un tube.", to="ailleurs@example.org", subject="Une question"), ["space+bretagne@127.0.0.1"], 0),
        (written("Absente.", to="space+bretagne@127.0.0.1", Auto_Submitted="auto-replied"), [], 0),
        (b"\x00\x01", ["space+bretagne@127.0.0.1"], 65),
        (b"", [], 65),
        (written("Perdu.", to="personne@127.0.0.1"), [], 67),
        (written("Perdu.", to="ailleurs@example.org"), [], 67),
        (written("Faux.", to="space+bretagne@127.0.0.1", Authentication_Results="127.0.0.1; dmarc=fail"), [], 77),
    ],
    ids=["header", "envelope", "machine", "noise", "nothing", "nobody", "elsewhere", "forged"],
)
def test_the_pipe_answers_as_sysexits_says(app, world, raw, to, code):
    said = app.test_cli_runner().invoke(receive_, [f"--to={each}" for each in to], input=raw)
    assert said.exit_code == code, said.output
    assert bool(said.stderr.split("\n")[-2:][0].strip()) if code else True


def test_a_process_of_its_own_takes_a_letter_and_says_75_while_the_database_is_away(tmp_path):
    environment = {**os.environ, "FORUM_DATA_DIR": str(tmp_path), "FORUM_SECRET_KEY": "test", "FORUM_DATABASE_URL": ""}
    command = [sys.executable, "-m", "forum", "mail", "receive", "--to", "space+bretagne@127.0.0.1"]
    raw = written("Bonjour à tous.", to="space+bretagne@127.0.0.1", subject="Une question")
    early = subprocess.run(command, input=raw, env=environment, capture_output=True)
    assert early.returncode == 75, early.stderr
    broken = subprocess.run(
        command, input=raw, env={**environment, "FORUM_DATABASE_URL": "mysql://x"}, capture_output=True
    )
    assert broken.returncode == 75, broken.stderr


@pytest.fixture
def lmtp(app, world):
    """The address of a listening door."""
    loop, ready = asyncio.new_event_loop(), threading.Event()
    ports = []

    def serve():
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(listen(Door(app.app_context, ("127.0.0.1",)), "127.0.0.1", 0))
        ports.append(server.sockets[0].getsockname()[1])
        ready.set()
        loop.run_forever()
        server.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    assert ready.wait(10)
    yield ports[0]
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)


def test_lmtp_answers_for_each_recipient(post_office, world, lmtp):
    question = world.question()
    mine, theirs = (
        reply_address(world.user("awa").id, question.id, 1),
        reply_address(world.user("bruno").id, question.id, 1),
    )
    raw = written("Par LMTP, où chacun a sa réponse.\n.\nEt un point seul.", to=mine)
    assert delivered(lmtp, raw, mine, "personne@127.0.0.1", theirs) == [250, 550, 250, [250, 250]]
    assert [post.source for post in post_office.posts(question)] == [
        "Par LMTP, où chacun a sa réponse.\n.\nEt un point seul."
    ]
    assert delivered(lmtp, raw, mine) == [250, [250]]  # once more, as servers in doubt do
    assert len(post_office.posts(question)) == 1
    # The address of Bruno's answer, in the hands of Awa: she is told, nothing is posted for him.
    assert [to for to, _subject, _text in post_office.letters()] == ["awa@example.org"]


def delivered(port, raw, *recipients):
    """As a mail server does it: a code for each recipient, then one for each that was taken after the text."""
    with smtplib.LMTP("127.0.0.1", port) as server:
        server.ehlo_or_helo_if_needed()
        server.mail("awa@example.org")
        codes = [server.rcpt(each)[0] for each in recipients]
        server.docmd("DATA")
        text = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n").replace(b"\r\n.", b"\r\n..")
        server.send(text + b"\r\n.\r\n")
        return [*codes, [server.getreply()[0] for code in codes if code == 250]]


def test_a_mailbox_is_emptied_of_what_was_taken(post_office, world):
    question = world.question()
    good = written("Par la boîte.", to=reply_address(world.user("awa").id, question.id, 1))
    bad = written("Perdu.", to="personne@127.0.0.1")
    box = Mailbox([good, bad])
    try:
        assert [each.word for each in poll(box.url, lambda raw: post_office.raw(raw))] == ["posted", "nowhere"]
        assert [post.source for post in post_office.posts(question)] == ["Par la boîte."]
        assert {n: each[1] for n, each in box.letters.items()} == {"2": {"\\Seen", "\\Flagged"}}
        assert poll(box.url, lambda raw: post_office.raw(raw)) == []
    finally:
        box.close()


def test_what_must_come_again_stays_unread(post_office):
    box = Mailbox([written("Plus tard.")])
    try:
        assert [each.code for each in poll(box.url, lambda raw: Outcome(75, "later"))] == [75]
        assert box.letters["1"][1] == set()
        assert [each.code for each in poll(box.url, lambda raw: Outcome(0, "posted"), keep="Nulle part")] == [75]
        assert [each.code for each in poll(box.url, lambda raw: Outcome(0, "posted"), keep="Pris")] == [0]
        assert box.letters == {}
    finally:
        box.close()


def test_a_mailbox_that_cannot_be_read_is_tried_again_later(app, world):
    import dataclasses

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    before = app.extensions["settings"]
    app.extensions["settings"] = dataclasses.replace(before, imap_url=f"imap://x:y@127.0.0.1:{port}/INBOX")
    try:
        said = app.test_cli_runner().invoke(poll_, [])
        assert said.exit_code == 75
        assert "x:y" not in said.output
    finally:
        app.extensions["settings"] = before


def test_the_address_of_a_space_is_what_it_says(app):
    assert space_address("bretagne") == "space+bretagne@127.0.0.1"
