"""Loading the demonstration: twice is once, and what people changed since is left alone."""

from collections.abc import Callable

from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.events import importing
from forum.demo import catalogue, guides, pending, people, polls, suggesting, talking, threads, upkeep
from forum.demo.data_files import data
from forum.exchange.importers.links import Wish, tie_all
from forum.items.models.item import Item
from forum.people.models import User


def load_if_empty() -> bool:
    """Load when nobody has an account and nothing was published. Answers whether it did."""
    is_empty = not db.session.scalar(select(User.id).limit(1)) and not db.session.scalar(select(Item.id).limit(1))
    if is_empty:
        load()
    return is_empty


def load() -> None:
    """All of it, in a few transactions."""
    _quietly(people.load_accounts, people.load_spaces, people.load_organisations)
    wishes: list[Wish] = []
    for part in (catalogue.load_practices, catalogue.load_resources, threads.load_threads):
        with importing(), transaction():
            wishes += part()
    with importing(), transaction():
        tie_all(wishes)
        polls.load_polls()
        guides.load_guide()
    # From here on it is as if people had just done it: the accounts of the demonstration are told.
    with transaction():
        pending.load_own_threads()
        pending.load_waiting()
        suggesting.load_suggestion()
        talking.load_conversations()
        upkeep.load_upkeep()


def _quietly(*parts: Callable[[], None]) -> None:
    with importing(), transaction():
        for part in parts:
            part()


def greet() -> str:
    """The accounts, for whoever starts the demonstration."""
    rows = [(row["handle"], row["label"]) for row in data("more")["accounts"]]
    lines = [f"  {handle:10} {label}" for handle, label in rows]
    title = f"Comptes de démonstration (mot de passe de tous : {people.PASSWORD})"
    return "\n".join([title, *lines])
