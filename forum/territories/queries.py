"""The tree and the themes, read once a process: 126 territories and 25 themes that change with INSEE only."""

import threading
from dataclasses import dataclass

from sqlalchemy import select

from forum.core.db import db
from forum.core.i18n import language
from forum.territories.models import FormerCode, Tag, Territory, Theme


@dataclass(frozen=True, slots=True)
class Node:
    """A territory with its place in the tree. `above`: ids from itself to the country."""

    id: int
    code: str
    kind: str
    name: str
    slug: str
    timezone: str
    parent_id: int | None
    above: tuple[int, ...]
    insee: str
    network: dict
    fallback: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme; `label` is in the current language."""

    id: int
    code: str
    icon: str
    labels: tuple[str, str]
    synonyms: tuple[str, ...]

    @property
    def label(self) -> str:
        """In the current language."""
        french, english = self.labels
        return english if language.get() == "en" and english else french


class Tree:
    """All territories, by id and by the words that people use for them."""

    def __init__(self, rows: list[Territory], former: list[FormerCode]) -> None:
        parents = {row.id: row.parent_id for row in rows}
        self.nodes = {row.id: self._node(row, parents) for row in rows}
        self.codes = {node.code: node for node in self.nodes.values()}
        self.words = {code.lower(): node for code, node in self.codes.items()}
        for row in sorted(rows, key=lambda row: row.kind != "region"):
            for word in (row.slug, row.name.lower(), *(alias.lower() for alias in row.aliases)):
                self.words.setdefault(word, self.nodes[row.id])
        for old in former:
            self.words.setdefault(old.code, self.nodes[old.territory_id])
        self.below: dict[int, list[int]] = {}
        for node in self.nodes.values():
            for above in node.above:
                self.below.setdefault(above, []).append(node.id)

    @staticmethod
    def _node(row: Territory, parents: dict[int, int | None]) -> Node:
        above, at = [row.id], row.parent_id
        while at:
            above.append(at)
            at = parents[at]
        return Node(
            row.id, row.code, row.kind, row.name, row.slug, row.timezone, row.parent_id, tuple(above),
            row.insee, row.network, tuple(row.fallback),
        )  # fmt: skip

    def find(self, word: str | None) -> Node | None:
        """By code, slug, name or alias: reg-53, bretagne, Bretagne."""
        return self.words.get(word.strip().lower()) if word else None

    def around(self, territory_id: int) -> list[int]:
        """Ids of what applies there: itself, all above, all below."""
        node = self.nodes[territory_id]
        return [*node.above, *(each for each in self.below[territory_id] if each != territory_id)]

    def of_kind(self, *kinds: str) -> list[Node]:
        """Nodes of these kinds, in the order of the file."""
        return [node for node in self.nodes.values() if node.kind in kinds]


_kept: dict[tuple[str, str], object] = {}
_guard = threading.Lock()


def forget() -> None:
    """After the reference data changed in this process."""
    _kept.clear()


def tree() -> Tree:
    """The tree of this database. One query the first time, none afterwards."""
    key = ("tree", str(db.engine.url))
    with _guard:
        found = _kept.get(key)
        if not isinstance(found, Tree):
            rows = list(db.session.scalars(select(Territory).order_by(Territory.position)))
            found = Tree(rows, list(db.session.scalars(select(FormerCode))))
            if rows:
                _kept[key] = found
    return found


def themes() -> dict[int, ThemeRow]:
    """Themes by id, in their order. One query the first time, none afterwards."""
    key = ("themes", str(db.engine.url))
    with _guard:
        found = _kept.get(key)
        if not isinstance(found, dict):
            rows = db.session.scalars(select(Theme).order_by(Theme.position))
            found = {
                row.id: ThemeRow(row.id, row.code, row.icon, (row.label, row.label_en), tuple(row.synonyms))
                for row in rows
            }
            if found:
                _kept[key] = found
    return found


def theme(code: str | None) -> ThemeRow | None:
    """A theme by its code."""
    return next((row for row in themes().values() if row.code == code), None)


def tag(slug: str) -> Tag | None:
    """A tag by its slug. One query."""
    return db.session.scalars(select(Tag).where(Tag.slug == slug)).first()
