"""Making a guide, filling it, moving its lines."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, select, update

from forum.core import clock
from forum.core.db import db, lock
from forum.core.errors import Conflict, Invalid
from forum.core.events import emit
from forum.core.i18n import _
from forum.core.ids import slug_of
from forum.core.permissions import Actor, require
from forum.guides.models import KINDS, Guide, Part
from forum.items.models.item import Item
from forum.spaces.models import Space

MOST = 300  # lines of a guide
MOVES = ("up", "down", "in", "out")


def make(actor: Actor, space: Space, *, title: str, summary: str = "", external_id: str | None = None) -> Guide:
    """A new guide, empty. Raises Forbidden unless the actor tends the space."""
    require(actor, "make guides", space)
    guide = Guide(space_id=space.id, made_by_id=actor.id, external_id=external_id)
    _name(guide, title, summary)
    db.session.add(guide)
    db.session.flush()
    _told(actor, guide, "guide.made")
    return guide


def describe(actor: Actor, guide: Guide, *, title: str, summary: str) -> None:
    """Its title and what it is for. The address keeps its number."""
    require(actor, "arrange", guide)
    _name(guide, title, summary)
    _told(actor, guide, "guide.changed")


def add(actor: Actor, guide: Guide, items: Iterable[Item], *, depth: int = 0) -> int:
    """Put publications at its end, those that it holds already left out. Answers how many were added."""
    require(actor, "arrange", guide)
    parts = _parts(guide)
    held = {part.item_id for part in parts}
    fresh = [item for item in dict.fromkeys(items) if item.id not in held]
    if wrong := next((item for item in fresh if item.kind not in KINDS), None):
        raise Invalid(fields={"what": _("“%(title)s” is neither a sheet nor a resource.", title=wrong.title)})
    _room_for(len(parts) + len(fresh))
    inside = min(depth, 1) if parts or depth == 0 else 0
    for place, item in enumerate(fresh, len(parts)):
        db.session.add(Part(guide_id=guide.id, position=place, depth=inside, item_id=item.id))
    if fresh:
        _told(actor, guide, "guide.changed")
    return len(fresh)


def add_heading(actor: Actor, guide: Guide, title: str) -> Part:
    """The heading of a chapter, at the end: what is moved under it belongs to it."""
    require(actor, "arrange", guide)
    parts = _parts(guide)
    _room_for(len(parts) + 1)
    part = Part(guide_id=guide.id, position=len(parts), depth=0, title=_checked_title(title, "heading", least=2))
    db.session.add(part)
    _told(actor, guide, "guide.changed")
    return part


def move(actor: Actor, guide: Guide, part_id: int, how: str) -> None:
    """One line up or down (what stands inside goes with it), into the line above, or out of it."""
    require(actor, "arrange", guide)
    lines = [(part.id, part.depth) for part in _parts(guide)]
    at = next((place for place, (each, _depth) in enumerate(lines) if each == part_id), None)
    if at is None or how not in MOVES:
        raise Conflict(_("This line is no longer there: somebody else took it away."))
    _write(actor, guide, moved(lines, at, how))


def moved(lines: Sequence[tuple[int, int]], at: int, how: str) -> list[tuple[int, int]]:
    """The lines (id, depth) after one move; the same when it cannot be made. No line is ever lost."""
    part_id, depth = lines[at]
    if how in ("in", "out"):
        return tidy([*lines[:at], (part_id, 1 if how == "in" else 0), *lines[at + 1 :]])
    end = at + 1
    while depth == 0 and end < len(lines) and lines[end][1] == 1:
        end += 1  # what stands inside
    block, before, after = list(lines[at:end]), list(lines[:at]), list(lines[end:])
    if how == "up" and before:
        step = 1
        while depth == 0 and before[-step][1] == 1 and step < len(before):
            step += 1
        return tidy([*before[:-step], *block, *before[-step:], *after])
    if how == "down" and after:
        step = 1
        while depth == 0 and step < len(after) and after[step][1] == 1:
            step += 1
        return tidy([*before, *after[:step], *block, *after[step:]])
    return list(lines)


def tidy(lines: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Two levels, and the first line inside nothing."""
    return [(part_id, 1 if depth and place else 0) for place, (part_id, depth) in enumerate(lines)]


