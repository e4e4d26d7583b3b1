"""Letters as mail programs send them, to the addresses that the site gives."""

from email.message import EmailMessage
from itertools import count

import pytest
from sqlalchemy import select

from forum.core import mail
from forum.core.addresses import reply_address, space_address
from forum.core.db import db
from forum.correspondence.commands.receive import receive
from forum.items.models.post import Post
from forum.threads.models import Thread

_numbers = count(1)


def written(text="", *, by="awa@example.org", to="", subject="Re: Une pompe en panne", **headers) -> bytes:
    """A message of a person, whole."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"Quelqu’une <{by}>", to, subject
    message["Message-ID"] = headers.pop("message_id", f"<{next(_numbers)}@mail.example.org>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


class PostOffice:
    """Sends letters in and shows what came of them."""

    def __init__(self, world):
        self.world = world

    def to_message(self, item, who, number=1):
        """The signed address of this person's answer."""
        return reply_address(self.world.user(who).id, item.id, number)

    def to_space(self, slug="bretagne"):
        """Where a discussion begins."""
        return space_address(slug)

    def send(self, text="Voici ce que nous avons fait.", **how):
        """A letter, through the same door as all."""
        envelope = how.pop("envelope", None)
        return receive(written(text, **how), envelope=envelope)

    def raw(self, raw, *to, **how):
        """A message as it is."""
        return receive(raw, to, **how)

    def letters(self):
        """What waits in the outbox: (recipient, subject, text)."""
        rows = db.session.execute(select(mail.Mail.recipient, mail.Mail.subject, mail.Mail.text).order_by(mail.Mail.id))
        return [tuple(row) for row in rows]

    def posts(self, item):
        """Replies: (number, author, text, state, what it answers)."""
        rows = select(Post).where(Post.item_id == item.id).order_by(Post.number)
        return list(db.session.scalars(rows))

    def threads(self):
        """All discussions."""
        return list(db.session.scalars(select(Thread).order_by(Thread.id)))


@pytest.fixture
def post_office(world):
    """Mail comes in."""
    return PostOffice(world)
