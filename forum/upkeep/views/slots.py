"""What pages of other rooms show of upkeep."""

from flask import render_template

from forum.core.permissions import can
from forum.items.queries.heads import Head
from forum.spaces.models import Space
from forum.upkeep import queries
from forum.upkeep.policy import KINDS
from forum.upkeep.words import WHATS
from forum.web.actor import actor
from forum.web.slots import fills


def _said(item: Head) -> str:
    """For those who keep it what readers say; for all others that it is being corrected, once that is known."""
    if not item.signals:
        return ""
    rows = queries.signals_of([item.id]).get(item.id, [])
    sure = [row for row in rows if row.state == "confirmed"]
    keeps = actor().tends(item.space_id)
    if not rows or not (keeps or sure):
        return ""
    since = min(row.at for row in sure or rows)
    return render_template(
        "upkeep/_said.html", item=item, rows=rows, keeps=keeps, is_sure=bool(sure), since=since, whats=WHATS
    )


@fills("beside an item", position=20)
def beside(item: Head) -> str:
    """On documents: what readers say, and the way to say so. No query where nobody said anything."""
    if item.kind != "document" or item.state != "public":
        return ""
    return _said(item) + render_template("upkeep/_beside.html", item=item)


@fills("under the facts", position=5)
def under_the_facts(item: Head) -> str:
    """On resources, above all else; the way to say so stands beside the day of verification."""
    return _said(item) if item.kind == "resource" else ""


@fills("in the upkeep of a page", position=10)
def in_upkeep(item: Head) -> str:
    """What readers said that changed."""
    if item.kind not in KINDS:
        return ""
    return render_template("upkeep/_in_upkeep.html", item=item)


@fills("in the menu of a space", position=22)
def on_space(space: Space) -> str:
    """The way to the queue, for those who tend it."""
    if not actor().is_someone or not can(actor(), "curate", space):
        return ""
    return render_template("upkeep/_on_space.html", space=space)
