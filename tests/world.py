"""A named small world.

Awa (member) asks in Bretagne; Bruno (member) answers; Mona keeps Bretagne; Corinne curates it;
Stef is steward of the region; Nour is new here; Zoé is a member of another space; Ada administers.
"""

from itertools import count

from flask import Flask
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.permissions import Actor
from forum.core.worker import Worker
from forum.items.commands.reply import reply
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.people.models import Mandate, Organisation, User
from forum.spaces import actors
from forum.spaces.models import Membership, Space, Stewardship
from forum.territories.queries import tree
from forum.threads.commands import ask

PEOPLE = {
    "awa": "Awa", "bruno": "Bruno", "mona": "Mona", "corinne": "Corinne", "stef": "Stef", "nour": "Nour",
    "zoe": "Zoé", "ada": "Ada",
}  # fmt: skip
_numbers = count(1)


class World:
    """Makes what a test speaks of; everything goes through the commands of the product."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with transaction():
            for handle, name in PEOPLE.items():
                db.session.add(
                    User(
                        handle=handle,
                        name=name,
                        email=f"{handle}@example.org",
                        state="active",
                        trust=0 if handle == "nour" else 1,
                        is_admin=handle == "ada",
                        confirmed_at=clock.now(),
                        locale="fr",
                    )  # fmt: skip
                )
            db.session.flush()
            bretagne, occitanie = self.space("bretagne"), self.space("occitanie")
            for handle, space, role in (
                ("awa", bretagne, "member"),
                ("bruno", bretagne, "member"),
                ("mona", bretagne, "moderator"),
                ("corinne", bretagne, "curator"),
                ("zoe", occitanie, "member"),
            ):
                db.session.add(Membership(user_id=self.user(handle).id, space_id=space.id, role=role))
            region = tree().codes["reg-53"].id
            db.session.add(Stewardship(user_id=self.user("stef").id, territory_id=region))

    def user(self, handle: str) -> User:
        """A person by handle."""
        return db.session.scalars(select(User).where(User.handle == handle)).one()

    def actor(self, handle: str | None) -> Actor:
        """A person as an actor, with roles; None is a visitor."""
        found = actors.of_user(self.user(handle).id) if handle else Actor(None)
        assert found is not None
        return found

    def space(self, slug: str = "bretagne") -> Space:
        """A space by slug."""
        return db.session.scalars(select(Space).where(Space.slug == slug)).one()

    def private_space(self, *members: str, visibility: str = "private", slug: str = "bureau") -> Space:
        """A group that only its members may read."""
        with transaction():
            space = Space(slug=slug, name=slug.title(), kind="group", visibility=visibility, joining="ask")
            db.session.add(space)
            db.session.flush()
            space.path = f"/{space.id}/"
            for handle in members:
                db.session.add(Membership(user_id=self.user(handle).id, space_id=space.id, role="member"))
        return space

    def question(self, replies: int = 0, *, by: str = "awa", space: Space | None = None, **more) -> Item:
        """A question of Awa's in Bretagne, with replies of Bruno's."""
        number = next(_numbers)
        values = {
            "title": f"Comment financer un forage ? ({number})",
            "source": "Nous préparons un **forage**.",
            **more,
        }
        with transaction():
            thread = ask(self.actor(by), space or self.space(), **values)
            for each in range(replies):
                reply(self.actor("bruno"), thread, f"Réponse numéro {each + 1} de Bruno.")
        return thread

    def reply(self, item: Item, *, by: str = "bruno", source: str = "Voici une piste.") -> Post:
        """One more reply."""
        with transaction():
            return reply(self.actor(by), item, source)

    def organisation(self, name: str = "Eau pour tous", *, of: str = "awa") -> Organisation:
        """An organisation for which somebody holds a confirmed mandate."""
        with transaction():
            made = Organisation(slug=name.lower().replace(" ", "-"), name=name, territory_id=tree().codes["dep-29"].id)
            db.session.add(made)
            db.session.flush()
            db.session.add(
                Mandate(user_id=self.user(of).id, organisation_id=made.id, role="manager", state="confirmed")
            )
        return made

    def follow(self) -> None:
        """Let the followers read what happened: search, notifications, figures."""
        Worker(self.app.app_context).drain()
