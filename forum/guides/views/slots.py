"""What guides put into pages of other rooms: the way through, and what one may take away."""

from typing import Any

from flask import g, render_template

from forum.guides import queries
from forum.guides.models import KINDS
from forum.guides.papers.formats import FORMATS
from forum.items.queries.heads import Head
from forum.spaces.models import Space
from forum.web.actor import actor
from forum.web.slots import fills, small


def _places(item: Any) -> list[queries.Place]:
    """Asked twice on a page: at the end of the text, and beside it."""
    if not item.guides:
        return []
    known: dict[int, list[queries.Place]] = g.setdefault("places_in_guides", {})
    if item.id not in known:
        known[item.id] = queries.places_of(item.id, actor())
    return known[item.id]


@fills("at the end of a message", position=80)
def way_through(item: Head, post: Any) -> str:
    """Part 3 of 8, what comes before and after."""
    if post.number != 1 or item.kind not in KINDS or not item.guides:
        return ""
    places = _places(item)
    return render_template("guides/_way.html", places=places) if places else ""


@fills("beside an item", position=60)
def take_away(item: Head) -> str:
    """PDF, ODT, EPUB, Markdown; for those who tend a space, a place in a guide."""
    if item.kind not in KINDS or item.state != "public":
        return ""
    may_add = actor().is_someone and (actor().is_admin or bool(actor().moderates | actor().curates))
    formats = FORMATS if item.kind == "document" else ()
    return render_template("guides/_take.html", item=item, formats=formats, may_add=may_add, places=_places(item))


@fills("on a space", position=70)
def of_space(space: Space) -> str:
    """The way to its guides: for readers when it has some, for those who tend it always."""
    if not actor().tends(space.id) and not queries.has_guides(space.id):
        return ""
    return small("guides/_of_space.html", slug=space.slug)
