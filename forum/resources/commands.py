"""Proposing a resource, changing it, verifying it, refusing it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete

from forum.core import clock
from forum.core.db import db
from forum.core.errors import Conflict, Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.items.commands.edit import edit
from forum.items.commands.publish import classify, place, publish
from forum.items.commands.state import set_state
from forum.items.commands.tell import tell
from forum.items.policy import Message
from forum.resources.models import Resource, ResourceAudience, ResourceZone, Verification
from forum.resources.reopening import follow_up
from forum.resources.twins import title_key, url_key
from forum.resources.values import checked, known_audiences, known_zones
from forum.spaces.models import Space

# Facts whose former value the event keeps: people who follow a search are told what it was and what it is.
TOLD = ("deadline", "opens_on", "status", "min_amount", "max_amount", "max_cofunding_pct", "funder", "url", "type")
KEPT = ("standing", "verified_on", "verified_by_id")  # what only those who tend the space say


def propose(
    actor: Actor,
    space: Space,
    *,
    title: str,
    source: str,
    type: str,
    zones: Iterable[str] = (),
    audiences: Iterable[str] = (),
    **more: Any,
) -> Resource:
    """Publish a resource, proposed until a curator verifies it. What a curator proposes is verified at once.

    `more`: the columns of Resource, and what `items.commands.publish` takes. `deadline` may be "permanent".
    Raises Invalid naming each field that cannot be taken.
    """
    columns = set(Resource.__table__.columns.keys()) - {"id"}
    fields = checked({"type": type, **{name: value for name, value in more.items() if name in columns}})
    more = {name: value for name, value in more.items() if name not in columns}
    if not actor.tends(space.id):
        fields = {name: value for name, value in fields.items() if name not in KEPT}
    elif "standing" not in fields and actor.id:
        fields.update(standing="verified", verified_on=clock.today(), verified_by_id=actor.id)
    resource = publish(actor, Resource, space, title=title, source=source, **fields, **more)
    _reach(resource, zones, audiences)
    follow_up(resource)
    _set_keys(resource)
    if fields.get("standing") == "verified" and actor.id:
        db.session.add(Verification(resource_id=resource.id, by_id=actor.id))
    return resource


def change(
    actor: Actor,
    resource: Resource,
    *,
    title: str,
    source: str,
    version: int,
    reason: str = "",
    zones: Iterable[str] = (),
    audiences: Iterable[str] = (),
    territories: Iterable[int] = (),
    themes: Iterable[int] = (),
    tags: Iterable[str] = (),
    files: Collection[int] | None = None,
    alts: Mapping[int, str] | None = None,
    **fields: Any,
) -> None:
    """Change its facts and its text. `version`: of the text that the editor began from."""
    message = Message(resource, 1, resource)
    require(actor, "edit", message)
    fields = checked({name: value for name, value in fields.items() if name not in KEPT})
    edit(actor, message, source=source, version=version, title=title, reason=reason, files=files, alts=alts)
    changed = sorted(name for name, value in fields.items() if getattr(resource, name) != value)
    was = {name: _word(getattr(resource, name)) for name in changed if name in TOLD}
    for name in changed:
        setattr(resource, name, fields[name])
    wanted = list(territories)
    resource.territory_id = wanted[0] if wanted else resource.territory_id
    place(resource, wanted or ([resource.territory_id] if resource.territory_id else []))
    classify(resource, themes, tags)
    _reach(resource, zones, audiences)
    follow_up(resource)
    _set_keys(resource)
    tell("resource.changed", resource, actor_id=actor.id, number=1, fields=changed, was=was)


def verify(actor: Actor, resource: Resource, note: str = "") -> Verification:
    """A curator looked: it is right today. A proposed or refused one becomes verified."""
    require(actor, "verify", resource)
    before = resource.standing
    seen = _looked(actor, resource, note)
    resource.standing, resource.verified_on, resource.verified_by_id = ("verified", clock.today(), actor.id)
    if resource.state in ("pending", "hidden") and before != "verified":
        set_state(Message(resource, 1, resource), "public", actor_id=actor.id, event="item.approved")
    tell("resource.verified", resource, actor_id=actor.id, number=1, before=before)
    return seen


def refuse(actor: Actor, resource: Resource, reason: str) -> None:
    """A proposed resource does not enter the catalogue; its author reads why. `verify` brings it back."""
    require(actor, "verify", resource)
    if resource.standing != "proposed":
        raise Conflict(_("Only a proposed resource is refused; a verified one is closed or deleted."))
    if len(reason.strip()) < 3:
        raise Invalid(fields={"reason": _("Say why: its author will read it.")})
    _looked(actor, resource, reason)
    resource.standing = "refused"
    set_state(Message(resource, 1, resource), "hidden", actor_id=actor.id, event="resource.refused")


def _word(value: Any) -> Any:
    """A value as events keep it."""
    return value.isoformat() if isinstance(value, date) else value


def _set_keys(resource: Resource) -> None:
    """By these, sheets that may be the same are found."""
    resource.title_key, resource.url_key = title_key(resource.title), url_key(resource.url or "")


def _looked(actor: Actor, resource: Resource, note: str) -> Verification:
    seen = Verification(resource_id=resource.id, by_id=actor.id or resource.author_id, note=note.strip()[:300])
    db.session.add(seen)
    return seen


def _reach(resource: Resource, zones: Iterable[str], audiences: Iterable[str]) -> None:
    """Where projects may act, and for whom it is."""
    wanted, whom = known_zones(zones), known_audiences(audiences)
    db.session.execute(delete(ResourceZone).where(ResourceZone.resource_id == resource.id))
    db.session.execute(delete(ResourceAudience).where(ResourceAudience.resource_id == resource.id))
    db.session.add_all(ResourceZone(resource_id=resource.id, zone=zone) for zone in wanted)
    db.session.add_all(ResourceAudience(resource_id=resource.id, actor_type=each) for each in whom)
