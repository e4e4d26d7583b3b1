"""Who is told of what a territory adds to a sheet: those who follow that territory, or one that holds it."""

from sqlalchemy import select

from forum.core.db import db
from forum.core.events import Event
from forum.items.models.around import Watch
from forum.notifications.models import QUIET
from forum.notifications.scene import Scene
from forum.territories.queries import tree


def of_complement(event: Event, scene: Scene) -> dict[int, str]:
    """Nobody who muted the sheet, nobody who followed later. One query."""
    item, node = scene.items.get(event.item_id or 0), tree().nodes.get(event.data.get("territory") or 0)
    if item is None or node is None or item.state != "public" or not event.data.get("fields"):
        return {}
    here = (Watch.subject == "territory", Watch.subject_id.in_(node.above), Watch.level.in_(("all", "first", "digest")))
    rows = db.session.execute(select(Watch.user_id, Watch.level).where(*here, Watch.at <= event.at))
    told = {user_id: QUIET if level == "digest" else "watch" for user_id, level in rows}
    muted = {user_id for user_id, each in scene.chosen(item.id).items() if each.level == "mute"}
    return {user_id: reason for user_id, reason in told.items() if user_id not in muted}
