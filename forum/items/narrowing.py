"""A list page that is narrowed by facets: choices with counts, a sentence that tells them, rows by key, Atom."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, request
from sqlalchemy import ColumnElement

from forum.core.i18n import _
from forum.core.paging import Order, Page
from forum.core.permissions import Actor
from forum.items.kinds import PLURALS, kind
from forum.items.listing import Asked, asked, entries_of, without
from forum.items.models.item import Item
from forum.items.queries.facets import Counts, Facet, counts
from forum.items.queries.lists import NEWEST, Filter, ItemRow, listed
from forum.web.actor import actor
from forum.web.answers import by_htmx, page
from forum.web.feeds import atom


@dataclass(frozen=True, slots=True)
class Choice:
    """One field of the form. `options`: (code, label, how many, is chosen); None: a free value."""

    name: str
    label: Any
    value: str
    options: list[tuple[str, str, int, bool]] | None

    @property
    def is_useful(self) -> bool:
        """Has something to choose, or takes a free value."""
        return self.options is None or bool(self.options)

    @property
    def is_set(self) -> bool:
        """Something is chosen."""
        return bool(self.value)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What was asked for, understood: unknown words are dropped."""

    base: Filter
    facets: Sequence[Facet]
    values: Mapping[str, str]
    clauses: Mapping[str, ColumnElement[bool]]

    @property
    def filter(self) -> Filter:
        """For the rows."""
        return replace(self.base, where=(*self.base.where, *self.clauses.values()))

    def counts(self, who: Actor) -> Counts:
        """For the choices. One query."""
        return counts(self.base, self.facets, self.clauses, who)

    def choices(self, found: Counts) -> list[Choice]:
        """The fields of the form; options that would leave nothing are left out."""
        return [Choice(f.name, f.label, self.values.get(f.name, ""), self._options(f, found)) for f in self.facets]

    def _options(self, facet: Facet, found: Counts) -> list[tuple[str, str, int, bool]] | None:
        if facet.options is None:
            return None
        counted, value = found.options[facet.name], self.values.get(facet.name)
        rows = ((code, label, counted.get(code, 0), code == value) for code, label in facet.options.items())
        return [row for row in rows if row[2] or row[3]]

    def sentence(self, wanted: Asked) -> list[tuple[str, str]]:
        """Each word with the address of the list without it."""
        told = [(words, without(name)) for name, words in self.in_words()]
        if wanted.tag:
            told.append((_("with the word “%(value)s”", value=wanted.tag.label), without("tag")))
        if wanted.space:
            told.append((_("in the space %(value)s", value=wanted.space.name), without("space")))
        return told

    def in_words(self) -> list[tuple[str, str]]:
        """Each facet that is chosen, and how the sentence tells it."""
        return [(f.name, f.say % {"value": self._told(f)}) for f in self.facets if f.name in self.values]

    def _told(self, facet: Facet) -> str:
        value = self.values[facet.name]
        return str((facet.options or {}).get(value, value))


def narrowed(
    kind_name: str,
    facets: Sequence[Facet],
    wanted: Asked,
    join: type[Item],
    usual: Any,
    args: Mapping[str, str] | None = None,
    place_id: int | None = None,
) -> Narrowed:
    """Read the facets from the address, or from `args`; `usual`: name -> clause that holds while that facet is free.
    `place_id`: from where it is looked at, unless the address names a territory."""
    args = request.args if args is None else args
    values: dict[str, str] = {}
    clauses: dict[str, ColumnElement[bool]] = {}
    for facet in facets:
        value = args.get(facet.name, "").strip()
        known = value and (facet.options is None or value in facet.options)
        if known and (clause := facet.clause(value)) is not None:
            values[facet.name], clauses[facet.name] = value, clause
        elif facet.name in usual:
            clauses[facet.name] = usual[facet.name]
    base = Filter(
        kinds=(kind_name,), space_id=wanted.space.id if wanted.space else None,
        tag_id=wanted.tag.id if wanted.tag else None, join=join,
        place_id=wanted.territory.id if wanted.territory else place_id,
    )  # fmt: skip
    return Narrowed(base, facets, values, clauses)


def narrowed_page(
    kind_name: str,
    template: str,
    facets: Sequence[Facet],
    *,
    join: type[Item],
    sorts: Mapping[str, tuple[Any, Order]],
    usual: Mapping[str, ColumnElement[bool]] | None = None,
    count_of: Any,
    aside_of: Callable[[Counts], tuple[str, str] | None] = lambda found: None,
    ranked: Mapping[str, Callable[[Filter, str], Page[ItemRow]]] | None = None,
    place_id: int | None = None,
    **values: Any,
) -> Response:
    """The page, its results for htmx (`items/_results.html`), or Atom with `?format=atom`.

    sorts: code -> (label, order), the first is the usual one. `usual`: clauses that hold until their facet is chosen.
    count_of: how many, in words, from a number. aside_of: words and an address for what the list leaves out.
    ranked: sorts that no column gives: (filter, cursor) -> a page of rows.
    """
    wanted, who = asked(), actor()
    found = narrowed(kind_name, facets, wanted, join, usual or {}, place_id=place_id)
    if request.args.get("format") == "atom":
        rows = listed(found.filter, who, order=NEWEST, limit=30).rows
        return atom(f"Palabre · {kind(kind_name).many}", f"/{PLURALS[kind_name]}/", entries_of(rows))
    sort = request.args.get("sort", "")
    sort = sort if sort in sorts else next(iter(sorts))
    if ranked and sort in ranked:
        rows = ranked[sort](found.filter, wanted.key)
    else:
        rows = listed(found.filter, who, order=sorts[sort][1], key=wanted.key)
    counted = found.counts(who)
    answer = page(
        template, fragment="items/_results.html", rows=rows, kind=kind(kind_name), asked=wanted, without=without,
        next_url=without(cursor=rows.next) if rows.next else None, choices=found.choices(counted),
        told=found.sentence(wanted), count=count_of(counted.total), aside=aside_of(counted), total=counted.total, sort=sort,
        sorts={code: label for code, (label, _order) in sorts.items()}, **values,
    )  # fmt: skip
    if by_htmx() and not wanted.key:
        answer.headers["HX-Push-Url"] = without()  # without the empty fields of the form
    return answer
