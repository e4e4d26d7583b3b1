"""The fictional threads, each in the space of its region, and the needs that some of them became."""

from typing import Any

from sqlalchemy import select

from forum.core.db import db
from forum.demo.bringing import bring
from forum.demo.catalogue import space_of
from forum.demo.data_files import data
from forum.demo.needs import join_voices, load_need
from forum.demo.people import join, space
from forum.exchange.importers import threads
from forum.exchange.importers.authors import Authors
from forum.exchange.importers.links import Wish
from forum.needs.models import Need
from forum.people.models import User
from forum.threads.models import Thread


def load_threads() -> list[Wish]:
    """Threads with their replies; whoever spoke as moderator keeps the space; escalations become needs."""
    wishes: list[Wish] = []
    needs: list[Need] = []
    authors = Authors("Membre (exemple)")
    for row in data("threads")["threads"]:
        slug = space_of([row["territory"]])
        thread, made = bring(threads, row, slug, authors)
        wishes += made
        if not isinstance(thread, Thread):
            continue
        _give_roles(row, slug, authors)
        if row["escalation"]:
            needs.append(load_need(row, thread, authors))
    join_voices(needs)
    return wishes


def _give_roles(row: dict[str, Any], slug: str, authors: Authors) -> None:
    spoke = {row["author"]: "member", **{each["author"]: each["role"] for each in row["replies"]}}
    for name, role in spoke.items():
        person = db.session.scalars(select(User).where(User.id == authors.id_of(name))).one()
        if role != "moderateur":
            join(space(slug), person)
        elif name == "Modération nationale":
            join(space("national"), person, "moderator")
        else:
            join(space(slug), person, "moderator")
