"""What somebody follows, with their levels: the page that lists it, and the right to follow something."""

from dataclasses import dataclass

from sqlalchemy import and_, select, tuple_

from forum.core.db import db
from forum.core.i18n import lazy
from forum.core.paging import Page, cut, unpack, whole
from forum.core.permissions import Actor, can
from forum.items.kinds import path_of
from forum.items.models.around import Watch
from forum.items.models.item import Item
from forum.items.policy import visible_to
from forum.spaces.models import Space
from forum.spaces.policy import known_to
from forum.territories.queries import themes, tree

SUBJECTS = ("space", "item", "theme", "territory")
# (value, in the list, what it means): "" is no choice of one's own
CHOICES = (
    ("mail", lazy("Everything, each message by mail"), lazy("like a mailing list")),
    ("all", lazy("Everything"), lazy("each new message, on the site")),
    ("first", lazy("First messages only"), lazy("new publications, not the replies")),
    ("digest", lazy("In my summary"), lazy("gathered by mail, at the hour you chose")),
    ("mute", lazy("Nothing"), lazy("only when somebody mentions you")),
    ("", lazy("Do not follow"), lazy("as your other choices say")),
)


@dataclass(frozen=True, slots=True)
class Followed:
    """One thing that is followed. `level` is one of CHOICES."""

    subject: str
    id: int
    level: str
    name: str
    path: str
    kind: str = ""


def followed(actor: Actor, subject: str = "", key: str = "", limit: int = 30) -> Page[Followed]:
    """By subject, then the newest thing first. One query; what may no longer be read is left out, and what is gone
    though its keepers may read it."""
    there = Item.state.not_in(("deleted", "merged"))
    rows = (
        select(Watch.subject, Watch.subject_id, Watch.level, Watch.by_mail, Item.kind, Item.slug, Item.title,
               Space.slug, Space.name)
        .select_from(Watch)
        .outerjoin(Item, and_(Watch.subject == "item", Item.id == Watch.subject_id, visible_to(actor), there))
        .outerjoin(Space, and_(Watch.subject == "space", Space.id == Watch.subject_id, known_to(actor)))
        .where(Watch.user_id == actor.id)
        .where((Watch.subject.in_(("theme", "territory"))) | Item.id.is_not(None) | Space.id.is_not(None))
        .order_by(Watch.subject.desc(), Watch.subject_id.desc())
        .limit(limit + 1)
    )  # fmt: skip
    if subject in SUBJECTS:
        rows = rows.where(Watch.subject == subject)
    if after := unpack(key, 2):
        rows = rows.where(tuple_(Watch.subject, Watch.subject_id) < tuple_(str(after[0]), whole(after[1])))
    return cut([_row(*row) for row in db.session.execute(rows)], limit, lambda row: (row.subject, row.id))


def _row(subject, number, level, by_mail, kind, slug, title, space_slug, space) -> Followed:  # type: ignore[no-untyped-def]
    level = "mail" if by_mail else level
    if subject == "item":
        return Followed(subject, number, level, title, path_of(kind, number, slug), kind)
    if subject == "space":
        return Followed(subject, number, level, space, f"/spaces/{space_slug}")
    return Followed(subject, number, level, *named(subject, number))


def named(subject: str, number: int) -> tuple[str, str]:
    """The name and the page of a theme or a territory; empty for one that is no more."""
    if subject == "theme" and (theme := themes().get(number)):
        return theme.label, f"/threads/?theme={theme.code}"
    if subject == "territory" and (node := tree().nodes.get(number)):
        return node.name, f"/territories/{node.code}"
    return "", ""


def level_of(actor: Actor, subject: str, number: int) -> str:
    """What the actor chose there, or nothing. One query; none for a visitor."""
    if not actor.is_someone:
        return ""
    kept = db.session.get(Watch, (actor.id, subject, number))
    return ("mail" if kept.by_mail else kept.level) if kept else ""


def found(subject: str, number: int, actor: Actor) -> tuple[str, str] | None:
    """The name and the page of what the actor asks to follow; None for what they may not read. One query at most."""
    if subject == "space":
        space = db.session.scalars(select(Space).where(Space.id == number)).first()
        return (space.name, f"/spaces/{space.slug}") if space and can(actor, "read", space) else None
    if subject == "item":
        item = db.session.scalars(select(Item).where(Item.id == number, visible_to(actor))).first()
        return (item.title, path_of(item.kind, item.id, item.slug)) if item else None
    name, path = named(subject, number)
    return (name, path) if name else None
