"""Commands: what a territory adds to a sheet of a wider one. It inherits all that it does not say otherwise."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from forum.core import clock
from forum.core.db import db, lock
from forum.core.errors import Conflict, Invalid
from forum.core.i18n import _
from forum.core.markup.render import render
from forum.core.permissions import Actor, require
from forum.items.commands.tell import tell
from forum.items.models.item import ItemTerritory
from forum.resources.around import LOCAL, Complement, ComplementVersion
from forum.resources.models import Resource
from forum.resources.policy import Local
from forum.resources.queries.local import DATES, NO_DATES
from forum.resources.reopening import follow_up
from forum.resources.values import checked
from forum.territories.queries import Node, tree

EMPTY: tuple[Any, ...] = (None, "", [])  # nothing is said
LONGEST = 2000  # a sentence or two: the rest belongs into the sheet


def complement(
    actor: Actor,
    resource: Resource,
    place: Node,
    *,
    source: str = "",
    facts: Mapping[str, Any],
    reason: str = "",
    version: int | None = None,
) -> Complement:
    """Say what differs in a place; said again, it is changed. Whoever says it has looked: it is verified today.

    `version`: that the editor began from, 0 for a new one. Raises Invalid naming each field that cannot be taken.
    """
    require(actor, "complement", Local(resource.id, place))
    lock(resource)
    _check_place(resource, place)
    source = source.replace("\r\n", "\n").strip()
    said = {name: value for name, value in facts.items() if name in LOCAL and value not in EMPTY}
    if len(source) > LONGEST:
        raise Invalid(fields={"source": _("2,000 characters at most: what is longer belongs into the sheet.")})
    if not source and not said:
        raise Invalid(fields={"source": _("Say at least one thing that differs there.")})
    found = _found(resource.id, place.id)
    if version is not None and version != (found.version if found else 0):
        raise Invalid(_("Somebody changed it meanwhile. Look at what it says now, then save again."))
    said = _checked(resource, said)
    if found is None:
        found = Complement(
            resource_id=resource.id, territory_id=place.id, version=0, source="", verified_on=clock.today()
        )
        db.session.add(found)
        resource.complements = (resource.complements or 0) + 1
    was = _facts(found)
    changed = sorted({name for name in LOCAL if said.get(name) != was.get(name)} | _text_of(found, source))
    for name in LOCAL:
        setattr(found, name, said.get(name))
    follow_up(found)
    found.source, found.html = source, render(source, prefix=f"c{place.id}")
    found.version, found.changed_at = found.version + 1, clock.now()
    _verified(actor, found)
    db.session.flush()
    _keep(actor, found, reason)
    _tell(actor, resource, place, changed, was)
    return found


def still_right(actor: Actor, resource: Resource, place: Node) -> Complement:
    """Somebody looked: what the place says is right today."""
    require(actor, "complement", Local(resource.id, place))
    found = _found_or_conflict(resource.id, place)
    _verified(actor, found)
    tell("resource.complement_verified", resource, actor_id=actor.id, number=1, territory=place.id)
    return found


def take_away(actor: Actor, resource: Resource, place: Node, reason: str = "") -> None:
    """The place says nothing otherwise any more; its history stays, and any version can be said again."""
    require(actor, "complement", Local(resource.id, place))
    lock(resource)
    found = _found_or_conflict(resource.id, place)
    was = _facts(found)
    _keep(actor, found, reason, is_end=True)
    db.session.delete(found)
    db.session.flush()
    resource.complements = count_of(resource.id)
    _tell(actor, resource, place, sorted(was), was)


def count_of(resource_id: int) -> int:
    """How many places say something of a sheet."""
    return db.session.scalar(select(func.count()).where(Complement.resource_id == resource_id)) or 0


def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON keeps them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}


def _check_place(resource: Resource, place: Node) -> None:
    where = set(db.session.scalars(select(ItemTerritory.territory_id).where(ItemTerritory.item_id == resource.id)))
    if place.id in where:
        raise Invalid(_("The sheet itself is of this territory: change the sheet."))
    if not where & set(place.above):
        names = ", ".join(sorted(tree().nodes[each].name for each in where if each in tree().nodes))
        raise Invalid(_("This sheet is for %(names)s: it does not apply there.", names=names))


def _checked(resource: Resource, said: dict[str, Any]) -> dict[str, Any]:
    """As the columns hold them; ranges are checked with the ends that the sheet says."""
    usual = {name: getattr(resource, name) for name in LOCAL}
    if said.keys() & set(DATES):
        usual.update(NO_DATES)
    found = checked({**usual, **said})
    return {name: found[name] for name in said if found[name] not in EMPTY}


def _found(resource_id: int, territory_id: int) -> Complement | None:
    rows = select(Complement).where(Complement.resource_id == resource_id, Complement.territory_id == territory_id)
    return db.session.scalars(rows).first()


def _found_or_conflict(resource_id: int, place: Node) -> Complement:
    found = _found(resource_id, place.id)
    if found is None:
        raise Conflict(_("%(place)s adds nothing to this sheet.", place=place.name))
    return found


def _facts(found: Complement) -> dict[str, Any]:
    return {name: value for name in LOCAL if (value := getattr(found, name)) is not None}


def _text_of(found: Complement, source: str) -> set[str]:
    return {"text"} if source != (found.source or "") else set()


def _verified(actor: Actor, found: Complement) -> None:
    found.verified_on, found.verified_by_id = clock.today(), actor.id


def _keep(actor: Actor, found: Complement, reason: str, *, is_end: bool = False) -> None:
    db.session.add(
        ComplementVersion(
            resource_id=found.resource_id, territory_id=found.territory_id, source=found.source,
            facts=plain(_facts(found)), is_end=is_end, by_id=actor.id, reason=" ".join(reason.split())[:200],
        )
    )  # fmt: skip


def _tell(actor: Actor, resource: Resource, place: Node, changed: list[str], was: Mapping[str, Any]) -> None:
    before = plain({name: was.get(name) for name in (*DATES,)}) if set(changed) & set(DATES) else {}
    tell("resource.complemented", resource, actor_id=actor.id, number=1, territory=place.id, fields=changed, was=before)
