"""Letters that came back: of whom they speak."""

import pytest
from sqlalchemy import func, select

from forum.core import addresses
from forum.core.db import db
from forum.core.mail import Mail
from forum.items.models.around import Watch
from forum.notifications.models import Bounce
from forum.people.models import User


def test_bounces_are_noted_of_whom_they_speak(post_office, world):
    report = b"""From: MAILER-DAEMON@mx.example.org
To: palabre@127.0.0.1
Subject: Undelivered Mail Returned to Sender
Message-ID: <b1@mx.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Le message n'a pas pu etre remis.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; %s
Action: %s
Status: %s

--b--
"""
    rows = [(b"awa@example.org", b"failed", b"5.1.1"), (b"bruno@example.org", b"failed", b"5.2.2"),
            (b"zoe@example.org", b"delayed", b"4.4.1"), (b"inconnu@example.net", b"failed", b"5.1.1")]  # fmt: skip
    for number, row in enumerate(rows):
        raw = (report % row).replace(b"<b1@", b"<b%d@" % number)
        assert post_office.raw(raw, "palabre@127.0.0.1", envelope="").word == "bounce"
    noted = db.session.scalars(select(Bounce).order_by(Bounce.id)).all()
    people = {user.id: user.handle for user in db.session.scalars(select(User))}
    assert [(people[each.user_id], each.is_hard) for each in noted] == [
        ("awa", True),
        ("bruno", False),
        ("zoe", False),
    ]
    assert db.session.scalar(select(func.count(Mail.id))) == 0


COMPLAINT = """From: staff@hotmail.example
To: palabre@127.0.0.1
Subject: complaint about message from 192.0.2.1
Message-ID: <c{n}@hotmail.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an email abuse report.
--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Provider/1.0
Version: 1

--b
Content-Type: {kind}

From: palabre@127.0.0.1
To: redacted@hotmail.example
Subject: Une pompe
List-Unsubscribe: <http://127.0.0.1:5000/unsubscribe/x>,
 <mailto:{address}>

Bonjour
--b--
"""


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_who_calls_a_letter_unwanted_gets_no_more_of_what_it_came_for(post_office, world, kind):
    question = world.question()
    awa = world.user("awa").id
    address = addresses.stop_address(awa, "item", question.id)
    raw = COMPLAINT.format(n=1, kind=kind, address=address).encode()
    assert post_office.raw(raw, "palabre@127.0.0.1", envelope="").word == "unsubscribed"
    assert db.session.get(Watch, (awa, "item", question.id)).level == "mute"
    assert post_office.letters() == []
    bruno = world.user("bruno").id
    forged = COMPLAINT.format(n=2, kind=kind, address=address.replace(f"u.{awa}.", f"u.{bruno}.")).encode()
    post_office.raw(forged, "palabre@127.0.0.1", envelope="")
    assert db.session.get(Watch, (bruno, "item", question.id)) is None
