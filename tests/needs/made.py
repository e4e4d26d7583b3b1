"""Needs for tests, and organisations that stand behind them."""

from itertools import count

from forum.core.db import db, transaction
from forum.core.permissions import SYSTEM
from forum.needs.commands import support, voice
from forum.needs.models import Need
from forum.people.models import Organisation
from forum.territories.queries import tree

_numbers = count(1)


def need(world, *, by: str = "awa", where: str = "dep-29", **more) -> Need:
    """A need that Awa voices in Finistère."""
    values = {"title": f"Aucun guichet pour les jeunes associations ({next(_numbers)})",
              "source": "Nous demandons une première marche."}  # fmt: skip
    space = more.pop("space", None) or world.space()
    with transaction():
        return voice(world.actor(by), space, territories=[tree().codes[where].id], **{**values, **more})


def backed(world, made: Need, *codes: str) -> None:
    """Organisations of these territories stand behind it."""
    for code in codes:
        with transaction():
            number = next(_numbers)
            node = tree().find(code)
            one = Organisation(slug=f"structure-{number}", name=f"Structure {number}", territory_id=node and node.id)
            db.session.add(one)
            db.session.flush()
            support(SYSTEM, made, one.id, user_id=world.user("bruno").id)


def again(made: Need) -> Need:
    """As the database has it now."""
    db.session.expire_all()
    return db.session.get_one(Need, made.id)


def page_of(browser, made: Need) -> str:
    """The text of its page."""
    answer = browser.get(f"/needs/{made.id}-{made.slug}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)
