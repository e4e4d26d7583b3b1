"""Whose message it is: the account that has the address, else a name; the address itself is never kept."""

import re

from sqlalchemy import select

from forum.core.db import db
from forum.exchange.importers.authors import Authors
from forum.people.commands import named
from forum.people.models import User


class Senders(Authors):
    """Authors by "address name", as `sender` joins them."""

    @staticmethod
    def _found(word: str) -> int:
        address, _space, name = word.partition(" ")
        if "@" in address:
            rows = select(User.id).where(User.email == address, User.state == "active")
            if found := db.session.scalar(rows):
                return found
        return named(_shown(name, address)).id


def sender(name: str, address: str) -> str:
    """One word for both. Addresses have no spaces."""
    return f"{address or '-'} {name}".strip()


def _shown(name: str, address: str) -> str:
    """A name for people. Lists add "via"; programs put the address where the name should be."""
    name = re.sub(r"\s+(?:via|par)\s+.{2,60}$", "", name.strip(" '\""))
    if name and "@" not in name:
        return name
    local = (name if "@" in name else address).partition("@")[0]
    return " ".join(part.capitalize() for part in re.split(r"[._+-]+", local) if part and not part.isdigit())
