"""Claire has no account: Awa, or Mona who keeps the space, brings her into one discussion."""

import re

import pytest
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.mail import Mail
from forum.guests.commands import inviting
from forum.people.models import User
from forum.threads.models import Thread

CLAIRE = "claire@mairie.example.org"
LINK = re.compile(r"/guests/in/\S+")


class Guests:
    """Invites and comes in as people do."""

    def __init__(self, world, as_):
        self.world, self.as_ = world, as_

    def invite(self, thread, *, by="awa", email=CLAIRE, **more) -> int:
        """By the command of the form; answers the number of the invitation."""
        with transaction():
            found = db.session.get_one(Thread, thread.id)
            return inviting.invite(self.world.actor(by), found, email=email, **more).id

    def letters(self, to=CLAIRE) -> list[Mail]:
        """What leaves to an address, oldest first."""
        self.world.follow()
        return list(db.session.scalars(select(Mail).where(Mail.recipient == to).order_by(Mail.id)))

    def link(self, to=CLAIRE) -> str:
        """The link of the last letter that has one."""
        return next(found[0] for each in reversed(self.letters(to)) if (found := LINK.search(each.text)))

    def enter(self, thread, *, name="Claire Morvan", browser=None, invited=True, by="awa", email=CLAIRE):
        """Her browser, once she came in."""
        if invited:
            self.invite(thread, by=by, email=email)
        browser = browser or self.as_(None)
        answer = browser.post(self.link(email), data={"name": name})
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return browser

    def person(self, email=CLAIRE) -> User:
        """Her row."""
        return db.session.scalars(select(User).where(User.email == email)).one()


@pytest.fixture
def guests(world, as_):
    """People who are invited by e-mail."""
    return Guests(world, as_)


@pytest.fixture
def bureau(world):
    """A discussion of Awa's in a private group of hers and Bruno's; Mona keeps it."""
    from forum.spaces.models import Membership

    space = world.private_space("awa", "bruno")
    with transaction():
        db.session.add(Membership(user_id=world.user("mona").id, space_id=space.id, role="moderator"))
    return world.question(space=space, replies=1)
