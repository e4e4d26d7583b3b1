"""The interface of the search engine: passages go in, questions come out answered by rights and by facets."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from forum.index.vocabulary import Vocabulary

FACETS = ("kind", "territory", "theme", "space", "state")


@dataclass(frozen=True, slots=True)
class Passage:
    """What is indexed: an item with its first replies, or a further slice of them. Results are collapsed by item."""

    item_id: int
    part: int = 0
    first_number: int = 1
    kind: str = "thread"
    audience: int = 0  # 0: everybody; else the space whose members may read
    space: str = ""  # its own, then those that show it too, with spaces between
    title: str = ""
    summary: str = ""
    body: str = ""
    headings: str = ""
    answer: str = ""
    keywords: str = ""
    messages: tuple[tuple[int, str], ...] = ()  # (number, text) of the replies in this part
    themes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()  # codes where it applies, and all their ancestors
    state: str = ""
    date: datetime | None = None
    deadline: datetime | None = None
    quality: float = 0.0
    external_id: str = ""
    author: str = ""  # the handle
    form: str = ""  # a kind within its kind: funding, training…


@dataclass(frozen=True, slots=True)
class Query:
    """A question. Rights are part of it: nothing is taken out afterwards."""

    words: str = ""
    kinds: tuple[str, ...] = ()
    territory: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    space: str = ""
    states: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    since: int = 0  # seconds: the deadline of what has one, else its last activity
    until: int = 0  # before this moment; 0: no limit
    phrases: tuple[str, ...] = ()  # words that must follow each other
    without: tuple[str, ...] = ()  # words or phrases that must not be there
    item_ids: frozenset[int] | None = None
    audiences: frozenset[int] | None = frozenset({0})  # None: everything (administrators)
    near: tuple[str, ...] = ()  # the asker's territory and its ancestors: a soft preference
    meant: Callable[[str], tuple[str, ...]] = lambda words: ()  # kinds that words, put right, name: preferred too
    limit: int = 20
    offset: int = 0
    sort: str = "relevance"  # relevance, date, deadline
    facets: bool = True
    loose: bool = False  # any of the words: for "similar", where the question is a whole title


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that answers. `number`: the message to land on, 1 is the item itself."""

    item_id: int
    part: int
    number: int
    score: float
    kind: str
    external_id: str
    title_html: str
    excerpt_html: str
    why: tuple[str, ...] = ()  # all, some, title, near, sure: see `answering._why`


@dataclass(slots=True)
class Found:
    """The answer. Facets count distinct items; a dimension's own filter is left out of its own counts."""

    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    suggestion: str | None = None


class Engine(Protocol):
    """What every engine does. One process writes, any number read."""

    was_damaged: bool
    vocabulary: Vocabulary  # may be replaced: the next question is understood with it

    def put(self, passages: Iterable[Passage]) -> None:
        """Index these, in place of what had the same item and part. Durable when it returns; idempotent."""

    def remove(self, item_ids: Iterable[int], parts_from: int = 0) -> None:
        """Forget these items (from a part on)."""

    def search(self, query: Query) -> Found:
        """Answer a question."""

    def similar(self, title: str, audiences: frozenset[int] | None, limit: int = 5) -> list[Hit]:
        """Items that speak of the same thing as a title."""

    def complete(self, prefix: str, limit: int = 6) -> list[str]:
        """Ways to end what is being typed, from words of public passages only."""

    def count(self) -> int:
        """How many passages."""

    def item_ids(self) -> set[int]:
        """Every item that is indexed."""

    def dates(self) -> dict[int, int]:
        """When each indexed item was last active, in seconds."""

    def size(self) -> int:
        """Bytes that it takes."""

    def clear(self) -> None:
        """Forget everything."""

    def close(self) -> None:
        """Let files go."""


def open_engine(place: Path | str, vocabulary: Vocabulary) -> Engine:
    """In a folder on disk, or, given an address that begins with postgresql, in tables there."""
    if str(place).startswith("postgresql"):
        from forum.index.postgresql_engine import PostgresqlEngine

        return PostgresqlEngine(str(place), vocabulary)
    from forum.index.whoosh_engine import WhooshEngine

    return WhooshEngine(Path(place), vocabulary)
