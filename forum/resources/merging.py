"""Commands: two sheets about the same become one; a regional copy becomes a complement of the wider sheet."""

from typing import Any

from sqlalchemy import func, select, update

from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.files.models import File
from forum.items.commands.fold import bring_rows, fold, folds
from forum.items.commands.tell import tell
from forum.items.models.keeping import Act
from forum.resources.around import LOCAL, Complement, Outcome
from forum.resources.complementing import EMPTY, LONGEST, complement, count_of
from forum.resources.models import Resource
from forum.resources.outcomes import count
from forum.resources.policy import Local
from forum.territories.queries import Node

FILES = 10  # a message takes no more


def merge(actor: Actor, resource: Resource, target: Resource | None) -> Act:
    """Its address leads to `target`, with its discussion, files, complements, who got it, who follows it and what
    cites it; its own facts stay in its history."""
    require(actor, "verify", resource)
    other = _checked(resource, target)
    require(actor, "verify", other)
    return fold(actor, resource, other)


def become_complement(actor: Actor, resource: Resource, target: Resource | None, place: Node) -> Act:
    """A regional copy of a wider sheet: only what differs stays, as what the region adds. Its address leads there."""
    require(actor, "verify", resource)
    other = _checked(resource, target)
    require(actor, "complement", Local(other.id, place))
    facts = {name: getattr(resource, name) for name in LOCAL if getattr(resource, name) != getattr(other, name)}
    text = resource.source if resource.source.strip() != other.source.strip() else ""
    source = text if len(text) <= LONGEST else resource.summary
    if not source and not any(value not in EMPTY for value in facts.values()):
        return fold(actor, resource, other)
    made = complement(
        actor, other, place, source=source, facts=facts, version=0, reason=_("From a sheet of its own"),
    )  # fmt: skip
    return fold(actor, resource, other, became=[place.id, made.version])


def _checked(resource: Resource, target: Resource | None) -> Resource:
    if target is None or target.id == resource.id or target.state != "public":
        raise Invalid(fields={"other": _("Give the address of another resource.")})
    if resource.state != "public":
        raise Invalid(_("Only a published resource is merged."))
    return target


def _bring(resource: Resource, target: Resource) -> dict[str, Any]:
    """What territories and organisations said of the one they say of the other, unless they said something there."""
    ids = (resource.id, target.id)
    places = bring_rows(Complement, "resource_id", lambda row: row.territory_id, *ids)
    told = bring_rows(Outcome, "resource_id", lambda row: (row.organisation_id, row.year), *ids)
    _recount(resource, target)
    return {"places": places, "told": told, "files": _bring_files(resource, target)}


def _bring_files(resource: Resource, target: Resource) -> list[int]:
    """Files of its text, as many as the other takes."""
    mine = (File.item_id == resource.id, File.number == 1, File.state == "kept")
    theirs = (File.item_id == target.id, File.number == 1, File.state == "kept")
    room = FILES - (db.session.scalar(select(func.count()).where(*theirs)) or 0)
    ids = list(db.session.scalars(select(File.id).where(*mine).order_by(File.id).limit(max(room, 0))))
    db.session.execute(update(File).where(File.id.in_(ids)).values(item_id=target.id))
    return ids


def _put_back(act: Act, resource: Resource, target: Resource) -> None:
    resource, target = (db.session.get_one(Resource, each.id) for each in (resource, target))
    for place in act.data["places"]:
        rows = select(Complement).where(Complement.resource_id == target.id, Complement.territory_id == place)
        if row := db.session.scalars(rows).first():
            row.resource_id = resource.id
    if became := act.data.get("became"):
        here = (Complement.resource_id == target.id, Complement.territory_id == became[0])
        made = db.session.scalars(select(Complement).where(*here, Complement.version == became[1])).first()
        if made is not None:  # changed since: it stays
            db.session.delete(made)
            tell("resource.complemented", target, actor_id=act.by_id, territory=became[0], fields=[], was={})
    for organisation_id, year in act.data["told"]:
        if told := db.session.get(Outcome, (target.id, organisation_id, year)):
            told.resource_id = resource.id
    db.session.execute(
        update(File).where(File.id.in_(act.data["files"]), File.item_id == target.id).values(item_id=resource.id)
    )
    _recount(resource, target)


def _recount(*resources: Resource) -> None:
    db.session.flush()
    for each in resources:
        each.complements = count_of(each.id)
        count(each)


folds("resource", _bring, _put_back)