def arrange(actor: Actor, guide: Guide, lines: Sequence[tuple[int, int]]) -> None:
    """All lines in a new order, as they were dragged. Raises Conflict unless they are the lines of the guide."""
    require(actor, "arrange", guide)
    if sorted(each for each, _depth in lines) != sorted(part.id for part in _parts(guide)):
        raise Conflict(_("Somebody else changed this guide meanwhile: look at it again, then move your line."))
    _write(actor, guide, tidy(lines))


def take_out(actor: Actor, guide: Guide, part_id: int) -> None:
    """Take a line out of the guide; the publication stays where it is."""
    require(actor, "arrange", guide)
    gone = next((part for part in _parts(guide) if part.id == part_id), None)
    db.session.execute(delete(Part).where(Part.guide_id == guide.id, Part.id == part_id))
    lines = tidy([(part.id, part.depth) for part in _parts(guide)])
    _write(actor, guide, lines, *((gone.item_id,) if gone and gone.item_id else ()))


def remove(actor: Actor, guide: Guide) -> None:
    """Take the guide away; its sheets stay."""
    require(actor, "arrange", guide)
    held = [part.item_id for part in _parts(guide) if part.item_id]
    db.session.execute(delete(Part).where(Part.guide_id == guide.id))
    _told(actor, guide, "guide.removed", *held)
    db.session.delete(guide)


def _parts(guide: Guide) -> list[Part]:
    """Its lines, while nobody else moves them."""
    lock(guide)
    rows = select(Part).where(Part.guide_id == guide.id).order_by(Part.position, Part.id)
    return list(db.session.scalars(rows.execution_options(populate_existing=True)))


def _write(actor: Actor, guide: Guide, lines: Sequence[tuple[int, int]], *gone: int) -> None:
    parts = {part.id: part for part in _parts(guide)}
    for place, (part_id, depth) in enumerate(lines):
        parts[part_id].position, parts[part_id].depth = place, depth
    _told(actor, guide, "guide.changed", *gone)


def _told(actor: Actor, guide: Guide, name: str, *more: int) -> None:
    """Pages of what it holds (and of `more`, which it holds no longer) say "part 3 of 8": their stamps grow."""
    guide.changed_at = clock.now()
    db.session.flush()
    held = select(Part.item_id).where(Part.guide_id == guide.id, Part.item_id.is_not(None))
    ids = [*db.session.scalars(held), *more]
    count = select(func.count()).where(Part.item_id == Item.id).correlate(Item).scalar_subquery()
    changed = update(Item).where(Item.id.in_(ids)).values(stamp=Item.stamp + 1, guides=count)
    db.session.execute(changed.execution_options(synchronize_session=False))
    emit(name, actor_id=actor.id, space_id=guide.space_id, guide_id=guide.id)


def _name(guide: Guide, title: str, summary: str) -> None:
    guide.title = _checked_title(title, "title")
    guide.slug = slug_of(guide.title)
    text = summary.strip()
    if len(text) > 1000:
        raise Invalid(fields={"summary": _("1,000 characters at most.")})
    guide.summary = text


def _checked_title(title: str, name: str, least: int = 5) -> str:
    text = " ".join(title.split())
    if not least <= len(text) <= 200:
        raise Invalid(fields={name: _("Give a title of %(least)s to 200 characters.", least=least)})
    return text


def _room_for(count: int) -> None:
    if count > MOST:
        raise Invalid(fields={"what": _("A guide holds %(n)s lines at most: make two of it.", n=MOST)})
