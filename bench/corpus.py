"""What is measured: 1,000 threads with 20,000 messages, and one long thread."""

import random
import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select, update

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.events import emit
from forum.core.markup.render import VERSION, render
from forum.items.models.item import Item, ItemTerritory
from forum.items.models.post import Post
from forum.people.models import Token, User
from forum.spaces.models import Membership, Space
from forum.threads.models import Thread

WORDS = (
    "association forage budget partenaire région subvention convention village école pompe solaire dossier réunion "
    "bénévole commune projet eau santé jeunesse formation visa banque virement rapport bilan financement comité"
).split()


def sentence(chance: random.Random, words: int) -> str:
    """A text of so many words of the field."""
    return " ".join(chance.choice(WORDS) for _word in range(words)).capitalize() + "."


AUTHORS, READERS = 12, 8
SOME = 50  # threads that members read in turn


def others() -> tuple[list[int], list[str]]:
    """People who wrote the corpus: their ids. People who only read: the ids of their sessions, for flask-login."""
    with transaction():
        space = db.session.scalars(select(Space).where(Space.slug == "bretagne")).one()
        people = [
            User(
                handle=f"banc-{number}", name=f"Personne {number}", email=f"banc-{number}@example.org", state="active",
                trust=1, confirmed_at=clock.now(),
            )
            for number in range(AUTHORS + READERS)
        ]  # fmt: skip
        db.session.add_all(people)
        db.session.flush()
        for person in people:
            db.session.add(Membership(user_id=person.id, space_id=space.id))
    ids = [person.id for person in people[:AUTHORS]]
    return ids, [f"{person.id}.{person.session_key}" for person in people[AUTHORS:]]


def member() -> dict[str, str]:
    """An account with a token: {"handle", "token", "session"} (the session's id, for flask-login)."""
    secret = secrets.token_urlsafe(32)
    with transaction():
        user = db.session.scalars(select(User).where(User.handle == "bench")).first() or User(
            handle="bench", name="Banc d’essai", email="bench@example.org", state="active", trust=1,
            confirmed_at=clock.now(),
        )  # fmt: skip
        db.session.add(user)
        db.session.flush()
        space = db.session.scalars(select(Space).where(Space.slug == "bretagne")).one()
        db.session.merge(Membership(user_id=user.id, space_id=space.id))
        db.session.add(
            Token(user_id=user.id, name="bench", digest=sha256(secret.encode()).hexdigest(), scopes="read,write")
        )
    return {"handle": "bench", "token": secret, "session": f"{user.id}.{user.session_key}"}


def fill(authors: list[int], threads: int = 1000, posts: int = 20, long: int = 20_000, seed: int = 1) -> dict[str, Any]:
    """Threads of `posts` replies each, one of 100, one of `long`. Answers their ids and slugs."""
    chance = random.Random(seed)
    bodies = [sentence(chance, 60) for _each in range(200)]
    htmls = [render(body, prefix="m2") for body in bodies]
    with transaction():
        space = db.session.scalars(select(Space).where(Space.slug == "bretagne")).one()
        made = {}
        for number in range(threads + 2):
            size = posts if number < threads else (100 if number == threads else long)
            when = clock.now() - timedelta(minutes=number)
            title, author = sentence(chance, 8), chance.choice(authors)
            row = dict(
                kind="thread", space_id=space.id, state="public", title=title, slug=f"fil-{number}", source=bodies[0],
                html=htmls[0], renderer=VERSION, author_id=author, territory_id=space.territory_id, created_at=when,
                active_at=when, last_number=size + 1, replies=size,
            )  # fmt: skip
            item_id = db.session.execute(insert(Item.__table__).values(**row)).inserted_primary_key[0]
            db.session.execute(insert(Thread.__table__).values(id=item_id, purpose="question"))
            db.session.execute(insert(ItemTerritory.__table__).values(item_id=item_id, territory_id=space.territory_id))
            _replies(item_id, authors, size, bodies, htmls, chance)
            emit("item.published", actor_id=author, item_id=item_id, space_id=space.id, number=1, imported=True)
            made[number] = {"id": item_id, "slug": row["slug"]}
        db.session.execute(update(Item).where(Item.stamp == 0).values(stamp=1))
    return {
        "some": [made[number] for number in range(min(threads, SOME))], "first": made[0], "second": made[1], "hundred": made[threads], "long": made[threads + 1],
    }  # fmt: skip


def _replies(
    item_id: int, authors: list[int], size: int, bodies: list[str], htmls: list[str], chance: random.Random
) -> None:
    now = clock.now()
    for start in range(0, size, 1000):
        rows = []
        for number in range(start + 2, min(start + 1000, size) + 2):
            pick = chance.randrange(len(bodies))
            rows.append(
                dict(
                    item_id=item_id,
                    number=number,
                    state="public",
                    author_id=chance.choice(authors),
                    source=bodies[pick],
                    html=htmls[pick],
                    renderer=VERSION,
                    created_at=now,
                    version=1,
                    reactions={},
                )  # fmt: skip
            )
        if rows:
            db.session.execute(insert(Post.__table__), rows)
