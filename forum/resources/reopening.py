"""Resources that return: what follows is worked out when they are saved; on its day, the worker reopens them."""

from datetime import date
from typing import Any

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.worker import every
from forum.items.commands.tell import tell
from forum.items.models.item import Item
from forum.resources.around import Complement
from forum.resources.models import Resource
from forum.resources.returning import current_on, next_after

SOME = 200  # in one round


def follow_up(resource: Resource | Complement) -> None:
    """Work out its dates from its windows: the present ones where none are known or they are over, and the next."""
    windows, today = resource.windows or [], clock.today()
    if not windows or resource.status == "ended":
        resource.next_opens_on = resource.next_deadline = None
        return
    if resource.status != "closed" and (resource.deadline is None or resource.deadline < today):
        coming = current_on(windows, today)
        if coming is None and resource.deadline is None:
            coming = next_after(windows, today)
        if coming:
            resource.opens_on, resource.deadline = coming.opens, coming.closes
    _look_ahead(resource, max(resource.deadline or today, today))


def _look_ahead(resource: Resource | Complement, day: date) -> None:
    after = next_after(resource.windows or [], day)
    resource.next_opens_on, resource.next_deadline = (after.opens, after.closes) if after else (None, None)


@every(300, name="resources that reopen")
def reopen_due() -> int:
    """Those whose next opening has come, in Paris, are open again: lists, calendars and alerts follow the event."""
    due = (
        select(Resource.id)
        .where(Resource.next_opens_on <= clock.today(), Item.state.in_(("public", "pending")))
        .order_by(Resource.next_opens_on)
        .limit(SOME)
    )
    ids = list(db.session.scalars(due))
    for resource_id in ids:
        with transaction():
            found = db.session.scalars(select(Resource).where(Resource.id == resource_id).with_for_update()).first()
            if found is not None and found.next_opens_on and found.next_opens_on <= clock.today():
                reopen(found)
    return len(ids) + _reopen_there()


def _reopen_there() -> int:
    """The same for what territories say: there it is open again."""
    due = (
        select(Complement.id)
        .join(Item, Item.id == Complement.resource_id)
        .where(Complement.next_opens_on <= clock.today(), Item.state.in_(("public", "pending")))
        .order_by(Complement.next_opens_on)
        .limit(SOME)
    )
    ids = list(db.session.scalars(due))
    for number in ids:
        with transaction():
            found = db.session.scalars(select(Complement).where(Complement.id == number).with_for_update()).first()
            if found is None or not found.next_opens_on or found.next_opens_on > clock.today():
                continue
            if was := _open_again(found):
                resource = db.session.get_one(Resource, found.resource_id)
                tell("resource.complemented", resource, actor_id=None, number=1, territory=found.territory_id,
                     fields=sorted(was), was=was)  # fmt: skip
    return len(ids)


def reopen(resource: Resource) -> None:
    """The dates of the window that is open become the present ones. One that passed while no worker ran is skipped."""
    if was := _open_again(resource):
        tell("resource.reopened", resource, actor_id=None, number=1, fields=sorted(was), was=was)


def _open_again(sheet: Resource | Complement) -> dict[str, Any]:
    """What it said before; nothing when it is not open after all."""
    was = {"opens_on": _iso(sheet.opens_on), "deadline": _iso(sheet.deadline), "status": sheet.status}
    today = clock.today()
    now = current_on(sheet.windows or [], today)
    if now:
        sheet.opens_on, sheet.deadline = now.opens, now.closes
        sheet.status = "" if sheet.status == "closed" else sheet.status
    _look_ahead(sheet, now.closes if now else today)
    return was if now else {}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
