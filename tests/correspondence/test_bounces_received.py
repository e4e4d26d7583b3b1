"""Letters that came back: of whom they speak."""

from sqlalchemy import func, select

from forum.core.db import db
from forum.core.mail import Mail
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
