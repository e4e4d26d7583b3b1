"""Deadlines of a list as a calendar: what the catalogue, a saved search and a single page give is the same."""

from collections.abc import Iterable

from sqlalchemy import select

from forum.core.db import db
from forum.core.i18n import _
from forum.core.letters import installation
from forum.items.models.item import Item
from forum.items.queries.lists import ItemRow
from forum.resources.calendar import Entry, calendar


def calendar_of(rows: Iterable[ItemRow], name: str, *, alarms: bool = True) -> str:
    """Those of the rows that have a deadline. One query."""
    dated = [row for row in rows if row.facts.get("deadline")]
    base = installation().base_url
    host = base.split("//")[-1].split("/")[0].split(":")[0]
    stamps = {
        item_id: (stamp, edited)
        for item_id, stamp, edited in db.session.execute(
            select(Item.id, Item.stamp, Item.edited_at).where(Item.id.in_([row.id for row in dated]))
        )
    }
    midnight = _("Closes at midnight in Paris.")
    return calendar(
        (
            Entry(
                uid=f"resource-{row.id}@{host}", title=_("Deadline: %(title)s", title=row.title),
                day=row.facts["deadline"], url=base + row.url,
                text=f"{midnight}\n{row.summary}\n{base}{row.url}".replace("\n\n", "\n"),
                changed=stamps[row.id][1] or row.active_at, version=stamps[row.id][0],
                reminder=_("In a week: %(title)s", title=row.title) if alarms else "",
            )
            for row in dated if row.id in stamps
        ),
        name,
    )  # fmt: skip
