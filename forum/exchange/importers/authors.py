"""Whose words they are: accounts by handle or address; anybody else becomes a name without sign-in."""

from sqlalchemy import or_, select

from forum.core.db import db
from forum.people.commands import named
from forum.people.models import User

MOST = 20_000  # names remembered


class Authors:
    """Remembers whom it found. Forget after a rollback: the rows are gone."""

    def __init__(self, usual: str) -> None:
        self.usual = usual  # of lines that name nobody
        self.known: dict[str, int] = {}

    def id_of(self, author: str) -> int:
        """The account of these words. At most three queries for a new name, none for a known one."""
        word = author or self.usual
        if word not in self.known:
            if len(self.known) >= MOST:
                self.known.clear()
            self.known[word] = self._found(word)
        return self.known[word]

    def forget(self) -> None:
        """What was made is undone."""
        self.known.clear()

    @staticmethod
    def _found(word: str) -> int:
        key = word.lower().lstrip("@")
        if " " not in key:
            rows = select(User.id).where(or_(User.handle == key, User.email == key), User.state == "active")
            if found := db.session.scalar(rows):
                return found
        # An address is nobody's public name.
        return named(word.lstrip("@").partition("@")[0]).id
