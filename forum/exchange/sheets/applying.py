"""A sheet is applied whole or not at all, and undone whole: one transaction each."""

from collections.abc import Callable
from datetime import date
from typing import Any

from forum.core import clock
from forum.core.db import db, lock
from forum.core.errors import Conflict, Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.exchange.models import Sheet
from forum.exchange.sheets import cells
from forum.exchange.sheets.current import Values, values_of
from forum.exchange.sheets.plan import CHANGED, NEW, WRONG, Plan, normal, plan
from forum.items.commands.state import set_state
from forum.items.policy import Message
from forum.resources import commands
from forum.resources.models import Resource
from forum.spaces.models import Space
from forum.territories.queries import theme, tree

ITEM = ("number", "id", "body", "tags", "territories", "themes")


def apply(actor: Actor, sheet: Sheet, digest: str, author: Callable[[], int] | None = None) -> Plan:
    """Do what the plan says, in the caller's transaction. Raises Conflict when the catalogue changed since it was seen.

    `author`: in whose name new ones stand, when nobody in particular acts (the command line).
    """
    require(actor, "keep", sheet)
    lock(sheet)
    if sheet.state != "read":
        raise Conflict(_("This sheet was applied already."))
    made = plan(sheet, actor)
    if made.digest != digest:
        raise Conflict(_("The catalogue changed meanwhile: look at the preview again, then apply."))
    if made.counts[WRONG]:
        raise Invalid(_("Some cells are wrong: correct them in your sheet, or leave their column out."))
    space = db.session.get(Space, sheet.space_id)
    deeds: list[dict[str, Any]] = []
    for row in made.rows:
        if row.outcome == NEW and space is not None:
            resource = propose_from(
                actor, space, row.values, origin=sheet.source, author=author,
                is_verified=bool(sheet.columns.get("verified")),
            )  # fmt: skip
            deeds.append({"id": resource.id})
        elif row.outcome == CHANGED and row.item_id:
            before = values_of([row.item_id])[row.item_id]
            change_to(actor, row.item_id, before, row.values, _("from the sheet “%(name)s”", name=sheet.name))
            told = {name: _kept(before.get(name)) for name in row.values}
            deeds.append({"id": row.item_id, "before": told, "after": {n: _kept(v) for n, v in row.values.items()}})
    sheet.state, sheet.deeds, sheet.applied_at = "applied", deeds, clock.now()
    return made


def undo(actor: Actor, sheet: Sheet) -> tuple[int, int]:
    """Take back the whole sheet. What somebody changed since stays as they left it: (undone, left)."""
    require(actor, "keep", sheet)
    lock(sheet)
    if sheet.state != "applied":
        raise Conflict(_("This sheet was undone already."))
    undone = left = 0
    for deed in reversed(sheet.deeds):
        resource = db.session.get(Resource, deed["id"])
        if resource is None or resource.state in ("deleted", "merged"):
            continue
        if "before" not in deed:
            resource.external_id = None  # so that the sheet may come again
            set_state(Message(resource, 1, resource), "deleted", actor_id=actor.id, event="item.deleted")
            undone += 1
            continue
        current = values_of([resource.id])[resource.id]
        same = {
            n
            for n, value in deed["after"].items()
            if _kept(normal(n, current.get(n))) == _kept(normal(n, _back(n, value)))
        }
        if same:
            values = {name: _back(name, deed["before"][name]) for name in same}
            if "id" in values:
                resource.external_id = values.pop("id") or None
            if values:
                change_to(actor, resource.id, current, values, _("undo of the sheet “%(name)s”", name=sheet.name))
        undone += bool(same)
        left += len(same) < len(deed["after"])
    sheet.state, sheet.undone_at = "undone", clock.now()
    return undone, left


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else None if value is cells.ERASE else value


def _back(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in ("opens_on", "deadline") and value and value != "permanent" else value


def propose_from(
    actor: Actor,
    space: Space,
    values: Values,
    *,
    origin: str,
    is_verified: bool,
    author: Callable[[], int] | None = None,
) -> Resource:
    """A new resource of these values. `origin`: where it was read, unless they say so."""
    fields = {n: v for n, v in values.items() if n not in ITEM and n not in ("title", "summary", "origin")}
    fields = {name: None if value is cells.ERASE else value for name, value in fields.items()}
    fields.setdefault("type", "funding")
    if is_verified and actor.id:
        standing = {"standing": "verified", "verified_on": clock.today(), "verified_by_id": actor.id}
    else:
        standing = {"standing": "proposed"}
    return commands.propose(
        actor, space, title=values["title"], source=values.get("body") or values.get("summary") or values["title"],
        summary=values.get("summary") or "", origin=values.get("origin") or origin,
        external_id=values.get("id") or None, author_id=author() if author else None,
        **_around(values), **standing, **fields,
    )  # fmt: skip


def _around(values: Values) -> dict[str, Any]:
    nodes = [tree().codes[code].id for code in values.get("territories") or ()]
    known = [found.id for code in values.get("themes") or () if (found := theme(code))]
    return {"territories": nodes, "themes": known, "tags": _words(values.get("tags"))}


def _words(text: Any) -> list[str]:
    return [word.strip() for word in str(text or "").replace(",", ";").split(";") if word.strip()]


def change_to(actor: Actor, item_id: int, current: Values, values: Values, reason: str) -> None:
    """The command of the page, with what the sheet leaves untold as it is."""
    resource = db.session.get(Resource, item_id)
    assert resource is not None
    merged = {**current, **values}
    seat = resource.territory_id
    around = _around(merged)
    if "territories" not in values and seat:  # the seat stays first
        around["territories"] = [seat, *(each for each in around["territories"] if each != seat)]
    table = Resource.__table__.c
    fields = {n: v for n, v in values.items() if n in table and n not in (*ITEM, "title")}
    fields = {name: None if value is cells.ERASE else value for name, value in fields.items()}
    if "deadline" in fields:
        permanent = fields["deadline"] == "permanent"
        if not permanent and current.get("deadline") == "permanent":
            fields.setdefault("status", "")
    if "id" in values and values["id"]:
        resource.external_id = values["id"]
    commands.change(
        actor, resource, title=merged["title"], source=merged["body"], version=resource.version, reason=reason,
        zones=merged["zones"], audiences=merged["audiences"], **around, **fields,
    )  # fmt: skip
    resource.summary = merged["summary"] or ""
    resource.origin = merged["origin"] or ""
