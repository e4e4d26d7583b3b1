"""What people do with spaces: create, change, join, leave, welcome, give roles."""

from typing import Any

from sqlalchemy import func, select

from forum.core.db import db
from forum.core.errors import Conflict, Invalid, NotFound
from forum.core.events import emit
from forum.core.i18n import _
from forum.core.ids import slug_of
from forum.core.markup.render import render
from forum.core.permissions import Actor, require
from forum.people.models import User
from forum.spaces.asking import checked_fields
from forum.spaces.models import ROLES, VISIBILITIES, JoinRequest, Membership, Space, Stewardship
from forum.territories.models import Territory

DEEPEST = 5  # levels of spaces inside spaces


def create_space(actor: Actor, *, name: str, parent: Space | None = None, slug: str = "", **fields: Any) -> Space:
    """A new space; whoever creates it keeps it. Raises Invalid for a bad name or too deep a place."""
    require(actor, "create", parent or Space)
    name = " ".join(name.split())
    if not 3 <= len(name) <= 120:
        raise Invalid(fields={"name": _("Give a name of 3 to 120 characters.")})
    if parent and parent.path.count("/") - 1 >= DEEPEST:
        raise Invalid(fields={"parent": _("Spaces can be nested five levels deep at most.")})
    space = Space(name=name, slug=_free_slug(slug or slug_of(name)), parent_id=parent.id if parent else None)
    _fill(space, fields)
    db.session.add(space)
    db.session.flush()
    space.path = f"{parent.path if parent else '/'}{space.id}/"
    if actor.id:
        db.session.add(Membership(user_id=actor.id, space_id=space.id, role="moderator"))
    emit("space.created", actor_id=actor.id, space_id=space.id)
    return space


def change_space(actor: Actor, space: Space, **fields: Any) -> Space:
    """Name, texts, visibility, way of joining."""
    require(actor, "keep", space)
    _fill(space, fields)
    emit("space.changed", actor_id=actor.id, space_id=space.id, fields=sorted(fields))
    return space


def ask_for(actor: Actor, space: Space, about: str, rows: list[dict[str, Any]]) -> Space:
    """What the space asks for with every question. Raises Invalid naming the row."""
    require(actor, "keep", space)
    about = about.replace("\r\n", "\n").strip()
    if len(about) > 1000:
        raise Invalid(fields={"ask_about": _("1,000 characters at most.")})
    fields = checked_fields(rows)
    space.ask_about, space.ask_fields = about, fields
    emit("space.changed", actor_id=actor.id, space_id=space.id, fields=["ask_about", "ask_fields"])
    return space


def move_space(actor: Actor, space: Space, parent: Space | None) -> None:
    """Put a space inside another. Raises Invalid for a circle or too deep a place."""
    require(actor, "keep", space)
    require(actor, "create", parent or Space)
    if parent and parent.path.startswith(space.path):
        raise Invalid(fields={"parent": _("A space cannot be inside itself.")})
    old, new = space.path, f"{parent.path if parent else '/'}{space.id}/"
    inside = list(db.session.scalars(select(Space).where(Space.path.startswith(old))))
    if max(each.path.count("/") for each in inside) - old.count("/") + new.count("/") - 1 > DEEPEST:
        raise Invalid(fields={"parent": _("Spaces can be nested five levels deep at most.")})
    for each in inside:
        each.path = new + each.path.removeprefix(old)
    space.parent_id = parent.id if parent else None
    emit("space.moved", actor_id=actor.id, space_id=space.id)


def _fill(space: Space, fields: dict[str, Any]) -> None:
    if fields.get("visibility", "public") not in VISIBILITIES or fields.get("joining", "open") not in (
        "open",
        "ask",
        "invite",
    ):
        raise Invalid(fields={"visibility": _("Choose one of the proposed values.")})
    for name, value in fields.items():
        setattr(space, name, value)
        if name in ("about", "rules"):
            setattr(space, f"{name}_html", render(value, prefix=name))


def _free_slug(wanted: str) -> str:
    taken = set(db.session.scalars(select(Space.slug).where(Space.slug.startswith(wanted))))
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def join(actor: Actor, space: Space, message: str = "") -> str:
    """Become a member at once ("joined"), or ask those who keep the space ("asked")."""
    require(actor, "join", space)
    assert actor.id is not None
    if space.joining == "open" and space.visibility != "private":
        db.session.merge(Membership(user_id=actor.id, space_id=space.id, role="member"))
        emit("space.joined", actor_id=actor.id, space_id=space.id)
        return "joined"
    db.session.merge(JoinRequest(user_id=actor.id, space_id=space.id, message=message.strip()[:500]))
    emit("space.asked", actor_id=actor.id, space_id=space.id)
    return "asked"


def leave(actor: Actor, space: Space) -> None:
    """Leave; the last moderator names another one first."""
    require(actor, "leave", space)
    membership = db.session.get(Membership, (actor.id, space.id))
    if membership is None:
        raise NotFound(_("You are not in this space."))
    if membership.role == "moderator" and _moderators(space.id) == 1 and space.visibility in ("members", "private"):
        raise Conflict(_("You are its only moderator: name another one before you leave."))
    db.session.delete(membership)
    emit("space.left", actor_id=actor.id, space_id=space.id)


def _moderators(space_id: int) -> int:
    of_space = (Membership.space_id == space_id, Membership.role == "moderator")
    return db.session.scalar(select(func.count()).where(*of_space)) or 0


def answer_request(actor: Actor, space: Space, user_id: int, *, welcome: bool) -> None:
    """Let somebody in who asked, or not."""
    require(actor, "keep", space)
    request = db.session.get(JoinRequest, (user_id, space.id))
    if request is None:
        raise NotFound(_("This request was answered already."))
    db.session.delete(request)
    if welcome:
        db.session.merge(Membership(user_id=user_id, space_id=space.id, role="member", given_by_id=actor.id))
    name = "space.welcomed" if welcome else "space.declined"
    emit(name, actor_id=actor.id, user_id=user_id, space_id=space.id)


def give_role(actor: Actor, space: Space, user: User, role: str | None) -> None:
    """Make somebody member, curator or moderator; None takes them out."""
    require(actor, "keep", space)
    if role is not None and role not in ROLES:
        raise Invalid(fields={"role": _("Choose one of the proposed values.")})
    if role is None:
        if membership := db.session.get(Membership, (user.id, space.id)):
            db.session.delete(membership)
    else:
        db.session.merge(Membership(user_id=user.id, space_id=space.id, role=role, given_by_id=actor.id))
    emit("space.role", actor_id=actor.id, user_id=user.id, space_id=space.id, role=role or "")


def make_steward(actor: Actor, territory: Territory, user: User) -> None:
    """Entrust a territory to somebody: administrators only."""
    require(actor, "create", Space)
    db.session.merge(Stewardship(user_id=user.id, territory_id=territory.id))
    emit("territory.steward", actor_id=actor.id, user_id=user.id, territory_id=territory.id)
