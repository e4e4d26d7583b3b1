"""Addresses that refuse: after three letters mail stops, the person reads it on the site and can begin again."""

import re
from datetime import timedelta

from sqlalchemy import select

from forum.core import clock, outbox
from forum.core.db import db, transaction
from forum.core.mail import Mail
from forum.core.transports import Smtp
from forum.notifications.bounces import is_stopped, note_bounce
from forum.notifications.models import Bounce


def bounce(times: int, email="awa@example.org", **more) -> bool:
    stopped = False
    for n in range(times):
        with transaction():
            stopped = note_bounce(email, key=f"letter {n}", **more)
    return stopped


def to_awa(world) -> int:
    world.follow()
    return len(db.session.scalars(select(Mail).where(Mail.recipient == "awa@example.org")).all())


def test_three_hard_refusals_stop_mail_and_the_person_is_told_on_the_site(world, as_):
    assert bounce(2) is False
    world.question(replies=1)
    assert to_awa(world) == 1
    assert bounce(3) is True, "the third"
    world.question(replies=1)
    assert to_awa(world) == 1, "no more letters"
    html = as_("awa").get("/notifications/").get_data(as_text=True)
    assert "/notifications/settings" in html or "refuse" in html
    for path in ("/notifications/", "/notifications/settings", "/saved-searches/"):
        for who, is_told in (("awa", True), ("bruno", False)):
            told = 'action="/notifications/mail/again"' in as_(who).get(path).get_data(as_text=True)
            assert told is is_told, f"{who} at {path}"


def test_a_letter_that_comes_back_twice_counts_once_and_soft_ones_never_stop(world):
    for _each in range(5):
        bounce(1)
    assert len(db.session.scalars(select(Bounce)).all()) == 1
    bounce(9, "bruno@example.org", hard=False)
    assert not is_stopped(world.user("bruno").id)
    assert bounce(3, "nobody@example.org") is False


def test_old_refusals_are_forgotten(world):
    with transaction():
        for months in (13, 9):
            note_bounce("awa@example.org", at=clock.now() - timedelta(days=30 * months), key=f"old {months}")
        assert note_bounce("AWA@example.org ") is False


def test_confirming_the_address_begins_again(world, as_):
    bounce(3)
    browser = as_("awa")
    assert browser.post("/notifications/mail/again").status_code == 303
    letter = db.session.scalars(select(Mail).where(Mail.key.like("again/%"))).one()
    link = re.search(r"http://[^/]+(/notifications/mail/again/\S+)", letter.text)[1]
    stranger = as_(None)
    assert stranger.get(link).status_code == 200
    assert is_stopped(world.user("awa").id), "looking at a link confirms nothing"
    assert stranger.post(link).status_code == 303
    db.session.expire_all()
    assert not is_stopped(world.user("awa").id)
    assert bounce(2) is False, "counted anew"
    assert as_(None).get("/notifications/mail/again/forged").status_code == 422


def test_what_the_mail_server_refuses_for_good_is_counted(world, server):
    server.told(rcpt={"awa@example.org": "550 5.1.1 no such user"})
    question = world.question(replies=4)
    assert question.author_id == world.user("awa").id
    world.follow()
    outbox.send_due(Smtp(server.url), "http://127.0.0.1:5000")
    assert server.taken() == []
    world.follow()
    assert is_stopped(world.user("awa").id)
    before = to_awa(world)
    world.question(replies=1)
    assert to_awa(world) == before
