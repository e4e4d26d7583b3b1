"""Guides among what is found. The index has them under the number of the guide with a minus: publications have theirs.

What a guide holds is not said of it: its readers may not all see every sheet.
"""

from collections.abc import Iterable

from sqlalchemy import select

from forum.core.db import db
from forum.core.permissions import Actor
from forum.guides import queries as guides
from forum.guides.models import Guide, Part
from forum.guides.queries import GuideRow
from forum.index.engine import Passage
from forum.items.queries.lists import ItemRow
from forum.spaces.models import Space
from forum.territories.queries import tree

KIND = "guide"


class GuideFound(ItemRow):
    """A guide as a row among publications."""

    @property
    def url(self) -> str:
        """Its page."""
        return f"/guides/{self.id}-{self.slug}"


def published() -> dict[int, int]:
    """Every guide with when it changed, in seconds. One query."""
    rows = db.session.execute(select(Guide.id, Guide.changed_at))
    return {-guide_id: int(at.timestamp()) for guide_id, at in rows}


def of_space(space_id: int) -> list[int]:
    """Numbers of the guides of a space, as the index has them. One query."""
    return [-guide_id for guide_id in db.session.scalars(select(Guide.id).where(Guide.space_id == space_id))]


def passages_of(numbers: Iterable[int]) -> list[Passage]:
    """Their titles, summaries and headings. Two queries; none for none."""
    ids = [-number for number in numbers if number < 0]
    if not ids:
        return []
    headings: dict[int, list[str]] = {}
    lines = select(Part.guide_id, Part.title).where(Part.guide_id.in_(ids), Part.title != "").order_by(Part.position)
    for guide_id, title in db.session.execute(lines):
        headings.setdefault(guide_id, []).append(title)
    rows = select(Guide, Space).join(Space, Space.id == Guide.space_id).where(Guide.id.in_(ids))
    return [
        Passage(
            item_id=-guide.id, kind=KIND, audience=0 if space.visibility == "public" else space.id, space=space.slug,
            title=guide.title, summary=guide.summary, body=" . ".join(headings.get(guide.id, ())),
            territories=_above(space.territory_id), date=guide.changed_at, external_id=guide.external_id or "",
        )
        for guide, space in db.session.execute(rows)
    ]  # fmt: skip


def _above(territory_id: int | None) -> tuple[str, ...]:
    nodes = tree().nodes
    return tuple(nodes[each].code for each in nodes[territory_id].above) if territory_id in nodes else ()


def rows(numbers: Iterable[int], actor: Actor) -> dict[int, ItemRow]:
    """Those that the actor is shown, by their number in the index. One query; none for none."""
    ids = [-number for number in numbers if number < 0]
    return {-row.id: _row(row) for row in guides.by_ids(ids, actor)} if ids else {}


def _row(row: GuideRow) -> ItemRow:
    return GuideFound(
        id=row.id, kind=KIND, title=row.title, slug=row.slug, summary=row.summary, space_slug=row.space_slug,
        space_name=row.space_name, author_handle="", author="", organisation_name=None, territory_id=None, replies=0,
        created_at=row.changed_at, active_at=row.changed_at, pinned=False, is_example=False,
    )  # fmt: skip
